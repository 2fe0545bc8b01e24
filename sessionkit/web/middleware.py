"""Sessions for any ASGI application: the one line that hands over the store class."""

import logging
import math
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final, Literal

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sessionkit.contract import METHODS, StoreClass
from sessionkit.errors import CallError
from sessionkit.in_a_cell import in_a_cell
from sessionkit.stores.base import Sessions, checked_clock
from sessionkit.stores.errors import StoreUnavailableError
from sessionkit.stores.expiring import Terms
from sessionkit.stores.memory import MemorySessions
from sessionkit.stores.plain import expiring
from sessionkit.web.cookie import Cookie
from sessionkit.web.errors import SessionEndedError, SessionError
from sessionkit.web.ids import checked, random_id
from sessionkit.web.session import Session

LOG: Final = logging.getLogger("sessionkit.web")
BEGINNINGS: Final = {
    "http.response.start",
    "websocket.accept",
    "websocket.http.response.start",
}
"""Messages (https://asgi.readthedocs.io) whose headers can carry a cookie."""
ENDED: Final = (
    "Your session ended while this request was under way, so nothing was stored."
)
"""What a visitor reads, with status 409, if the application does not answer itself."""
AWAY: Final = (
    "Your session cannot be reached at the moment, so this was not done. "
    "Please try again soon."
)
"""What a visitor reads, with status 503, if the application does not answer itself."""

LONGEST: Final = 100 * 366 * 24 * 3600
"""Seconds of the longest time; dates end, in browsers and in Python."""

Time = int | timedelta
"""Whole seconds, or a ``timedelta`` of whole seconds."""


