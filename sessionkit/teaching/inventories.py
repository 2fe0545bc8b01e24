"""inventory: twenty questions before the workshop, twenty alike after it.

Nothing is sent anywhere: the score is shown and forgotten.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from string import ascii_lowercase
from types import EllipsisType
from typing import Any, Final
from zlib import crc32

from sessionkit.running.replay import run
from sessionkit.running.time_limit import drive
from sessionkit.suite.document import operations
from sessionkit.teaching.questions import Choice, Question
from sessionkit.teaching.quiz import Listed, verdict
from sessionkit.teaching.wrong_stores import right_store, wrong_store
from sessionkit.traces.marks import Mark
from sessionkit.traces.shown import Grid, Marked, Part, Shown, Steps, Words
from sessionkit.traces.trace import Trace
from sessionkit.traces.values import show

FORMS: Final = ("A", "B")
FIRST: Final = "A"
"""The form that is asked before the workshop."""
LEFT_OUT: Final = "-"
"""What stands for a question that is not answered."""


@cache
def document() -> dict[str, Any]:
    """Read ``inventory.json``."""
    path = files("sessionkit.teaching") / "inventory.json"
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


@cache
def form(name: str) -> tuple[Question, ...]:
    """Return the questions of form ``"A"`` or ``"B"``, in order."""
    return tuple(
        _question(f"{name}{number}", item, item[name])
        for number, item in enumerate(document()["items"], 1)
    )


def _question(name: str, item: Mapping[str, Any], asked: Mapping[str, Any]) -> Question:
    done, on = operations(asked["operations"]), item.get("on", "")
    right = drive(run(done, right_store(on)))
    traces = {"": right}
    for store in asked["stores"]:
        traces[store] = drive(run(done, wrong_store(store)))
    # in an order that says nothing of what is right, the same in each run
    told = sorted(
        ((_told(trace), store) for store, trace in traces.items()),
        key=lambda one: crc32(f"{name} {one[0]}".encode()),
    )
    choices = tuple(
        Choice(
            letter=letter,
            text=said,
            right=not store,
            because=_because(store),
            value=...,
            store=store,
            operations=done,
            on=on,
        )
        for letter, (said, store) in zip(ascii_lowercase, told, strict=False)
    )
    rows = tuple((one, answer and "?") for one, answer in right.rows)
    return Question(
        id=name,
        text=asked["text"],
        because=item["because"],
        choices=choices,
        lesson="",
        theme=item["theme"],
        rows=rows,
    )


def _told(trace: Trace) -> str:
    """Write the answers to all reads of a trace, in order."""
    return ", then ".join(
        f"`{step.answer.error or show(step.answer.value)}`"
        for step in trace
        if step.tells
    )


def _because(store: str) -> str:
    reason: str = document()["reasons"].get(store, "")
    return reason or str(getattr(wrong_store(store), "words", "")) if store else ""


@dataclass(frozen=True, repr=False)
class Inventory(Shown):
    """A form, with what was answered; its score, if it is to be ``scored``.

    ``before`` are the answers to the other form, if there are any. What was wrong, and
    why, is told if it is to be ``explained``: before the workshop, it would give away
    what the lessons ask.
    """

    form: str
    answers: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    scored: bool = False
    explained: bool = True

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions, in order."""
        return form(self.form)

    @property
    def all_answers(self) -> tuple[str, ...]:
        """A letter for each question, or ``LEFT_OUT``."""
        missing = len(self.questions) - len(self.answers)
        return (*self.answers, *[LEFT_OUT] * missing)

    def answer(self, place: int, letter: str) -> "Inventory":
        """Return it with the question at ``place``, from 0, answered."""
        given = list(self.all_answers)
        given[place] = letter
        return replace(self, answers=tuple(given))

    @property
    def kept(self) -> str:
        """The code that gives these answers."""
        return f'inventory("{self.form}", "{"".join(self.all_answers)}")'

    def parts(self) -> Iterator[Part]:
        """Describe it: the questions, or the score."""
        if self.scored:
            yield from self.score()
            return
        yield from self.intro()
        for place in range(len(self.questions)):
            yield from self.asked(place)
        yield Words(
            f'To answer, write one letter for each: `inventory("{self.form}", '
            f'"ab{LEFT_OUT}c...")`, with `{LEFT_OUT}` where you do not know.'
        )

    def intro(self) -> Iterator[Part]:
        """Describe what is asked, and how to read it."""
        yield Words(
            f"Form {self.form}, {len(self.questions)} questions: what does each `?` "
            "stand for? The lines run in order, on an empty store. `is_any_exist()` "
            "asks whether there is a session."
        )
        yield Words(
            '`(the answer of 2)["a"] = 1` is code outside the store: it changes what '
            "line 2 answered. `(the argument of 2)` is what line 2 was given."
        )

    def asked(self, place: int) -> Iterator[Part]:
        """Describe one question, by its place from 0."""
        question = self.questions[place]
        yield Steps(f"{place + 1}. {question.text}", question.rows, indent="   ")
        yield Listed(question.choices)

    def score(self) -> Iterator[Part]:
        """Describe the score by theme, then what was wrong, and why, if it is told."""
        count = len(self.questions)
        score = rights(self.form, self.all_answers)
        right = sum(score.values())
        mark = Mark.RIGHT if right == count else Mark.PARTLY
        yield Marked(mark, self._compared(right), said=f"{right} of {count} right")
        yield Grid("Right answers by theme", self._head, self._rows(score))
        if self.explained:
            yield from self.wrong()
        elif right < count:
            explained = f"{self.kept[:-1]}, explain=True)"
            yield Words(
                "The lessons ask such questions, so the answers are not shown yet. "
                f"After the workshop, see them with `{explained}`."
            )
        yield Words(f"To keep this: `{self.kept}`. Nothing was sent anywhere.")

    def wrong(self) -> Iterator[Part]:
        """Describe each question that was not answered right, and why."""
        for place, question in enumerate(self.questions):
            chosen = question.choice(self.all_answers[place])
            if chosen is None:
                yield Steps(f"{place + 1}. {question.text}", question.rows, "   ")
                yield _left_out(question)
            elif not chosen.right:  # the verdict shows what was done
                yield Words(f"{place + 1}. {question.text}")
                yield verdict(question, chosen)

    @property
    def _other(self) -> str:
        return "B" if self.form == "A" else "A"

    def _compared(self, right: int) -> str:
        if not self.before:
            return ""
        before = sum(rights(self._other, self.before).values())
        if right == before:
            return f"as many as before, in form {self._other}."
        more = f"{right - before} more" if right > before else f"{before - right} fewer"
        return f"{more} than the {before} in form {self._other}."

    @property
    def _head(self) -> list[str]:
        return ["theme", *(["before"] if self.before else []), "now"]

    def _rows(self, score: Mapping[str, int]) -> list[list[str]]:
        of = Counter(one.theme for one in self.questions)
        before = rights(self._other, self.before) if self.before else None
        return [
            [
                theme,
                *([f"{before[theme]} of {of[theme]}"] if before is not None else []),
                f"{score[theme]} of {of[theme]}",
            ]
            for theme in document()["themes"]
        ]


