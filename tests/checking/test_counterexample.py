"""The search: it finds what scenarios miss, and shows no operation too many."""

import asyncio
import itertools
from collections.abc import Coroutine, Sequence
from typing import Any, ClassVar

import pytest

from sessionkit import MemorySessionStore, Operation, Trace, change_answer, check, on
from sessionkit.checking import counterexample
from sessionkit.checking import search as subject
from sessionkit.checking.alphabet import Scope, placed
from sessionkit.checking.counterexample import (
    BEFORE,
    DEPENDS,
    FEWEST,
    HANGS,
    LEAST,
    LEAST_OTHER,
    LEFT,
    NEEDED,
    SHORTENED,
    Counterexamples,
    without,
)
from sessionkit.checking.explain import Naming
from sessionkit.checking.report import Failure
from sessionkit.checking.search import Search, plan
from sessionkit.contract import METHODS
from sessionkit.rules import (
    GET_ALL_IS_LIVE,
    KEYS_KEEP_ORDER,
    NO_ID_IS_ONE_SESSION,
    REMOVE_SETS_NULL,
)
from sessionkit.running.call import TIME_LIMIT
from sessionkit.running.replay import SHARED, run
from sessionkit.running.time_limit import drive
from sessionkit.traces.operation import method_of
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
    kept,
)
from tests.slow import rest_slow

ada, another = on("ada"), on("ada", store="another")


def _search(store_class: Any, declared: Any = (), **options: Any) -> Search:
    options = {"limit": 2.0, "examples": 60, **options}
    return Search(store_class, METHODS, declared, **options)


async def _found(store_class: Any, declared: Any = (), **options: Any) -> Failure:
    failure = await _search(store_class, declared, **options).run()
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


FEWEST_OPERATIONS = {
    RemoveDeletes: 3,
    RemoveOnlyWhatIsThere: 3,
    TruthIsExistence: 2,
    SetReplacesTheSession: 2,
    ClearEmpties: 3,
    NoIdNoSession: 2,
    SetManyOverwritesNothing: 3,
    AnyExistByValues: 2,
    GetAllCopies: 4,
}


@pytest.mark.parametrize("store_class", FEWEST_OPERATIONS, ids=lambda one: one.__name__)
async def test_the_fewest_operations(store_class: type[Right]) -> None:
    failure = await _found(store_class)
    done = list(failure.trace.operations)

    assert len(done) == FEWEST_OPERATIONS[store_class]
    assert not any(getattr(one, "store", "") for one in done)
    # and the answer is FortJs's, held against a run of the port
    port = drive(run(done, MemorySessionStore))
    assert failure.expected == port[-1].answer
    assert failure.answered != failure.expected
    assert all(
        mine.answer == ports.answer
        for mine, ports in list(zip(failure.trace, port, strict=True))[:-1]
    )


def _differs(operations: Sequence[Operation], store_class: Any) -> bool:
    mine = drive(run(operations, store_class))
    return mine != drive(run(operations, MemorySessionStore))


@pytest.mark.parametrize(
    "store_class",
    rest_slow(4, FEWEST_OPERATIONS),
    ids=[one.__name__ for one in FEWEST_OPERATIONS],
)
async def test_no_operation_can_be_left_out(store_class: type[Right]) -> None:
    done = (await _found(store_class)).trace.operations

    assert _differs(done, store_class)
    for number in range(1, len(done) + 1):
        assert not _differs(without(done, number), store_class)


@pytest.mark.slow
async def test_the_fewest_is_said_only_where_no_shorter_sequence_shows_it() -> None:
    said = {one: (await _found(one)).question for one in FEWEST_OPERATIONS}

    assert set(said.values()) == {FEWEST, NEEDED}
    letters = plan(Scope.of(METHODS, ()), longer=0).by_length[0]
    alphabet = [one.steps[0].letter for one in letters]
    for store_class, question in said.items():
        if question != FEWEST:
            continue
        for length in range(1, FEWEST_OPERATIONS[store_class]):
            for shorter in itertools.product(alphabet, repeat=length):
                assert not _differs(placed(shorter), store_class)


async def test_one_that_does_not_repeat_is_said_to_depend_on_what_was_before() -> None:
    class Tires(Right):
        calls = 0

        async def is_any_exist(self) -> bool:
            Tires.calls += 1
            return await super().is_any_exist() and Tires.calls != 2_000

    failure = await _found(Tires)

    assert failure.question == BEFORE
    assert failure.answered.value is False
    assert failure.expected.value is True
    assert len(failure.trace) >= 2


async def test_a_session_that_cannot_be_emptied_is_shown_as_it_was_found() -> None:
    class ClearForgetsNobody(Right):
        async def clear(self) -> None:
            if self.session_id is not None:
                await super().clear()

    failure = await _found(ClearForgetsNobody)
    kept.pop(None, None)

    assert failure.question == LEFT
    operations = [str(one) for one in failure.trace.operations]
    assert any("(no id) set" in one for one in operations[:-2])
    assert operations[-2:] == ["(no id) clear()", "(no id) is_any_exist()"]
    assert (failure.answered.value, failure.expected.value) == (True, False)


