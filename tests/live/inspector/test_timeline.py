"""The page's own time travel gives what the kernel would have said."""

import json
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from sessionkit import MemorySessionStore, Operation, run
from sessionkit.live.inspector.payload import View
from sessionkit.live.recorder import Recorder
from sessionkit.running.time_limit import drive
from tests.live.inspector.pages import Page
from tests.needs import missing
from tests.strategies import operations

SOURCE = (files("sessionkit.live.inspector") / "page" / "timeline.js").read_text(
    "utf-8"
)
DRIVER = Path(__file__).with_name("timeline_driver.mjs")


@pytest.fixture(scope="module")
def node() -> str:
    found = shutil.which("node")
    if found is None:
        missing("Node.js", "apt-get install nodejs")
    return str(found)


def _page_says(
    node: str, messages: list[Any], questions: list[tuple[int, int]]
) -> list[Any]:
    asked = [{"session": place, "number": number} for place, number in questions]
    text = json.dumps({"source": SOURCE, "messages": messages, "questions": asked})
    done = subprocess.run([node, DRIVER], input=text, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    said: list[Any] = json.loads(done.stdout)
    return said


def _kernel_says(view: View, place: int, number: int) -> tuple[Any, Any]:
    state = view.state(place, number=number)
    rows = view.sessions(0, "", number)["rows"]
    return state, next(row for row in rows if row["session"] == place)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(candidate=operations())
def test_it_agrees_with_the_kernel_at_every_operation(
    node: str, candidate: list[Operation]
) -> None:
    recorder = Recorder()
    page = Page(recorder).open()
    drive(run(candidate, recorder.watch(MemorySessionStore)))
    view = page.inspector._view
    questions = [
        (place, number)
        for place in range(len(recorder.history.ids))
        for number in range(recorder.number + 1)
    ]
    said = _page_says(node, page.of("update"), questions)

    for (place, number), answer in zip(questions, said, strict=True):
        state, row = _kernel_says(view, place, number)
        assert answer["row"] == row
        found = answer["state"]
        assert [one["value"] for one in found["keys"]] == [
            one["value"] for one in state["keys"]
        ]
        assert [one["key"] for one in found["keys"]] == [
            one["key"] for one in state["keys"]
        ]
        assert found["exists"] == state["exists"]


async def test_where_it_cannot_know_it_asks(node: str) -> None:
    recorder = Recorder()
    store = recorder.watch(MemorySessionStore)("timeline")
    for number in range(300):
        await store.set("n", number)
    page = Page(recorder).open()
    here, far = _page_says(node, page.of("update"), [(0, 250), (0, 100)])

    assert here["state"]["keys"][0]["value"] == "249"
    assert far == {"state": None, "row": None}
    await store.clear()


async def test_a_large_session_is_asked_for(node: str) -> None:
    recorder = Recorder()
    store = recorder.watch(MemorySessionStore)("timeline-large")
    await store.set_many({f"k{number}": number for number in range(500)})
    await store.set("k1", 0)
    page = Page(recorder).open()
    now, before = _page_says(node, page.of("update"), [(0, 2), (0, 1)])

    assert now["state"]["total"] == 500
    assert len(now["state"]["keys"]) == 100
    assert before["state"] is None
    await store.clear()
