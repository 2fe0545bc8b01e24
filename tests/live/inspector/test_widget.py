"""The inspector's kernel side: what it sends, and what it does when asked."""

import asyncio
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from sessionkit import MemorySessionStore, SessionStore
from sessionkit.errors import SessionkitError
from sessionkit.live.inspector.channel import LONGEST
from sessionkit.live.inspector.payload import CHANGED, ENTRIES, KEYS, PAGE, STATES, TEXT
from sessionkit.live.inspector.throttle import AT_ONCE, INTERVAL
from sessionkit.live.inspector.widget import NOW, SNAPSHOT, Inspector, inspect
from sessionkit.live.rebuild import NotRebuiltError
from sessionkit.live.recorder import Recorder
from sessionkit.running.isolated import apart
from sessionkit.traces.operation import method_of
from tests.live.inspector.pages import Page


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


def _store(recorder: Recorder, session_id: str = "inspected") -> SessionStore:
    return recorder.watch(MemorySessionStore)(session_id)


async def _done(recorder: Recorder) -> SessionStore:
    store = _store(recorder)
    await store.clear()
    await store.set("user", "ada")
    await store.set("cart", 3)
    await store.remove("cart")
    return store


async def test_nothing_is_computed_or_sent_while_no_page_is_open(
    recorder: Recorder,
) -> None:
    page = Page(recorder)
    page.inspector._flush = None  # type: ignore[assignment, method-assign]
    page.inspector._gather.poke = None  # type: ignore[assignment, method-assign]
    await _done(recorder)

    assert page.messages == []


async def test_a_page_that_opens_gets_everything(recorder: Recorder) -> None:
    await _done(recorder)
    page = Page(recorder).open()

    update = page.of("update")[0]
    assert update["reset"] is True
    assert [one["call"] for one in update["entries"]] == [
        "clear()",
        'set("user", "ada")',
        'set("cart", 3)',
        'remove("cart")',
    ]
    assert update["entries"][3]["changes"] == [
        {
            "session": 0,
            "key": update["entries"][3]["changes"][0]["key"],
            "name": '"cart"',
            "words": "~ changed, was 3",
            "outside": False,
            "before": {"value": "3", "null": False, "long": False},
            "after": {"value": "None", "null": True, "long": False},
            "cameBefore": 3,
            "cameAfter": 3,
            "byBefore": 3,
        }
    ]
    assert update["sessions"]["rows"] == [
        {"session": 0, "name": "inspected", "exists": True, "keys": 2, "nulls": 1}
    ]
    assert [key["value"] for key in update["states"][0]["keys"]] == ['"ada"', "None"]


async def test_the_read_methods_are_asked_about_the_last_key(
    recorder: Recorder,
) -> None:
    await _done(recorder)
    page = Page(recorder).open()

    assert page.asked["rows"] == [
        ['is_exist("cart")', "False"],
        ['get("cart")', "None"],
        ['"cart" in get_all()', "True"],
        ["is_any_exist()", "True"],
    ]


async def test_asking_a_store_that_creates_by_being_read_changes_nothing() -> None:
    class Creates(MemorySessionStore):
        async def get(self, key: str) -> Any:
            await self.set(key, None)

    page = Page().open()
    recorder = page.inspector.recorder
    store = recorder.watch(Creates)("inspected-new")
    await store.is_exist("cart")
    await page.quiet()

    assert page.asked["rows"][3] == ["is_any_exist()", "False"]
    assert not await MemorySessionStore("inspected-new").is_any_exist()


async def test_a_burst_is_gathered_and_its_end_is_shown(recorder: Recorder) -> None:
    page = Page(recorder).open()
    store = _store(recorder, "inspected-burst")
    start = time.perf_counter()
    for number in range(3_000):
        await store.set("n", number)
    await page.quiet()

    updates = page.of("update")
    took = time.perf_counter() - start
    assert len(updates) <= 3 + AT_ONCE + took / INTERVAL
    assert updates[-1]["number"] == 3_000
    assert updates[-1]["entries"][-1]["number"] == 3_000
    assert [one["message"] for one in page.messages] == list(
        range(1, len(page.messages) + 1)
    )
    await store.clear()