async def test_a_scenario_that_does_not_repeat_is_said_to_depend_on_it_too() -> None:
    class LiesOnce(Right):
        lied = False

        async def is_any_exist(self) -> bool:
            there = await super().is_any_exist()
            if there and not LiesOnce.lied:
                LiesOnce.lied = True
                return False
            return there

    report = await check(LiesOnce)

    (failure,) = report.failures
    assert failure.kind == DEPENDS
    assert failure.question[-1] == "?"
    assert str(failure).startswith("Depends on what was done before\n")
    assert "Asked once more on empty sessions, these operations get" in failure.hint


async def test_a_scenario_is_shown_without_what_it_does_not_need() -> None:
    report = await check(TruthIsExistence)

    failure = report.failures[0]
    assert failure.name == "falsy-values"
    assert failure.question.endswith(f"? {LEAST}")
    assert [str(one) for one in failure.trace] == [
        'ada set("visits", 0)',
        'ada is_exist("visits") → False',
    ]
    assert failure.expected.value is True
    assert failure.kind == "truth in place of existence"


async def test_a_shorter_sequence_takes_the_place_of_a_scenario() -> None:
    class MovesToTheEnd(Right):
        async def set(self, key: str, value: Any) -> None:
            kept.setdefault(self.session_id, {}).pop(key, None)
            await super().set(key, value)

    failure = (await check(MovesToTheEnd)).failures[0]

    assert failure.question.endswith(f"? {LEAST_OTHER}")
    assert failure.kind == "keys in another order"
    assert [str(one) for one in failure.trace] == [
        'ada set("a", 1)',
        'ada set_many({"b": None, "a": 3})',
        'ada get_all() → {"b": None, "a": 3}',
    ]


async def test_of_a_store_that_waits_less_is_claimed() -> None:
    class Waits(TruthIsExistence):
        async def set(self, key: str, value: Any) -> None:
            await asyncio.sleep(0)
            await super().set(key, value)

    failure = (await check(Waits)).failures[0]

    assert len(failure.trace) == 2
    assert failure.question.endswith(f"? {SHORTENED}")


@pytest.mark.slow
async def test_no_shown_scenario_has_an_operation_too_many() -> None:
    for store_class in [*FEWEST_OPERATIONS, LastSetLast, SetManyKeepsTheDict]:
        report = await check(store_class)
        for failure in report.shown:
            done = failure.trace.operations
            last = done[-1]
            for number in range(1, len(done)):
                fewer = without(done, number)
                again = drive(run(fewer, store_class))
                right = drive(run(fewer, MemorySessionStore))
                if again.first_difference(right) == len(fewer):
                    # what is left goes wrong for another reason, as its name says
                    other = await _named_alone(again, right, store_class)
                    assert (other.kind, last) != (failure.kind, fewer[-1])


async def _named_alone(again: Trace, right: Trace, store_class: Any) -> Failure:
    failure = Failure(
        name="",
        question="",
        rule="",
        trace=again,
        expected=right[-1].answer,
        hint="",
    )
    naming = await Naming.of([failure], store_class, METHODS, limit=2)
    return naming.named(failure)


async def test_what_is_left_behind_is_not_shown_with_less() -> None:
    class OneEmptyDict(Right):
        empty: ClassVar[dict[str, Any]] = {}

        async def get_all(self) -> Any:
            return kept.get(self.session_id, self.empty)

    report = await check(OneEmptyDict)

    # alone, the last operation would do now, and not in a class that is new
    assert all(len(one.trace) > 1 for one in report.failures)
    assert not any(one.question.endswith(SHORTENED) for one in report.failures)


def test_what_leans_on_an_operation_goes_with_it() -> None:
    change = change_answer(2, ["a"], 2)
    operations: list[Operation] = [ada.set("a", 1), ada.get_all(), change]
    operations.append(ada.get("a"))

    assert without(operations, 1) == [
        *(ada.get_all(), change_answer(1, ["a"], 2), ada.get("a"))
    ]
    assert without(operations, 2) == [operations[0], operations[3]]
    assert without(operations, 4) == operations[:3]


async def test_the_same_is_found_each_time() -> None:
    first, second = await _found(RemoveDeletes), await _found(RemoveDeletes)

    assert first == second


@pytest.mark.parametrize("seed", rest_slow(1, range(1, 6)))
async def test_a_right_store_has_no_counterexample(seed: int) -> None:
    search = _search(Right, seed=seed, examples=300)

    assert await search.run() is None
    assert search.extent.longer == 300


async def test_a_store_that_waits_is_searched_on_the_loop() -> None:
    class Waiting(SetManyOverwritesNothing):
        async def get(self, key: str) -> Any:
            await asyncio.sleep(0)
            return await super().get(key)

        async def set(self, key: str, value: Any) -> Any:
            await asyncio.sleep(0)
            return await super().set(key, value)

    failure = await _found(Waiting)
    assert len(failure.trace) == FEWEST_OPERATIONS[SetManyOverwritesNothing]


