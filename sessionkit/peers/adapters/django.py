"""Django's sessions, over a cache in memory and over a database in SQLite.

Django wants one configuration for a whole program. Where there is none yet, this gives
it one; inside a project of yours it takes the project's, with its cache and database.
"""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import connection
from django.http import HttpRequest, HttpResponse

from sessionkit.peers.peer import Handler, Peer, cookie_after, named


class Django(Peer):
    """The middleware with one of Django's session engines, such as ``cache``."""

    def __init__(self, engine: str) -> None:
        self.name = named("Django", engine)
        self._engine = f"django.contrib.sessions.backends.{engine}"

    async def request(
        self, cookie: str | None, handler: Handler
    ) -> tuple[Any, str | None]:
        """Send a request through the middleware, in Django's own thread."""
        middleware = await self._in_thread(self._middleware)
        request, name = HttpRequest(), settings.SESSION_COOKIE_NAME
        request.COOKIES = {} if cookie is None else {name: cookie}
        await self._in_thread(middleware.process_request, request)
        answer = await handler(request.session)
        response = await self._in_thread(
            middleware.process_response, request, HttpResponse()
        )
        set_cookies = [morsel.OutputString() for morsel in response.cookies.values()]
        return answer, cookie_after(set_cookies, name, cookie)

    async def do(self, session: Any, action: Callable[[Any], Any]) -> Any:
        """Run ``action`` in Django's own thread, since it may ask the database."""
        return await self._in_thread(action, session)

    def is_there(self, session: Any) -> bool:
        """Ask the engine whether it has the session of the cookie."""
        return session.session_key is not None and session.exists(session.session_key)

    def values(self, session: Any) -> dict[str, Any]:
        """Take the items, since ``dict`` knows no session of Django's."""
        return dict(session.items())

    def clear(self, session: Any) -> None:
        """Log out as ``django.contrib.auth`` does."""
        session.flush()

    def _middleware(self) -> SessionMiddleware:
        _set_up()
        middleware = SessionMiddleware(lambda _request: HttpResponse())
        middleware.SessionStore = import_module(self._engine).SessionStore
        return middleware

    @staticmethod
    async def _in_thread(function: Callable[..., Any], *arguments: Any) -> Any:
        return await sync_to_async(function)(*arguments)


@cache
def _set_up() -> None:
    if not settings.configured:
        folder = Path(tempfile.mkdtemp(prefix="sessionkit-django-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        settings.configure(
            SECRET_KEY="a secret of 32 characters or more, for tests",
            INSTALLED_APPS=["django.contrib.sessions"],
            USE_TZ=True,
            DATABASES={
                "default": {
                    "ENGINE": "django.db.backends.sqlite3",
                    "NAME": folder / "sessions.db",
                }
            },
        )
        django.setup()
    from django.contrib.sessions.models import Session

    if Session._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(Session)