@pytest.mark.slow
async def test_what_is_sent_is_bounded() -> None:
    recorder = Recorder()
    store_class = recorder.watch(MemorySessionStore)
    for number in range(300):
        store = store_class(f"inspected-{number}" + "i" * 1_000)
        await store.set_many(
            {f"k{key}" + "k" * 1_000: "v" * 10_000 for key in range(150)}
        )
    page = Page(recorder).open()
    update = page.of("update")[0]

    assert len(update["entries"]) == ENTRIES
    assert all(len(one["changes"]) == CHANGED for one in update["entries"])
    assert all(one["more"] == 150 - CHANGED for one in update["entries"])
    assert len(update["sessions"]["rows"]) == PAGE
    assert update["sessions"]["total"] == 300
    assert len(update["states"]) <= STATES
    assert sum(len(one["keys"]) for one in update["states"]) <= 2 * KEYS
    assert not update["states"][0]["complete"]
    assert max(map(len, _texts(update))) < 2 * TEXT + 100
    assert len(json.dumps(page.messages)) < 3_000_000
    for session_id in recorder.history.ids:
        await MemorySessionStore(session_id).clear()


def _texts(data: Any) -> list[str]:
    if isinstance(data, dict):
        return [text for one in data.values() for text in _texts(one)]
    if isinstance(data, list):
        return [text for one in data for text in _texts(one)]
    return [data] if isinstance(data, str) else []


async def test_a_page_that_cannot_be_heard_is_sent_each_change_of_a_cell(
    recorder: Recorder,
) -> None:
    page = Page(recorder).open()
    store = _store(recorder, "inspected-silence")
    gather = page.inspector._gather
    for number in range(500):
        gather._full = gather._next = 0.0  # as if a while had passed
        await store.set("n", number)

    assert [one["number"] for one in page.of("update")[1:]] == list(range(1, 501))
    assert [one["kind"] for one in page.messages] == ["update"] * 501
    await store.clear()
    page.say("closed", page="page")
    assert not page.inspector._channel.is_open


@pytest.mark.slow
async def test_after_a_long_cell_the_page_follows_without_delay(
    recorder: Recorder,
) -> None:
    page = Page(recorder).open()
    channel, gather = page.inspector._channel, page.inspector._gather
    now = [0.0]
    channel._clock = gather._clock = lambda: now[0]
    store = _store(recorder, "inspected-after")
    for number in range(4_000):
        now[0] += 0.1
        await store.set("n", number)
    assert channel.interval == LONGEST
    page.say("shown")
    for number in range(10):
        now[0] += 0.1
        await store.set("n", number)
        assert page.of("update")[-1]["number"] == recorder.number
    await store.clear()


async def test_what_a_cell_displays_is_followed_before_the_page_is_heard(
    recorder: Recorder,
) -> None:
    page = Page(recorder)
    page.inspector._repr_mimebundle_()
    store = _store(recorder, "inspected-displayed")
    await store.set("n", 1)

    assert page.of("update")[-1]["number"] == 1
    await store.clear()


async def test_every_request_is_heard_and_says_so(recorder: Recorder) -> None:
    page = Page(recorder).open()
    page.say("ping", ask=7)
    page.say("copy", how="test", ask=8)

    assert [(one["kind"], one["heard"]) for one in page.messages[-2:]] == [
        ("pong", 7),
        ("text", 8),
    ]


async def test_a_page_that_missed_something_gets_everything_again(
    recorder: Recorder,
) -> None:
    await _done(recorder)
    page = Page(recorder).open()
    page.say("missed")

    first, second = page.of("update")
    unlike = {"message": 0, "wait": 0}
    assert {**second, **unlike} == {**first, **unlike}


async def test_looking_back_sends_what_was(recorder: Recorder) -> None:
    await _done(recorder)
    page = Page(recorder).open()
    page.inspector.look(at=3)
    await page.quiet()

    update = page.of("update")[-1]
    assert update["at"] == 3
    assert [key["value"] for key in update["states"][0]["keys"]] == ['"ada"', "3"]
    asked = page.asked
    assert asked["at"] == 3
    assert asked["rows"][1] == ['get("cart")', "3"]


def test_a_terminal_without_a_loop_looks_back(recorder: Recorder) -> None:
    page = Page(recorder)
    page.inspector._repr_mimebundle_()
    asyncio.run(_done(recorder))
    page.inspector.look(at=3)

    assert page.of("update")[-1]["at"] == 3


async def test_the_past_that_cannot_be_asked_says_why(recorder: Recorder) -> None:
    store = _store(recorder)
    await store.set("cart", 1)
    (await store.get_all())["cart"] = 2
    await store.get("cart")
    await store.clear()
    page = Page(recorder).open()
    page.inspector.look(at=3)
    await page.quiet()

    asked = page.asked
    assert asked["rows"] == []
    assert asked["words"].startswith("The store cannot be asked here. Done again, ")


