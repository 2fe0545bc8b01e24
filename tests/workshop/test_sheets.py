"""What is printed is what the lessons ask and what the contract says."""

import re

from sessionkit.contract import METHODS
from sessionkit.suite.clauses import CLAUSES
from sessionkit.workshop.sheets import CHOICE, UNPREDICTED, handout, predictions
from tests.notebooks.disk import NOTEBOOKS


def test_each_prediction_with_choices_is_on_the_sheet() -> None:
    page = predictions(NOTEBOOKS)
    asked = sum(
        UNPREDICTED in path.read_text() and CHOICE in path.read_text()
        for path in NOTEBOOKS.glob("0*.ipynb")
    )
    assert page.count("<h2>") == asked > 2
    assert "<strong>What does get answer for a key that was removed?</strong>" in page
    assert "☐ None</code>" in page
    assert page.count("<section>") == page.count("Why?") > 20


def test_the_sheet_gives_no_answer_away() -> None:
    shown = re.findall(r"→ ([^<]*)</code>", predictions(NOTEBOOKS))
    assert "?" in shown
    asked = predictions(NOTEBOOKS).split("<section>")[1:]
    assert all("→ ?" in one for one in asked if "→" in one)


def test_the_handout_has_each_method_and_each_clause_that_all_stores_keep() -> None:
    page = handout()
    assert all(f"{method}(" in page for method in METHODS)
    for clause in CLAUSES:
        assert (
            f'<th scope="row" style="text-align: left">{clause.id}</th>' in page
        ) is (clause.needs is None)
    assert "<script" not in page