def _left_out(question: Question) -> Part:
    words = f"The answer is {question.right.letter}: {question.right.text}"
    because = Words(question.because, indent="   ")
    return Marked(Mark.NOT_ATTEMPTED, words, [because], indent="   ")


def rights(name: str, answers: Sequence[str]) -> Counter[str]:
    """Count the right answers to a form by theme."""
    return Counter(
        question.theme
        for question, letter in zip(form(name), answers, strict=False)
        if question.right.letter == letter
    )


def letters(name: str, given: Sequence[Any]) -> tuple[str, ...] | str:
    """Read answers to a form, one text or many; a sentence if they make no sense.

    Nothing at all, or ``...``, is no answer yet.
    """
    if len(given) == 1 and isinstance(given[0], list | tuple | EllipsisType):
        given = () if isinstance(given[0], EllipsisType) else tuple(given[0])
    if not all(isinstance(one, str) for one in given):
        return f'Answers to form {name} are letters in one text, such as "abca...".'
    listed = "".join("".join(given).split()).lower()
    count = len(form(name))
    if listed and len(listed) != count:
        return f"Form {name} has {count} questions, not {len(listed)}."
    for place, letter in enumerate(listed):
        known = [one.letter for one in form(name)[place].choices]
        if letter not in (*known, LEFT_OUT):
            return (
                f"Question {place + 1} of form {name} has no choice {show(letter)}: "
                f"take one of {', '.join(known)}, or {LEFT_OUT}."
            )
    return tuple(listed)
