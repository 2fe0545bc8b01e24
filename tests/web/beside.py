"""Web sessions of others beside ours, as each comes: what is alike, what is on purpose.

``python -m tests.web.beside`` writes the page ``beside.md`` from ``ROWS``, which
``test_beside.py`` holds against the systems themselves.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

import httpx
from django.contrib.sessions.middleware import SessionMiddleware as DjangosMiddleware
from django.http import HttpRequest, HttpResponse
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starsessions import (
    InMemoryStore,
    SessionAutoloadMiddleware,
    regenerate_session_id,
)
from starsessions import SessionMiddleware as Starsessions

from sessionkit.peers.adapters.django import Django
from sessionkit.web import SessionMiddleware
from tests.web.browser import set_cookies

PAGE: Final = Path(__file__).with_suffix(".md")
SYSTEMS: Final = ("express-session", "Django", "starsessions", "sessionkit.web")
PLANTED: Final = "idthatthevisitorchose0123456789a"


class Seen(NamedTuple):
    """What a browser sees of one answer."""

    answer: Any
    cookies: list[dict[str, str]]
    vary: str


class Site(Protocol):
    """Pages ``read``, ``write``, ``login`` (a new id, and a role), and ``crash``."""

    async def visit(self, page: str, cookie: str | None) -> Seen:
        """Visit a page with a cookie, ``name=value``, or with none."""


async def facts(site: Site, name: str) -> dict[str, str]:
    """Ask a site, whose cookie has that name, for what ``ROWS`` are about."""
    found = {"reading": await _reading(site)}
    seen = await site.visit("write", None)
    (cookie,) = seen.cookies
    own = f"{cookie['name']}={cookie['value']}"
    found["name"] = cookie["name"]
    found["site"] = cookie.get("samesite", "not said").capitalize()
    found["scripts"] = "HttpOnly" if "httponly" in cookie else "not said"
    found["plain http"] = "Secure" if "secure" in cookie else "no Secure"
    found["keeps"] = cookie.get("max-age", "until the browser ends")
    found["caches"] = "Vary: Cookie" if "cookie" in seen.vary.lower() else "not said"
    again = await site.visit("read", own)
    found["again"] = "sent again" if again.cookies else "not sent again"
    planted = await site.visit("write", f"{name}={PLANTED}")
    sent = [one["value"] for one in planted.cookies]
    found["planted"] = "adopted" if sent in ([], [PLANTED]) else "not adopted"
    await site.visit("crash", own)
    found["crash"] = await _has(site, own, "cart", kept="stored", lost="not stored")
    login = await site.visit("login", own)
    new = "; ".join(f"{one['name']}={one['value']}" for one in login.cookies)
    found["login"] = await _has(site, new, "user", kept="come along", lost="are gone")
    found["old id"] = await _has(site, own, "user", kept="lives on", lost="is dead")
    return found


async def _reading(site: Site) -> str:
    seen = await site.visit("read", None)
    return "begins one, with a cookie" if seen.cookies else "begins none"


async def _has(site: Site, cookie: str, key: str, *, kept: str, lost: str) -> str:
    seen = await site.visit(f"read?{key}", cookie)
    return lost if seen.answer is None else kept


async def visit(
    url: str, cookie: str | None, transport: httpx.AsyncBaseTransport | None = None
) -> Seen:
    """Visit a page by a client that keeps no cookies."""
    headers = {} if cookie is None else {"cookie": cookie}
    async with httpx.AsyncClient(transport=transport) as client:
        response = await client.get(url, headers=headers)
    answer = response.json() if response.is_success else None
    response.extensions["between"] = (0.0, 0.0)  # no date is looked at
    return Seen(answer, set_cookies(response), response.headers.get("vary", ""))


class Ours:
    """Our middleware, or another for Starlette, with the same pages."""

    def __init__(
        self,
        middleware: list[Middleware],
        page: Callable[[Request], Awaitable[Response]],
    ) -> None:
        app = Starlette(routes=[Route("/{page}", page)], middleware=middleware)
        self._transport = httpx.ASGITransport(app, raise_app_exceptions=False)

    async def visit(self, page: str, cookie: str | None) -> Seen:
        return await visit(f"http://127.0.0.1/{page}", cookie, self._transport)


async def _our_page(request: Request) -> Response:
    session: Any = request.session
    match request.path_params["page"]:
        case "read":
            return JSONResponse(await session.get(str(request.url.query) or "user"))
        case "write":
            await session.set("user", "Ada")
        case "login":
            await session.regenerate()
            await session.set("role", "admin")
        case "crash":
            await session.set("cart", 1)
            raise ZeroDivisionError("on purpose")
    return JSONResponse(None)


async def _starsessions_page(request: Request) -> Response:
    match request.path_params["page"]:
        case "read":
            return JSONResponse(request.session.get(str(request.url.query) or "user"))
        case "write":
            request.session["user"] = "Ada"
        case "login":
            regenerate_session_id(request)
            request.session["role"] = "admin"
        case "crash":
            request.session["cart"] = 1
            raise ZeroDivisionError("on purpose")
    return JSONResponse(None)


class DjangoSite(Django):
    """Django's middleware with its cache, and the same pages."""

    def __init__(self) -> None:
        super().__init__("cache")

    async def visit(self, page: str, cookie: str | None) -> Seen:
        return Seen(*await self._in_thread(self._visit, page, cookie))

    def _visit(self, page: str, cookie: str | None) -> tuple[Any, Any, str]:
        answer: Any = None

        def respond(request: HttpRequest) -> HttpResponse:
            nonlocal answer
            name, _, key = page.partition("?")
            if name == "read":
                answer = request.session.get(key or "user")
            elif name == "write":
                request.session["user"] = "Ada"
            elif name == "login":  # as django.contrib.auth.login does
                request.session.cycle_key()
                request.session["role"] = "admin"
            else:
                request.session["cart"] = 1
                return HttpResponse(status=500)
            return HttpResponse()

        self._middleware()  # which configures Django where nothing did
        middleware = DjangosMiddleware(respond)
        middleware.SessionStore = import_module(self._engine).SessionStore
        request = HttpRequest()
        name, _, value = (cookie or "").partition("=")
        request.COOKIES = {name: value} if cookie else {}
        response = middleware(request)
        sent = [
            {"name": one.key, "value": one.value}
            | {key: str(value) for key, value in one.items() if value}
            for one in response.cookies.values()
        ]
        return answer, sent, response.headers.get("Vary", "")


