"""Flask's sessions: its signed cookie, and Flask-Session over a cachelib cache."""

from typing import Any

from cachelib import SimpleCache
from flask import Flask, Request
from flask.sessions import SecureCookieSessionInterface, SessionInterface
from flask_session.cachelib import CacheLibSessionInterface
from werkzeug.test import EnvironBuilder

from sessionkit.peers.peer import Handler, Peer, cookie_after, named


class FlaskPeer(Peer):
    """Whatever is behind Flask's ``SessionInterface``."""

    def __init__(self, name: str, interface: SessionInterface) -> None:
        self.name = name
        self._interface = interface
        self._app = Flask("peer")
        self._app.secret_key = "a secret"

    async def request(
        self, cookie: str | None, handler: Handler
    ) -> tuple[Any, str | None]:
        """Open, handle, save, as Flask does around each request."""
        name = self._interface.get_cookie_name(self._app)
        headers = {} if cookie is None else {"Cookie": f"{name}={cookie}"}
        request = Request(EnvironBuilder(headers=headers.items()).get_environ())
        session = self._interface.open_session(self._app, request)
        assert session is not None  # which only a missing secret key would make
        answer = await handler(session)
        response = self._app.response_class()
        self._interface.save_session(self._app, session, response)
        return answer, cookie_after(
            response.headers.getlist("Set-Cookie"), name, cookie
        )

    def values(self, session: Any) -> dict[str, Any]:
        """Leave out what Flask-Session keeps among the values for itself."""
        return {key: session[key] for key in session if key != "_permanent"}


def flask_cookie() -> FlaskPeer:
    """Make the peer that Flask is by itself."""
    return FlaskPeer(named("Flask", "cookie"), SecureCookieSessionInterface())


def flask_session() -> FlaskPeer:
    """Make the peer that Flask-Session is, over a cache in memory."""
    interface = CacheLibSessionInterface(client=SimpleCache())
    return FlaskPeer(named("Flask-Session", "cachelib"), interface)
