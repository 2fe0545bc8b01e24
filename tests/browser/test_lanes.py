"""Lanes and two stores beside each other in JupyterLab, with the mouse and the keys."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from tests.browser.lab import Notebook

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

CELLS = (
    """from sessionkit import MemorySessionStore
from sessionkit.live import FortJs, inspect, lanes
from sessionkit.stores import RemoveDeletesStore

async def add_tea(store):
    await store.set("cart", [*(await store.get("cart") or []), "tea"])

async def add_milk(store):
    await store.set("cart", [*(await store.get("cart") or []), "milk"])

shown = await lanes(MemorySessionStore, add_tea, add_milk)
shown""",
    """inspector = inspect(MemorySessionStore)
for n in range(40):
    await inspector.watched(f"s{n % 3}").set("n", n)
await lanes(inspector)""",
    """both = inspect(RemoveDeletesStore, beside=FortJs)
both""",
)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def notebook(shared_notebook: Notebook) -> AsyncIterator[Notebook]:
    await shared_notebook.write("lanes.ipynb", CELLS)
    await shared_notebook.run_all()
    yield shared_notebook
    assert shared_notebook.errors == []


def _outcome(shown: Locator) -> Locator:
    return shown.locator(".sk-outcome")


async def test_the_switch_moves_by_keys_and_the_kernel_follows(
    notebook: Notebook,
) -> None:
    two = notebook.page.locator(".sk-lanes").first
    await expect(_outcome(two)).to_have_text('≠ the write of request 2 is lost: "cart"')
    slider = two.get_by_role("slider", name="Switch")
    await slider.focus()
    await slider.press("ArrowRight")

    await expect(_outcome(two)).to_have_text("= as request 1 before request 2")
    await expect(two.locator(".sk-here code").last).to_have_text(
        'set("cart", ["tea", "milk"])'
    )
    assert await notebook.run("print(shown.switch)") == "2\n"


async def test_a_switch_is_chosen_in_the_list_by_the_mouse_and_by_arrows(
    notebook: Notebook,
) -> None:
    two = notebook.page.locator(".sk-lanes").first
    every = two.get_by_role("list", name="Every switch").get_by_role("button")
    await expect(every).to_have_count(6)
    await every.nth(3).click()
    await expect(_outcome(two)).to_contain_text("write of request 1 is lost")
    await notebook.page.keyboard.press("ArrowDown")

    await expect(every.nth(4)).to_be_focused()
    await expect(every.nth(4)).to_have_attribute("aria-pressed", "true")
    await expect(_outcome(two)).to_have_text("= as request 2 before request 1")


async def test_the_map_of_a_recording_leads_to_its_beginning(
    notebook: Notebook,
) -> None:
    recorded = notebook.page.locator(".sk-lanes").nth(1)
    place = recorded.locator(".sk-place")
    await expect(place).not_to_contain_text("1 to 14")
    await recorded.locator(".sk-minimap").click(position={"x": 2, "y": 10})

    await expect(place).to_have_text("1 to 14")
    await expect(recorded.locator("tbody tr").first).to_contain_text('set("n", 0)')


async def test_a_later_cell_is_followed_beside_fortjs(notebook: Notebook) -> None:
    both = notebook.page.locator(".sk-beside")
    await expect(_outcome(both)).to_have_text("nothing was done yet")
    await notebook.run(
        'ada = both.watched("ada")\n'
        'await ada.set("cart", 3)\nawait ada.remove("cart")\nawait ada.get_all()'
    )

    await expect(_outcome(both)).to_contain_text("the first difference is at step 3")
    current = both.locator("[aria-current=step]")
    await expect(current).to_contain_text("≠ holds another value")
    slider = both.get_by_role("slider", name="Step")
    await slider.focus()
    await slider.press("ArrowRight")
    await expect(current).to_contain_text("≠ differs first")
    await both.get_by_role("button", name="First difference").click()
    await expect(both.locator(".sk-place")).to_have_text("step 2 of 3")
