"""What lesson 08 measures with, where no exercise shows it."""

import asyncio
import gc
import json
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from redis.crc import key_slot
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from sessionkit.memory import MemorySessionStore, sessions
from sessionkit.stores import redis_server
from sessionkit.teaching import load as loads
from sessionkit.teaching import places as rooms
from sessionkit.teaching import slots
from sessionkit.teaching.load import under_load
from sessionkit.teaching.measuring import shape, try_cost
from sessionkit.teaching.places import fill, places, recorded
from sessionkit.teaching.plots import plot
from sessionkit.teaching.slots import slot_of, try_slot
from sessionkit.teaching.together import try_together

LINES: dict[str, Sequence[float | None]] = {
    "memory": [1.0, 1.2, None],
    "a <file>": [10.0, 100.0, 1000.0],
}


class Leaves:
    """Begins a task that fails, and that nobody awaits."""

    def __init__(self, commit: object) -> None:
        self.task: object = None

    async def write(self, row: str) -> None:
        self.task = asyncio.get_running_loop().create_task(self._fail())

    async def _fail(self) -> None:
        raise KeyError("left")


def test_a_plot_is_text_and_a_table_with_all_figures() -> None:
    shown = plot("Cost", ("sessions", [1, 10, 100]), "us", LINES, ["Redis: none."])

    assert str(shown).splitlines() == [
        "Lines of us over sessions, from 1 to 100; both axes logarithmic. memory from "
        "1 to 1.2; a <file> from 10 to 1,000.",
        "Cost: us",
        "sessions  memory  a <file>",
        "1         1       10",
        "10        1.2     100",
        "100       -       1,000",
        "Redis: none.",
    ]
    html = shown._repr_html_()
    assert '<th scope="col"' in html
    assert "a &lt;file&gt;" in html
    assert "a <file>" not in html


def test_its_picture_is_an_image_in_the_page_with_the_words_in_place_of_it() -> None:
    html = plot("Cost", ("sessions", [1, 10, 100]), "us", LINES)._repr_html_()
    address = html.partition('src="data:image/svg+xml,')[2].partition('"')[0]
    drawn = ElementTree.fromstring(unquote(address))

    assert 'alt="Lines of us over sessions, from 1 to 100' in html
    assert "script" not in unquote(address)
    assert [one.text for one in drawn.iter() if one.text == "2 a <file>"]


def test_lines_that_end_near_each_other_share_a_label() -> None:
    lines: dict[str, Sequence[float | None]] = {
        "a": [1.0, 50.0],
        "b": [1.0, 1.0],
        "c": [1.0, 60.0],
        "d": [9.0, None],
    }
    html = plot("Cost", ("sessions", [1, 10]), "us", lines)._repr_html_()
    address = html.partition('src="data:image/svg+xml,')[2].partition('"')[0]
    drawn = ElementTree.fromstring(unquote(address))
    labels = [one.text for one in drawn.iter() if one.get("class") == "label"]

    assert sorted(filter(None, labels)) == ["1, 3", "2", "4"]


def test_after_a_plot_installed_packages_are_found_as_before() -> None:
    plot("Cost", ("sessions", [1, 10, 100]), "us", LINES)._repr_html_()

    assert version("pygal")
    assert all(hasattr(one, "find_spec") for one in sys.meta_path)


def test_without_pygal_the_table_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sessionkit.teaching.plots.find_spec", lambda name: None)
    html = plot("Cost", ("sessions", [1, 10, 100]), "us", LINES)._repr_html_()

    assert "<img" not in html
    assert "1,000" in html


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ([1.0], "'it' has 1 figures for 2 points; put None where there is none"),
        ([1.0, 0], "'it' has a figure that is not above 0"),
    ],
)
def test_a_line_that_cannot_be_drawn_is_refused(line: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        plot("Cost", ("sessions", [1, 10]), "us", {"it": line})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ([1, 8, 1], "flat"),
        ([1, 8, None], "flat"),
        ([1, 5, 20], "grows with the sessions"),
        ([1, 5, 19], "neither clearly flat nor clearly growing here: run it again"),
        ([20, 5, 1], "neither clearly flat nor clearly growing here: run it again"),
    ],
)
def test_a_shape_is_told_with_a_wide_margin(line: Any, said: str) -> None:
    assert shape(line) == said


async def unwritten(operation: Any) -> None: ...


class Unwritten:
    async def write(self, row: Any) -> None: ...


