"""Questions down, systems across: words in each cell, and the trace behind it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sessionkit.in_a_cell import in_a_cell
from sessionkit.peers.questions import QUESTIONS, Asked, Question
from sessionkit.traces.html import Markup, table, text
from sessionkit.traces.shown import Part, Shown, Steps, Verdict
from sessionkit.traces.trace import Trace


@dataclass(frozen=True, repr=False)
class Judged(Shown):
    """What one system did when it was asked, and the trace that shows it."""

    question: Question
    system: str
    trace: Trace

    @property
    def words(self) -> str:
        """The outcome in words."""
        return self.question.judge(self.trace)

    def parts(self) -> Iterator[Part]:
        """Describe it: the words, then the trace."""
        yield Verdict([f"{self.system}: {self.words}"])
        yield Steps(self.question.question, self.trace.rows, indent="  ")


@dataclass(frozen=True)
class Answers:
    """All questions to all systems."""

    cells: tuple[Judged, ...]

    @property
    def systems(self) -> list[str]:
        """The systems, in order."""
        return list(dict.fromkeys(cell.system for cell in self.cells))

    def cell(self, question: str, system: str) -> Judged:
        """Return one cell; ``LookupError``, which lists both, if there is none."""
        for cell in self.cells:
            if (cell.question.name, cell.system) == (question, system):
                return cell
        questions = ", ".join(dict.fromkeys(cell.question.name for cell in self.cells))
        raise LookupError(
            f"no cell for {question!r} and {system!r}; the questions are: {questions}; "
            f"the systems are: {', '.join(self.systems)}"
        )

    def _rows(self) -> Iterable[tuple[Question, list[Judged]]]:
        questions = {cell.question.name: cell.question for cell in self.cells}
        for name, question in questions.items():
            yield question, [cell for cell in self.cells if cell.question.name == name]

    def __str__(self) -> str:
        text = []
        for question, cells in self._rows():
            text.append(question.question)
            text += [f"  {cell.system}: {cell.words}" for cell in cells]
        return "\n".join(text)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        rows = [
            [_readable(question.question), *(cell.words for cell in cells)]
            for question, cells in self._rows()
        ]
        return table("Questions to several systems", ["question", *self.systems], rows)


def _readable(question: str) -> Markup:
    """Keep a question from becoming a column of single words beside many systems."""
    return Markup(f'<div style="min-width: 14em">{text(question)}</div>')


@in_a_cell
async def ask_all(
    systems: Sequence[Asked], questions: Iterable[Question] = QUESTIONS
) -> Answers:
    """Ask each question of each system."""
    return Answers(
        tuple(
            [
                Judged(question, system.name, await system.ask(question))
                for question in questions
                for system in systems
            ]
        )
    )
