"""The page's own time travel gives what the kernel would have said."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
from hypothesis import given, settings

from sessionkit import MemorySessionStore, Operation, StoreClass, run
from sessionkit.live.inspector.payload import View
from sessionkit.live.inspector.sizes import SIZES
from sessionkit.live.recorder import Recorder
from sessionkit.memory import sessions
from sessionkit.running.time_limit import drive
from tests.live.inspector.pages import Page
from tests.needs import missing
from tests.strategies import operations

PAGE = files("sessionkit.live.inspector") / "page"
DRIVER = Path(__file__).with_name("timeline_driver.mjs")
Ask = Callable[[list[Any], list[tuple[int, int]]], list[Any]]


@pytest.fixture(scope="module")
def page_says() -> Iterator[Ask]:
    """Give what asks the page's timeline, in one process of Node for all tests."""
    node = shutil.which("node")
    if node is None:
        missing("Node.js", "apt-get install nodejs")
    command = [str(node), str(DRIVER), str(PAGE / "timeline.js")]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True) as driver:

        def ask(messages: list[Any], questions: list[tuple[int, int]]) -> list[Any]:
            asked = [{"session": one, "number": number} for one, number in questions]
            request = {
                "kept": SIZES["kept"],
                "messages": messages,
                "questions": asked,
            }
            assert driver.stdin is not None
            assert driver.stdout is not None
            driver.stdin.write(json.dumps(request) + "\n")
            driver.stdin.flush()
            line = driver.stdout.readline()
            assert line, "the driver ended; what it said is on the standard error"
            answers: list[Any] = json.loads(line)
            return answers

        yield ask


def _kernel_says(view: View, place: int, number: int) -> tuple[Any, Any]:
    state = view.state(place, number=number)
    rows = view.sessions(0, "", number)["rows"]
    return state, next(row for row in rows if row["session"] == place)


class Leaks(MemorySessionStore):
    """Writes into every session that it knows: the wrong one, too."""

    async def set(self, key: str, value: Any) -> None:
        await super().set(key, value)
        for held in sessions.values():
            held[key] = value


@pytest.mark.slow
@pytest.mark.parametrize("store_class", [Leaks, MemorySessionStore])
@settings(max_examples=40, deadline=None, derandomize=True)
@given(candidate=operations())
def test_it_agrees_with_the_kernel_at_every_operation(
    page_says: Ask, candidate: list[Operation], store_class: StoreClass
) -> None:
    sessions.clear()
    recorder = Recorder()
    page = Page(recorder).open()
    drive(run(candidate, recorder.watch(store_class)))
    view = page.inspector._view
    questions = [
        (place, number)
        for place in range(len(recorder.history.ids))
        for number in range(recorder.number + 1)
    ]
    said = page_says(page.of("update"), questions)

    for (place, number), answer in zip(questions, said, strict=True):
        state, row = _kernel_says(view, place, number)
        assert answer["row"] == row
        found = answer["state"]
        assert [one["value"] for one in found["keys"]] == [
            one["value"] for one in state["keys"]
        ]
        for field in ("key", "by"):
            there = [one[field] for one in found["keys"]]
            assert there == [one[field] for one in state["keys"]]
        assert found["exists"] == state["exists"]


async def test_where_it_cannot_know_it_asks(page_says: Ask) -> None:
    recorder = Recorder()
    store = recorder.watch(MemorySessionStore)("timeline")
    for number in range(300):
        await store.set("n", number)
    page = Page(recorder).open()
    here, far = page_says(page.of("update"), [(0, 250), (0, 100)])

    assert here["state"]["keys"][0]["value"] == "249"
    assert far == {"state": None, "row": None}
    await store.clear()


async def test_a_large_session_is_asked_for(page_says: Ask) -> None:
    recorder = Recorder()
    store = recorder.watch(MemorySessionStore)("timeline-large")
    await store.set_many({f"k{number}": number for number in range(500)})
    await store.set("k1", 0)
    page = Page(recorder).open()
    now, before = page_says(page.of("update"), [(0, 2), (0, 1)])

    assert now["state"]["total"] == 500
    assert len(now["state"]["keys"]) == 100
    assert before["state"] is None
    await store.clear()