class Raises:
    def __init__(self, commit: Any) -> None:
        raise KeyError("commit")

    async def write(self, row: Any) -> None:
        self.row = row


def endless(name: str) -> int:
    while True:
        pass


@pytest.mark.parametrize(
    ("trial", "given", "said"),
    [
        (try_cost, unwritten, "○ not attempted yet: `unwritten`"),
        (try_cost, endless, "The operation is awaited: begin with `async def endless`"),
        (try_cost, 3, "Give the function, not `3`."),
        (try_together, Unwritten, "○ not attempted yet: `Unwritten`"),
        (try_together, MemorySessionStore, "It has no method `write`."),
        (try_together, 3, "Give the class, not `3`."),
        (try_together, Raises, "! your code raised: `Raises`\nKeyError: 'commit'"),
        (try_slot, unwritten, "○ not attempted yet: `unwritten`"),
        (try_slot, try_slot, "It only computes: write `def try_slot`, without async."),
        pytest.param(
            *(
                try_slot,
                endless,
                "It ran for 2 seconds; look for a loop without an end.",
            ),
            marks=pytest.mark.slow,
        ),
        (try_slot, len, "The slot of `session:ada` is 13088, and yours is `11`."),
    ],
)
async def test_what_cannot_be_tried_is_told(trial: Any, given: Any, said: str) -> None:
    assert said in str(await trial(given))


ALL = {
    **slots.PLAIN,
    **slots.OTHER_LETTERS,
    **slots.TAGGED,
    **{name: slot for name, (slot, _) in slots.ODD.items()},
}


@pytest.mark.parametrize(("name", "slot"), ALL.items())
def test_the_slots_are_those_of_the_client(name: str, slot: int) -> None:
    assert slot_of(name) == slot == key_slot(name.encode(), slots.SLOTS)


async def test_what_was_put_into_memory_is_taken_out(tmp_path: Path) -> None:
    await MemorySessionStore("ada").set("user", "Ada")
    before = [*sessions]
    async with places(tmp_path, redis=False) as there:
        assert list(there.stores) == ["memory", "SQLite"]
        for store_class in there.stores.values():
            await fill(store_class, 0, 3)
            assert await store_class("visitor 2").get("cart") == [2, "tea"]
            assert not await store_class("visitor 3").is_any_exist()
        assert len(sessions) == len(before) + 3
    assert [*sessions] == before
    await MemorySessionStore("ada").clear()


async def test_without_redis_it_is_said_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr(redis_server, "find_spec", lambda name: None)

    async with places(tmp_path) as there:
        assert list(there.stores) == ["memory", "SQLite"]
    [note] = there.notes()
    assert note.startswith("Redis: this needs a Redis server")
    assert note.endswith("Here its figures were recorded elsewhere.")
    weights, _ = await rooms.weigh(10)
    assert weights["Redis"] == recorded("08.weights")["Redis"]


async def _answer(_: Any) -> PlainTextResponse:
    return PlainTextResponse("1")


async def test_without_a_second_process_the_load_is_the_recorded_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refused(*_: Any) -> str:
        raise NotImplementedError("no processes")

    monkeypatch.setattr(loads, "_another_process", refused)
    load = await under_load([], MemorySessionStore, "memory")

    assert load.waits == recorded("08.load")["memory"]["waits"]
    assert load.missing == (
        "There is no second process here (NotImplementedError: no processes). "
        "These figures were recorded elsewhere."
    )


@pytest.mark.slow
async def test_visitors_of_another_process_are_answered() -> None:
    routes = [Route("/add/tea", _answer, methods=["POST"])]
    load = await under_load(
        routes, MemorySessionStore, "memory", visitors=(1, 2), times=64
    )

    assert load.missing == ""
    assert (len(load.waits), len(load.a_second)) == (2, 2)
    assert min(*load.waits, *load.a_second) > 0
    assert min(load.theirs, load.each) > 0


def test_each_record_says_how_and_has_positive_figures() -> None:
    path = Path(sys.modules[rooms.__name__].__file__ or "").parent / "lessons/08.json"
    for name, record in json.loads(path.read_text("utf-8"))["recorded"].items():
        assert record["how"].startswith("2026-"), name
        assert "0," not in json.dumps(record["figures"]).replace("0, ", ""), name


async def test_a_try_leaves_no_task_for_another_cell(
    caplog: pytest.LogCaptureFixture,
) -> None:
    gc.collect()
    caplog.clear()
    assert "not right yet" in str(await try_together(Leaves))
    gc.collect()
    assert caplog.messages == []
