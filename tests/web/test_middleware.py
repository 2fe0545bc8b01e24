"""What handlers may rely on, over every store, with no server in between."""

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

import sessionkit.web
from sessionkit import MemorySessionStore, SessionStore, StoreClass
from sessionkit.stores.expiring import Terms
from sessionkit.stores.plain import expiring
from sessionkit.stores.sqlite import SQLiteSessions
from sessionkit.web import Session, SessionError, SessionMiddleware
from tests.web.app import session_of
from tests.web.browser import NAME, Browser

Visit = Callable[..., Browser]


async def test_reading_stores_nothing_and_sets_no_cookie(
    visit_app: Visit, memory: dict[Any, Any]
) -> None:
    browser = visit_app()
    for cookie in ("", f"{NAME}=forged"):
        response = await browser.call(
            *(["get", "a"], ["isExist", "a"], ["getAll"], ["isAnyExist"]),
            *(["remove", "a"], ["sessionId"], ["regenerate"]),
            cookie=cookie,
        )
        assert response.json()["answers"] == [None, False, {}, False, None, None, None]
        assert "set-cookie" not in response.headers
    assert memory == {}


async def test_a_session_from_first_write_to_clear(
    visit_app: Visit, store: StoreClass
) -> None:
    browser = visit_app(store=store)
    await browser.call(["setMany", {"user": "Ada", "cart": [1]}], ["remove", "cart"])
    assert browser.id is not None
    assert await store(browser.id).get_all() == {"user": "Ada", "cart": None}
    assert await browser.ask(["sessionId"]) is None, "nobody has looked yet"
    assert await browser.ask(["get", "user"], ["sessionId"]) == browser.id
    assert await browser.ask(["isExist", "cart"]) is False
    assert await browser.ask(["isAnyExist"]) is True

    old = browser.id
    assert await browser.ask(["clear"], ["getAll"]) == {}
    assert browser.id is None
    for session_id in (old, f"last-use:{old}"):
        assert await store(session_id).is_any_exist() is False


async def test_an_unknown_id_is_never_adopted(
    visit_app: Visit, store: StoreClass
) -> None:
    browser = visit_app(store=store)
    await browser.call(["set", "a", 1], cookie=f"{NAME}=forged")
    assert browser.id not in (None, "forged")
    assert await store("forged").is_any_exist() is False
    assert await store(browser.id).get("a") == 1


async def test_a_write_after_the_session_was_cleared_elsewhere_begins_anew(
    visit_app: Visit, store: StoreClass
) -> None:
    browser = visit_app(store=store)
    await browser.call(["set", "user", "Ada"])
    old = browser.id
    await store(old).clear()
    await browser.call(["set", "b", 2])
    assert browser.id not in (None, old)
    assert await store(browser.id).get_all() == {"b": 2}
    assert await store(f"last-use:{old}").is_any_exist() is False


async def test_regenerate_moves_the_session(
    visit_app: Visit, store: StoreClass
) -> None:
    browser = visit_app(store=store)
    await browser.call(["set", "cart", 3])
    old = browser.id
    await browser.call(["regenerate"], ["set", "user", "Ada"])
    assert browser.id not in (None, old)
    assert await store(browser.id).get_all() == {"cart": 3, "user": "Ada"}
    for session_id in (old, f"last-use:{old}"):
        assert await store(session_id).is_any_exist() is False


async def test_values_that_cannot_be_moved_stay_under_the_old_id(
    memory: dict[Any, Any],
) -> None:
    """A store that fails in the middle of regenerate loses nobody's session."""

    class Failing(MemorySessionStore):
        async def set_many(self, values: dict[str, Any]) -> None:
            if "user" in values:
                raise OSError("the disk is full")
            await super().set_many(values)

    new_id = partial(next, map("id-{}".format, count()))
    session = Session(expiring(Failing, Terms(60)), None, new_id, began=0)
    await session.set("user", "Ada")
    with pytest.raises(OSError, match="full"):
        await session.regenerate()
    assert session.session_id == "id-0"
    assert await session.get_all() == memory["id-0"] == {"user": "Ada"}


async def test_a_session_is_a_session_store() -> None:
    session = Session(expiring(MemorySessionStore, Terms(60)), None, lambda: "ada", 0)
    store: SessionStore = session
    assert isinstance(store, SessionStore)
    assert repr(session) == "Session(no id yet)"
    with pytest.raises(SessionError, match="regenerate"):
        session.session_id = "eve"
    await session.set("a", 1)
    assert session.session_id == "ada"
    assert repr(session) == "Session(under an id)", "an id is a secret"


async def test_ids_may_be_chosen_by_the_application(
    visit_app: Visit, store: StoreClass
) -> None:
    browser = visit_app(store=store, new_id=lambda: "ada", guessable_ids=True)
    await browser.call(["set", "a", 1])
    assert browser.id == "ada"
    bad = visit_app(store=store, new_id=lambda: "a b", guessable_ids=True)
    assert (await bad.call(["set", "a", 1])).status_code == 500
    assert await store("a b").is_any_exist() is False


async def test_the_page_of_fortjs_is_a_few_lines() -> None:
    """The application of the page on session stores, as a lesson writes it."""

    async def login(request: Request) -> JSONResponse:
        await session_of(request).set("id", 5)
        return JSONResponse("welcome")

    async def who(request: Request) -> JSONResponse:
        return JSONResponse(await session_of(request).get("id"))

    app = Starlette(routes=[Route("/user", who), Route("/user/login", login)])
    app.add_middleware(SessionMiddleware, store=MemorySessionStore)

    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as c:
        answers = [(await c.get(f"/user{path}")).json() for path in ("", "/login", "")]
        assert answers == [None, "welcome", 5]
        assert list(c.cookies) == ["sessionkit_session_id"]


