"""The inspector where the kernel cannot answer: busy, begun anew, or not there."""

import asyncio
from pathlib import Path

import nbformat
import pytest
from ipywidgets import Widget
from nbformat.sign import NotebookNotary
from playwright.async_api import Browser, Locator, expect

from sessionkit import MemorySessionStore
from sessionkit.live.inspector.widget import Inspector, inspect
from tests.browser.contrast import LOW_CONTRAST
from tests.browser.lab import Lab, Notebook

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

SET_UP = """import asyncio, pathlib, time
from sessionkit import MemorySessionStore
from sessionkit.live.inspector.widget import inspect
inspector = inspect(MemorySessionStore)
ada = inspector.watched("ada")
inspector"""
LONG = """for n in range(150):
    await ada.set("n", n)
    await ada.set("m", n)
    time.sleep(0.02)
time.sleep(1.5)
await ada.set("last", 1)
while not pathlib.Path("go").exists():
    time.sleep(0.01)"""


async def _recorded() -> Inspector:
    inspector = inspect(MemorySessionStore)
    ada = inspector.watched("ada")
    await ada.set("user", "ada")
    await ada.set("cart", 3)
    await ada.remove("cart")
    return inspector


async def _steps_back(inspector: Locator) -> None:
    await expect(inspector.locator(".sk-place")).to_have_text("3 / 3")
    await inspector.get_by_role("button", name="Back one operation").click()
    await expect(inspector.get_by_role("row", name='"cart"')).to_contain_text("+ added")
    await inspector.get_by_role("button", name="Back one operation").click()
    await expect(inspector.get_by_role("row", name='"cart"')).to_have_count(0)


async def test_a_cell_that_goes_on_is_followed_to_its_end(notebook: Notebook) -> None:
    await notebook.write("long.ipynb", [SET_UP])
    await notebook.run_all()
    await expect(notebook.inspector).to_contain_text("live")
    running = asyncio.create_task(notebook.run(LONG))
    last = notebook.inspector.get_by_role("row", name='"last"')
    await expect(last).to_contain_text("+ added", timeout=20_000)
    assert not running.done()

    await notebook.inspector.get_by_role("button", name="Ask FortJs").click()
    await expect(notebook.inspector).to_contain_text("busy: a cell runs")
    (notebook.lab.root / "go").touch()
    await running
    await expect(notebook.inspector).to_contain_text("live · 301 operations")


async def test_a_kernel_that_began_anew_is_noticed(notebook: Notebook) -> None:
    await notebook.write("restart.ipynb", [SET_UP])
    await notebook.run_all()
    await expect(notebook.inspector).to_contain_text("live")
    await notebook.page.evaluate(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
        ".restart()"
    )

    await expect(notebook.inspector).to_contain_text(
        "disconnected: the kernel no longer knows this inspector; run its cell again"
    )


async def test_a_saved_page_is_stepped_through_with_no_network(
    browser: Browser, tmp_path: Path
) -> None:
    path = (await _recorded()).save(tmp_path / "lesson.html")
    page = await browser.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(path.as_uri())
    inspector = page.locator(".sk-inspector")
    await expect(inspector).to_contain_text("a recording: no kernel runs here")
    await expect(inspector.locator("dl > div").nth(1)).to_have_text('get("cart")→ None')
    await _steps_back(inspector)
    await expect(inspector.locator("dl > div").nth(1)).to_have_text(
        'get("user")→ "ada"'
    )
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        assert await inspector.evaluate(LOW_CONTRAST) == [], scheme
    # without colours of its own the changed row has an outline
    outline = "row => getComputedStyle(row).outlineStyle"
    changed = inspector.locator(".sk-changed")
    assert await changed.evaluate(outline) == "none"
    await page.emulate_media(forced_colors="active")
    assert await changed.evaluate(outline) == "solid"
    await page.close()

    assert asked == [path.as_uri()]
    assert errors == []


async def test_a_notebook_with_saved_widgets_is_stepped_through(
    notebook: Notebook, lab: Lab
) -> None:
    inspector = await _recorded()
    data, _ = inspector._repr_mimebundle_()
    inspector._keep()
    cell = nbformat.v4.new_code_cell(
        "inspector", outputs=[nbformat.v4.new_output("display_data", data=data)]
    )
    state = Widget.get_manager_state(drop_defaults=False)
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "widgets": {"application/vnd.jupyter.widget-state+json": state},
    }
    made = nbformat.v4.new_notebook(cells=[cell], metadata=metadata)
    NotebookNotary(data_dir=str(lab.root.parent / "data")).sign(made)
    nbformat.write(made, lab.root / "kept.ipynb")
    await notebook.open("kept.ipynb")

    await _steps_back(notebook.inspector)
    await expect(notebook.inspector).to_contain_text("disconnected", timeout=15_000)
