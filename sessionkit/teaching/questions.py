"""Questions with choices; a false choice is refuted by a store that does so."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_lowercase
from types import EllipsisType
from typing import Any

from sessionkit.comparing.pairs import side_by_side
from sessionkit.running.replay import run
from sessionkit.running.time_limit import drive
from sessionkit.suite.document import operations
from sessionkit.suite.scenarios import named
from sessionkit.teaching.entries import LESSONS, lesson
from sessionkit.teaching.wrong_stores import right_store, wrong_store
from sessionkit.traces.operation import Operation
from sessionkit.traces.shown import Columns
from sessionkit.traces.trace import Trace
from sessionkit.traces.values import decode, show, snapshot


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One answer to choose: its letter and words, and what speaks for or against it.

    ``value`` is what it says a store answers, or ``...`` where it is words alone.
    ``store`` names the wrong store that answers so, ``operations`` are what it is
    asked.
    """

    letter: str
    text: str
    right: bool
    because: str
    value: Any
    store: str
    operations: tuple[Operation, ...]
    on: str = ""
    """The store that the question is about, if it is not the memory store."""

    def wrong_trace(self) -> Trace:
        """Ask the wrong store."""
        return drive(run(self.operations, wrong_store(self.store)))

    def refutation(self) -> Columns | None:
        """Return the wrong store's answers beside the right ones, if it has one."""
        if self.right or not self.store:
            return None
        right = drive(run(self.operations, right_store(self.on)))
        rows = side_by_side(self.wrong_trace(), right)
        by = "this store" if self.on else "FortJs's rules"
        head = ["operation", by, "such a store", "this step"]
        return Columns("What a store that fits your choice would answer", head, rows)


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question, its choices by letter, and why the right one is right.

    ``lesson`` is the lesson that taught it, or empty; so is ``theme``. ``rows`` are
    operations to show with it, each with "?" where its answer is asked for.
    """

    id: str
    text: str
    because: str
    choices: tuple[Choice, ...]
    lesson: str = ""
    theme: str = ""
    rows: tuple[tuple[str, str], ...] = ()

    @property
    def right(self) -> Choice:
        """The right choice."""
        return next(one for one in self.choices if one.right)

    def choice(self, letter: str) -> Choice | None:
        """Return the choice of a letter, in any case; ``None`` if there is none."""
        said = letter.strip().lower()
        return next((one for one in self.choices if one.letter == said), None)

    def problem(self, answer: Any) -> str:
        """Say what is wrong with an answer that is no choice; empty for one that is."""
        if isinstance(answer, EllipsisType):
            return ""
        if isinstance(answer, str) and self.choice(answer) is not None:
            return ""
        letters = ", ".join(one.letter for one in self.choices)
        said = show(snapshot(answer))
        return f"There is no choice {said}: take one of {letters}, in quotes."


def question(entry: Mapping[str, Any]) -> Question:
    """Make a question of an entry in a lesson's file."""
    choices = tuple(
        _choice(letter, one, entry)
        for letter, one in zip(ascii_lowercase, entry["choices"], strict=False)
    )
    return Question(
        id=entry["id"],
        text=entry["text"],
        because=entry["because"],
        choices=choices,
        lesson=entry.get("from", ""),
    )


def _choice(letter: str, entry: Mapping[str, Any], asked: Mapping[str, Any]) -> Choice:
    value = decode(entry["answer"]) if "answer" in entry else ...
    return Choice(
        letter=letter,
        text=entry.get("text") or f"`{show(value)}`",
        right=entry.get("right", False),
        because=entry.get("because", ""),
        value=value,
        store=entry.get("store", ""),
        operations=_operations(entry) or _operations(asked),
    )


def _operations(entry: Mapping[str, Any]) -> tuple[Operation, ...]:
    if "scenario" in entry:
        scenario = named(entry["scenario"])
        return scenario.operations[: entry.get("at", len(scenario.operations))]
    return operations(entry.get("operations", ()))


def recalled(number: str) -> tuple[Question, ...]:
    """Return the questions at the head of a lesson; ``LookupError`` for no lesson."""
    return tuple(map(question, lesson(number)["recall"]))


def reason_for(scenario: str) -> str:
    """Return the id of the "why" question on a scenario; empty if there is none."""
    listed = (one for number in LESSONS for one in lesson(number)["why"])
    return next((one["id"] for one in listed if one.get("scenario") == scenario), "")


def reasons() -> dict[str, Question]:
    """Return the "why" questions of all lessons, by id."""
    listed = [one for number in LESSONS for one in lesson(number)["why"]]
    return {one["id"]: question(one) for one in listed}