async def test_acting_in_the_past_forks(recorder: Recorder) -> None:
    store = await _done(recorder)
    page = Page(recorder).open()
    page.inspector.look(at=3)
    answer = await page.inspector.act("inspected", "set", "cart", 4)

    assert answer.error is None
    assert page.inspector.branch == 1
    assert page.inspector.number == 4
    assert [str(one.operation) for one in page.inspector.recorder.trace][-1] == (
        'inspected set("cart", 4)'
    )
    assert await store.get("cart") is None
    page.inspector.branch = 0
    assert page.inspector.recorder is recorder
    assert page.of("update")[-1]["branches"] == [0, 3]
    assert method_of(recorder.trace[3].operation) == "remove"


async def test_acting_now_is_recorded_like_all_else(recorder: Recorder) -> None:
    store = await _done(recorder)
    inspector = Inspector(recorder)
    assert (await inspector.act("inspected", "get", "user")).value == "ada"
    assert (await inspector.act("inspected", "set", "cart", 9)).value is None

    assert await store.get("cart") == 9
    assert inspector.branch == 0
    # the inspector's store is one more on this session, as the next request's is
    methods = [method_of(one) for one in recorder.trace.operations[4:]]
    assert methods == [None, "get", "set", "get"]


async def test_what_is_typed_wrong_is_said_in_words(recorder: Recorder) -> None:
    page = Page(recorder).open()
    page.say("act", session="ada", method="set", key="cart", value="[three")
    message = await page.until("problem")

    assert message["words"].startswith('The value is not complete: "[three"')
    assert recorder.number == 0


async def test_what_is_typed_is_done(recorder: Recorder) -> None:
    page = Page(recorder).open()
    page.say("act", session="inspected", method="set", key="cart", value="[1]")
    message = await page.until("answered")

    assert message["words"] == 'inspected set("cart", [1]) → None'
    assert await MemorySessionStore("inspected").get("cart") == [1]


async def test_an_error_of_the_store_is_an_answer() -> None:
    class Full(MemorySessionStore):
        async def set(self, key: str, value: Any) -> None:
            raise OSError("the disk is full")

    page = Page()
    page.inspector.recorder.watch(Full)
    page.open().say("act", session="a", method="set", key="k", value="1")
    message = await page.until("answered")

    assert message["words"] == 'a set("k", 1) → OSError: the disk is full'
    await page.quiet()
    assert page.of("update")[-1]["entries"][-1]["failed"] is True


async def test_an_error_of_a_handler_is_said_in_words(recorder: Recorder) -> None:
    await _done(recorder)
    page = Page(recorder).open()
    page.inspector.look(at=2)
    page.inspector.set_trait("session", 7)  # which was not there: the last is shown
    page.inspector.set_trait("key", 7)
    message = await page.until("problem")

    assert message["words"] == "LookupError: there is no key number 7"


async def test_copies_run_as_they_stand(recorder: Recorder) -> None:
    await _done(recorder)
    page = Page(recorder).open()
    page.say("copy", how="scenario")
    page.say("copy", how="test")
    scenario, test = (message["text"] for message in page.of("text"))

    assert "    on('inspected').remove('cart'),\n" in scenario
    program = scenario.replace("print(await run", "answered = lambda: (run")
    names: dict[str, Any] = {}
    exec(program, names)
    assert await names["answered"]() == recorder.trace
    exec(test, names)
    await asyncio.to_thread(names["test_recorded"])


async def test_a_mask_cannot_be_copied_and_says_so() -> None:
    recorder = Recorder(mask={"password"})
    await _store(recorder).set("password", "secret")
    page = Page(recorder).open()
    page.say("copy", how="test")
    page.say("copy", how="scenario")

    assert len(page.of("problem")) == 2
    assert "operation 1" in page.of("problem")[0]["words"]
    assert "secret" not in json.dumps(page.messages)
    await MemorySessionStore("inspected").clear()


async def test_fortjs_is_asked(recorder: Recorder) -> None:
    store = _store(recorder, "inspected-fortjs")
    await store.set("cart", 3)
    await store.remove("cart")
    await store.get_all()
    page = Page(recorder).open()
    page.say("fortjs")

    said = page.of("said")[-1]
    assert said["number"] is None
    assert said["words"].startswith("FortJs answers all 3 operations as this store")