async def test_a_websocket_has_a_session_and_its_handshake_the_cookie(
    memory: dict[Any, Any],
) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await scope["session"].set("a", 1)
        await send({"type": "websocket.accept"})
        with pytest.raises(SessionError):
            await scope["session"].regenerate()
        await scope["session"].set("b", 2)

    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError

    scope = {"type": "websocket", "headers": [], "scheme": "wss"}
    await SessionMiddleware(app, MemorySessionStore)(scope, receive, send)
    cookie = dict(sent[0]["headers"])[b"set-cookie"].decode()
    assert cookie.startswith("__Host-sessionkit_session_id=")
    assert cookie.endswith("; Secure")
    assert {"a": 1, "b": 2} in memory.values()


async def test_other_protocols_pass_through() -> None:
    seen: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope)

    await SessionMiddleware(app)({"type": "lifespan"}, None, None)  # type: ignore[arg-type]
    assert seen == [{"type": "lifespan"}]


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"store": MemorySessionStore(None)}, TypeError, "store is a store class"),
        ({"store": "redis"}, TypeError, "'redis' makes none"),
        ({"last_uses": {"a": 1}}, TypeError, "last_uses is a store class"),
        ({"timeout": 0}, ValueError, "1 or more whole seconds, or a .* not 0"),
        ({"timeout": 1.5}, ValueError, "not 1.5"),
        ({"timeout": True}, ValueError, "timeout is 1 or more .* not True"),
        ({"timeout": timedelta(seconds=1.5)}, ValueError, "not datetime.timedelta"),
        ({"timeout": timedelta()}, ValueError, "not datetime.timedelta"),
        ({"lifetime": 0}, ValueError, "lifetime is 1 or more"),
        ({"lifetime": 3599}, ValueError, "lifetime, 3599 seconds, is shorter than"),
        ({"app_name": ""}, ValueError, "app_name begins the cookie's name"),
        ({"app_name": "a b"}, ValueError, "becomes the cookie's name"),
        ({"cookie_name": ""}, ValueError, "letters, digits, _ and -"),
        ({"cookie_name": "__Host-id"}, ValueError, "cookie_name is without __Host-"),
        ({"path": ""}, ValueError, "path begins with a /"),
        ({"path": "/; a"}, ValueError, "path begins with a /"),
        ({"domain": "a b"}, ValueError, "domain is a name such as example.org"),
        ({"domain": ""}, ValueError, "domain is a name such as example.org"),
        ({"same_site": "Lax"}, ValueError, '"lax", "strict" or "none", not'),
        ({"same_site": "none"}, ValueError, "needs https_only=True"),
        ({"new_id": lambda: "id-7"}, ValueError, "24 random bits at most, and 128"),
        ({"new_id": lambda: "x" * 30}, ValueError, "gives the same id twice"),
        ({"new_id": lambda: 7}, ValueError, "not 7"),
        ({"app_name": "a;"}, ValueError, "letters, digits, _ and -"),
        ({"store": SQLiteSessions}, TypeError, r"write store=SQLiteSessions\(...\)"),
        ({"store": int}, TypeError, "<class 'int'> makes none"),
        ({"timeout": 10**11, "lifetime": None}, ValueError, "a hundred years at most"),
        ({"app_name": 5}, ValueError, "is a string, not 5"),
        ({"cookie_name": b"x"}, ValueError, "cookie_name is a string, not b'x'"),
        ({"path": None}, ValueError, "path is a string, not None"),
        ({"domain": 5}, ValueError, "domain is a string, not 5"),
        ({"https_only": "no"}, ValueError, "https_only is True or False, not 'no'"),
        ({"rolling": None}, ValueError, "rolling is True or False, not None"),
        ({"new_id": 5}, ValueError, "new_id is called for each new id, not 5"),
        ({"clock": 5}, ValueError, "clock is called for the seconds"),
    ],
)
def test_bad_options_are_said(
    options: dict[str, Any], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        SessionMiddleware(Starlette(), **options)


async def test_a_session_of_another_middleware_is_said() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None: ...

    ours = SessionMiddleware(app)
    scope: dict[str, Any] = {"type": "http", "headers": [], "session": {}}
    with pytest.raises(SessionError, match="another middleware keeps its own session"):
        await ours(scope, None, None)  # type: ignore[arg-type]
    del scope["session"]
    await ours(scope, None, None)  # type: ignore[arg-type]
    await ours(scope, None, None)  # type: ignore[arg-type]  # one of ours is no other


def test_the_usual_forms_are_taken() -> None:
    Middleware(SessionMiddleware, store=partial(MemorySessionStore))
    SessionMiddleware(Starlette(), MemorySessionStore)
    for name in sessionkit.web.__all__:
        assert getattr(sessionkit.web, name) is not None


def test_without_starlette_it_says_what_brings_it() -> None:
    code = (
        "import sys; sys.modules['starlette'] = None\n"
        "try: from sessionkit.web import SessionMiddleware\n"
        "except ModuleNotFoundError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip().endswith(
        'python -m pip install -e ".[web]" in your clone'
    )
