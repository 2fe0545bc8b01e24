"""Run operations on any store class: whatever it does becomes an answer."""

import asyncio
import gc
import json
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from typing import Any

import pytest

from sessionkit import (
    Answer,
    MemorySessionStore,
    Operation,
    change_answer,
    change_argument,
    delete_answer,
    delete_argument,
    on,
    run,
    together,
)
from sessionkit.memory import sessions
from sessionkit.running.call import MISSING_METHOD, NOT_ASYNC, TIME_LIMIT
from sessionkit.running.time_limit import WaitsError, drive

ada, bob, visitor, empty = on("ada"), on("bob"), on(None), on("")


async def _answers(operations: Sequence[Operation], store_class: Any) -> list[Any]:
    trace = await run(operations, store_class, limit=5)
    return [one.value if one.error is None else one for one in trace.answers]


@pytest.mark.parametrize("session", [ada, visitor, empty], ids=["ada", "None", "empty"])
async def test_sessions_start_empty_after_every_use(session: on) -> None:
    asked: list[Operation] = [
        session.is_any_exist(),
        session.set("a", 1),
        session.is_any_exist(),
    ]

    for _ in range(2):
        assert await _answers(asked, MemorySessionStore) == [False, None, True]


async def test_sessions_of_no_id_start_empty_after_somebody_else() -> None:
    for session_id in (None, ""):
        await MemorySessionStore(session_id).set("left", "behind")

    asked: list[Operation] = [visitor.get_all(), empty.get_all()]
    assert await _answers(asked, MemorySessionStore) == [{}, {}]


async def test_nothing_is_left_behind() -> None:
    before = dict(sessions)
    asked: list[Operation] = [
        ada.set("a", 1),
        visitor.set("a", 1),
        visitor.assign_id("eve"),
    ]
    await run([*asked, on("eve").set("b", 2), empty.set("c", 3)], MemorySessionStore)

    assert sessions == before


async def test_an_id_that_was_assigned_away_leaves_nothing_behind() -> None:
    before = dict(sessions)
    await run([ada.set("a", 1), ada.assign_id("eve"), ada.get("a")], MemorySessionStore)

    assert sessions == before


async def test_an_id_no_id_and_the_empty_id_are_three_sessions() -> None:
    asked: list[Operation] = [ada.set("a", 1), visitor.set("a", 2), empty.set("a", 3)]
    asked += [ada.get("a"), visitor.get("a"), empty.get("a")]

    assert (await _answers(asked, MemorySessionStore))[3:] == [1, 2, 3]


async def test_open_makes_another_store() -> None:
    made: list[object] = []

    class Counted(MemorySessionStore):
        def __init__(self, session_id: str | None) -> None:
            super().__init__(session_id)
            made.append(self)

    await run([ada.get("a"), ada.get("b"), ada.open(), ada.get("c")], Counted)

    assert len(made) == 2 + 1  # and one that clears


async def test_assign_id_moves_the_store_on() -> None:
    asked: list[Operation] = [
        visitor.is_any_exist(),
        visitor.assign_id("ada"),
        ada.set("user", "Ada"),
        visitor.is_any_exist(),
        ada.assign_id(None),
        visitor.get("user"),
        ada.get("user"),
    ]
    answers = await _answers(asked, MemorySessionStore)
    assert answers == [False, None, None, False, None, None, "Ada"]


async def test_changes_from_outside() -> None:
    asked: list[Operation] = [
        ada.set("cart", {"tea": [1]}),
        ada.get_all(),
        change_answer(2, ["cart", "tea", 1], 2),
        change_argument(1, ["milk"], 3),
        ada.get("cart"),
        change_answer(5, ["tea", 0], 9),
        ada.get("cart"),
    ]
    answers = await _answers(asked, MemorySessionStore)
    assert answers[4] == {"tea": [1, 2], "milk": 3}
    assert answers[6] == {"tea": [9, 2], "milk": 3}
    # neither what was answered before, nor the operation, has changed with it
    assert answers[1] == {"cart": {"tea": [1]}}
    assert asked[0] == ada.set("cart", {"tea": [1]})


