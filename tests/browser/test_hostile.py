"""No session value, key, id or error becomes markup, script, style or a link."""

from typing import Any

import pytest
from playwright.async_api import Dialog, Request, expect

from tests.browser.hostile import HARMLESS, HOSTILE, SET_TRAP
from tests.browser.lab import Notebook

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

SETTING = """
from IPython.display import HTML, display
from sessionkit import MemorySessionStore
from sessionkit.live.inspector.widget import inspect
from sessionkit.live.moments import moment
from tests.browser.hostile import {texts} as texts

class Raises(MemorySessionStore):
    async def get(self, key):
        raise ValueError(key)

inspector = inspect(Raises)
inspector
"""
DOING = """
for text in texts:
    store = inspector.watched(text)
    await store.set(text, text)
    await store.set_many({text: None, "list": [text]})
    try:
        await store.get(text)
    except ValueError:
        pass
"""
STILL = """
inspector.look(at=10)
shown = [HTML(inspector._still()), moment(inspector.recorder), inspector.recorder.trace]
for one in shown:
    display(one)
"""
WALK = """async root => {
    // elements by tag, at the last operation of each text, and attributes' names
    const slider = root.querySelector('input[type=range]');
    const shapes = [], names = new Set();
    for (let at = 3; at <= Number(slider.max); at += 3) {
        slider.value = at;
        slider.dispatchEvent(new Event('input'));
        for (let frame = 0; frame < 3000; frame += 1) {
            await new Promise(requestAnimationFrame);
            if (!root.classList.contains('sk-waiting')
                && root.querySelector('[aria-current=step]')) break;
        }
        const shape = {};
        for (const node of root.querySelectorAll('*')) {
            shape[node.tagName] = (shape[node.tagName] ?? 0) + 1;
            for (const name of node.getAttributeNames()) names.add(name);
        }
        delete shape.DD; delete shape.DT; delete shape.DL; // asked a moment later
        delete shape.DIV; delete shape.CODE;
        shapes.push(shape);
    }
    return {shapes, names: [...names].sort()};
}"""
SHAPE = """() => {
    const shape = {};
    // but for the inspector, which the kernel still tells more
    for (const node of document.querySelectorAll('.jp-OutputArea-output *')) {
        if (node.closest('.sk-inspector')) continue;
        shape[node.tagName] = (shape[node.tagName] ?? 0) + 1;
    }
    return shape;
}"""


async def _walk(notebook: Notebook, texts: str) -> tuple[Any, Any]:
    name = f"{texts.lower()}.ipynb"
    await notebook.write(name, [SETTING.format(texts=texts), DOING, STILL])
    await notebook.run_all()
    outputs = await notebook.outputs()
    assert [one for one in outputs if one["output_type"] == "error"] == []
    await expect(notebook.inspector).to_contain_text("back in time")
    still = await notebook.page.evaluate(SHAPE)
    return await notebook.inspector.evaluate(WALK), still


async def test_hostile_texts_are_texts(notebook: Notebook) -> None:
    asked: list[str] = []
    dialogs: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((notebook.lab.url, "data:", "blob:")):
            asked.append(request.url)

    async def dismiss(dialog: Dialog) -> None:
        # to leave a notebook that is not saved JupyterLab asks, and rightly
        if dialog.type != "beforeunload":
            dialogs.append(dialog.message)
        await dialog.accept()

    notebook.page.on("request", note)
    notebook.page.on("dialog", dismiss)
    hostile, hostile_still = await _walk(notebook, "HOSTILE")
    trapped = await notebook.page.evaluate("() => window.sk_trap")
    for name in ("Copy as scenario", "Copy as test"):
        await notebook.inspector.get_by_role("button", name=name).click()
        alert = notebook.inspector.get_by_role("alert")
        copied = notebook.inspector.locator("textarea")
        await expect(alert.or_(copied).first).to_be_attached()
    assert await notebook.page.evaluate("() => window.sk_trap") == trapped
    harmless, harmless_still = await _walk(notebook, "HARMLESS")

    assert len(HOSTILE) == len(HARMLESS) >= 200
    assert len(hostile["shapes"]) == len(HOSTILE)
    assert trapped is None
    assert dialogs == []
    assert asked == []
    assert hostile["shapes"] == harmless["shapes"]
    assert hostile["names"] == harmless["names"]
    assert hostile_still == harmless_still


async def test_the_trap_would_catch(notebook: Notebook) -> None:
    unsafe = f"display(HTML('<img src=x onerror=\"{SET_TRAP}\"><u>more</u>'))"
    await notebook.write("trap.ipynb", ["from IPython.display import HTML", unsafe])
    await notebook.run_all()
    await notebook.page.wait_for_function("() => window.sk_trap === 1")
    shape = await notebook.page.evaluate(SHAPE)

    assert shape["U"] == 1