async def test_paused_it_counts_what_comes_and_continued_shows_it(
    recorder: Recorder,
) -> None:
    page = Page(recorder).open()
    page.inspector.paused = True
    await page.quiet()
    await _done(recorder)
    await page.quiet()
    update = page.of("update")[-1]
    assert (update["number"], update["newer"]) == (0, 4)
    assert "entries" not in update

    page.inspector.paused = False
    await page.quiet()
    update = page.of("update")[-1]
    assert (update["number"], update["newer"]) == (4, 0)
    assert [one["number"] for one in update["entries"]] == [1, 2, 3, 4]


async def test_while_paused_the_past_is_what_it_was(recorder: Recorder) -> None:
    await _done(recorder)
    page = Page(recorder).open()
    page.inspector.paused = True
    await _store(recorder).set("late", 1)
    page.inspector.look(at=3)
    await page.quiet()
    page.inspector.look()
    await page.quiet()

    update = page.of("update")[-1]
    assert (update["number"], update["at"], update["newer"]) == (4, 4, 2)
    assert [key["value"] for key in update["states"][0]["keys"]] == ['"ada"', "None"]


async def test_what_is_looked_for_must_be_there(recorder: Recorder) -> None:
    await _done(recorder)
    inspector = Inspector(recorder)

    with pytest.raises(LookupError, match="no session eve was recorded; seen: insp"):
        inspector.look(session="eve")
    with pytest.raises(LookupError, match="operation 40 is not kept"):
        inspector.look(at=40)
    assert (inspector.at, inspector.session) == (NOW, NOW)


async def test_sessions_are_found_and_paged() -> None:
    recorder = Recorder()
    store_class = recorder.watch(MemorySessionStore)
    for number in range(120):
        await store_class(f"paged-{number}").is_any_exist()
    page = Page(recorder).open()
    page.inspector.offset = 100
    await page.quiet()
    rows = page.of("update")[-1]["sessions"]["rows"]
    assert [row["name"] for row in rows] == [f"paged-{one}" for one in range(100, 120)]

    page.inspector.find_session = "-11"
    await page.quiet()
    found = page.of("update")[-1]["sessions"]
    assert found["total"] == 11
    assert found["offset"] == 0


async def test_a_key_is_found_in_a_large_session(recorder: Recorder) -> None:
    store = _store(recorder, "inspected-large")
    await store.set_many({f"k{number}": number for number in range(1_000)})
    page = Page(recorder).open()
    page.inspector.find_key = "k99"
    await page.quiet()

    found = page.of("update")[-1]["found"]
    assert [key["name"] for key in found["keys"]][:2] == ['"k99"', '"k990"']
    assert found["total"] == 11
    await store.clear()


