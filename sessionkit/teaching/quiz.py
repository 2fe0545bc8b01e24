"""A quiz: questions, what was answered, and what is to be said of each answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from types import EllipsisType
from typing import Any

from sessionkit.teaching.questions import Choice, Question
from sessionkit.traces.html import Markup, code, prose
from sessionkit.traces.marks import Mark
from sessionkit.traces.shown import Marked, Part, Shown, Words, not_understood
from sessionkit.traces.values import show, snapshot


@dataclass(frozen=True)
class Listed:
    """The choices of a question, a letter each."""

    choices: Sequence[Choice]

    def text(self) -> str:
        """Write a line for each."""
        return "\n".join(f"   {one.letter}  {one.text}" for one in self.choices)

    def html(self) -> Markup:
        """Write a list; the letters are words, so that they are read everywhere."""
        items = "".join(
            f"<li>{code(one.letter)} {prose(one.text)}</li>" for one in self.choices
        )
        return Markup(f'<ul style="list-style: none">{items}</ul>')


@dataclass(frozen=True, repr=False)
class Quiz(Shown):
    """Questions in order; ``answers`` are letters, ``...`` where there is none yet.

    ``call`` is how it was made, such as ``recall("03"``: so the reader is told how to
    write the answers down. With ``buttons`` that is told once they ``pressed`` some.
    """

    title: str
    call: str
    questions: tuple[Question, ...]
    answers: tuple[Any, ...] = ()
    buttons: bool = False
    pressed: bool = False

    @property
    def all_answers(self) -> tuple[Any, ...]:
        """One answer for each question, ``...`` for those that are not answered."""
        missing = len(self.questions) - len(self.answers)
        return (*self.answers, *[...] * missing)[: len(self.questions)]

    def answer(self, place: int, letter: Any) -> "Quiz":
        """Return the quiz with the question at ``place``, from 0, answered."""
        given = list(self.all_answers)
        given[place] = letter
        return replace(self, answers=tuple(given))

    def chosen(self, place: int) -> Choice | None:
        """Return the choice at ``place``; ``None`` where there is none yet."""
        given = self.all_answers[place]
        return self.questions[place].choice(given) if isinstance(given, str) else None

    @property
    def right(self) -> int:
        """How many answers are right."""
        chosen = (self.chosen(place) for place in range(len(self.questions)))
        return sum(one is not None and one.right for one in chosen)

    @property
    def kept(self) -> str:
        """The code that gives these answers."""
        given = [
            "..." if isinstance(one, EllipsisType) else show(snapshot(one))
            for one in self.all_answers
        ]
        return ", ".join([self.call, *given]) + ")"

    def parts(self) -> Iterator[Part]:
        """Describe it: the title, then each question with its choices or verdict."""
        if len(self.questions) > 1:
            yield Words(self.title)
        for place in range(len(self.questions)):
            yield from self.asked(place)
        yield from self.end()

    def asked(self, place: int) -> Iterator[Part]:
        """Describe one question, by its place from 0."""
        question, chosen = self.questions[place], self.chosen(place)
        number = f"{place + 1}. " if len(self.questions) > 1 else ""
        yield Words(f"{number}{question.text}")
        problem = question.problem(self.all_answers[place])
        if chosen is None:
            yield Listed(question.choices)
        else:
            yield verdict(question, chosen)
        if problem:
            yield not_understood(problem, indent="   ")

    def end(self) -> Iterator[Part]:
        """Describe what comes last: the score, or how to answer."""
        count, extra = len(self.questions), len(self.answers) - len(self.questions)
        places = range(count)
        if extra > 0:
            more = "1 answer" if extra == 1 else f"{extra} answers"
            asked = "one question" if count == 1 else f"{count} questions"
            yield not_understood(f"There are {asked}, and {more} too many.")
        if all(self.chosen(place) for place in places):
            if count > 1:
                mark = Mark.RIGHT if self.right == count else Mark.PARTLY
                yield Marked(mark, "", said=f"{self.right} of {count} right")
        elif not self.buttons:
            example = ", ".join([self.call, *['"a"'] * count]) + ")"
            what = "a letter" if count == 1 else "letters"
            yield Words(f"To answer, write {what} into the call, as in `{example}`.")
        if self.pressed:
            yield Words(
                f"To keep your answers, write this into the cell: `{self.kept}`."
            )


def verdict(question: Question, chosen: Choice) -> Marked:
    """Return what is to be said of a choice."""
    said = f"{chosen.letter}  {chosen.text}"
    if chosen.right:
        return Marked(
            Mark.RIGHT, said, [Words(question.because, indent="   ")], indent="   "
        )
    right = question.right
    more: list[Part] = [Words(chosen.because, indent="   ")] if chosen.because else []
    refutation = chosen.refutation()
    more += [refutation] if refutation else []
    more += [
        Words(f"The answer is {right.letter}: {right.text}", indent="   "),
        Words(question.because, indent="   "),
    ]
    return Marked(Mark.WRONG, said, more, indent="   ")
