"""What each system answers to each question, in words, and the trace behind it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sessionkit.in_a_cell import in_a_cell
from sessionkit.peers.questions import QUESTIONS, Asked, Question
from sessionkit.traces.html import Markup, lines, strong, table, text
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
        rows = [(one.question, _by_words(cells)) for one, cells in self._rows()]
        head = ["question", "answer: the systems that give it"]
        return table("Questions to several systems", head, rows)


def _by_words(cells: Sequence[Judged]) -> Markup:
    """Write each answer once, with its systems: a column for each would not fit."""
    systems: dict[str, list[str]] = {}
    for cell in cells:
        systems.setdefault(cell.words, []).append(cell.system)
    return lines(
        Markup(f"{strong(words)}: {text(' · '.join(names))}")
        for words, names in systems.items()
    )


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
