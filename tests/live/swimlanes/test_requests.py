"""Two requests: where they can be held, what is shown, and what comes of it."""

import asyncio
import itertools
import threading
from pathlib import Path
from typing import Any

import pytest

from sessionkit import MemorySessionStore, SessionStore
from sessionkit.contract import StoreClass
from sessionkit.live.swimlanes.doing import EndlessError, Request, RequestError
from sessionkit.live.swimlanes.requests import play
from sessionkit.live.swimlanes.switches import Switches, every_switch
from sessionkit.live.swimlanes.web_sessions import web_sessions
from sessionkit.memory import sessions
from sessionkit.stores import MemorySessions, SQLiteSessions
from tests.live.swimlanes.stores import (
    LockedStore,
    WholeStore,
    add_cart,
    add_milk,
    add_note,
    add_tea,
    login,
    logout,
    visit,
)

LOST_1 = '≠ the write of request 1 is lost: "cart"'
LOST_2 = '≠ the write of request 2 is lost: "cart"'
IN_1, IN_2 = "= as request 1 before request 2", "= as request 2 before request 1"
EITHER = "= as in either order"


async def tried(store: StoreClass, first: Request, second: Request) -> Switches:
    return await every_switch(store, login, first, second)


def outcomes(switches: Switches) -> list[str]:
    return [str(one.outcome) for one in switches.tried]


async def test_each_await_of_a_call_is_a_place() -> None:
    done = await play(MemorySessionStore, login, (add_tea, add_milk))

    assert done.places == ('after get("cart")', 'after set("cart", ["tea"])')
    assert done.end == {"user": "Ada", "cart": ["tea", "milk"]}


async def test_awaits_within_the_store_are_places_too() -> None:
    done = await play(WholeStore, login, (add_cart, add_note))

    assert done.places == (
        'in set("cart", 3), before get_all',
        'in set("cart", 3), after get_all',
        'in set("cart", 3), where it waits',
        'after set("cart", 3)',
    )


async def test_reading_what_the_session_holds_is_no_place() -> None:
    class ReadsSlowly(MemorySessionStore):
        async def is_any_exist(self) -> bool:
            await asyncio.sleep(0)
            return await super().is_any_exist()

    done = await play(ReadsSlowly, login, (add_cart, None))

    assert done.places == ('after set("cart", 3)',)


async def test_a_held_call_is_shown_in_two_parts() -> None:
    done = await play(WholeStore, login, (add_cart, logout), at=2)

    assert [(row.lane, row.cell, row.state, row.words) for row in done.rows] == [
        (0, 'set("cart", 3) begins', '{"user": "Ada"}', ""),
        (1, "clear()", "no session", "- session deleted"),
        (
            0,
            'set("cart", 3) ends',
            '{"user": "Ada", "cart": 3}',
            '+ "user" added; + "cart" added',
        ),
    ]


async def test_a_change_by_the_requests_own_code_is_from_outside() -> None:
    async def change(store: SessionStore) -> None:
        (await store.get_all())["cart"] = 5

    done = await play(MemorySessionStore, login, (change, None))

    assert [(row.cell, row.words) for row in done.rows] == [
        ('get_all() → {"user": "Ada"}', ""),
        ("(its own code)", '+ "cart" added, through no operation'),
    ]


async def test_nothing_is_left_behind() -> None:
    before = dict(sessions)
    await tried(MemorySessionStore, add_tea, logout)

    assert sessions == before


async def test_read_change_write_loses_the_first_of_two_writes() -> None:
    switches = await tried(MemorySessionStore, add_tea, add_milk)

    assert outcomes(switches) == [IN_1, LOST_2, IN_1, LOST_1, IN_2, IN_2]
    assert switches.telling == 1
    assert switches.summary() == (
        "Of the 4 switches: in 2 a write is lost, in 2 the result is as if one request "
        "followed the other. Of 4 switches there and back: none ends differently."
    )


async def test_a_switch_back_is_listed_where_no_single_switch_ends_so() -> None:
    async def looks_twice(store: Any) -> None:
        await store.get("x")
        await store.get("x")

    async def counts(store: Any) -> None:
        await store.set("x", 1)
        await store.set("x", 2)

    switches = await tried(MemorySessionStore, looks_twice, counts)
    seen = [
        [step.answer.value for step in one.play.answers[0]] for one in switches.tried
    ]
    assert seen[:6] == [[None, None], [None, 2], [None, None], [1, 1], [2, 2], [2, 2]]
    assert seen[6:] == [[None, 1], [1, 2]]
    assert (switches.backs, switches.backs_left) == (4, 0)
    assert [one.back for one in switches.twice] == [
        'after set("x", 1)',
        'after get("x")',
    ]
    assert [row.lane for row in switches.twice[1].play.rows] == [1, 0, 1, 0]
    assert switches.summary().endswith(
        "Of 4 switches there and back: 2 end differently."
    )


async def test_a_store_that_writes_all_of_a_session_loses_another_key() -> None:
    switches = await tried(WholeStore, add_cart, add_note)

    lost = [number for number, one in enumerate(outcomes(switches)) if "lost" in one]
    assert lost == [2, 3, 6, 7]
    assert outcomes(switches)[2] == '≠ the write of request 2 is lost: "note"'


