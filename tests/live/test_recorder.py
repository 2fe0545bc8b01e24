"""The recorder: watched stores do as bare ones, and what they do is kept."""

import asyncio
import functools
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessionkit import (
    Answer,
    MemorySessionStore,
    Operation,
    Step,
    StoreClass,
    Trace,
    on,
    run,
    together,
)
from sessionkit.live.history import ABSENT, Change
from sessionkit.live.mask import MASKED
from sessionkit.live.python_code import as_scenario
from sessionkit.live.recorder import Recorder
from sessionkit.running.call import call
from sessionkit.running.isolated import apart
from sessionkit.running.time_limit import drive
from sessionkit.stores.memory import MemorySessions
from sessionkit.stores.variants import VARIANTS
from sessionkit.traces.json import TraceError
from sessionkit.traces.operation import Call, Open, method_of
from tests.checking.wrong_stores import WRONG, SharedEmpty
from tests.slow import sample
from tests.strategies import operations

# what one run writes into the empty dict that SharedEmpty shares, the next run finds
STORES = [MemorySessionStore, *VARIANTS.values(), *(WRONG.keys() - {SharedEmpty})]
STORES.sort(key=lambda one: one.__name__)


@pytest.mark.parametrize(
    "store_class", sample(5, STORES), ids=[one.__name__ for one in STORES]
)
# of so many stores each needs fewer examples
@settings(max_examples=settings().max_examples // 5, derandomize=True)
# with an id, since a faulty clear leaves the session of nobody for the next run
@given(candidate=operations(session_ids=st.sampled_from(["ada", "bob"])))
def test_a_watched_store_answers_as_a_bare_one(
    store_class: StoreClass, candidate: list[Operation]
) -> None:
    bare = drive(run(candidate, store_class))
    watched = drive(run(candidate, Recorder().watch(store_class)))

    assert watched == bare


@given(candidate=operations(changes=False))
def test_the_log_is_the_trace_and_replays(candidate: list[Operation]) -> None:
    recorder = Recorder()
    bare = drive(run(candidate, recorder.watch(MemorySessionStore)))
    replayed = drive(run(recorder.trace.operations, MemorySessionStore))

    assert replayed.answers == recorder.trace.answers
    calls = [step.answer for step in bare if not isinstance(step.operation, Open)]
    kept = [
        step.answer
        for step in recorder.trace
        if method_of(step.operation) not in (None, "clear")
    ]
    assert [one for one in kept if one in calls] == kept


@given(candidate=operations())
def test_the_state_at_each_operation_is_what_the_store_held(
    candidate: list[Operation],
) -> None:
    recorder = Recorder()
    store_class = recorder.watch(MemorySessionStore)
    held: list[dict[str | None, Any]] = []

    async def follow() -> None:
        for one in candidate:
            writes = method_of(one) in ("set", "remove", "clear")
            if not isinstance(one, Call) or one.session_id is None or not writes:
                continue
            await call(store_class(one.session_id), one)
            state: dict[str | None, Any] = {}
            for session_id in ("ada", "bob"):
                bare = MemorySessionStore(session_id)
                if await bare.is_any_exist():
                    state[session_id] = dict(await bare.get_all())
            held.append(state)
        for session_id in ("ada", "bob"):
            await MemorySessionStore(session_id).clear()

    drive(follow())
    ends = [e.number for e in recorder.entries if not isinstance(e.operation, Open)]
    history = recorder.history
    for number, state in zip(ends, held, strict=True):
        there = history.sessions(number)
        assert {one: history.session(one, number) for one in there} == state


async def _ada(recorder: Recorder) -> Any:
    store = recorder.watch(MemorySessionStore)("ada")
    await MemorySessionStore("ada").clear()
    return store


async def test_each_operation_is_kept_with_what_it_changed() -> None:
    recorder = Recorder()
    ada = await _ada(recorder)
    await ada.set("cart", 3)
    await ada.remove("cart")
    await ada.clear()

    assert [entry.changes for entry in recorder.entries] == [
        (Change("ada", "cart", ABSENT, 3),),
        (Change("ada", "cart", 3, None),),
        (Change("ada", "cart", None, ABSENT),),
    ]
    assert str(recorder.entries[1].changes[0]) == '~ "cart" changed: 3 → None'
    assert [entry.number for entry in recorder.entries] == [1, 2, 3]


async def test_a_change_through_no_operation_is_flagged() -> None:
    recorder = Recorder()
    ada = await _ada(recorder)
    await ada.set("user", "Ada")
    (await ada.get_all())["admin"] = True
    await ada.get("user")

    assert [entry.outside for entry in recorder.entries] == [
        (),
        (),
        (Change("ada", "admin", ABSENT, True),),
    ]
    assert recorder.entries[2].changes == ()
    await ada.clear()


async def test_a_faulty_store_is_shown_as_it_is() -> None:
    class Shouting(MemorySessionStore):
        async def set(self, key: str, value: Any) -> None:
            await super().set(key, value)
            await super().set("extra", value)

    recorder = Recorder()
    store = recorder.watch(Shouting)("shouting")
    await store.set("cart", 3)

    assert [one.key for one in recorder.entries[0].changes] == ["cart", "extra"]
    await store.clear()


async def test_errors_are_recorded_and_passed_on() -> None:
    recorder = Recorder()
    store: Any = recorder.watch(VARIANTS["a missing key raises"])("ada")
    with pytest.raises(KeyError, match="cart"):
        await store.get("cart")
    with pytest.raises(TypeError, match="missing 1 required"):
        await store.get()
    with pytest.raises(AttributeError, match="no attribute 'walk'"):
        store.walk()

    assert [str(step.answer).split(":")[0] for step in recorder.trace] == [
        "KeyError",
        "TypeError",
    ]


async def test_the_dict_that_get_all_gives_is_the_live_one() -> None:
    store = await _ada(Recorder())
    await store.set("user", "Ada")

    assert await store.get_all() is await MemorySessionStore("ada").get_all()
    await store.clear()


async def test_named_arguments_and_another_id() -> None:
    recorder = Recorder()
    ada = await _ada(recorder)
    ada.session_id = "eve"
    await ada.set(value=1, key="cart")

    assert str(recorder.trace).split("\n") == [
        '1 ada session_id = "eve"',
        '2 eve set("cart", 1)',
    ]
    assert ada.session_id == "eve"
    await ada.clear()


async def test_secrets_are_masked_while_recording() -> None:
    recorder = Recorder(mask={"password"})
    ada = await _ada(recorder)
    await ada.set("password", "s3cret")
    await ada.set_many({"password": "s3cret", "user": "Ada"})
    assert await ada.get("password") == "s3cret"
    await ada.get_all()
    await ada.clear()

    kept = repr(recorder.entries) + str(recorder.trace)
    assert "s3cret" not in kept
    assert recorder.trace[2].answer.value is MASKED
    assert recorder.history.session("ada", 2) == {"password": MASKED, "user": "Ada"}
    with pytest.raises(TraceError, match=r"operation 1, .*cannot expect <masked>"):
        recorder.as_test()


async def test_the_log_is_bounded_and_its_states_stay_right() -> None:
    recorder = Recorder(most=5)
    ada = await _ada(recorder)
    for number in range(20):
        await ada.set(f"k{number % 3}", number)

    assert (len(recorder.entries), recorder.dropped) == (5, 15)
    assert [entry.number for entry in recorder.entries] == [16, 17, 18, 19, 20]
    assert recorder.history.session("ada", 16) == {"k0": 15, "k1": 13, "k2": 14}
    assert list(recorder.history.difference(16, 18)) == [
        Change("ada", "k1", 13, 16),
        Change("ada", "k2", 14, 17),
    ]
    await ada.clear()


async def test_a_large_value_is_kept_once() -> None:
    recorder = Recorder()
    ada = await _ada(recorder)
    await ada.set("page", ["x"] * 1000)
    for number in range(3):
        await ada.set("n", number)

    kept = [recorder.history.session("ada", n) or {} for n in (1, 2, 3, 4)]
    assert all(one["page"] is kept[0]["page"] for one in kept)
    await ada.clear()


@pytest.mark.slow
async def test_the_written_test_runs_as_it_stands(tmp_path: Path) -> None:
    recorder = Recorder()
    ada = await _ada(recorder)
    await ada.set("cart", {"tea": float("nan"), "\u202e🔑": ["\ud800", None]})
    await ada.remove("user")
    await ada.get_all()
    await ada.clear()
    path = tmp_path / "test_written.py"
    path.write_text(recorder.as_test(), "ascii")

    before, user, after = path.read_text().rpartition("'user': None")
    assert user
    (tmp_path / "test_changed.py").write_text(f"{before}'user': 0{after}")
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "pytest", "-q", "-p", "no:nbval", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert "FAILED test_changed.py::" in done.stdout
    assert "1 failed, 1 passed" in done.stdout


async def test_a_class_of_a_notebook_is_not_imported() -> None:
    class Mine(MemorySessionStore):
        pass

    recorder = Recorder()
    await recorder.watch(Mine)("ada").clear()
    written = recorder.as_test()

    assert "import Mine" not in written
    assert "run(expected.operations, Mine)" in written
    assert Trace(recorder.trace) == recorder.trace
    assert recorder.trace.operations == (on("ada").clear(),)


def _nested(levels: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


async def test_no_value_breaks_the_store_that_is_watched() -> None:
    inside_itself: list[Any] = []
    inside_itself += [inside_itself, inside_itself]
    recorder = Recorder()
    store = recorder.watch(MemorySessionStore)("odd-values")

    class Refuses(dict[str, Any]):
        def items(self) -> Any:
            raise RuntimeError("no items")

    odd = (inside_itself, _nested(140), _nested(491), _nested(100_000), Refuses())
    for value in odd:
        await store.set("odd", value)
        assert await store.get("odd") is value
        await store.set("cart", 3)
        assert await store.get_all() == {"odd": value, "cart": 3}
        assert recorder.state("odd-values") is not None
        assert (recorder.state("odd-values") or {})["cart"] == 3
    await store.clear()
    assert await store.is_any_exist() is False
    assert recorder.number == 22


@pytest.mark.parametrize("error", [SystemExit, asyncio.CancelledError, MemoryError])
async def test_what_a_read_raises_reaches_no_writer(
    error: type[BaseException],
) -> None:
    class Refuses(MemorySessionStore):
        async def get_all(self) -> dict[str, Any]:
            raise error

    recorder = Recorder()
    store = recorder.watch(Refuses)("refuses")
    await store.set("cart", 3)
    assert await store.get("cart") == 3
    with pytest.raises(error):
        await store.get_all()
    await store.clear()


def test_two_requests_at_once_are_written_as_they_were_asked() -> None:
    both = together([on("ada").set("a", 1), on("ada").clear()], [on("bob").clear()])
    written = as_scenario(Trace([Step(both, Answer())]))

    assert "import MemorySessionStore, on, run, together\n" in written
    assert (
        "together([on('ada').set('a', 1), on('ada').clear()], [on('bob').clear()])"
    ) in written


class OneDict(MemorySessionStore):
    """Gives every session the same dict: two names, one dict."""

    held: dict[str, Any] = {}  # noqa: RUF012  # that it is shared is the bug

    async def set(self, key: str, value: Any) -> None:
        from sessionkit.memory import sessions

        sessions.setdefault(self.session_id, self.held)[key] = value


async def _two(recorder: Recorder) -> tuple[Any, Any]:
    OneDict.held.clear()
    store_class = recorder.watch(apart(OneDict))
    ada, bob = store_class("ada"), store_class("bob")
    await ada.set("cart", 3)
    await bob.set("theme", "dark")
    return ada, bob


async def test_a_change_in_another_session_is_flagged_where_it_was_done() -> None:
    recorder = Recorder()
    ada, _ = await _two(recorder)
    await ada.get("cart")

    assert [entry.outside for entry in recorder.entries] == [
        (),
        (Change("ada", "theme", ABSENT, "dark"),),
        (),
    ]
    assert recorder.entries[1].elsewhere == recorder.entries[1].outside
    assert recorder.history.session("ada", 1) == {"cart": 3}
    assert recorder.history.session("ada", 2) == {"cart": 3, "theme": "dark"}


async def test_a_dict_changed_by_hand_is_found_before_the_next_operation() -> None:
    recorder = Recorder()
    store_class = recorder.watch(apart(MemorySessionStore))
    ada, bob = store_class("ada"), store_class("bob")
    await ada.set("cart", 3)
    (await ada.get_all())["cart"] = 4
    await bob.get("cart")

    assert recorder.entries[-1].found == (Change("ada", "cart", 3, 4),)
    assert recorder.entries[-1].elsewhere == ()


async def test_others_are_read_within_bounds() -> None:
    recorder = Recorder(others=1)
    ada, _ = await _two(recorder)
    eve = recorder.watch(apart(MemorySessionStore))("eve")
    await eve.is_any_exist()
    await ada.set("late", 1)  # of the others eve alone is read now

    assert [one.session_id for one in recorder.entries[-1].outside] == []
    assert list(recorder.stores) == ["ada", "eve"]


async def test_a_store_whose_sessions_end_unused_is_not_kept_alive() -> None:
    now = [0.0]
    sessions = MemorySessions(expires_after=10, clock=lambda: now[0])
    store_class = Recorder().watch(sessions)
    ada, bob = store_class("ada"), store_class("bob")
    await ada.set("cart", 3)
    for _ in range(4):
        now[0] += 4
        await bob.get("cart")

    assert await ada.get("cart") is None


async def test_a_store_that_waits_gets_no_reading_on_behalf_of_others() -> None:
    read: list[str | None] = []

    class Waits(MemorySessionStore):
        async def get_all(self) -> dict[str, Any]:
            read.append(self.session_id)
            await asyncio.sleep(0)
            return await super().get_all()

    store_class = Recorder().watch(Waits)
    ada, bob = store_class("waits-ada"), store_class("waits-bob")
    await ada.set("cart", 3)
    read.clear()
    await bob.set("cart", 4)
    await ada.clear()
    await bob.clear()

    assert read == ["waits-bob", "waits-ada", "waits-bob"]  # once for each operation


async def test_an_entry_knows_the_line_that_called() -> None:
    recorder = Recorder()
    ada = await _ada(recorder)
    await ada.set("cart", 3)  # this line
    place = recorder.entries[-1].place

    assert place is not None
    assert place.code.endswith("# this line")
    assert place.name == f"test_recorder.py, line {place.line}"
    unknown = Recorder(where=False)
    await (await _ada(unknown)).set("cart", 3)
    assert unknown.entries[-1].place is None


async def test_a_class_without_a_name_is_given_one_in_the_test() -> None:
    partial = functools.partial(MemorySessionStore)  # `apart` gives it a wrapper
    keyword = type("class", (MemorySessionStore,), {})
    for nameless in (lambda one: MemorySessionStore(one), partial, keyword):
        recorder = Recorder()
        await recorder.watch(apart(nameless))("ada").set("cart", 3)
        text = recorder.as_test()
        names: dict[str, Any] = {"store_class": MemorySessionStore}
        exec(text, names)

        assert await names["replay"]() == recorder.trace
