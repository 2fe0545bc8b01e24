"""The cookie that carries a session's id, read and written by Starlette."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import Response

_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,128}", re.ASCII)
_NAME: Final = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_PAST: Final = datetime(1970, 1, 1, tzinfo=UTC)


def is_id(text: str) -> bool:
    """Whether ``text`` can be a session id: 1 to 128 of ``A-Z a-z 0-9 _ -``.

    What else a browser may send means nothing to any store, and reaches none.
    """
    return _ID.fullmatch(text) is not None


@dataclass(frozen=True)
class Cookie:
    """How the cookie is called, and how many seconds a browser keeps it."""

    name: str
    timeout: int

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(
                "app_name becomes part of a cookie's name: "
                f"it has letters, digits, _ and - only, {self.name!r} has not"
            )

    def read(self, connection: HTTPConnection) -> str | None:
        """Return the session id that the browser sent; ``None`` for what is none."""
        text = connection.cookies.get(self.name, "")
        return text if is_id(text) else None

    def header(self, session_id: str, *, secure: bool) -> str:
        """Return the ``Set-Cookie`` that gives a browser the id, or renews it."""
        end = datetime.now(UTC) + timedelta(seconds=self.timeout)
        return self._header(session_id, self.timeout, end, secure)

    def expired(self, *, secure: bool) -> str:
        """Return the ``Set-Cookie`` that makes a browser forget its id."""
        return self._header("", -1, _PAST, secure)

    def _header(self, value: str, seconds: int, end: datetime, secure: bool) -> str:
        response = Response()
        response.set_cookie(
            self.name,
            value,
            max_age=seconds,
            expires=end,
            path="/",
            secure=secure,
            httponly=True,
            samesite="lax",
        )
        return response.headers["set-cookie"]
