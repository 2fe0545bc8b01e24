"""A store that cannot be reached: visitors are told, and come back to all they had."""

from collections.abc import Callable, Collection
from typing import Any

import pytest

from sessionkit.stores.errors import StoreUnavailableError
from sessionkit.stores.expiring import Met, Terms
from sessionkit.stores.memory import MemorySessions
from tests.web.browser import Browser, set_cookies

AWAY = "Your session cannot be reached at the moment, so this was not done."


class Away(MemorySessions):
    """Sessions that are away for some steps."""

    away: str | None = None
    """The step that fails."""
    answers_late = False
    """Whether it is done all the same, and only the answer lost."""

    def read(self, *given: Any) -> Any:
        self._fail("read")
        return super().read(*given)

    async def leave(
        self, name: Any, new: Any, moved: str, keep: Collection[str], terms: Terms
    ) -> Met:
        if self.answers_late:
            await super().leave(name, new, moved, keep, terms)
        self._fail("leave")
        return await super().leave(name, new, moved, keep, terms)

    def _fail(self, step: str) -> None:
        if self.away == step:
            raise StoreUnavailableError("nobody at home")


async def test_a_visitor_is_told_that_the_store_is_away(
    visit_app: Callable[..., Browser], caplog: pytest.LogCaptureFixture
) -> None:
    sessions = Away()
    browser = visit_app(store=sessions)
    await browser.call(["set", "user", "Ada"])
    sessions.away = "read"
    response = await browser.call(["get", "user"])
    assert response.status_code == 503
    assert response.text.startswith(AWAY)
    assert "nobody" not in response.text, "the store's own words are for the log"
    said = [record for record in caplog.records if record.name == "sessionkit.web"]
    assert [(one.message, one.exc_info) for one in said] == [("nobody at home", None)]
    assert set_cookies(response) == []
    sessions.away = None
    assert await browser.ask(["get", "user"]) == "Ada"


async def test_what_fails_after_regenerate_is_undone(
    visit_app: Callable[..., Browser],
) -> None:
    sessions = Away()
    browser = visit_app(store=sessions)
    await browser.call(["set", "user", "Ada"])
    old, sessions.away = browser.id, "read"
    response = await browser.call(["regenerate"], ["set", "role", 1], ["get", "role"])
    assert response.status_code == 503
    sessions.away = None
    assert browser.id == old
    assert await browser.ask(["getAll"]) == {"user": "Ada"}


@pytest.mark.parametrize("is_done", [False, True])
async def test_a_move_of_which_nobody_knows_the_end_loses_nothing(
    visit_app: Callable[..., Browser], is_done: bool
) -> None:
    sessions = Away()
    browser = visit_app(store=sessions)
    await browser.call(["set", "user", "Ada"])
    old, sessions.away, sessions.answers_late = browser.id, "leave", is_done
    response = await browser.call(["regenerate"])
    assert response.status_code == 503
    sessions.away = None
    assert browser.id != old
    assert await browser.ask(["getAll"]) == {"user": "Ada"}
