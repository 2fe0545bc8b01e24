"""Each widget of the family under axe: no violation of WCAG 2.2 A or AA."""

from typing import Any, Final

import pytest
from playwright.async_api import expect

from tests.browser.lab import Notebook
from tests.javascript.__main__ import install

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

CELLS: Final = (
    """from sessionkit import MemorySessionStore
from sessionkit.live import FortJs, inspect, lanes, predict
from sessionkit.stores import RemoveDeletesStore

inspector = inspect(MemorySessionStore)
ada, bob = inspector.watched("ada"), inspector.watched("bob")
await ada.set("cart", ["tea", {"n": 1}])
await ada.remove("cart")
await bob.set("theme", "dark")
(await bob.get_all())["admin"] = True
await bob.get("theme")
inspector""",
    """async def add_tea(store):
    await store.set("cart", [*(await store.get("cart") or []), "tea"])

async def add_milk(store):
    await store.set("cart", [*(await store.get("cart") or []), "milk"])

await lanes(MemorySessionStore, add_tea, add_milk)""",
    """both = inspect(RemoveDeletesStore, beside=FortJs)
one = both.watched("ada")
await one.set("cart", 3)
await one.remove("cart")
await one.get_all()
both""",
    'predict("remove-then-get")',
)
WIDGETS: Final = (".sk-inspector", ".sk-lanes", ".sk-beside", ".widget-vbox")
AXE: Final = """async widgets => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const only = {runOnly: {type: 'tag', values: tags}};
    const found = await axe.run({include: widgets}, only);
    const told = ({id, nodes}) => nodes.map(node => `${id}: ${node.html}`);
    return [found.violations.flatMap(told), found.passes.length];
}"""


async def _violations(notebook: Notebook) -> list[str]:
    found: list[Any] = await notebook.page.evaluate(AXE, WIDGETS)
    violations, passed = found
    assert passed > 15  # it looked at something
    return list(violations)


async def test_no_widget_violates_wcag_in_any_colours(notebook: Notebook) -> None:
    page = notebook.page
    await notebook.write("accessible.ipynb", CELLS)
    await notebook.run_all()
    for widget in WIDGETS:
        await expect(page.locator(widget).first).to_be_visible()
    script = install() / "node_modules" / "axe-core" / "axe.min.js"
    await page.evaluate(script.read_text("utf-8"))

    assert await _violations(notebook) == []
    await page.emulate_media(forced_colors="active")
    assert await _violations(notebook) == []
    await page.emulate_media(forced_colors="none")
    # the theme is the user's: it is given back
    for theme, wanted in (("JupyterLab Dark", "false"), ("JupyterLab Light", "true")):
        await page.evaluate(
            """theme => window.jupyterapp.commands.execute(
                'apputils:change-theme', {theme})""",
            theme,
        )
        await expect(page.locator("body")).to_have_attribute(
            "data-jp-theme-light", wanted
        )
        if wanted == "false":
            assert await _violations(notebook) == []
            # axe sees what is wrong, here a button that nothing names
            await notebook.inspector.get_by_label("Play").evaluate(
                "node => { node.removeAttribute('aria-label'); node.title = '';"
                " node.textContent = ''; }"
            )
            violations = await _violations(notebook)
            assert any(one.startswith("button-name") for one in violations)
