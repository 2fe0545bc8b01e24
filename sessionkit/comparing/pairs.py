"""Two traces of the same operations side by side, a row an operation."""

from sessionkit.running.call import OURS
from sessionkit.traces.answer import Answer
from sessionkit.traces.marks import Mark
from sessionkit.traces.trace import Trace

Row = tuple[str, str, str, str]


def side_by_side(mine: Trace, right: Trace) -> list[Row]:
    """Give for each operation its text, the right answer, mine, and the outcome.

    Answers that say nothing, and the outcome of what is right, are "". A system that
    hangs leaves the rest of its trace out.
    """
    rows = []
    for number, (one, other, (text, _)) in enumerate(
        zip(mine, right, right.rows, strict=False), 1
    ):
        differs = one.answer != other.answer
        tells = differs or one.tells or other.tells
        rows.append(
            (
                f"{number} {text}",
                str(other.answer) if tells else "",
                str(one.answer) if tells else "",
                str(_mark(one.answer)) if differs else "",
            )
        )
    return rows


def _mark(answer: Answer) -> Mark:
    return Mark.DIFFERS if answer.error in OURS else Mark.RAISED