async def test_keys_taken_out_from_outside() -> None:
    asked: list[Operation] = [
        ada.set("cart", {"tea": 1, "milk": 2}),
        ada.get_all(),
        delete_argument(1, ["milk"]),
        delete_answer(2, ["cart", "jam"]),  # not there, which is no error
        ada.get("cart"),
        delete_answer(2, ["cart"]),
        ada.get_all(),
        ada.is_any_exist(),
    ]
    answers = await _answers(asked, MemorySessionStore)
    assert answers[4] == {"tea": 1}
    assert answers[6:] == [{}, True]
    assert [str(one) for one in asked[2:4]] == [
        'del (the argument of 1)["milk"]',
        'del (the answer of 2)["cart"]["jam"]',
    ]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (delete_answer(1, ["a"]), "TypeError: there is no dict to change: None"),
        (delete_argument(3, [0]), "TypeError: there is no dict to change: []"),
        (change_answer(1, ["a"], 1), "TypeError: there is no dict or list to change"),
        (change_answer(1, ["a", "b"], 1), "TypeError"),
        (change_answer(2, ["no", "b"], 1), "KeyError"),
        (change_answer(9, ["a"], 1), "IndexError"),
        (change_argument(2, ["a"], 1), "TypeError: there is no dict or list"),
        (change_argument(3, [5], 1), "IndexError"),
        (change_argument(3, ["a"], 1), "TypeError"),
    ],
    ids=str,
)
async def test_a_change_that_cannot_be_is_an_answer(
    change: Operation, error: str
) -> None:
    asked: list[Operation] = [ada.get("a"), ada.get_all(), ada.set("a", []), change]
    trace = await run(asked, MemorySessionStore)

    assert str(trace[3].answer).startswith(error)


def _store(**methods: Any) -> type:
    return type("Store", (MemorySessionStore,), methods)


async def _raises(error: BaseException) -> None:
    raise error


class UnreadableError(Exception):
    """An error without a text."""

    def __str__(self) -> str:
        raise RuntimeError


class Nameless:
    """An object without a text."""

    def __repr__(self) -> str:
        raise RuntimeError

    __str__ = __repr__


class Spiteful(dict[str, Any]):
    """A dict that cannot be read."""

    def items(self) -> Any:
        raise RuntimeError("no items")


async def _values(self: object, key: str) -> AsyncIterator[int]:
    yield 1


async def _coroutine(self: object, key: str) -> Any:
    return asyncio.sleep(0)


def _answers_with(value: Callable[[], Any]) -> Any:
    async def get(self: object, key: str) -> Any:
        return value()

    return get


def _cyclic() -> list[Any]:
    value: list[Any] = []
    value.append(value)
    return value


def _raising(error: Callable[[], BaseException]) -> Any:
    async def get(self: object, key: str) -> Any:
        raise error()

    return get