def sites() -> dict[str, tuple[Site, str]]:
    """Make the three that run in Python, each with the name of its cookie."""
    theirs = [
        Middleware(Starsessions, store=InMemoryStore()),
        Middleware(SessionAutoloadMiddleware),
    ]
    return {
        "Django": (DjangoSite(), "sessionid"),
        "starsessions": (Ours(theirs, _starsessions_page), "session"),
        "sessionkit.web": (
            Ours([Middleware(SessionMiddleware)], _our_page),
            "sessionkit_session_id",
        ),
    }


@dataclass(frozen=True, slots=True)
class Row:
    """One behaviour: of each of ``SYSTEMS``, and why ours is as it is."""

    fact: str
    asks: str
    found: tuple[str, str, str, str]
    why: str


ROWS: Final = (
    Row(
        "reading",
        "A visitor's first request reads the session",
        ("begins one, with a cookie", "begins none", "begins none", "begins none"),
        "on purpose: nothing is stored for who only looks (FortJs)",
    ),
    Row(
        "name",
        "The cookie's name over http",
        ("connect.sid", "sessionid", "session", "sessionkit_session_id"),
        "on purpose: FortJs's, and __Host- before it over https",
    ),
    Row(
        "site",
        "SameSite",
        ("Not said", "Lax", "Lax", "Lax"),
        "as Django and starsessions",
    ),
    Row(
        "scripts",
        "Whether scripts see the cookie",
        ("HttpOnly", "HttpOnly", "HttpOnly", "HttpOnly"),
        "as all",
    ),
    Row(
        "plain http",
        "Secure over plain http",
        ("no Secure", "no Secure", "Secure", "no Secure"),
        "on purpose: a first try without https works; over https it is always Secure",
    ),
    Row(
        "keeps",
        "Seconds for which a browser keeps the cookie",
        ("until the browser ends", "1209600", "until the browser ends", "3600"),
        "on purpose: an hour unused, as FortJs; `session_only` is the other way",
    ),
    Row(
        "again",
        "A second request that only reads: the cookie is",
        ("not sent again", "not sent again", "sent again", "not sent again"),
        "on purpose: it is sent again when 5 % of its time are over",
    ),
    Row(
        "caches",
        "What shared caches are told",
        ("not said", "Vary: Cookie", "not said", "Vary: Cookie"),
        "as Django",
    ),
    Row(
        "planted",
        "An id that the visitor brings, and nobody gave, is",
        ("not adopted", "not adopted", "adopted", "not adopted"),
        "as express-session and Django",
    ),
    Row(
        "crash",
        "What a request wrote before it crashed is",
        ("stored", "not stored", "not stored", "stored"),
        "on purpose: each `set` is stored when it is answered, as in FortJs",
    ),
    Row(
        "login",
        "At a new id the values",
        ("are gone", "come along", "come along", "come along"),
        "as Django",
    ),
    Row(
        "old id",
        "The old id",
        ("is dead", "is dead", "lives on", "is dead"),
        "as express-session and Django; it ends with the response, not before",
    ),
)


def page() -> str:
    """Return the page as Markdown."""
    lines = [
        "# Web sessions beside those of others",
        "",
        "What each system does as it comes, and whether ours differs on purpose. "
        "`tests/web/test_beside.py` asks all four; `python -m tests.web.beside` writes "
        "this page. What they do with overlapping requests and with values is in "
        "`sessionkit.peers.peers_table()`.",
        "",
        "|  | " + " | ".join(SYSTEMS) + " | ours is so |",
        "| --- " * (len(SYSTEMS) + 2) + "|",
    ]
    lines += [f"| {' | '.join((one.asks, *one.found, one.why))} |" for one in ROWS]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page())
