"""Each lesson runs to its end in JupyterLab, with nothing wrong."""

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.lab import Notebook
from tests.notebooks.disk import NOTEBOOKS, notebooks_in, shown

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="session"),
]

PATHS = [one for one in notebooks_in([NOTEBOOKS]) if one.parent == NOTEBOOKS]
"""Not the solutions: their cells show the same widgets, and nbval runs them all."""


@pytest.mark.parametrize("path", PATHS, ids=shown)
async def test_it_runs_to_its_end(notebook: Notebook, path: Path) -> None:
    await notebook.copy(path)
    await notebook.run_all()
    outputs = await notebook.outputs()

    assert outputs
    assert [one for one in outputs if one["output_type"] == "error"] == []
    assert await notebook.unrun() == []
    await expect(notebook.page.get_by_text("Error displaying widget")).to_have_count(0)


async def test_a_choice_is_made_without_a_mouse(notebook: Notebook) -> None:
    await notebook.write(
        "predict.ipynb",
        [
            "from sessionkit.live.predictor import predict\n"
            'asked = predict("remove-then-get")\n'
            "asked",
            "async def later():\n"
            "    return 1\n\n\n"
            "predict('How many?', choices=[1, 2], answer=later)",
        ],
    )
    await notebook.run_all()
    choice = notebook.page.get_by_role("button", name="None", exact=True)
    await choice.focus()
    await notebook.page.keyboard.press("Space")

    told = notebook.page.get_by_text("You said None.")
    await expect(told).to_be_visible()
    again = notebook.page.get_by_role("button", name="Predict again")
    await expect(again).to_be_focused()
    await notebook.page.get_by_title("Predict that the answer is 2").focus()
    await notebook.page.keyboard.press("Space")
    await expect(again.nth(1)).to_be_focused()
    await again.first.focus()
    assert await notebook.run("print(asked.prediction.right)") == "True\n"

    await notebook.page.keyboard.press("Space")
    await expect(notebook.page.locator("button.widget-button").first).to_be_focused()


async def test_what_was_pressed_is_there_when_the_cell_runs_again(
    notebook: Notebook,
) -> None:
    cell = "from sessionkit.teaching import recall\nrecall('02')"
    await notebook.write("recall.ipynb", [cell])
    await notebook.run_all()
    choices = notebook.page.get_by_role("button", name="a", exact=True)
    await choices.first.click()
    await expect(choices).to_have_count(2)
    await expect(choices.first).to_be_focused()  # of the next question
    verdict = notebook.page.locator("strong", has_text=re.compile("right|wrong"))
    await expect(verdict).to_have_count(1)
    await notebook.run_all()

    await expect(verdict).to_have_count(1)
    await expect(notebook.page.get_by_text("To keep your answers")).to_be_visible()


async def test_a_report_is_opened_and_stepped_through(notebook: Notebook) -> None:
    await notebook.write(
        "explore.ipynb",
        [
            "from sessionkit import check\n"
            "from sessionkit.live.explorer import explore\n"
            "from sessionkit.stores.variants import RemoveDeletesStore\n"
            "explore(await check(RemoveDeletesStore), RemoveDeletesStore)"
        ],
    )
    await notebook.run_all()
    opened = notebook.page.get_by_label("Open")
    await expect(opened.locator("option").first).to_contain_text("remove-")
    await notebook.page.get_by_role(
        "button", name="Step through it in the inspector"
    ).click()

    await expect(notebook.inspector).to_contain_text("RemoveDeletesStore")
    await expect(notebook.inspector.locator(".sk-place")).not_to_have_text("0 / 0")
