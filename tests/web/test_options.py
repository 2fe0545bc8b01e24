"""The cookie's options and the times, as browsers and stores meet them."""

import inspect
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from starlette.responses import PlainTextResponse

from sessionkit.web import SessionMiddleware
from tests.stores.conftest import Clock
from tests.web.browser import NAME, Browser, set_cookies

Visit = Callable[..., Browser]
HOUR = 3600


async def cookie_of(browser: Browser) -> dict[str, str]:
    """Begin a session; return its cookie."""
    (cookie,) = set_cookies(await browser.call(["set", "a", 1], cookie=""))
    return cookie


async def test_https_only_holds_behind_a_proxy_that_hides_https(
    visit_app: Visit,
) -> None:
    browser = visit_app(https_only=True)
    cookie = await cookie_of(browser)
    assert cookie["name"] == f"__Host-{NAME}"
    assert "secure" in cookie
    sent = f"{cookie['name']}={cookie['value']}"
    assert await browser.ask(["get", "a"], cookie=sent) == 1
    assert await browser.ask(["get", "a"], cookie=f"{NAME}={cookie['value']}") is None


@pytest.mark.parametrize(
    ("options", "prefix"),
    [
        ({}, "__Host-"),
        ({"path": "/shop"}, "__Secure-"),
        ({"domain": "example.org"}, "__Secure-"),
    ],
)
async def test_the_prefix_fits_path_and_domain(
    visit_app: Visit, options: dict[str, Any], prefix: str
) -> None:
    cookie = await cookie_of(visit_app(https_only=True, **options))
    assert cookie["name"] == f"{prefix}{NAME}"
    cookie = await cookie_of(visit_app(**options))
    assert cookie["name"] == NAME


async def test_the_attributes_are_those_asked_for(visit_app: Visit) -> None:
    options = {"path": "/shop", "domain": "example.org", "same_site": "strict"}
    cookie = await cookie_of(visit_app(cookie_name="sid", **options))
    assert cookie["name"] == "sid"
    assert cookie["path"] == "/shop"
    assert cookie["domain"] == "example.org"
    assert cookie["samesite"] == "strict"
    cookie = await cookie_of(visit_app(same_site="none", https_only=True))
    assert cookie["samesite"] == "none"


async def test_no_script_sees_the_cookie(visit_app: Visit) -> None:
    for options in ({}, {"https_only": True}, {"path": "/shop"}):
        assert "httponly" in await cookie_of(visit_app(**options))


async def test_the_cookie_is_short(visit_app: Visit) -> None:
    cookie = await cookie_of(visit_app(https_only=True))
    assert len(cookie["name"] + cookie["value"]) < 100


async def test_session_only_is_a_cookie_without_an_end(visit_app: Visit) -> None:
    browser = visit_app(session_only=True)
    cookie = await cookie_of(browser)
    assert not {"max-age", "expires"} & {*cookie}
    sent = f"{NAME}={cookie['value']}"
    (cookie,) = set_cookies(await browser.call(["clear"], cookie=sent))
    assert cookie["max-age"] == "-1"


async def test_a_timedelta_is_taken(visit_app: Visit) -> None:
    cookie = await cookie_of(visit_app(timeout=timedelta(minutes=5)))
    assert cookie["max-age"] == "300"


async def test_without_rolling_it_ends_after_it_began(
    visit_app: Visit, clock: Clock
) -> None:
    browser = visit_app(store=None, rolling=False, clock=clock)
    sent = f"{NAME}={(await cookie_of(browser))['value']}"
    for _ in range(3):
        clock.now += HOUR / 4
        response = await browser.call(["get", "a"], cookie=sent)
        assert response.json()["answers"] == [1]
        assert set_cookies(response) == []
    clock.now += HOUR / 4
    assert await browser.ask(["get", "a"], cookie=sent) is None


async def test_a_session_that_is_used_ends_with_its_lifetime(
    visit_app: Visit, clock: Clock
) -> None:
    browser = visit_app(store=None, clock=clock)
    sent = f"{NAME}={(await cookie_of(browser))['value']}"
    for _ in range(23):
        clock.now += HOUR / 2
        assert await browser.ask(["get", "a"], cookie=sent) == 1
    clock.now += HOUR / 2
    assert await browser.ask(["get", "a"], cookie=sent) is None, "twelve hours"

    browser = visit_app(store=None, clock=clock, lifetime=None)
    sent = f"{NAME}={(await cookie_of(browser))['value']}"
    for _ in range(100):
        clock.now += HOUR / 2
        assert await browser.ask(["get", "a"], cookie=sent) == 1


async def test_reading_begins_no_session(visit_app: Visit) -> None:
    response = await visit_app(store=None).call(
        ["get", "a"], ["getAll"], ["remove", "a"]
    )
    assert set_cookies(response) == []


def test_the_times_are_documented() -> None:
    parameters = inspect.signature(SessionMiddleware).parameters
    assert parameters["timeout"].default == HOUR
    assert parameters["lifetime"].default == 12 * HOUR
    said = inspect.getdoc(SessionMiddleware)
    assert said is not None
    assert "``timeout`` after its last use" in said
    assert "``lifetime`` after it began" in said


async def test_what_else_an_answer_varies_with_stays(visit_app: Visit) -> None:
    async def page(scope: Any, receive: Any, send: Any) -> None:
        await scope["session"].get("user")
        varies = PlainTextResponse("hello", headers={"Vary": "Accept-Language"})
        await varies(scope, receive, send)

    browser = visit_app(SessionMiddleware(page))
    response = await browser.send("GET", "/")
    assert response.headers.get_list("vary") == ["Accept-Language, Cookie"]
