"""The puzzles: a method in shuffled lines, some of them wrong, to be put in order."""

import linecache
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from sessionkit import memory
from sessionkit.checking.checker import check
from sessionkit.checking.report import Failure, Outcome, Report
from sessionkit.contract import StoreClass
from sessionkit.teaching.entries import entries
from sessionkit.traces.html import Markup, code
from sessionkit.traces.marks import Mark
from sessionkit.traces.shown import Marked, Part, Refused, Shown, Words
from sessionkit.traces.values import show, snapshot

_INDENT = "    "


@dataclass(frozen=True)
class Line:
    """One line of a puzzle, with its indentation; ``because`` says what is wrong."""

    letter: str
    code: str
    because: str = ""


@dataclass(frozen=True)
class Given:
    """A puzzle: the head of a method and the lines to choose from, by letter."""

    name: str
    head: str
    lines: tuple[Line, ...]
    right: str
    """The letters of one right order."""

    @property
    def method(self) -> str:
        """The method's name."""
        return self.head.removeprefix("async def ").partition("(")[0]

    def taken(self, letters: str) -> tuple[Line, ...]:
        """Return the lines of letters; ``KeyError`` for a letter that has none."""
        by_letter = {line.letter: line for line in self.lines}
        return tuple(by_letter[letter] for letter in letters)


def given(name: str, entry: Mapping[str, Any]) -> Given:
    """Make a puzzle of an entry in a lesson's file: its lines in a neutral order."""
    wrong = {one["line"]: one["because"] for one in entry["distractors"]}
    ordered = sorted([*entry["lines"], *wrong], key=lambda one: (one.strip(), one))
    lines = tuple(
        Line(letter, text, wrong.get(text, ""))
        for letter, text in zip(ascii_uppercase, ordered, strict=False)
    )
    letters = {line.code: line.letter for line in lines}
    right = "".join(letters[one] for one in entry["lines"])
    return Given(name, entry["head"], lines, right)


@dataclass(frozen=True)
class Code:
    """Lines of Python."""

    lines: Sequence[str]

    def text(self) -> str:
        """Write them as they are."""
        return "\n".join(self.lines)

    def html(self) -> Markup:
        """Write them as code, with their indentation."""
        return Markup(f'<pre style="text-align: left">{code(self.text())}</pre>')


@dataclass(frozen=True, repr=False)
class Puzzle(Shown):
    """A puzzle with nothing chosen: its lines, each with a letter."""

    given: Given

    def live(self) -> Iterator[Part]:
        """Describe it where there are buttons: the task and the lines."""
        one = self.given
        of = f"these {len(one.lines)} lines"
        if len(one.right) == 1:
            yield Words(f"Which one of {of} makes `{one.method}` right?")
        else:
            count = f"{len(one.right)} of {of}, in the right order"
            yield Words(f"Put `{one.method}` together from {count}.")
        lines = [f"{line.letter}      {line.code}" for line in one.lines]
        yield Code([f"   {one.head}", *lines])

    def parts(self) -> Iterator[Part]:
        """Describe it: the task, the lines, and how to answer."""
        yield from self.live()
        count = len(self.given.right)
        example = "".join(sorted(line.letter for line in self.given.lines)[:count])
        call = f'await puzzle("{self.given.name}", "{example}")'
        what = "letter" if count == 1 else "letters in your order"
        yield Words(f"Write the {what} into the call, as in `{call}`.")


@dataclass(frozen=True, repr=False)
class Solved(Shown):
    """What became of an answer: the method as it was put together, and its check."""

    given: Given
    taken: tuple[Line, ...]
    report: Report | None
    problem: str = ""

    @property
    def right(self) -> bool:
        """Whether the store with this method does as FortJs."""
        return self.report is not None and self.report.outcome is Outcome.RIGHT

    def parts(self) -> Iterator[Part]:
        """Describe it: the outcome, the code, then reasons, the lines' own first."""
        yield Marked(self._mark, self._words, [Code(written(self.given, self.taken))])
        if not self.right:
            yield from (Words(one.because) for one in self.taken if one.because)
        for failure in self.report.shown[:1] if self.report is not None else ():
            yield _Told(failure)

    @property
    def _mark(self) -> Mark:
        if self.report is None:
            return Mark.RAISED
        return self.report.outcome.mark

    @property
    def _words(self) -> str:
        if self.problem:
            return self.problem
        if self.right:
            return f"with this `{self.given.method}` the store does what FortJs does."
        return (
            f"with this `{self.given.method}` the store does not do what FortJs does."
        )


@dataclass(frozen=True)
class _Told:
    """A failure that a check found, as a part."""

    failure: Failure

    def text(self) -> str:
        return str(self.failure)

    def html(self) -> Markup:
        return Markup(self.failure._repr_html_())


def find(name: Any) -> Given | Refused:
    """Find a puzzle by its name, such as ``"02.set"``."""
    puzzles = entries("puzzles")
    if not isinstance(name, str) or name not in puzzles:
        said, listed = show(snapshot(name)), ", ".join(puzzles)
        return Refused(f"There is no puzzle {said}; there are: {listed}.")
    return given(name, puzzles[name])


async def solve(asked: Given, letters: Any) -> Solved | Refused:
    """Put the method together in the order of ``letters`` and check its store."""
    problem = _problem(asked, letters)
    if problem:
        return Refused(problem)
    return await _solved(asked, asked.taken(_letters(letters)))


def _letters(letters: str) -> str:
    return "".join(letters.replace(",", " ").split()).upper()


def _problem(asked: Given, letters: Any) -> str:
    if not isinstance(letters, str) or not _letters(letters):
        return 'Write the letters of the lines in one text, such as "C A F".'
    known = "".join(line.letter for line in asked.lines)
    for letter in _letters(letters):
        if letter not in known:
            return f"There is no line {show(letter)}; there are {' '.join(known)}."
        if _letters(letters).count(letter) > 1:
            return f"Line {letter} is there twice: each line is used at most once."
    return ""


def written(asked: Given, taken: Sequence[Line]) -> list[str]:
    """Write the method, as it stands in its class."""
    return [asked.head, *(_INDENT + line.code for line in taken)]


async def _solved(asked: Given, taken: tuple[Line, ...]) -> Solved:
    try:
        store_class = built(asked, taken)
    except SyntaxError as error:
        line = error.lineno or 1
        where = f"line {line}" if line <= len(taken) + 1 else "the last line"
        return Solved(
            asked, taken, None, f"Python cannot read this: {_said(error)}, in {where}."
        )
    report = await check(store_class)
    return Solved(asked, taken, report)


def _said(error: SyntaxError) -> str:
    """Return what Python says of a line, without its number, which is another here."""
    return re.sub(r" on line \d+", "", error.msg)


def built(asked: Given, taken: Sequence[Line]) -> StoreClass:
    """Make the memory store with this method in place of its own.

    Raises ``SyntaxError`` for lines that make no method.
    """
    source = "\n".join([*written(asked, taken), ""])
    file = f"<puzzle {asked.name}>"
    # so that a report can show the line, and what reads a method's code finds it
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)
    names = {**vars(memory), "__name__": "puzzle"}
    exec(compile(source, file, "exec"), names)  # the lines are the kit's own
    return type(
        "Store", (memory.MemorySessionStore,), {asked.method: names[asked.method]}
    )