async def test_standing_still_it_is_a_table_and_one_line(recorder: Recorder) -> None:
    await _done(recorder)
    inspector = inspect(recorder)
    inspector.look(at=3)
    data, _ = inspector._repr_mimebundle_()

    assert repr(inspector) == (
        "Inspector(MemorySessionStore: 4 operations, 1 session, "
        "shown after operation 3)"
    )
    assert data["text/plain"] == repr(inspector)
    assert ">inspected after operation 3</span></caption>" in data["text/html"]
    assert "get(&quot;cart&quot;)" in data["text/html"]
    assert "What the store answered after operation 3" in data["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in data


async def test_a_store_class_gets_a_recorder_of_its_own() -> None:
    inspector = inspect(MemorySessionStore)
    store = inspector.watched("inspected-own")
    await store.set("cart", 1)

    assert inspector.recorder.number == 1
    assert inspector.title == "MemorySessionStore"
    await store.clear()


async def test_a_store_that_waits_is_asked_when_the_loop_is_free() -> None:
    class Waits(MemorySessionStore):
        async def get(self, key: str) -> Any:
            await asyncio.sleep(0)
            return await super().get(key)

    page = Page()
    store = page.inspector.recorder.watch(Waits)("inspected-waits")
    page.open()
    await store.set("cart", 3)
    await page.quiet()

    assert page.asked["rows"][1] == ['get("cart")', "3"]
    await store.clear()


async def test_rebuilding_refused_keeps_the_branch(recorder: Recorder) -> None:
    short = Recorder(most=2)
    await _done(short)
    inspector = Inspector(short)
    inspector.look(at=3)

    with pytest.raises(NotRebuiltError):
        await inspector.act("inspected", "set", "cart", 4)
    assert len(inspector.branches) == 1


async def test_the_last_operation_is_now(recorder: Recorder) -> None:
    await _done(recorder)
    inspector = Inspector(recorder)
    inspector.look(at=2)
    inspector.look(at=4)
    assert inspector.at == NOW
    await _store(recorder).set("late", 1)

    assert inspector.number == recorder.number


@pytest.mark.parametrize(
    "error", [SystemExit, asyncio.CancelledError, KeyboardInterrupt, GeneratorExit]
)
async def test_whatever_a_read_method_raises_there_is_an_inspector(
    error: type[BaseException],
) -> None:
    class Raises(MemorySessionStore):
        async def get(self, key: str) -> Any:
            raise error("no")

    inspector = inspect(Raises)
    await inspector.watched("ada").set("cart", 3)
    data, _ = inspector._repr_mimebundle_()

    assert "&quot;cart&quot;" in data["text/html"]


async def test_two_names_of_one_dict_are_told() -> None:
    page = Page()
    store_class = page.inspector.recorder.watch(apart(MemorySessionStore))
    page.open()
    shared = [1]
    await store_class("ada").set("list", shared)
    await store_class("bob").set("list", shared)
    await page.quiet()

    (alias,) = page.of("update")[-1]["aliases"]
    names = ['session ada, key "list"', 'session bob, key "list"']
    assert alias == {"kind": "list", "value": "[1]", "names": names[::-1]}


async def test_a_copying_store_has_no_alias() -> None:
    class Copies(MemorySessionStore):
        async def get_all(self) -> dict[str, Any]:
            return {"same": 1}

    page = Page()
    page.inspector.recorder.watch(apart(Copies))
    page.open()
    for name in ("ada", "bob"):
        await page.inspector.watched(name).set("n", 1)

    assert page.of("update")[-1]["aliases"] == []


async def test_a_value_is_opened_as_a_tree(recorder: Recorder) -> None:
    store = _store(recorder, "inspected-tree")
    await store.set("cart", {"items": [1, {"name": "tea"}], "text": "x" * 9_000})
    page = Page(recorder).open()
    (key,) = page.of("update")[-1]["states"][0]["keys"]
    page.say("value", session=0, key=key["key"], at=1)

    root = page.of("value")[-1]["tree"]
    assert (key["long"], root["name"]) == (True, '"cart"')
    items, text = root["parts"]
    assert [one["name"] for one in items["parts"]] == ["0", "1"]
    assert items["parts"][1]["parts"][0]["value"] == '"tea"'
    assert text["value"].endswith("(9,000 characters)")
    page.say("value", session=0, key=key["key"], at=0)
    assert "not in the session after operation 0" in page.of("problem")[-1]["words"]
    await store.clear()


async def test_the_snapshot_holds_what_a_page_needs(recorder: Recorder) -> None:
    await _done(recorder)
    inspector = Inspector(recorder)
    inspector._keep()
    update = inspector.snapshot["update"]

    assert [one["number"] for one in update["entries"]] == [1, 2, 3, 4]
    assert update["reset"] is True
    assert inspector.snapshot["asked"][0]["rows"][1] == ['get("cart")', "None"]


@pytest.mark.slow
async def test_the_snapshot_is_bounded(recorder: Recorder) -> None:
    store = _store(recorder, "inspected-bounded")
    for number in range(1_000):
        await store.set(f"k{number}", "v" * 200)
    inspector = Inspector(recorder)
    inspector._keep()
    update = inspector.snapshot["update"]

    assert len(json.dumps(update["entries"])) < SNAPSHOT + 2 * len(update["entries"])
    assert update["dropped"] == 1_000 - len(update["entries"]) > 0
    assert len(json.dumps(inspector.snapshot)) < 2 * SNAPSHOT
    await store.clear()


async def test_it_is_saved_with_every_answer(
    recorder: Recorder, tmp_path: Path
) -> None:
    await _done(recorder)
    inspector = Inspector(recorder)
    path = inspector.save(tmp_path / "lesson.html")
    text = path.read_text("utf-8")
    data = re.search(r'id="traits">(.*)</script>', text)
    assert data is not None
    traits = json.loads(data[1])

    asked = traits["snapshot"]["asked"]
    assert [(one["at"], one["rows"][1][1]) for one in asked] == [
        (2, '"ada"'),
        (3, "3"),
        (4, "None"),
    ]
    assert traits["recorded"] is True
    assert "https://" not in text
    with pytest.raises(SessionkitError, match="a path in a folder that is there"):
        inspector.save(tmp_path / "none" / "lesson.html")


async def test_no_text_of_a_store_ends_the_saved_page(
    recorder: Recorder, tmp_path: Path
) -> None:
    await _store(recorder).set("k", "</script><script>alert(1)</script>")
    text = Inspector(recorder).save(tmp_path / "page.html").read_text("utf-8")

    assert text.count("<script") == 2
    assert text.count("</script") == 2
    await MemorySessionStore("inspected").clear()