async def test_a_store_that_writes_a_key_loses_none() -> None:
    switches = await tried(MemorySessionStore, add_cart, add_note)

    assert set(outcomes(switches)) == {EITHER}
    assert switches.summary() == (
        "Of the 2 switches: in all the result is as if one request followed the other."
    )


@pytest.mark.slow
async def test_a_lock_loses_none_and_the_other_request_is_seen_to_wait() -> None:
    switches = await tried(LockedStore, add_cart, add_note)

    assert set(outcomes(switches)) == {EITHER}
    rows = switches.tried[2].play.rows
    assert [(row.lane, row.what) for row in rows] == [
        (0, 'set("cart", 3) begins'),
        (1, 'set("note", "hi") waits'),
        (0, 'set("cart", 3) ends'),
        (1, 'set("note", "hi") ends'),
    ]
    assert rows[1].words == "… waits for the other"


async def test_a_logout_is_undone_by_a_store_that_writes_all() -> None:
    switches = await tried(WholeStore, add_cart, logout)

    undone = '≠ the clear of request 2 is undone: "user" is back'
    assert outcomes(switches)[:5] == [IN_1, IN_2, undone, undone, IN_1]


async def test_a_write_after_a_logout_begins_another_session() -> None:
    switches = await tried(MemorySessionStore, visit, logout)

    again = "≠ request 1 writes after the clear of request 2: a session is there again"
    assert outcomes(switches) == [IN_1, again, IN_1, IN_2, IN_2]


async def test_a_remove_is_undone() -> None:
    async def remove(store: SessionStore) -> None:
        await store.remove("user")

    switches = await tried(WholeStore, add_cart, remove)

    undone = '≠ the remove of request 2 is undone: "user" is back'
    assert outcomes(switches)[2] == undone


@pytest.mark.parametrize("kept", [None, MemorySessionStore, MemorySessions()])
async def test_a_web_session_has_neither(kept: StoreClass | None) -> None:
    switches = await tried(web_sessions(kept), visit, logout)

    told = "! request 1 gets SessionEndedError and writes nothing; request 2 stands"
    assert set(outcomes(switches)) == {IN_1, IN_2, told}
    assert all(one.play.end is None for one in switches.tried[1:-3])


async def test_a_store_that_really_waits(tmp_path: Path) -> None:
    async with SQLiteSessions(tmp_path / "sessions.db") as kept:
        switches = await tried(kept, add_cart, add_note)

    assert set(outcomes(switches)) == {EITHER}
    wheres = [one.where for one in switches.tried]
    assert 'in set("cart", 3), where it waits' in wheres


async def test_an_error_of_the_request_itself_is_shown() -> None:
    async def fail(store: SessionStore) -> None:
        await store.get("user")
        raise ValueError("no tea")

    done = await play(MemorySessionStore, login, (fail, None))

    assert done.rows[-1].cell == "ends → ValueError"
    assert done.rows[-1].words == "! raised: no tea"
    assert done.errors[0] is not None


@pytest.mark.parametrize("raised", [SystemExit, asyncio.CancelledError, GeneratorExit])
async def test_whatever_a_store_raises_is_an_answer(
    raised: type[BaseException],
) -> None:
    class Raises(MemorySessionStore):
        async def get(self, key: str) -> Any:
            raise raised

    done = await play(Raises, login, (visit, None))

    assert [row.cell for row in done.rows] == [f'get("user") → {raised.__name__}']
    assert done.errors[0] is not None


async def test_requests_that_do_otherwise_each_time_are_not_judged() -> None:
    numbers = itertools.count()

    async def count(store: SessionStore) -> None:
        await store.set("n", next(numbers))

    switches = await tried(MemorySessionStore, count, add_tea)

    told = {"? the requests run differently each time"}
    assert set(outcomes(switches)) == told
    assert switches.summary() == "Of the 3 switches: in all the result varies."


async def test_a_forgotten_await_is_named_by_python() -> None:
    async def forget(store: SessionStore) -> None:
        store.clear()  # type: ignore[unused-coroutine]

    with pytest.warns(RuntimeWarning, match="coroutine 'clear' was never awaited"):
        done = await play(MemorySessionStore, login, (forget, None))

    assert done.end == {"user": "Ada"}


async def test_requests_that_wait_for_each_other_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sessionkit.live.swimlanes.requests.LIMIT", 0.1)

    async def wait(store: SessionStore) -> None:
        await asyncio.Event().wait()

    with pytest.raises(EndlessError, match=r"did not end in 0\.1 seconds"):
        await play(MemorySessionStore, None, (wait, wait))


async def test_a_lock_that_blocks_the_program_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sessionkit.live.swimlanes.requests.BUSY", 0.1)
    lock = threading.Lock()

    async def locks(store: SessionStore) -> None:
        with lock:
            await store.set("cart", 1)

    with pytest.raises(EndlessError, match=r"held up the whole program for 0\.1 sec"):
        await play(MemorySessionStore, None, (locks, locks), 0, 1)
    assert not lock.locked()


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (5, "first is 5; give an async function of a store"),
        (lambda store: 5, "first gave 5 at once, with nothing to await"),
    ],
)
async def test_what_is_no_request_is_refused(request_: Request, words: str) -> None:
    with pytest.raises(RequestError, match=words):
        await play(MemorySessionStore, None, (request_, logout))
