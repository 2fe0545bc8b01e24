"""A moment: what the sessions of a recorder held, as text and as HTML."""

import pytest

from sessionkit import MemorySessionStore
from sessionkit.live.moments import moment
from sessionkit.live.recorder import Recorder


async def _recorded() -> Recorder:
    recorder = Recorder()
    store_class = recorder.watch(MemorySessionStore)
    ada, bob = store_class("moment-ada"), store_class("moment-bob")
    await ada.set_many({"cart": 3, "user": "<b>Ada</b>"})
    await ada.remove("cart")
    await bob.set("user", "Bob")
    await ada.clear()
    return recorder


async def test_it_says_what_a_step_changed_by_sign_and_word() -> None:
    assert str(moment(await _recorded(), 2)) == (
        'after operation 2: moment-ada remove("cart")\n'
        "  moment-ada\n"
        '    "cart"  None  ~ changed, was 3\n'
        '    "user"  "<b>Ada</b>"\n'
        "  moment-bob: no session"
    )


async def test_what_went_is_still_shown_in_that_step() -> None:
    shown = str(moment(await _recorded()))

    assert "  moment-ada: no session" in shown
    assert '    "cart"  (not there)  - deleted, was None' in shown


async def test_before_the_first_operation_there_is_nothing() -> None:
    assert str(moment(await _recorded(), 0)).startswith("before the first operation")
    assert str(moment(Recorder())) == "before the first operation"


async def test_an_operation_that_is_not_kept() -> None:
    recorder = await _recorded()

    with pytest.raises(LookupError, match="recorder has 1 to 4"):
        moment(recorder, 9)
    with pytest.raises(LookupError, match="nothing was recorded yet"):
        moment(Recorder(), 1)


async def test_a_change_from_outside_is_flagged_at_the_next_look() -> None:
    recorder = Recorder()
    ada = recorder.watch(MemorySessionStore)("moment-outside")
    await ada.set("cart", 3)
    (await ada.get_all())["cart"] = 4
    await ada.is_any_exist()
    await ada.clear()

    shown = str(moment(recorder, 3))

    assert '"cart"  4  ~ changed, was 3, through no operation' in shown
    assert "through no operation" not in str(moment(recorder, 2))


async def test_the_html_is_escaped_and_a_table() -> None:
    shown = moment(await _recorded(), 1)._repr_html_()

    assert ">moment-ada</span></caption>" in shown
    assert "&lt;b&gt;Ada&lt;/b&gt;" in shown
    assert "<b>" not in shown


async def test_much_is_cut_and_counted() -> None:
    recorder = Recorder()
    store_class = recorder.watch(MemorySessionStore)
    for number in range(12):
        store = store_class(f"moment-{number}")
        await store.set_many({f"k{key}": key for key in range(52)})

    shown = str(moment(recorder))

    assert shown.count("… and 2 more keys") == 10
    assert "… and 2 more sessions" in shown
    for number in range(12):
        await MemorySessionStore(f"moment-{number}").clear()
