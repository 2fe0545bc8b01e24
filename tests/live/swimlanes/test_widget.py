"""lanes: the widget, and the tables that it is without a browser."""

import re
from typing import Any

import pytest

from sessionkit import MemorySessionStore
from sessionkit.live import Recorder, inspect, lanes
from sessionkit.live.swimlanes.recording import MOST
from tests.live.swimlanes.stores import WholeStore, add_cart, add_note, login, logout

STILL = """\
WholeStore: ≠ the write of request 2 is lost: "note"
request 1 is held in set("cart", 3), where it waits, and request 2 runs

Switch 3
   request 1: add_cart    request 2: add_note  the session then
1  set("cart", 3) begins                       {"user": "Ada"}
2                         set("note", "hi")    {"user": "Ada", "note": "hi"}  + "note" added
3  set("cart", 3) ends                         {"user": "Ada", "cart": 3}     - "note" deleted, was "hi"; + "cart" added

Of the 8 switches: in 4 a write is lost, in 4 the result is as if one request followed the other. Of 16 switches there and back: none ends differently.
"""  # noqa: E501  # as it is printed
RECORDED = """\
MemorySessionStore: 4 operations
Operations 1 to 4
   ada                          bob                 the session then
1  set("user", "Ada")                               {"user": "Ada"}             + "user" added
2                               set("user", "Bob")  {"user": "Bob"}             + "user" added
3  get_all() → {"user": "Ada"}                      {"user": "Ada"}
4  get("cart") → 3                                  {"user": "Ada", "cart": 3}  + "cart" added, through no operation"""  # noqa: E501  # as it is printed


async def overlap(switch: int | None = None) -> Any:
    return await lanes(WholeStore, add_cart, add_note, before=login, switch=switch)


async def test_the_still_form_is_the_same_every_time() -> None:
    one, two = await overlap(3), await overlap(3)

    assert str(one) == str(two)
    assert str(one).startswith(STILL)
    assert repr(one) == (
        'Lanes(WholeStore, switch 3: ≠ the write of request 2 is lost: "note")'
    )


async def test_the_bundle_has_text_and_a_table_beside_the_widget() -> None:
    shown = await overlap()
    bundle, _ = shown._repr_mimebundle_()

    assert bundle["text/plain"] == str(shown)
    assert bundle["text/html"].count("<table") == 2
    assert ">Switch 2</span></caption>" in bundle["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in bundle


async def test_moving_the_switch_changes_the_still_form() -> None:
    shown = await overlap(3)
    shown.switch = 0

    assert str(shown).startswith("WholeStore: = as in either order\n")
    assert shown.outcomes[3] == '≠ the write of request 2 is lost: "note"'
    assert len(shown.outcomes) == len(shown.data["plays"]) == 10


async def test_a_switch_that_is_not_there_is_refused() -> None:
    words = re.escape("there is no switch 10: they are numbered 0 to 9")
    with pytest.raises(LookupError, match=words):
        await overlap(10)
    shown = await overlap(9)
    with pytest.raises(LookupError, match=words):
        shown.switch = 10


async def test_a_store_class_alone_is_not_enough() -> None:
    with pytest.raises(TypeError, match="need two requests"):
        await lanes(WholeStore, add_cart)


async def test_a_lambda_is_a_request() -> None:
    shown = await lanes(MemorySessionStore, lambda store: store.clear(), logout)

    assert shown.data["names"] == ["request 1", "request 2: logout"]


async def test_a_recording_has_a_lane_for_each_session() -> None:
    inspector = inspect(MemorySessionStore)
    ada, bob = inspector.watched("ada"), inspector.watched("bob")
    await ada.set("user", "Ada")
    await bob.set("user", "Bob")
    (await ada.get_all())["cart"] = 3
    await ada.get("cart")

    shown = await lanes(inspector)

    assert str(shown) == RECORDED
    kinds = [[one["kind"] for one in row["marks"]] for row in rows_of(shown)]
    assert kinds == [["change"], ["change"], [], ["outside"]]


def rows_of(shown: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = shown.data["plays"][0]["rows"]
    return rows


async def test_more_sessions_than_lanes_share_the_last() -> None:
    inspector = inspect(MemorySessionStore)
    for name in "abcdefgh":
        await inspector.watched(name).set("user", name)

    shown = await lanes(inspector, sessions=["h"])

    assert shown.data["names"] == ["h", "a", "b", "c", "d", "3 other sessions"]
    assert [row["lane"] for row in rows_of(shown)] == [1, 2, 3, 4, 5, 5, 5, 0]
    assert rows_of(shown)[4]["cell"] == 'e set("user", "e")'
    with pytest.raises(LookupError, match="no session z was recorded"):
        await lanes(inspector, sessions=["z"])


async def test_an_empty_recording_and_a_long_one() -> None:
    recorder = Recorder()
    assert str(await lanes(recorder)) == "MemorySessionStore: 0 operations"
    store = recorder.watch(MemorySessionStore)("lanes-long")
    for _ in range(MOST + 1):
        await store.is_any_exist()

    shown = await lanes(recorder)

    assert len(rows_of(shown)) == MOST
    assert shown.data["first"] == 2
    assert shown.data["title"] == (
        "MemorySessionStore: 5,001 operations, the last 5,000 of them"
    )
