"""The inspector in JupyterLab: what is seen, and what buttons, slider and keys do."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from tests.browser.conftest import VIEWPORT
from tests.browser.contrast import LOW_CONTRAST
from tests.browser.lab import Notebook

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

CELLS = (
    """from sessionkit import MemorySessionStore, memory
from sessionkit.live.inspector.widget import inspect
memory.sessions.clear()
inspector = inspect(MemorySessionStore)
Store = inspector.watched
ada, bob = Store("ada"), Store("bob")
inspector""",
    """await ada.set("user", "ada")
await ada.set("cart", 3)
await ada.remove("cart")
await bob.set("user", "bob")
await ada.get_all()
None""",
)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def written(shared_notebook: Notebook) -> Notebook:
    """Open the notebook with the cells, once for all tests."""
    await shared_notebook.write("inspector.ipynb", CELLS)
    return shared_notebook


@pytest_asyncio.fixture(loop_scope="session")
async def notebook(written: Notebook) -> AsyncIterator[Notebook]:
    """Run the cells anew: an inspector that no other test has touched."""
    await written.page.set_viewport_size(VIEWPORT)
    await written.run_all()
    yield written
    assert written.errors == []


@pytest_asyncio.fixture(loop_scope="session")
async def inspector(notebook: Notebook) -> Locator:
    await _is_at(notebook.inspector, 5)
    return notebook.inspector


def _button(inspector: Locator, name: str) -> Locator:
    return inspector.get_by_role("button", name=name, exact=True)


def _row(inspector: Locator, name: str) -> Locator:
    return inspector.get_by_role("row", name=name)


async def _is_at(inspector: Locator, number: int, last: int = 5) -> None:
    await expect(inspector.locator(".sk-place")).to_have_text(f"{number} / {last}")
    slider = inspector.get_by_role("slider", name="Operation")
    await expect(slider).to_have_value(str(number))


async def test_an_output_on_the_page_follows_a_later_cell(inspector: Locator) -> None:
    await expect(_row(inspector, '"cart"')).to_contain_text("None tombstone")
    await expect(inspector).to_contain_text("live · 5 operations · 2 sessions")
    answers = inspector.locator("dl > div")
    await expect(answers).to_have_text(
        [
            'is_exist("cart")→ False',
            'get("cart")→ None',
            '"cart" in get_all()→ True',
            "is_any_exist()→ True",
        ]
    )


async def test_the_buttons_travel_in_time(inspector: Locator) -> None:
    await _button(inspector, "Back one operation").click()
    await _is_at(inspector, 4)
    await _button(inspector, "Back one operation").click()
    await _is_at(inspector, 3)
    await expect(_row(inspector, '"cart"')).to_contain_text("3None tombstone~ changed")
    await _button(inspector, "Before the first operation").click()
    await _is_at(inspector, 0)
    await expect(inspector).to_contain_text("Before the first operation")
    await _button(inspector, "Forward one operation").click()
    await expect(_row(inspector, '"user"')).to_contain_text("+ added")
    await _button(inspector, "Last operation").click()
    await _is_at(inspector, 5)
    await expect(inspector).to_contain_text("live")


async def test_the_past_is_asked_too(inspector: Locator) -> None:
    await inspector.get_by_role("button", name='2 ada set("cart", 3)').click()
    await _is_at(inspector, 2)
    await expect(inspector.locator("dl > div").first).to_have_text(
        'is_exist("cart")→ True'
    )


async def test_the_keys_step_play_and_find(
    inspector: Locator, notebook: Notebook
) -> None:
    keyboard = notebook.page.keyboard
    await inspector.focus()
    await keyboard.press("ArrowLeft")
    await _is_at(inspector, 4)
    await keyboard.press("Home")
    await _is_at(inspector, 0)
    await keyboard.press("ArrowRight")
    await _is_at(inspector, 1)
    await keyboard.press("Space")
    await expect(_button(inspector, "Stop playing")).to_be_visible()
    await _is_at(inspector, 5)
    await expect(_button(inspector, "Play")).to_be_visible()
    await keyboard.press("/")
    await expect(inspector.get_by_label("Find a key")).to_be_focused()
    await keyboard.type("us")
    await expect(inspector.locator("tbody tr")).to_have_count(1)
    # a key of JupyterLab's own, that would delete the cell, did nothing
    await inspector.focus()
    await keyboard.press("d")
    await keyboard.press("d")
    await expect(inspector).to_be_visible()


async def test_the_slider_travels(inspector: Locator, notebook: Notebook) -> None:
    slider = inspector.get_by_role("slider", name="Operation")
    await slider.focus()
    for _ in range(3):
        await notebook.page.keyboard.press("ArrowLeft")
    await _is_at(inspector, 2)
    await expect(slider).to_have_attribute(
        "aria-valuetext", 'after operation 2, ada set("cart", 3)'
    )
    # the page goes ahead, and tells the kernel where it is a moment later
    async with asyncio.timeout(10):
        while await notebook.run("print(inspector.at)") != "2\n":
            pass


async def test_a_session_and_a_key_are_chosen(inspector: Locator) -> None:
    await inspector.get_by_role("button", name="bob 1 key").click()
    await expect(inspector).to_contain_text("bob after operation 5")
    await inspector.get_by_role("button", name="ada 2 keys").click()
    await _button(inspector, '"user"').click()
    await expect(inspector.locator("dl > div").nth(1)).to_have_text(
        'get("user")→ "ada"'
    )


async def _type(inspector: Locator, method: str, **texts: str) -> None:
    form = inspector.get_by_role("form", name="Act on the store")
    await form.get_by_label("method").select_option(method)
    for label, text in texts.items():
        await form.get_by_label(label).fill(text)


async def test_the_row_of_controls_acts(inspector: Locator, notebook: Notebook) -> None:
    await _type(inspector, "set", session="ada", key="cart", value="[1, 2]")
    await notebook.page.keyboard.press("Enter")  # the field for the value has the focus
    await expect(inspector.get_by_role("status")).to_have_text(
        'ada set("cart", [1, 2]) → None'
    )
    await expect(_row(inspector, '"cart"')).to_contain_text("[1, 2]")
    assert await notebook.run("print(await ada.get('cart'))") == "[1, 2]\n"


async def test_a_wrong_value_is_said_in_words(inspector: Locator) -> None:
    await _type(inspector, "set", session="ada", key="cart", value="[three")
    await _button(inspector, "Run").click()
    await expect(inspector.get_by_role("alert")).to_contain_text(
        'The value is not complete: "[three".'
    )
    await _is_at(inspector, 5)


async def test_acting_in_the_past_forks(inspector: Locator) -> None:
    await inspector.get_by_role("button", name='2 ada set("cart", 3)').click()
    await _type(inspector, "set", session="ada", key="cart", value="4")
    await _button(inspector, "Run and fork").click()
    await _is_at(inspector, 3, 3)
    await expect(_row(inspector, '"cart"')).to_contain_text("34~ changed")
    branch = inspector.get_by_label("Branch")
    await expect(branch).to_have_value("1")
    await branch.select_option("the original")
    await _is_at(inspector, 5)


async def test_copies_and_fortjs(inspector: Locator) -> None:
    await _button(inspector, "Copy as test").click()
    copy = inspector.get_by_label("The recorded operations as a test")
    await expect(copy).to_have_value(re.compile(re.escape("def test_recorded")))
    await _button(inspector, "Copy as scenario").click()
    copy = inspector.get_by_label("The recorded operations as a scenario")
    await expect(copy).to_have_value(re.compile(re.escape("on('ada').remove('cart')")))
    await _button(inspector, "Close the copy").click()
    await expect(copy).to_be_hidden()
    await _button(inspector, "Ask FortJs").click()
    await expect(inspector.get_by_role("status")).to_contain_text("FortJs")


async def test_pause_and_continue(inspector: Locator, notebook: Notebook) -> None:
    await _button(inspector, "Pause").click()
    await expect(inspector).to_contain_text("paused · 5 operations")
    await notebook.run("await ada.set('late', 1)")
    await expect(inspector).to_contain_text("paused · 1 newer operation · 5 operations")
    await _button(inspector, "Continue").click()
    await _is_at(inspector, 6, 6)


async def test_everything_that_one_can_use_has_a_name(inspector: Locator) -> None:
    unnamed = await inspector.locator(
        "button, input, select, textarea, [role]"
    ).evaluate_all(
        """nodes => nodes.filter(node => !(node.getAttribute('aria-label')
            || node.textContent.trim() || node.closest('label')
            || ['status', 'alert'].includes(node.getAttribute('role'))
            || node.closest('[hidden]'))).map(node => node.outerHTML)"""
    )

    assert unnamed == []


async def test_a_burst_ends_with_its_last_state(
    inspector: Locator, notebook: Notebook
) -> None:
    await notebook.run("for n in range(20_000): await ada.set('n', n)")
    await expect(_row(inspector, '"n"')).to_contain_text("19999")
    await inspector.get_by_role("button", name="Before the first operation").click()
    await expect(inspector.locator(".sk-place")).to_have_text("10,005 / 20,005")
    await expect(inspector.get_by_role("button", name="10006 ada")).to_be_visible()
    await expect(_row(inspector, '"n"')).to_contain_text("9999")


async def test_time_travel_goes_on_while_the_kernel_is_busy(
    inspector: Locator, notebook: Notebook
) -> None:
    busy = "import time\nwhile not hasattr(inspector, 'free'): time.sleep(0.01)"
    await notebook.page.evaluate(
        """code => { const panel = window.jupyterapp.shell.currentWidget;
        panel.sessionContext.session.kernel.requestExecute({code}); }""",
        busy,
    )
    await _button(inspector, "Back one operation").click()
    await _button(inspector, "Back one operation").click()
    await _is_at(inspector, 3)
    await expect(_row(inspector, '"cart"')).to_contain_text("3None tombstone~ changed")
    await notebook.page.evaluate(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
        ".interrupt()"
    )


@pytest.mark.parametrize("width", [420, 640, 900, 1280])
async def test_nothing_is_cut_off_in_a_narrow_window(
    inspector: Locator, notebook: Notebook, width: int
) -> None:
    await notebook.page.set_viewport_size({"width": width, "height": 900})
    await expect(inspector).to_be_visible()
    over = await inspector.evaluate("node => node.scrollWidth - node.clientWidth")

    assert over <= 1


async def _places(inspector: Locator) -> dict[str, tuple[float, float]]:
    """Return where the parts are that must stay where they are."""
    parts = ["[aria-label^=Back]", "[type=range]", ".sk-body", "form", ".sk-said"]
    boxes = {one: await inspector.locator(one).bounding_box() for one in parts}
    return {one: (box["x"], box["y"]) for one, box in boxes.items() if box}


@pytest.mark.parametrize("width", [500, 900, 1280])
async def test_a_step_moves_nothing_but_the_slider(
    inspector: Locator, notebook: Notebook, width: int
) -> None:
    await notebook.page.set_viewport_size({"width": width, "height": 1200})
    before = await _places(inspector)
    assert len(before) == 5
    for name in (
        "Back one operation",
        "Before the first operation",
        "Forward one operation",
    ):
        await _button(inspector, name).click()
        assert await _places(inspector) == before


async def test_a_row_stays_under_the_pointer(
    inspector: Locator, notebook: Notebook
) -> None:
    await notebook.run("for n in range(60): await ada.set('n', n)")
    await _is_at(inspector, 65, 65)
    row = inspector.get_by_role("button", name='60 ada set("n", 54)')
    before = await row.bounding_box()
    await row.click()
    await _is_at(inspector, 60, 65)

    assert await row.bounding_box() == before
    await expect(row).to_be_focused()
    await notebook.page.keyboard.press("ArrowUp")
    await expect(inspector.get_by_role("button", name="59 ada")).to_be_focused()


async def test_every_text_has_contrast(inspector: Locator) -> None:
    assert await inspector.evaluate(LOW_CONTRAST) == []


async def test_a_value_leads_to_the_cell_that_set_it(inspector: Locator) -> None:
    await inspector.get_by_role("button", name="ada 2 keys").click()
    await _button(inspector, '"user"').click()
    origin = inspector.locator(".sk-origin")
    await expect(origin).to_contain_text(
        'last written by operation 1 · ada set("user", "ada") · In['
    )
    await expect(origin).to_contain_text('line 1 · await ada.set("user", "ada")')
    await _button(inspector, "Go there").click()
    await _is_at(inspector, 1)


async def test_the_focus_stays_on_what_was_pressed(
    inspector: Locator, notebook: Notebook
) -> None:
    names = ["Back one operation", "Forward one operation"]
    names += [
        "Before the first operation",
        "Last operation",
        "Compare",
        "Compared with 5 ✕",
        "Previous change",
    ]
    names += ["Previous change", "Next change", "Next change", "Pause", "Continue"]
    for name in [*names, "Ask FortJs"]:
        await _button(inspector, name).focus()
        pressed = await notebook.page.evaluate_handle("() => document.activeElement")
        await notebook.page.keyboard.press("Enter")
        await notebook.run("pass")  # the kernel has heard of it
        still = await pressed.evaluate("one => one === document.activeElement")
        assert still, name
    row = inspector.locator(".sk-log button").nth(1)
    await row.focus()
    await notebook.page.keyboard.press("Enter")
    await _is_at(inspector, 2)
    await expect(row).to_be_focused()
    # a copy is there to be taken
    await _button(inspector, "Copy as scenario").focus()
    await notebook.page.keyboard.press("Enter")
    await expect(inspector.locator("textarea")).to_be_focused()


async def test_two_names_of_one_dict_are_drawn(
    inspector: Locator, notebook: Notebook
) -> None:
    await notebook.run("mine = await ada.get_all()")
    drawn = inspector.get_by_role("img", name="session ada and variable mine lead to")
    await expect(drawn).to_be_visible()
    await notebook.run("del mine")