HOSTILE_GETS: dict[str, tuple[Any, str]] = {
    "raises": (_raising(lambda: KeyError("a")), "KeyError: 'a'"),
    "exits": (_raising(lambda: SystemExit(3)), "SystemExit: 3"),
    "raises without a text": (
        _raising(UnreadableError),
        "UnreadableError: (an error whose text cannot be read)",
    ),
    "raises its address": (
        _raising(lambda: ValueError(object())),
        "ValueError: <object object>",
    ),
    "stops an iteration": (
        _raising(lambda: StopIteration(1)),
        "RuntimeError: coroutine raised StopIteration",
    ),
    "a sync method": (
        lambda self, key: 3,
        "NotAsync: get gave 3 at once, with nothing to await; begin it with "
        "`async def get`",
    ),
    "a sync method that gives an object": (
        lambda self, key: Nameless(),
        "NotAsync: get gave <a Nameless object> at once, with nothing to await; "
        "begin it with `async def get`",
    ),
    "an async generator": (
        _values,
        "NotAsync: get gave <an async_generator object> at once, with nothing to "
        "await; write `return` in place of `yield`",
    ),
    "no method": (None, "MissingMethod: the store has no method get"),
    "a value in its place": (3, "TypeError: 'int' object is not callable"),
    "a property that raises": (
        property(lambda self: 1 // 0),
        "ZeroDivisionError: integer division or modulo by zero",
    ),
    "no key": (
        _answers_with,
        "TypeError: _answers_with() takes 1 positional argument but 2 were given",
    ),
    "a coroutine": (_coroutine, "<a coroutine object>"),
    "a function": (_answers_with(lambda: len), "<a builtin_function_or_method object>"),
    "an object without a text": (_answers_with(Nameless), "<a Nameless object>"),
    "a dict that cannot be read": (_answers_with(Spiteful), "RuntimeError: no items"),
    "a value inside itself": (
        _answers_with(_cyclic),
        "<a value that contains itself or is nested too deep>",
    ),
    "a class": (_answers_with(lambda: Nameless), "<a type object>"),
    "a module": (_answers_with(lambda: sys), "<a module object>"),
}


@pytest.mark.parametrize(("get", "says"), HOSTILE_GETS.values(), ids=HOSTILE_GETS)
async def test_what_a_method_does_wrong_is_an_answer(get: Any, says: str) -> None:
    trace = await run([ada.get("a"), ada.is_any_exist()], _store(get=get), limit=5)

    assert str(trace[0].answer) == says
    assert trace[1].answer == Answer(False)
    trace[0]._repr_html_() if hasattr(trace[0], "_repr_html_") else trace._repr_html_()


async def test_the_kinds_of_error() -> None:
    assert (MISSING_METHOD, NOT_ASYNC, TIME_LIMIT) == (
        "MissingMethod",
        "NotAsync",
        "TimeLimit",
    )


async def test_the_line_of_the_store_is_named() -> None:
    class Store(MemorySessionStore):
        async def get(self, key: str) -> Any:
            return list(key)[3]

    answer = (await run([ada.get("a")], Store))[0].answer
    assert answer.error == "IndexError"
    assert answer.where.endswith(", in get: return list(key)[3]")


async def test_that_line_is_the_one_that_called_a_library() -> None:
    class Store(MemorySessionStore):
        async def get(self, key: str) -> Any:
            return json.loads("tea")

    answer = (await run([ada.get("a")], Store))[0].answer
    assert answer.error == "JSONDecodeError"
    assert answer.where.endswith(', in get: return json.loads("tea")')


async def test_an_id_in_an_error_is_the_one_that_was_asked_with() -> None:
    class Store(MemorySessionStore):
        async def get(self, key: str) -> Any:
            raise KeyError(self.session_id)

    assert (await run([ada.get("a")], Store))[0].answer.message == "'ada'"


def _no_constructor(session_id: str | None) -> Any:
    raise RuntimeError("no store today")


class NoArgument:
    """A store whose constructor takes no id."""


class SlotsStore(MemorySessionStore):
    """A store whose id cannot be assigned."""

    session_id = property(lambda self: "fixed", None)

    def __init__(self, session_id: str | None) -> None:
        pass


@pytest.mark.parametrize(
    ("store_class", "says"),
    [
        (_no_constructor, "RuntimeError: no store today"),
        (NoArgument, "TypeError: NoArgument() takes no arguments"),
        (partial(_store(), "a", "b"), "TypeError: "),
        (lambda session_id: None, "MissingMethod: the store has no method get"),
        (lambda session_id: 3, "MissingMethod: the store has no method get"),
        (lambda session_id, other: None, "TypeError: <lambda>() missing 1 required"),
    ],
    ids=range(6),
)
async def test_what_makes_no_store_is_an_answer(store_class: Any, says: str) -> None:
    trace = await run([ada.get("a"), ada.open(), visitor.get("a")], store_class)

    assert len(trace) == 3
    for answer in trace.answers[::2]:
        assert str(answer).startswith(says), answer


async def test_an_id_that_cannot_be_assigned_is_an_answer() -> None:
    trace = await run([ada.assign_id("bob"), ada.get("a")], SlotsStore)

    assert trace[0].answer.error == "AttributeError"
    assert trace[1].answer == Answer(None)


async def _for_ever(self: object, key: str) -> None:
    await asyncio.Event().wait()


async def _busy(self: object, key: str) -> None:
    while True:
        pass


async def _swallows(self: object, key: str) -> None:
    while True:
        try:
            while True:
                pass
        except Exception:
            continue


async def _swallows_all(self: object, key: str) -> None:
    for _ in range(20):
        try:
            while True:
                pass
        except BaseException:
            continue


async def _waits_on(self: object, key: str) -> None:
    while True:
        try:
            await asyncio.sleep(3600)
        except Exception:
            continue


async def _busy_after_a_wait(self: object, key: str) -> None:
    await asyncio.sleep(0)
    while True:
        pass


async def _spins(self: object, key: str) -> None:
    for _ in iter(int, 1):
        await asyncio.sleep(0)


async def _waits_on_and_on(self: object, key: str) -> None:
    while True:
        try:
            await asyncio.Event().wait()
        except BaseException:
            continue


def _busy_without_await(self: object, key: str) -> None:
    while True:
        pass


class Endless(dict[str, Any]):
    """A dict that has no end."""

    def items(self) -> Any:
        return ((f"{n}", n) for n in iter(int, 1))


class EndlessError(Exception):
    """An error whose text has no end."""

    def __str__(self) -> str:  # noqa: PLE0307 - which has no end returns nothing
        while True:
            pass


HANGING = {
    "waits for ever": _for_ever,
    "is busy": _busy,
    "swallows every exception": _swallows,
    "waits and swallows": _waits_on,
    "is busy after a wait": _busy_after_a_wait,
    "gives way for ever": _spins,
    "is busy before it gives anything to await": _busy_without_await,
    "answers without an end": _answers_with(Endless),
    "raises what has no text": _raising(EndlessError),
}


@pytest.mark.parametrize("get", HANGING.values(), ids=HANGING)
async def test_a_store_that_hangs_ends_the_run(get: Any) -> None:
    asked: list[Operation] = [ada.set("a", 1), ada.get("a"), ada.is_any_exist()]
    trace = await run(asked, _store(get=get), limit=0.05)

    assert trace.operations == tuple(asked[:2])
    assert trace[1].answer == Answer(
        error=TIME_LIMIT, message="no answer within the time limit"
    )


@pytest.mark.parametrize("get", HANGING.values(), ids=HANGING)
def test_a_store_that_hangs_in_a_thread_ends_the_run(get: Any) -> None:
    """No alarm signal reaches a thread: there the lines that run are traced."""
    answers: list[Answer] = []

    def target() -> None:
        trace = asyncio.run(run([ada.get("a")], _store(get=get), limit=0.05))
        answers.extend(trace.answers)

    thread = threading.Thread(target=target, daemon=True)
    thread.start()
    thread.join(30)

    assert [one.error for one in answers] == [TIME_LIMIT]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_code_that_cannot_even_be_closed_ends_the_run() -> None:
    """Python itself complains, later, that the coroutine ignored its end."""
    trace = await run([ada.get("a")], _store(get=_waits_on_and_on), limit=0.05)
    gc.collect()

    assert trace[0].answer.error == TIME_LIMIT


async def test_code_that_swallows_the_time_limit_itself_ends_too() -> None:
    trace = await run([ada.get("a")], _store(get=_swallows_all), limit=0.05)

    assert len(trace) == 1


async def test_a_constructor_that_hangs_ends_the_run() -> None:
    def endless(session_id: str | None) -> Any:
        while True:
            pass

    trace = await run([ada.get("a"), ada.get("b")], endless, limit=0.05)
    assert [one.error for one in trace.answers] == [TIME_LIMIT]


async def test_a_clear_that_hangs_ends_too() -> None:
    class Store(MemorySessionStore):
        async def clear(self) -> None:
            await asyncio.Event().wait()

    trace = await run([visitor.get("a")], Store, limit=0.05)
    assert len(trace) == 1


async def test_a_timeout_of_the_store_is_an_error_of_its_own() -> None:
    class Store(MemorySessionStore):
        async def get(self, key: str) -> Any:
            raise TimeoutError("the database is slow")

    answer = (await run([ada.get("a")], Store, limit=5))[0].answer
    assert (answer.error, answer.message) == ("TimeoutError", "the database is slow")


async def test_to_cancel_a_run_is_no_answer() -> None:
    task = asyncio.create_task(_to_be_cancelled())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


class OddError(BaseException):
    """No Exception at all."""


@pytest.mark.parametrize("error", [asyncio.CancelledError, OddError, SystemExit])
async def test_what_is_no_exception_is_an_answer_too(
    error: type[BaseException],
) -> None:
    asked: list[Operation] = [ada.get("a"), ada.is_any_exist()]
    trace = await run(asked, _store(get=_raising(error)), limit=5)

    assert [one.error for one in trace.answers] == [error.__name__, None]


async def test_to_interrupt_the_kernel_is_no_answer() -> None:
    with pytest.raises(KeyboardInterrupt):
        await run([ada.get("a")], _store(get=_raising(KeyboardInterrupt)))


async def _to_be_cancelled() -> None:
    await run([ada.get("a")], _store(get=_for_ever), limit=60)


async def test_a_store_that_really_waits() -> None:
    class Store(MemorySessionStore):
        async def get(self, key: str) -> Any:
            await asyncio.sleep(0)
            return await super().get(key)

    assert await _answers([ada.set("a", 1), ada.get("a")], Store) == [None, 1]


async def test_an_awaitable_that_is_no_coroutine() -> None:
    class Store(MemorySessionStore):
        def get(self, key: str) -> Any:
            return asyncio.ensure_future(super().get(key))

    assert await _answers([ada.set("a", 1), ada.get("a")], Store) == [None, 1]


async def test_any_callable_makes_stores() -> None:
    class Pool:
        def store(self, session_id: str | None) -> MemorySessionStore:
            return MemorySessionStore(session_id)

    for store_class in (Pool().store, partial(MemorySessionStore)):
        assert await _answers([ada.set("a", 1), ada.get("a")], store_class) == [None, 1]


async def test_a_trace_is_run_by_its_operations() -> None:
    class Forgets(MemorySessionStore):
        async def set(self, key: str, value: Any) -> None:
            pass

    once = await run([on("ada").set("cart", 3), on("ada").get("cart")], Forgets)
    again = await run(once, MemorySessionStore)

    assert again.operations == once.operations
    assert (once[1].answer.value, again[1].answer.value) == (None, 3)


async def test_two_stores_of_one_id_are_alive_at_once() -> None:
    class Remembers(MemorySessionStore):
        seen: Any = None

        async def get_all(self) -> Any:
            self.seen = self.seen or dict(await super().get_all())
            return self.seen

    another = on("ada", store="another")
    asked: list[Operation] = [
        *(ada.set("a", 1), another.get_all(), ada.get_all()),
        *(another.set("b", 2), another.get_all(), another.open(), another.get_all()),
        *(another.assign_id("eve"), on("eve", store="another").get("a")),
    ]

    assert await _answers(asked, Remembers) == [
        *(None, {"a": 1}, {"a": 1}, None, {"a": 1}, None, {"a": 1, "b": 2}),
        *(None, None),
    ]


async def test_to_copy_what_is_given_takes_no_time_of_the_stores() -> None:
    class Large(dict[str, int]):
        def __deepcopy__(self, memo: object) -> "Large":
            end = time.monotonic() + 0.06
            while time.monotonic() < end:
                pass
            return self

    trace = await run(
        [ada.set_many(Large(a=1)), ada.get("a")], MemorySessionStore, limit=0.05
    )
    assert [one.value for one in trace.answers] == [None, 1]


class WritesAll(MemorySessionStore):
    """Writes the whole session as it was read, some time before."""

    async def set(self, key: str, value: Any) -> None:
        values = dict(await self.get_all())
        sessions[self.session_id] = {**values, key: value}


async def test_two_requests_at_once_take_turns() -> None:
    asked: list[Operation] = [
        ada.set("user", "Ada"),
        together([ada.set("cart", 3)], [ada.set("note", "hi"), ada.get("user")]),
        ada.get_all(),
    ]

    assert await _answers(asked, MemorySessionStore) == [
        *(None, None, {"user": "Ada", "cart": 3, "note": "hi"}),
    ]
    # the second reads before the first has written
    assert await _answers(asked, WritesAll) == [
        *(None, None, {"user": "Ada", "note": "hi"}),
    ]


async def test_what_fails_in_one_of_two_requests_is_the_answer() -> None:
    def refuse(_: Any, key: str) -> Any:
        raise KeyError(key)

    both = together([ada.is_any_exist()], [ada.get("a"), ada.clear()])
    trace = await run([both, ada.is_any_exist()], _store(get=refuse), limit=5)

    assert trace[0].answer == Answer(error="KeyError", message="'a'")
    assert trace[1].answer.error is None


async def test_one_of_two_requests_that_hangs_ends_the_run() -> None:
    both = together([ada.clear()], [ada.get("a")])
    trace = await run([both, ada.clear()], _store(get=_for_ever), limit=0.05)

    assert [one.answer.error for one in trace] == [TIME_LIMIT]


def test_two_requests_need_an_event_loop() -> None:
    with pytest.raises(WaitsError):
        drive(run([together([ada.clear()], [])], MemorySessionStore))


async def test_an_id_that_begins_as_another_is_passed_on_so() -> None:
    made: list[Any] = []

    class Noted(MemorySessionStore):
        def __init__(self, session_id: str | None) -> None:
            super().__init__(session_id)
            made.append(session_id)

    await run([on(one).get("a") for one in ("ad", "ada", "None", "", None)], Noted)
    short, long = [one for one in made if one and "ad" in one][:2]
    assert long.startswith(short)
    assert {"None", "", None} <= {*made}
