"""The cookie that carries a session's id, read and written by Starlette."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from starlette.requests import cookie_parser
from starlette.responses import Response
from starlette.types import Scope

_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,128}", re.ASCII)
_NAME: Final = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_PATH: Final = re.compile(r"/[!-:<-~]*", re.ASCII)
_DOMAIN: Final = re.compile(r"\.?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", re.ASCII)
_PAST: Final = datetime(1970, 1, 1, tzinfo=UTC)
HOST: Final = "__Host-"
SECURE: Final = "__Secure-"


def is_id(text: str) -> bool:
    """Whether ``text`` can be a session id: 1 to 128 of ``A-Z a-z 0-9 _ -``.

    What else a browser may send means nothing to any store, and reaches none.
    """
    return _ID.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Cookie:
    """How the cookie is called, whom the browser sends it to, and for how long.

    Over https its name begins with ``__Host-``, with which no other host and no page
    without https can plant it (RFC 6265bis, 4.1.3), or with ``__Secure-`` where it has
    a ``domain`` or a ``path``, with which the first cannot be.

    Raises ``ValueError`` for what no cookie can have.
    """

    name: str
    seconds: int | None
    """For how long a browser keeps it; ``None`` for as long as the browser runs."""
    path: str = "/"
    domain: str | None = None
    same_site: Literal["lax", "strict", "none"] = "lax"
    https_only: bool = False

    def __post_init__(self) -> None:
        for role in ("name", "path", "domain"):
            given = getattr(self, role)
            if not isinstance(given, str) and (role, given) != ("domain", None):
                said = "cookie_name" if role == "name" else role
                raise ValueError(f"{said} is a string, not {given!r}")
        if not _NAME.fullmatch(self.name):
            raise ValueError(
                "app_name or cookie_name becomes the cookie's name: it has letters, "
                f"digits, _ and - only, {self.name!r} has not"
            )
        if self.name.lower().startswith((HOST.lower(), SECURE.lower())):
            raise ValueError(
                f"cookie_name is without {HOST} or {SECURE}, not {self.name!r}: over "
                "https the right one of the two is put before it"
            )
        if not _PATH.fullmatch(self.path):
            raise ValueError(
                f"path begins with a / and has no space or ; in it, not {self.path!r}"
            )
        if self.domain is not None and not _DOMAIN.fullmatch(self.domain):
            raise ValueError(
                f"domain is a name such as example.org, or None, not {self.domain!r}"
            )
        if self.same_site not in ("lax", "strict", "none"):
            raise ValueError(
                f'same_site is "lax", "strict" or "none", not {self.same_site!r}'
            )
        if self.same_site == "none" and not self.https_only:
            raise ValueError(
                'same_site="none" needs https_only=True: browsers drop such a cookie '
                "without https"
            )

    def is_secure(self, scope: Scope) -> bool:
        """Whether the browser speaks https, as far as can be known."""
        return self.https_only or scope.get("scheme") in ("https", "wss")

    def read(self, scope: Scope) -> str | None:
        """Return what the browser sent for a session id, "" for what can be none."""
        # as ``HTTPConnection.cookies``, without making one for each request
        lines = [value for name, value in scope["headers"] if name == b"cookie"]
        if not lines:
            return None
        cookies = cookie_parser(b"; ".join(lines).decode("latin-1"))
        text = cookies.get(self._name(self.is_secure(scope)))
        return text if text is None or is_id(text) else ""

    def header(self, session_id: str, *, secure: bool) -> str:
        """Return the ``Set-Cookie`` that gives a browser the id, or renews it."""
        if self.seconds is None:
            return self._header(session_id, None, None, secure)
        end = datetime.now(UTC) + timedelta(seconds=self.seconds)
        return self._header(session_id, self.seconds, end, secure)

    def expired(self, *, secure: bool) -> str:
        """Return the ``Set-Cookie`` that makes a browser forget its id."""
        return self._header("", -1, _PAST, secure)

    def _name(self, secure: bool) -> str:
        if not secure:
            return self.name
        alone = self.path == "/" and self.domain is None
        return f"{HOST if alone else SECURE}{self.name}"

    def _header(
        self, value: str, seconds: int | None, end: datetime | None, secure: bool
    ) -> str:
        response = Response()
        response.set_cookie(
            self._name(secure),
            value,
            max_age=seconds,
            expires=end,
            path=self.path,
            domain=self.domain,
            secure=secure,
            httponly=True,
            samesite=self.same_site,
        )
        return response.headers["set-cookie"]