class SessionMiddleware:
    """Gives each request a ``Session``: ``await request.session.set("id", 5)``.

    ``app`` is an ASGI application, and ``store`` a store class. What FortJs writes as
    ``Fort.sessionStore = MemorySessionStore`` is here
    ``app.add_middleware(SessionMiddleware, store=MemorySessionStore)``. Without one,
    sessions are kept in memory and end: a ``MemorySessions``. So they do in
    ``SQLiteSessions`` and ``RedisSessions``; what holds for any other store class,
    such as FortJs's memory store, in which nothing ever ends by itself, is said in
    ``sessionkit.stores.plain``. There the times of last use stand in ``last_uses``, a
    store class, or without one beside the sessions, under ids that begin with
    ``last-use:``; all processes that share the sessions must share them too.

    A session ends ``timeout`` after its last use, on the server up to 5 % later, in the
    browser, whose cookie is not sent again with each answer, up to 5 % earlier; and
    ``lifetime`` after it began, however much it is used, or never for ``None``. Without
    ``rolling`` it ends ``timeout`` after it began. Each time is whole seconds or a
    ``timedelta``. With ``session_only`` a browser forgets the cookie as it ends.

    ``app_name`` begins the name of the cookie, ``sessionkit_session_id``, and
    ``cookie_name`` is all of it; over https ``__Host-`` stands before it. ``path``,
    ``domain`` and ``same_site`` are the cookie's own. ``https_only`` says that browsers
    speak https, also where a proxy hides that from the application.

    ``new_id`` makes the ids: 22 random characters or more, unless ``guessable_ids``.
    ``clock`` tells the time in seconds since 1970.

    Where a ``SessionEndedError`` is not answered by the application, the response has
    status 409, and no cookie; for a ``StoreUnavailableError`` it has status 503,
    and the log ``sessionkit.web`` has the reason.

    Raises ``TypeError`` for a store class that is none, and ``ValueError`` for any
    other option that cannot be.
    """

    @in_a_cell
    def __init__(
        self,
        app: ASGIApp,
        store: StoreClass | None = None,
        *,
        app_name: str = "sessionkit",
        timeout: Time = 3600,
        lifetime: Time | None = 12 * 3600,
        rolling: bool = True,
        session_only: bool = False,
        cookie_name: str | None = None,
        path: str = "/",
        domain: str | None = None,
        same_site: Literal["lax", "strict", "none"] = "lax",
        https_only: bool = False,
        last_uses: StoreClass | None = None,
        new_id: Callable[[], str] = random_id,
        guessable_ids: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        _check_store_class("store", store)
        _check_store_class("last_uses", last_uses)
        if not app_name or not isinstance(app_name, str):
            raise ValueError(
                f"app_name begins the cookie's name, and is a string, not {app_name!r}"
            )
        for role, switch in (
            ("rolling", rolling),
            ("session_only", session_only),
            ("https_only", https_only),
            ("guessable_ids", guessable_ids),
        ):
            if type(switch) is not bool:
                raise ValueError(f"{role} is True or False, not {switch!r}")
        checked_clock(clock)
        seconds = _seconds("timeout", timeout)
        terms = _terms(seconds, lifetime, rolling, clock)
        self._app = app
        self._cookie = Cookie(
            f"{app_name}_session_id" if cookie_name is None else cookie_name,
            None if session_only else seconds,
            path,
            domain,
            same_site,
            https_only,
        )
        store = MemorySessions(clock=clock) if store is None else store
        self._stores = expiring(store, terms, last_uses)
        self._new_id = checked(new_id, guessable=guessable_ids)
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the application with a session in ``scope["session"]``."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        if not isinstance(scope.get("session"), Session | None):
            raise SessionError(
                "another middleware keeps its own session in this place; an "
                "application has one of the two: take that one out"
            )
        sent = self._cookie.read(scope)
        session = Session(self._stores, sent or None, self._new_id, self._clock())
        has_begun = False

        async def send_with_cookie(message: Message) -> None:
            nonlocal has_begun
            if message["type"] in BEGINNINGS:
                # the last moment at which a header can tell the browser an id
                await session.settle()
                if session.to_tell == "" and sent is None:
                    session.to_tell = None  # there is nothing to forget
                if session.was_used:
                    self._tell(session, message, self._cookie.is_secure(scope))
                has_begun = True
            await send(message)

        scope["session"] = session
        try:
            await self._app(scope, receive, send_with_cookie)
        except (SessionEndedError, StoreUnavailableError) as error:
            # what has begun cannot become another response
            if has_begun or scope["type"] != "http":
                raise
            await session.undo()
            is_late = isinstance(error, SessionEndedError)
            if not is_late:
                LOG.error("%s", error)
            answer = PlainTextResponse(*((ENDED, 409) if is_late else (AWAY, 503)))
            await answer(scope, receive, send_with_cookie)
        finally:
            await session.undo()

    def _tell(self, session: Session, message: Message, secure: bool) -> None:
        headers = message["headers"] = list(message.get("headers", ()))
        if b"vary" in dict(headers):
            MutableHeaders(raw=headers).add_vary_header("Cookie")
        else:  # as mostly, and cheaper
            headers.append((b"vary", b"Cookie"))
        if session.to_tell is not None:
            cookie = (
                self._cookie.header(session.to_tell, secure=secure)
                if session.to_tell
                else self._cookie.expired(secure=secure)
            )
            headers.append((b"set-cookie", cookie.encode("latin-1")))


def _check_store_class(role: str, given: object) -> None:
    if isinstance(given, type) and issubclass(given, Sessions):
        raise CallError(
            f"{role} is a store class that is ready to make stores: write "
            f"{role}={given.__name__}(...), not the bare {given.__name__}"
        )
    lacks = [
        one for one in METHODS if isinstance(given, type) and not hasattr(given, one)
    ]
    if given is not None and (lacks or not callable(given)):
        raise CallError(
            f"{role} is a store class, such as MemorySessionStore, "
            f"that makes a store from a session id; {given!r} makes none"
        )


def _seconds(role: str, given: Time) -> int:
    """Return a time in whole seconds."""
    is_whole = isinstance(given, timedelta) and not given % timedelta(seconds=1)
    seconds = given // timedelta(seconds=1) if is_whole else given  # type: ignore[operator]
    if type(seconds) is not int or not 1 <= seconds <= LONGEST:
        raise ValueError(
            f"{role} is 1 or more whole seconds, or a timedelta of them, and a hundred "
            f"years at most, not {given!r}"
        )
    return seconds


def _terms(
    timeout: int, lifetime: Time | None, rolling: bool, clock: Callable[[], float]
) -> Terms:
    most = math.inf if lifetime is None else _seconds("lifetime", lifetime)
    if timeout > most:
        raise ValueError(
            f"lifetime, {most} seconds, is shorter than timeout, {timeout} seconds, "
            "which would never come; give a longer lifetime, or None for none"
        )
    if rolling:
        return Terms(timeout, most, clock)
    return Terms(lifetime=timeout, clock=clock)
