"""Going back: stores made anew as they were, and a branch from there."""

import itertools
from typing import Any

import pytest
from hypothesis import given

from sessionkit import MemorySessionStore, Operation, run
from sessionkit.live.rebuild import NotRebuiltError, Rebuilt, fork
from sessionkit.live.recorder import Recorder
from sessionkit.memory import sessions
from sessionkit.running.time_limit import drive
from tests.strategies import operations


@given(candidate=operations(changes=False))
def test_at_each_operation_the_stores_are_rebuilt_as_they_were(
    candidate: list[Operation],
) -> None:
    recorder = Recorder()
    drive(run(candidate, recorder.watch(MemorySessionStore)))
    before = dict(sessions)
    rebuilt = Rebuilt(recorder)

    for number in range(recorder.number + 1):
        drive(rebuilt.to(number))
        for session_id in recorder.history.ids:
            held = rebuilt.recorder.history.session(session_id, number)
            assert held == recorder.history.session(session_id, number)

    drive(rebuilt.close())
    assert sessions == before


async def test_a_fork_goes_its_own_way() -> None:
    recorder = Recorder()
    ada = recorder.watch(MemorySessionStore)("fork-ada")
    await ada.set("cart", 1)
    await ada.set("cart", 2)

    branch = await fork(recorder, 1)
    store = branch.store("fork-ada")
    await store.set("cart", 10)

    assert store.session_id == "fork-ada"
    assert await ada.get("cart") == 2
    assert recorder.number == 3
    assert str(branch.recorder.trace) == (
        '1 fork-ada set("cart", 1)\n2 fork-ada set("cart", 10)'
    )
    await branch.close()
    await ada.clear()


async def test_the_session_of_nobody_is_apart_too() -> None:
    recorder = Recorder()
    nobody = recorder.watch(MemorySessionStore)(None)
    await nobody.set("cart", 1)

    branch = await fork(recorder, 1)
    await branch.store(None).set("cart", 2)

    assert await nobody.get("cart") == 1
    await branch.close()
    await nobody.clear()


async def test_a_new_id_is_followed() -> None:
    recorder = Recorder()
    store = recorder.watch(MemorySessionStore)(None)
    store.session_id = "fork-new"
    await store.set("cart", 1)

    branch = await fork(recorder, 2)

    assert branch.store("fork-new").session_id == "fork-new"
    assert await branch.store("fork-new").get("cart") == 1
    await branch.close()
    await store.clear()


async def test_what_a_change_from_outside_led_to_cannot_be_rebuilt() -> None:
    recorder = Recorder()
    ada = recorder.watch(MemorySessionStore)("fork-outside")
    await ada.set("cart", 1)
    (await ada.get_all())["cart"] = 2
    await ada.get("cart")
    await ada.clear()

    with pytest.raises(NotRebuiltError, match=r"operation 3, .* answers 1, and not 2"):
        await fork(recorder, 3)


async def test_a_state_that_differs_is_told() -> None:
    recorder = Recorder()
    ada = recorder.watch(MemorySessionStore)("fork-state")
    await ada.set("cart", 1)
    (await ada.get_all())["cart"] = 2
    await ada.is_any_exist()
    await ada.clear()

    with pytest.raises(NotRebuiltError, match=r"held \{\"cart\": 2\} then, and holds"):
        await fork(recorder, 3)


async def test_what_is_masked_or_dropped_cannot_be_rebuilt() -> None:
    masked, short = Recorder(mask={"password"}), Recorder(most=1)
    for recorder in (masked, short):
        store = recorder.watch(MemorySessionStore)("fork-masked")
        await store.set("password", "secret")
        await store.clear()

    with pytest.raises(NotRebuiltError, match=r"Operation 1, .* holds a mask"):
        await fork(masked, 1)
    with pytest.raises(
        NotRebuiltError, match="The first 1 operations have been dropped"
    ):
        await fork(short, 2)


async def test_a_store_that_answers_by_chance_cannot_be_rebuilt() -> None:
    numbers = itertools.count()

    class Chance(MemorySessionStore):
        async def get(self, key: str) -> Any:
            return next(numbers)

    recorder = Recorder()
    await recorder.watch(Chance)("fork-chance").get("a")

    with pytest.raises(NotRebuiltError, match="answers 1, and not 0"):
        await fork(recorder, 1)
