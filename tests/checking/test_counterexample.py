"""The search: it finds what scenarios miss, and shows the fewest operations."""

import asyncio
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from sessionkit import MemorySessionStore, Operation, change_answer, check, on
from sessionkit.checking.counterexample import Search
from sessionkit.checking.report import Failure
from sessionkit.checking.search import operations, search
from sessionkit.contract import METHODS
from sessionkit.rules import GET_ALL_IS_LIVE, KEYS_KEEP_ORDER, NO_ID_IS_ONE_SESSION
from sessionkit.running.call import TIME_LIMIT
from sessionkit.running.replay import run
from sessionkit.running.time_limit import drive
from sessionkit.traces.operation import Call, Change, Open, method_of
from tests.checking.wrong_stores import (
    ClearEmpties,
    GetAllCopies,
    LastSetLast,
    NoIdNoSession,
    RemoveDeletes,
    RemoveOnlyWhatIsThere,
    Right,
    SetManyKeepsTheDict,
    SetReplacesTheSession,
    TruthIsExistence,
)
from tests.slow import rest_slow

MANY = 10 * settings().max_examples
"""Of them, if none may be found; a search that finds ends early."""


async def _found(store_class: Any, declared: Any = (), **options: Any) -> Failure:
    options = {"limit": 2.0, "examples": 200, **options}
    failure = await Search(store_class, METHODS, declared, **options).run()
    assert failure is not None
    return failure


class SetManyOverwritesNothing(Right):
    async def set_many(self, values: dict[str, Any]) -> None:
        for key, value in values.items():
            if not await self.is_exist(key):
                await self.set(key, value)


class AnyExistByValues(Right):
    async def is_any_exist(self) -> bool:
        return (
            await self.get_all() != {} and None not in (await self.get_all()).values()
        )


FEWEST = {
    RemoveDeletes: 3,
    SetManyOverwritesNothing: 3,
    GetAllCopies: 4,
    RemoveOnlyWhatIsThere: 3,
    TruthIsExistence: 2,
    SetReplacesTheSession: 3,
    # its clear leaves a session behind for the next who has no id
    ClearEmpties: 1,
    NoIdNoSession: 2,
    AnyExistByValues: 3,
}


@pytest.mark.parametrize(
    "store_class", rest_slow(3, FEWEST), ids=lambda one: one.__name__
)
async def test_the_fewest_operations(store_class: type[Right]) -> None:
    failure = await _found(store_class, examples=2000)
    done = list(failure.trace.operations)

    assert len(done) <= FEWEST[store_class]
    # and the answer is FortJs's, held against a run of the port
    port = drive(run(done, MemorySessionStore))
    assert failure.expected == port[-1].answer
    assert failure.answered != failure.expected
    assert all(
        mine.answer == ports.answer
        for mine, ports in list(zip(failure.trace, port, strict=True))[:-1]
    )


def test_no_operation_is_needless() -> None:
    ada = on("ada")
    change = change_answer(2, ["a"], 2)
    needed: list[Operation] = [ada.set("a", 1), ada.get_all(), change, ada.get("a")]

    def differs(candidate: list[Operation]) -> bool:
        copied = drive(run(candidate, GetAllCopies))
        return copied != drive(run(candidate, MemorySessionStore))

    noise: list[Operation] = [ada.open(), ada.get_all(), ada.set("b", 1)]
    noise += [*needed[:2], ada.get("b")]
    noise += [change_answer(2, ["c"], 1), change_answer(5, ["a"], 2), *needed[3:]]
    found = search(differs, st.just([*noise, ada.clear()]), examples=1)
    # either set makes the session; the change is numbered anew
    assert found is not None
    assert found[1:] == needed[1:]
    assert method_of(found[0]) == "set"


async def test_the_same_is_found_each_time() -> None:
    first, second = await _found(RemoveDeletes), await _found(RemoveDeletes)

    assert first == second


async def test_a_right_store_has_no_counterexample() -> None:
    search_ = Search(Right, METHODS, (), limit=2.0, examples=300)

    assert await search_.run() is None


@pytest.mark.slow
async def test_a_store_that_waits_is_searched_beside_the_loop() -> None:
    class Waiting(SetManyOverwritesNothing):
        async def get(self, key: str) -> Any:
            await asyncio.sleep(0)
            return await super().get(key)

    failure = await _found(Waiting)
    assert len(failure.trace) == FEWEST[SetManyOverwritesNothing]


async def test_a_hang_is_shown_at_once() -> None:
    tries = []

    class Hanging(Right):
        async def get(self, key: str) -> Any:
            tries.append(key)
            while True:
                pass

    failure = await _found(Hanging, limit=0.05)
    assert failure.answered.error == TIME_LIMIT
    assert len(tries) == 1


@pytest.mark.hypothesis
@pytest.mark.parametrize(
    ("store_class", "rule"),
    [
        (GetAllCopies, GET_ALL_IS_LIVE),
        pytest.param(NoIdNoSession, NO_ID_IS_ONE_SESSION, marks=pytest.mark.slow),
        pytest.param(LastSetLast, KEYS_KEEP_ORDER, marks=pytest.mark.slow),
    ],
)
async def test_the_search_goes_around_what_is_declared(
    store_class: Any, rule: str
) -> None:
    found = Search(store_class, METHODS, {rule}, limit=2.0, examples=MANY)
    assert await found.run() is None
    assert (await _found(store_class, examples=1000)).trace


async def test_an_alias_of_an_argument_is_found_by_its_scenario_alone() -> None:
    """The search changes answers, not arguments: the scenarios do that."""
    report = await check(SetManyKeepsTheDict)

    assert [one.name for one in report.failures] == ["set-many-then-change-the-dict"]


def test_operations_are_of_the_methods_that_are_asked_for() -> None:
    drawn: list[list[Operation]] = []

    def keep(candidate: list[Operation]) -> bool:
        drawn.append(candidate)
        return False

    methods = ["set", "get_all"]
    assert search(keep, operations(methods=methods), examples=200) is None
    assert search(keep, operations(methods=methods, changes=False), examples=50) is None

    seen = {method_of(one) for candidate in drawn for one in candidate}
    assert seen == {"set", "get_all", None}
    kinds = {type(one) for candidate in drawn for one in candidate}
    assert kinds == {Call, Open, Change}
    later = {type(one) for candidate in drawn[-50:] for one in candidate}
    assert Change not in later
    assert all(candidate for candidate in drawn)


def test_a_change_is_of_a_get_all_before_it() -> None:
    changes = 0

    def keep(candidate: list[Operation]) -> bool:
        nonlocal changes
        for number, one in enumerate(candidate, 1):
            if isinstance(one, Change):
                changes += 1
                assert one.part == "answer"
                assert one.number < number
                assert method_of(candidate[one.number - 1]) == "get_all"
        return False

    search(keep, operations(), examples=300)
    assert changes >= 10


def test_search_returns_the_smallest_that_differs() -> None:
    def has_two_sets(candidate: list[Operation]) -> bool:
        return sum(method_of(one) == "set" for one in candidate) >= 2

    found = search(has_two_sets, operations(), examples=200)
    assert found == [on("ada").set("a", 1)] * 2


def test_search_passes_an_error_of_ours_on() -> None:
    def broken(candidate: list[Operation]) -> bool:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        search(broken, operations(), examples=5)
