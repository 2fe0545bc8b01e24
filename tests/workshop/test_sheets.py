"""What is printed is what the lessons ask and what the contract says."""

import re
from collections.abc import Iterator

from sessionkit.contract import METHODS
from sessionkit.suite.clauses import CLAUSES
from sessionkit.traces.html import prose, text
from sessionkit.workshop.lessons import lessons, output_text
from sessionkit.workshop.sheets import (
    CHOICE,
    UNPREDICTED,
    answers,
    handout,
    predictions,
)
from tests.notebooks.disk import NOTEBOOKS


def cells() -> Iterator[tuple[str, str, str]]:
    """Give id, what was printed and what the solution printed of each prediction."""
    for one in lessons(NOTEBOOKS):
        shown = {cell["id"]: cell for cell in one.cells()}
        for task in one.tasks():
            said, solved = (
                "\n".join(map(output_text, known[task.cell]["outputs"]))
                for known in (shown, one.solved())
            )
            if UNPREDICTED in said:
                yield task.cell, said, solved


def test_each_prediction_is_on_the_sheet() -> None:
    page = predictions(NOTEBOOKS)
    asked = [said for _, said, _ in cells()]
    assert page.count("<section>") == page.count("Why?") == len(asked) > 70
    assert page.count("Your guess:") == sum(CHOICE not in said for said in asked) > 3
    assert page.count("<article>") == page.count("<h2>") == len(lessons(NOTEBOOKS))
    assert "03.1. Four witnesses to one remove<br>" in page
    assert "<strong>What does get answer for a key that was removed?</strong>" in page
    assert "☐ None</code>" in page


def test_the_sheet_gives_no_answer_away() -> None:
    """Not that of another question either: all are on paper at the same time."""
    shown = re.findall(r"→ ([^<]*)<", predictions(NOTEBOOKS))
    assert len(shown) > 30
    assert set(shown) == {"?"}


def test_the_teacher_has_each_answer_and_why() -> None:
    rows = re.findall("<tr><th.*?</tr>", answers(NOTEBOOKS).replace("\n", ""))
    rows = [row for row in rows if "<td" in row]
    for row, (cell, said, solved) in zip(rows, cells(), strict=True):
        answer, why = re.findall("<td.*?</td>", row)
        assert prose(said.splitlines()[0]) in row, cell
        guess = re.search(r"You said `(.+)`\.", solved)
        assert guess
        assert f">{text(guess[1])}</code>" in answer, cell
        assert "And why?" not in why
    assert "It asks about the id of this store." in rows[5]


def test_the_handout_has_each_method_and_each_clause_that_fortjs_keeps() -> None:
    page = handout()
    assert all(f"{method}(" in page for method in METHODS)
    for clause in CLAUSES:
        assert (
            f'<th scope="row" style="text-align: left">{clause.id}</th>' in page
        ) is (clause.id != "R21")
    assert "after lesson 03" in page
    assert "<script" not in page
