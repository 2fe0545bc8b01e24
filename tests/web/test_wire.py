"""The same HTTP conversations with the real FortJs and with ours on uvicorn.

Statuses, bodies and cookies agree, but for the named deviations, each translated where
it is met. Keys that JavaScript treats apart are the subject of ``tests.fortjs``.
"""

import asyncio
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from sessionkit.web import serve
from tests.web.app import make_app
from tests.web.browser import NAME, Browser, Calls, set_cookies
from tests.web.fortjs_app import FortJsApp

EXPLORE = int(os.environ.get("SESSIONKIT_EXPLORE", "0"))
EXAMPLES = EXPLORE or settings().max_examples

UNDEFINED = {"$": "undefined"}
FORTJS_ID = re.compile(r"[0-9a-z]{10,40}")
OUR_ID = re.compile(r"[A-Za-z0-9_-]{43}")

STEPS: list[tuple[str, str, Any, Any]] = [
    ("GET", "exist?key=id", None, "it is not there"),
    ("GET", "get?key=id", None, {"value": None}),
    ("GET", "all", None, {}),
    ("POST", "add", {"key": "id", "value": 5}, "added"),
    ("GET", "exist?key=id", None, "it is there"),
    ("GET", "get?key=id", None, {"value": 5}),
    ("PUT", "update", {"key": "id", "value": "6"}, "updated"),
    ("GET", "exist?key=id", None, "it is there"),
    ("GET", "get?key=id", None, {"value": "6"}),
    ("DELETE", "remove?key=id", None, "removed"),
    ("GET", "exist?key=id", None, "it is not there"),
    ("GET", "get?key=id", None, {"value": None}),
    ("GET", "all", None, {"id": None}),
    ("POST", "addMany", {"hello": "world", "user": "Ada"}, "added"),
    ("GET", "get?key=hello", None, {"value": "world"}),
    ("GET", "all", None, {"id": None, "hello": "world", "user": "Ada"}),
    ("POST", "clear", None, "cleared"),
    ("GET", "all", None, {}),
]


async def test_the_conversation_of_eighteen_steps(
    fortjs_app: FortJsApp, visit: Callable[[str], Browser]
) -> None:
    async with serve(make_app()) as server:
        for url in (fortjs_app.url, server.url):
            browser = visit(url)
            cookies = []
            for number, (method, path, body, expected) in enumerate(STEPS, 1):
                response = await browser.send(method, f"/session/{path}", body=body)
                said = f"step {number} at {url}: {response.text}"
                assert response.status_code == 200, said
                is_text = isinstance(expected, str)
                got = response.text if is_text else response.json()
                assert got == expected, said
                cookies += [(number, one["max-age"]) for one in set_cookies(response)]
            assert cookies == [(4, "3600"), (17, "-1")]
            assert browser.id is None


KEYS = st.sampled_from(("a", "b", "user name", "ключ", ""))
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**53), 2**53),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    ),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=2)
    ),
    max_leaves=4,
)
CALLS = st.one_of(
    st.tuples(st.just("set"), KEYS, VALUES),
    st.tuples(st.just("setMany"), st.dictionaries(KEYS, VALUES, max_size=3)),
    st.tuples(st.sampled_from(("get", "isExist", "remove")), KEYS),
    st.tuples(st.sampled_from(("getAll", "isAnyExist", "clear"))),
    st.tuples(st.just("getAll")),
)
FORGED = st.one_of(
    st.sampled_from(("", "forged", "0" * 43, "x" * 4_000, "undefined", "null")),
    st.sampled_from(("../../etc/passwd", "' OR '1'='1", "a:b", "a=b", "last-use:a")),
    st.text("abcdefgh0123456789._~!$&'()*+,/:=@-", max_size=20),
)
BROWSERS = st.integers(0, 2)


@dataclass(frozen=True)
class Visit:
    """A request: whose browser, its calls, and which cookie in place of its own.

    ``cookie`` is a kind and what it needs: a text, another browser, or the number of an
    id that the server gave before to whomever.
    """

    browser: int
    calls: Calls
    cookie: tuple[str, Any] = ("own", None)


VISITS = st.builds(
    Visit,
    BROWSERS,
    st.lists(CALLS, min_size=1, max_size=4),
    st.one_of(
        # mostly their own, or no session would live to tell anything
        *[st.just(("own", None))] * 4,
        st.just(("none", None)),
        st.tuples(st.sampled_from(("forged", "before own", "after own")), FORGED),
        st.tuples(st.just("of another"), BROWSERS),
        st.tuples(st.just("former"), st.integers(0, 5)),
    ),
)


