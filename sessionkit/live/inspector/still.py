"""An inspector that stands still: what a reader sees where no kernel runs."""

from collections.abc import Sequence
from typing import Final

from sessionkit.live.inspector.asking import Asked
from sessionkit.live.inspector.words import WORDS, counted
from sessionkit.live.moments import moment
from sessionkit.live.recorder import Recorder
from sessionkit.traces.html import EMPTY, Markup, code, paragraph, strong, table
from sessionkit.traces.operation import who

LAST: Final = 10
"""How many operations are shown, the last ones."""


def still(
    recorder: Recorder, number: int, session_id: str | None, asked: Asked
) -> Markup:
    """Return a session after operation ``number``, and what led to it, as HTML."""
    count, sessions = recorder.number, recorder.history.existing
    operations = counted(WORDS["operations"], count)
    head = f"{recorder.name}: {operations}, {counted(WORDS['sessions'], sessions)}"
    if not count:
        return paragraph(strong(head))
    title = WORDS["after"].format(name=who(session_id), number=number)
    return Markup(
        paragraph(strong(head))
        + moment(recorder, number).table(session_id, title)
        + _answers(
            asked, WORDS["answers" if number == count else "answersThen"], number
        )
        + _operations(recorder, number)
    )


def _answers(asked: Asked, title: str, number: int) -> Markup:
    if not asked:
        return EMPTY
    rows = [(code(question), code(answer)) for question, answer in asked]
    return table(title.format(number=number), ["question", "answer"], rows)


def _operations(recorder: Recorder, number: int) -> Markup:
    first = max(recorder.dropped + 1, number - LAST + 1)
    entries = [recorder.entry(one) for one in range(first, number + 1)]
    rows: Sequence[tuple[object, ...]] = [
        (
            entry.number,
            code(entry.step.operation),
            code(entry.step.answer) if entry.step.tells else EMPTY,
        )
        for entry in entries
    ]
    return table("Operations", ["number", "operation", "answer"], rows)
