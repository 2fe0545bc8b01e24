"""Each named deviation, pinned at the wire: what FortJs does, and what we do."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Sequence
from itertools import pairwise
from typing import Any

import httpx
import pytest

from sessionkit.memory import MemorySessionStore
from sessionkit.web import (
    DEVIATIONS,
    Deviation,
    Server,
    Session,
    SessionMiddleware,
    serve,
)
from tests.web.app import make_app
from tests.web.browser import NAME, Browser, set_cookies
from tests.web.conftest import Clock
from tests.web.fortjs_app import FortJsApp

Sessions = dict[str | None, dict[str, Any]]


class WaitingStore(MemorySessionStore):
    """A store that waits: the longer, the more it was asked for a session."""

    looks = 0

    async def is_any_exist(self) -> bool:
        found = await super().is_any_exist()
        WaitingStore.looks += 1
        await turns(10 * WaitingStore.looks)
        return found

    async def set(self, key: str, value: Any) -> None:
        await turns(10)
        await super().set(key, value)


async def turns(count: int) -> None:
    """Let the event loop turn ``count`` times."""
    for _ in range(count):
        await asyncio.sleep(0)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """Serve our application on uvicorn."""
    async with serve(make_app()) as server:
        yield server


@pytest.fixture
def theirs(fortjs_app: FortJsApp, visit: Callable[[str], Browser]) -> Browser:
    """Make a browser that visits FortJs."""
    return visit(fortjs_app.url)


@pytest.fixture
def ours(server: Server, visit: Callable[[str], Browser]) -> Browser:
    """Make a browser that visits ours."""
    return visit(server.url)


def test_every_deviation_has_a_test() -> None:
    names = [f"test_{one.name.replace('-', '_')}" for one in DEVIATIONS]
    assert len(set(names)) == len(names)
    assert [name for name in names if name not in globals()] == []


@pytest.mark.parametrize("deviation", DEVIATIONS, ids=lambda one: one.name)
def test_a_deviation_says_what_and_why(deviation: Deviation) -> None:
    name, fortjs, here, why = str(deviation).split("\n")
    assert name == deviation.name
    assert fortjs == f"  FortJs: {deviation.fortjs}"
    assert here == f"  here:   {deviation.here}"
    assert why == f"  why:    {deviation.reason}"
    assert min(map(len, (fortjs, here, why))) > 20


async def new_ids(browser: Browser, count: int) -> list[str]:
    """Let ``count`` visitors without a cookie begin a session each."""
    return [
        set_cookies(await browser.call(["set", "a", 1], cookie=""))[0]["value"]
        for _ in range(count)
    ]


async def test_random_ids(theirs: Browser, ours: Browser) -> None:
    numbers = [int(one, 36) for one in await new_ids(theirs, 5)]
    gaps = [b - a for a, b in pairwise(numbers)]
    assert all(0 < gap < 36**4 for gap in gaps), "the next of FortJs can be guessed"

    ids = await new_ids(ours, 5)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", one) for one in ids)
    # two random ids of 43 characters share a place in 64 by chance
    alike = [sum(map(str.__eq__, a, b)) for a in ids for b in ids if a < b]
    assert max(alike) < 15


async def test_same_site_lax(theirs: Browser, ours: Browser) -> None:
    for call in (["set", "a", 1], ["clear"]):
        (cookie,) = set_cookies(await theirs.call(call))
        assert "samesite" not in cookie
        (cookie,) = set_cookies(await ours.call(call))
        assert cookie["samesite"] == "lax"


async def test_secure_over_https(theirs: Browser, ours: Browser) -> None:
    # uvicorn believes a proxy on this machine that says so
    https = {"x-forwarded-proto": "https"}
    for call in (["set", "a", 1], ["clear"]):
        for name in (NAME, f"__Host-{NAME}"):
            sent = f"{name}=from-the-visitor"
            (cookie,) = set_cookies(await theirs.call(call, headers=https, cookie=sent))
            assert "secure" not in cookie
        (cookie,) = set_cookies(await ours.call(call, headers=https, cookie=sent))
        assert "secure" in cookie
        sent = f"{NAME}=from-the-visitor"
        (cookie,) = set_cookies(await ours.call(call, cookie=sent))
        assert "secure" not in cookie


async def test_regenerate(theirs: Browser, ours: Browser) -> None:
    response = await theirs.call(["regenerate"])
    assert response.status_code == 500
    assert "this.session[method] is not a function" in response.text

    await ours.call(["set", "user", "Ada"], ["remove", "cart"])
    old = ours.id
    assert await ours.ask(["regenerate"], ["getAll"]) == {"user": "Ada", "cart": None}
    assert ours.id not in (None, old)
    assert await ours.ask(["getAll"]) == {"user": "Ada", "cart": None}
    assert await ours.ask(["isAnyExist"], cookie=f"{NAME}={old}") is False


async def test_idle_timeout(
    theirs: Browser, clock: Clock, memory: Sessions, visit_app: Callable[..., Browser]
) -> None:
    await theirs.call(["set", "a", 1])
    for call in (["get", "a"], ["set", "a", 2], ["remove", "b"]):
        assert set_cookies(await theirs.call(call)) == [], "an hour from the first"

    ours = visit_app(clock=clock)
    await ours.call(["set", "a", 1])
    sent = f"{NAME}={ours.id}"
    for _ in range(3):
        clock.now += 3_599
        (cookie,) = set_cookies(await ours.call(["get", "a"], cookie=sent))
        assert (cookie["value"], cookie["max-age"]) == (ours.id, "3600")
        assert cookie["expires"] == "as max-age"
    clock.now += 3_600 * 1.05 + 1
    assert await ours.ask(["get", "a"], cookie=sent) is None
    assert memory == {}


@pytest.mark.slow
async def test_expired_cookie_is_empty(
    own_fortjs_app: FortJsApp, visit: Callable[[str], Browser], ours: Browser
) -> None:
    theirs = visit(own_fortjs_app.url)
    sent = f"{NAME}=from-the-visitor"
    for calls, cookie, echo in (
        ([["clear"]], sent, "from-the-visitor"),
        ([["clear"]], "", "undefined"),
        ([["clear"], ["clear"]], sent, "null"),
    ):
        (told,) = set_cookies(await theirs.call(*calls, cookie=cookie))
        assert told["value"] == echo
        (told,) = set_cookies(await ours.call(*calls, cookie=cookie or sent))
        assert (told["value"], told["max-age"]) == ('""', "-1")
    split = f"{NAME}=%0d%0aSet-Cookie: a=b"
    with pytest.raises(httpx.TransportError):
        await theirs.call(["clear"], cookie=split)
    assert "ERR_INVALID_CHAR" in own_fortjs_app.ended()
    assert len(set_cookies(await ours.call(["clear"], cookie=split))) == 1


@pytest.mark.slow
async def test_no_id_no_session(
    own_fortjs_app: FortJsApp,
    visit: Callable[[str], Browser],
    ours: Browser,
    memory: Sessions,
) -> None:
    theirs, other = visit(own_fortjs_app.url), visit(own_fortjs_app.url)
    await theirs.call(["plant", None, "stray", 1])
    assert set_cookies(await theirs.call(["set", "user", "Ada"])) == []
    assert await other.ask(["getAll"]) == {"stray": 1, "user": "Ada"}

    memory[None] = {"stray": 1}
    assert await ours.ask(["getAll"], cookie="") == {}
    assert len(set_cookies(await ours.call(["set", "user", "Ada"]))) == 1
    assert memory[None] == {"stray": 1}


@pytest.mark.slow
async def test_only_tokens_are_ids(
    own_fortjs_app: FortJsApp,
    visit: Callable[[str], Browser],
    ours: Browser,
    memory: Sessions,
) -> None:
    theirs = visit(own_fortjs_app.url)
    for planted in ("a:b", "a/b", "x" * 129):
        await theirs.call(["plant", planted, "user", "Ada"])
        assert await theirs.ask(["get", "user"], cookie=f"{NAME}={planted}") == "Ada"
        memory[planted] = {"user": "Ada"}
        assert await ours.ask(["get", "user"], cookie=f"{NAME}={planted}") is None
    memory["x" * 128] = {"user": "Ada"}
    assert await ours.ask(["get", "user"], cookie=f"{NAME}={'x' * 128}") == "Ada"


async def test_starlette_reads_cookies(theirs: Browser, ours: Browser) -> None:
    for browser, answers in ((theirs, [1, None, None]), (ours, [None, 1, 1])):
        await browser.call(["set", "a", 1])
        assert browser.id is not None
        encoded = f"%{ord(browser.id[0]):x}{browser.id[1:]}"
        for value, answer in zip(
            (encoded, f'"{browser.id}"', f"{browser.id} "), answers, strict=True
        ):
            cookie = f"{NAME}={value}; theme=dark"
            assert await browser.ask(["get", "a"], cookie=cookie) == answer, cookie


@pytest.mark.slow
@pytest.mark.parametrize("cookie", [f"{NAME}=%", "theme=100%", "theme=%E0%A4%A"])
async def test_broken_cookies_break_nothing(
    own_fortjs_app: FortJsApp,
    visit: Callable[[str], Browser],
    ours: Browser,
    cookie: str,
) -> None:
    with pytest.raises(httpx.TransportError):
        await visit(own_fortjs_app.url).call(["getAll"], cookie=cookie)
    assert "TypeError" in own_fortjs_app.ended()

    await ours.call(["set", "a", 1])
    own = f"{NAME}={ours.id}"
    cookie = f"{cookie}; {own}"
    assert await ours.ask(["get", "a"], cookie=cookie) == 1


async def test_other_cookies_stay(theirs: Browser, ours: Browser) -> None:
    theme: Sequence[Any] = ["cookie", "theme", "dark"]
    both: list[Sequence[Any]] = [["set", "a", 1], theme]
    for calls in (both, both[::-1]):
        names = [
            {one["name"] for one in set_cookies(await browser.call(*calls, cookie=""))}
            for browser in (theirs, ours)
        ]
        last = "theme" if calls[-1] == theme else NAME
        assert names == [{last}, {NAME, "theme"}]


async def test_vary_cookie(theirs: Browser, ours: Browser) -> None:
    response = await theirs.call(["getAll"])
    assert response.headers["vary"] == "Accept-Encoding"
    response = await ours.call(["getAll"])
    assert response.headers["vary"] == "Cookie"
    assert "vary" not in (await ours.call()).headers, "nobody asked the session"


@pytest.mark.slow
async def test_one_session_for_overlapping_writes(
    own_fortjs_app: FortJsApp,
    visit: Callable[[str], Browser],
    visit_app: Callable[..., Browser],
    monkeypatch: pytest.MonkeyPatch,
    memory: Sessions,
) -> None:
    writes = ["together", *(["set", key, 1] for key in "abc")]
    theirs = visit(own_fortjs_app.url)
    await theirs.call(["wait"], writes)
    assert await theirs.ask(["getAll"]) == {"c": 1}

    monkeypatch.setattr(WaitingStore, "looks", 0)
    ours = visit_app(store=WaitingStore)
    await ours.call(writes)
    assert await ours.ask(["getAll"]) == {"a": 1, "b": 1, "c": 1}
    assert len(memory) == 2, "the session and when it was used"


@pytest.mark.slow
async def test_late_sessions_are_refused(
    own_fortjs_app: FortJsApp,
    visit: Callable[[str], Browser],
    visit_app: Callable[..., Browser],
    memory: Sessions,
) -> None:
    theirs = visit(own_fortjs_app.url)
    assert set_cookies(await theirs.call(["late", "a", 1])) == []
    assert await theirs.ask(["lateValues"]) == [{"a": 1}]
    assert await theirs.ask(["getAll"]) == {}

    said: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        session: Session = scope["session"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for write in (session.set("a", 1), session.set_many({"a": 1})):
            with pytest.raises(RuntimeError) as raised:
                await write
            said.append(str(raised.value))
        await send({"type": "http.response.body", "body": b""})

    await visit_app(SessionMiddleware(app, MemorySessionStore, app_name="shop")).call()
    assert (
        said
        == [
            "the response has begun without the cookie of a new session; "
            "write to the session, or regenerate it, before you answer"
        ]
        * 2
    )
    assert memory == {}


async def test_no_cookie_with_a_crash(
    theirs: Browser, visit_app: Callable[..., Browser], memory: Sessions
) -> None:
    response = await theirs.call(["set", "a", 1], ["crash"])
    assert response.status_code == 500
    assert [one["max-age"] for one in set_cookies(response)] == ["3600"]

    response = await visit_app().call(["set", "a", 1], ["crash"])
    assert response.status_code == 500
    assert set_cookies(response) == []
    assert {"a": 1} in memory.values()


async def test_host_prefix(theirs: Browser, ours: Browser) -> None:
    https = {"x-forwarded-proto": "https"}
    for browser, name in ((theirs, NAME), (ours, f"__Host-{NAME}")):
        response = await browser.call(["set", "a", 1], headers=https, cookie="")
        (cookie,) = set_cookies(response)
        assert cookie["name"] == name
        assert (cookie["path"], "domain" in cookie) == ("/", False)
        # one that was planted over http under the plain name
        response = await browser.call(
            ["get", "a"], headers=https, cookie=f"{NAME}={cookie['value']}"
        )
        assert response.json()["answers"] == [1 if browser is theirs else None]


@pytest.mark.slow
async def test_ended_sessions_stay_ended(
    own_fortjs_app: FortJsApp,
    visit: Callable[[str], Browser],
    visit_app: Callable[..., Browser],
) -> None:
    theirs = visit(own_fortjs_app.url)
    await theirs.call(["set", "user", "Ada"])
    sent = f"{NAME}={theirs.id}"
    # set looks for the session, and waits; clear does not
    both = ["together", ["set", "cart", 1], ["clear"]]
    await theirs.call(["wait"], both, cookie=sent)
    assert await theirs.ask(["getAll"], cookie=sent) == {"cart": 1}

    ours = visit_app(store=WaitingStore)
    await ours.call(["set", "user", "Ada"])
    sent = f"{NAME}={ours.id}"
    slow = asyncio.create_task(ours.call(["set", "cart", 1], cookie=sent))
    await turns(5)
    await ours.call(["clear"], cookie=sent)
    response = await slow
    assert response.status_code == 409
    assert set_cookies(response) == []
    assert await ours.ask(["getAll"], cookie=sent) == {}


async def test_nothing_to_forget(theirs: Browser, ours: Browser) -> None:
    assert len(set_cookies(await theirs.call(["clear"]))) == 1
    assert set_cookies(await ours.call(["clear"])) == []
    assert set_cookies(await ours.call(["set", "a", 1], ["clear"])) == []
    forged = f"{NAME}=forged"
    assert len(set_cookies(await ours.call(["clear"], cookie=forged))) == 1