@dataclass
class Side:
    """One of the two servers, its browsers, and all ids that it gave them."""

    is_fortjs: bool
    browsers: list[Browser]
    given: list[str] = field(default_factory=list)

    async def answer(self, visit: Visit) -> dict[str, Any]:
        """Send a request; return the response with the deviations translated."""
        browser = self.browsers[visit.browser]
        cookie = self._cookie(browser, *visit.cookie)
        jar = [*browser.jar.jar]
        response = await browser.call(*visit.calls, cookie=cookie)
        note(f"{response.request.headers.get('cookie')} -> {response.text}")
        assert response.status_code == 200, response.text
        answers = response.json()["answers"]
        assert len(answers) == len(visit.calls)
        if self.is_fortjs:
            answers = [
                in_python(*pair) for pair in zip(visit.calls, answers, strict=True)
            ]
        sent = response.request.headers.get("cookie", "")
        writes = any(call[0] in ("set", "setMany") for call in visit.calls)
        cookies = [self._told(one, sent, writes) for one in set_cookies(response)]
        if self.is_fortjs and f"{NAME}=" not in sent:  # nothing-to-forget
            forgot = [one for one in cookies if one["tells"] == "to forget"]
            cookies = [one for one in cookies if one not in forgot]
            for one in jar if forgot else ():
                browser.jar.jar.set_cookie(one)
        return {"answers": answers, "cookies": cookies}

    def _cookie(self, browser: Browser, kind: str, of: Any) -> str | None:
        own = "" if browser.id is None else f"; {NAME}={browser.id}"
        match kind:
            case "own":
                return None
            case "none":
                return ""
            case "forged":
                return f"{NAME}={of}"
            case "before own":
                return f"{NAME}={of}{own}"
            case "after own":
                return f"theme=dark{own}; {NAME}={of}"
            case "of another":
                other = self.browsers[of].id
                return "" if other is None else f"{NAME}={other}"
        return f"{NAME}={self.given[of]}" if of < len(self.given) else ""

    def _told(self, cookie: dict[str, str], sent: str, writes: bool) -> dict[str, str]:
        told = dict(cookie)
        value = told.pop("value")
        if told["max-age"] == "-1":
            told["tells"] = "to forget"
            if self.is_fortjs:  # expired-cookie-is-empty
                assert (
                    value in ("undefined", "null")
                    or value in self.given
                    or f"{NAME}={value}" in sent.split("; ")
                    or (writes and FORTJS_ID.fullmatch(value))
                ), value
            else:
                assert value == '""'
        else:
            told["tells"] = "a new id"
            # random-ids
            assert (FORTJS_ID if self.is_fortjs else OUR_ID).fullmatch(value), value
            assert value not in self.given
            self.given.append(value)
            assert told["expires"] == "as max-age"
        if not self.is_fortjs:  # same-site-lax
            assert told.pop("samesite") == "lax"
        return told


def in_python(call: Sequence[Any], answer: Any) -> Any:
    """Translate what FortJs answered by the port's own deviations."""
    if call[0] == "setMany":  # set-many-answers-nothing
        assert answer == [UNDEFINED] * len(call[1])
        return None
    return None if answer == UNDEFINED else answer  # undefined-is-none


@pytest.mark.slow
@pytest.mark.hypothesis
def test_random_conversations_agree(fortjs_app: FortJsApp) -> None:
    met: Counter[str] = Counter()

    with asyncio.Runner() as runner:
        server = runner.run(start())
        client = httpx.AsyncClient(timeout=30)

        async def talk(visits: list[Visit]) -> None:
            theirs, ours = (
                Side(url == fortjs_app.url, [Browser(client, url) for _ in range(3)])
                for url in (fortjs_app.url, server.url)
            )
            for number, visit in enumerate(visits, 1):
                note(f"{number}: {visit}")
                expected = await theirs.answer(visit)
                assert json.dumps(await ours.answer(visit)) == json.dumps(expected)
                met[visit.cookie[0]] += 1
                met.update(call[0] for call in visit.calls)
                met.update(one["tells"] for one in expected["cookies"])

        @settings(
            max_examples=EXAMPLES,
            derandomize=not EXPLORE,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.lists(VISITS, min_size=1, max_size=12))
        def agree(visits: list[Visit]) -> None:
            met["conversations"] += 1
            runner.run(talk(visits))

        try:
            agree()
        finally:
            runner.run(client.aclose())
            runner.run(server.stop())

    print(dict(met))
    assert met["conversations"] >= EXAMPLES
    kinds = ("own", "none", "forged", "before own", "after own", "of another", "former")
    if EXAMPLES >= 200:  # fewer need not meet every kind
        assert min(met[kind] for kind in (*kinds, "a new id", "to forget")) >= 20


async def start() -> Any:
    """Start ours, with its sessions in memory."""
    return await serve(make_app())