class Counted(Right):
    """Counts its calls that are under way, waits in each, and keeps who met."""

    under_way: ClassVar[list[Any]] = []
    beside: ClassVar[set[Any]] = set()
    most = 0

    async def get_all(self) -> Any:
        return await self._waiting(super().get_all())

    async def set(self, key: str, value: Any) -> Any:
        return await self._waiting(super().set(key, value))

    async def _waiting(self, doing: Coroutine[Any, Any, Any]) -> Any:
        self.under_way.append(self.session_id)
        Counted.most = max(Counted.most, len(self.under_way))
        if len(self.under_way) > 1:
            Counted.beside.update(self.under_way)
        try:
            await asyncio.sleep(0)
            return await doing
        finally:
            self.under_way.remove(self.session_id)


async def test_steps_of_a_store_that_waits_are_asked_at_once() -> None:
    asked = _search(Counted)

    assert await asked.run() is None
    assert asked.extent.done == len(plan(asked.scope, longer=1, waits=True).steps)
    assert Counted.most > 10
    assert SHARED.isdisjoint(Counted.beside)


async def test_what_goes_wrong_only_at_once_is_no_difference() -> None:
    class Alone(Counted):
        async def get_all(self) -> Any:
            found = await super().get_all()
            return {} if self.under_way else found

    asked = _search(Alone)

    assert await asked.run() is None
    assert asked.extent.done == len(plan(asked.scope, longer=1, waits=True).steps)


async def test_a_wrong_step_is_found_at_once_and_made_as_short() -> None:
    removed = set()

    class Stays(Counted):
        async def remove(self, key: str) -> Any:
            if await self.is_any_exist():
                removed.add(self.session_id)
            await super().remove(key)

        async def set(self, key: str, value: Any) -> Any:
            if self.session_id not in removed:
                await super().set(key, value)

    failure = await _found(Stays)

    done = [method_of(one) for one in failure.trace.operations]
    assert done[:2] == ["set", "remove"]
    assert len(done) == 4


async def test_a_store_that_waits_long_is_asked_for_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Slow(Right):
        async def get_all(self) -> Any:
            await asyncio.sleep(0.002)
            return await super().get_all()

    monkeypatch.setattr(subject, "WAITING", 0.6)
    asked = _search(Slow)

    assert await asked.run() is None
    assert asked.extent.length == 1
    assert asked.extent.done == asked.extent.longer == 0
    assert str(asked.extent) == (
        "each of 14 operations, and then no more, as it waits: 0.6 seconds were up"
    )


async def test_a_hang_is_shown_at_once() -> None:
    tries = []

    class Hanging(Right):
        async def get(self, key: str) -> Any:
            tries.append(key)
            while True:
                pass

    failure = await _found(Hanging, limit=0.05)
    assert failure.answered.error == TIME_LIMIT
    assert failure.question == HANGS
    assert len(tries) <= 3


# an alarm that rings while a coroutine is thrown away is one that Python ignores
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.slow
async def test_a_chunk_that_is_slow_is_not_taken_for_one_that_hangs() -> None:
    class Slow(Right):
        async def is_exist(self, key: str) -> Any:
            for _ in range(1_000):
                pass
            return await super().is_exist(key)

    assert await _search(Slow, limit=0.02, examples=3).run() is None


@pytest.mark.parametrize(
    ("store_class", "rule"),
    rest_slow(
        1,
        [
            (GetAllCopies, GET_ALL_IS_LIVE),
            (NoIdNoSession, NO_ID_IS_ONE_SESSION),
            (LastSetLast, KEYS_KEEP_ORDER),
            (RemoveDeletes, REMOVE_SETS_NULL),
        ],
    ),
)
async def test_the_search_goes_around_what_is_declared(
    store_class: Any, rule: str
) -> None:
    assert await _search(store_class, {rule}).run() is None
    assert (await _found(store_class)).trace


async def test_an_argument_that_is_kept_is_found() -> None:
    failure = await _found(SetManyKeepsTheDict)

    assert [str(one) for one in failure.trace.operations][1].startswith("(the argument")
    report = await check(SetManyKeepsTheDict)
    assert [one.name for one in report.failures] == ["set-many-then-change-the-dict"]


async def test_a_crowd_has_the_time_of_as_many_short_sequences(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limits: list[float] = []

    async def timed(*arguments: Any, limit: float | None = None) -> Trace:
        limits.extend([] if limit is None else [limit])
        return await run(*arguments, limit=limit)

    monkeypatch.setattr(counterexample, "run", timed)
    again = Counterexamples(MemorySessionStore, Scope.of(METHODS, ()), 2.0).again
    for count in (1, 60, 600):
        await again([on("ada").get("a")] * count)

    assert limits == [2.0, 2.0, 20.0]
