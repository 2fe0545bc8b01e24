"""What check found: where a store differs from FortJs, smallest example first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from sessionkit.checking.alphabet import WALKED_AROUND
from sessionkit.running.call import OURS
from sessionkit.traces.answer import Answer
from sessionkit.traces.html import (
    Markup,
    code,
    lines,
    paragraph,
    prose,
    strong,
    table,
    text,
)
from sessionkit.traces.marks import Mark
from sessionkit.traces.operation import Change, method_of
from sessionkit.traces.trace import Trace

SHOWN = 3
"""How many failures a report shows in full."""
NAMED = 6
"""How many of the others it names."""
ROWS = 30
"""How many operations of a failure are shown."""
DECLARED = "Declared"
"""The error that is expected where a store says that it differs."""
VAGUE: Final = frozenset(
    {
        "",
        "a key that is lost",
        "a key that nobody set",
        "a value that is lost",
        "a value that was changed",
        "a value of another type",
        "a value where there is none",
        "an old value",
        "another session's values",
        "True in place of False",
        "False in place of True",
        "an error in place of an answer",
        "a value that is not kept",
        "nothing is set",
        "remove changes nothing",
        "clear changes nothing",
    }
)
"""Kinds that say what is seen, and not why."""
_PROSE = ("hint", "scenario")


class Outcome(StrEnum):
    """How a check ended."""

    NOT_ATTEMPTED = "not attempted yet"
    RAISED = "your code raised"
    DIFFERS = "differs from FortJs"
    UNDECLARED = "does not do what it declares"
    UNTOLD = "nothing wrong so far, but these methods alone cannot show much"
    ENDED = "ended the check"
    RIGHT = "right"

    @property
    def mark(self) -> Mark:
        """Its colour, sign and word."""
        return {
            "NOT_ATTEMPTED": Mark.NOT_ATTEMPTED,
            "DIFFERS": Mark.DIFFERS,
            "UNDECLARED": Mark.DIFFERS,
            "UNTOLD": Mark.CANNOT_TELL,
            "RIGHT": Mark.RIGHT,
        }.get(self.name, Mark.RAISED)

    @property
    def badge(self) -> Markup:
        """It as a badge; what is too long for one stands beside it."""
        if self is Outcome.UNTOLD:
            return Markup(f"{self.mark.badge()} {text(self)}")
        return self.mark.badge(self)


@dataclass(frozen=True, kw_only=True)
class Failure:
    """One way in which a store differs: what was done, both answers, and a hint.

    ``trace`` ends with the operation in question, as this store answered it;
    ``expected`` is FortJs's answer to that operation. ``rule`` is the clause of the
    contract that it breaks, one of ``sessionkit.rules.RULES``. ``kind`` is a short name
    of the mistake, or empty; ``name`` and ``question`` are those of the scenario. Where
    the store declares that it differs, ``wanted`` says what would answer as expected.
    """

    name: str
    question: str
    rule: str
    trace: Trace
    expected: Answer
    hint: str
    kind: str = ""
    wanted: str = "FortJs"

    @property
    def answered(self) -> Answer:
        """What this store answered."""
        return self.trace[-1].answer

    @property
    def outcome(self) -> Outcome:
        """``RAISED`` if the store's own code raised, else how it differs."""
        declared = self.wanted != "FortJs" or self.expected.error == DECLARED
        if declared and self.answered.error in OURS:
            return Outcome.UNDECLARED
        # a change is made by us: only what it changes may bring code of the store's
        changing = isinstance(self.trace[-1].operation, Change)
        if self.answered.error in OURS or (changing and not self.answered.where):
            return Outcome.DIFFERS
        return Outcome.RAISED

    @property
    def deletes(self) -> bool:
        """Whether a key is taken out from outside on the way."""
        done = self.trace.operations
        return any(isinstance(one, Change) and one.deletes for one in done)

    @property
    def cause(self) -> tuple[str | None, ...]:
        """What failures have in common that one mistake explains."""
        if self.kind:
            return (self.kind, self.hint)
        method = method_of(self.trace[-1].operation)
        return (self.rule, method, self.answered.error)

    @property
    def title(self) -> str:
        """The kind of mistake, begun as a sentence."""
        kind = self.kind or "an answer other than FortJs's"
        return f"{kind[0].upper()}{kind[1:]}"

    def _parts(self) -> Iterator[tuple[str, str]]:
        done = [
            f"{n} {operation}" for n, (operation, _) in enumerate(self.trace.rows, 1)
        ]
        if len(done) > ROWS:
            half = ROWS // 2
            done[half:-half] = [f"... {len(done) - 2 * half} more like these ..."]
        yield "done", "\n".join(done)
        answered = str(self.answered)
        # what is declared and not there is reported for answering as FortJs does
        alike = self.expected.error == DECLARED
        fortjs = answered if alike else str(self.expected)
        yield f"{self.wanted} answers to {len(self.trace)}", fortjs
        if self.answered.where:
            answered += f"\n({self.answered.where})"
        yield "this store answers", answered
        yield "hint", self.hint
        yield "scenario", f"{self.name}: {self.question}"

    def __str__(self) -> str:
        width = max(len(label) for label, _ in self._parts())
        text = [self.title]
        for label, value in self._parts():
            first, *more = value.split("\n")
            text.append(f"  {label:<{width}}  {first}")
            text += [f"  {'':<{width}}  {line}" for line in more]
        return "\n".join(text)

    def _repr_html_(self) -> str:
        rows = [
            (
                label,
                prose(value)
                if label in _PROSE
                else lines(map(code, value.split("\n"))),
            )
            for label, value in self._parts()
        ]
        return table(self.title, ["what", self.outcome.badge], rows)


@dataclass(frozen=True)
class Extent:
    """How much was asked beyond the scenarios: what "right" means.

    Every sequence of up to ``length`` of ``letters`` operations, ``done`` of the
    ``transitions`` between ``states`` of the contract, and ``longer`` sequences. If a
    store that waits was asked no more because its time was up, ``over`` has the
    seconds.
    """

    length: int = 0
    letters: int = 0
    states: int = 0
    transitions: int = 0
    longer: int = 0
    done: int = 0
    over: float = 0.0

    def __str__(self) -> str:
        parts = []
        if self.length == 1:
            parts.append(f"each of {self.letters} operations")
        elif self.length:
            parts.append(
                f"every sequence of up to {self.length} operations chosen from "
                f"{self.letters}"
            )
        if self.done:
            of = "each" if self.done == self.transitions else f"{self.done:,}"
            parts.append(f"{of} of {self.transitions:,} steps between states")
        if self.longer:
            parts.append(f"{self.longer} longer sequences")
        if self.over:
            parts.append(
                f"and then no more, as it waits: {self.over:g} seconds were up"
            )
        elif parts:
            parts[-1] = f"and {parts[-1]}"
        return ", ".join(parts)


@dataclass(frozen=True)
class Report:
    """The result of ``check``: printed it is plain text, in a notebook tables.

    ``scenarios`` were wanted; the store did as FortJs in ``right`` of them and in all
    of ``extent``, and ``not_asked`` need what hangs, or a ``clear`` that works.
    ``tells`` is whether the methods asked can tell two sessions apart at all.
    ``problem`` says why nothing could be checked at all, ``ended`` what the store did
    that ended the check.
    """

    store: str
    failures: tuple[Failure, ...] = ()
    not_attempted: tuple[str, ...] = ()
    scenarios: int = 0
    right: int = 0
    not_asked: int = 0
    extent: Extent = Extent()
    tells: bool = True
    declared: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    ended: str = ""

    @property
    def passed(self) -> bool:
        """Whether the store was attempted and does all that was asked, as FortJs."""
        return self.outcome in (Outcome.RIGHT, Outcome.UNTOLD)

    @property
    def outcome(self) -> Outcome:
        """The one word for all of it."""
        if self.ended:
            return Outcome.ENDED
        if self.failures:
            return self.failures[0].outcome
        if self.problem or self.not_attempted:
            return Outcome.NOT_ATTEMPTED
        return Outcome.RIGHT if self.tells else Outcome.UNTOLD

    @property
    def status(self) -> int:
        """The exit status: 0 right, 1 the store is not, 2 it could not be asked."""
        return {Outcome.RIGHT: 0, Outcome.NOT_ATTEMPTED: 2}.get(self.outcome, 1)

    @property
    def _found_by_search(self) -> bool:
        by_search = bool(self.failures) and self.right == self.scenarios
        return by_search and self.failures[0].outcome is not Outcome.UNDECLARED

    def _summary(self) -> Iterator[str]:
        yield f"{self.store}: {self.outcome}"
        if self.problem or self.ended:
            yield self.problem or self.ended
        if self.not_attempted:
            yield f"Write {', '.join(self.not_attempted)}, then run this cell again."
        if self.scenarios:
            asked = f"{self.right} of {self.scenarios} scenarios"
            if self.tells and str(self.extent):
                asked += f", {self.extent}"
            if self._found_by_search:
                asked += "; what is below tells it apart"
            yield f"It agrees with FortJs on {asked}."
        if self.not_asked:
            why = "as they depend on what is wrong below"
            yield f"{self.not_asked} were not asked, {why}."
        for rule, reason in self.declared.items():
            yield f'Gives up "{rule}", as declared: {reason}.'
        everywhere = [rule for rule in self.declared if rule not in WALKED_AROUND]
        if everywhere and not self.failures and not self.not_attempted:
            yield (
                "Beyond the scenarios nothing was asked: without "
                f'"{everywhere[0]}" the answers to most sequences are open.'
            )

    @property
    def shown(self) -> tuple[Failure, ...]:
        """The failures that are shown in full: the first of each cause, and not all."""
        first: dict[object, Failure] = {}
        for failure in self.failures:
            first.setdefault(failure.cause, failure)
        return tuple(first.values())[:SHOWN]

    def _rest(self) -> Iterator[str]:
        told = {failure.cause for failure in self.shown}
        again = sum(one.cause in told for one in self.failures) - len(told)
        if again:
            reasons = "reason" if len(told) == 1 else "reasons"
            yield f"It differs {_more(again)} for the same {reasons}."
        names = [one.name for one in self.failures if one.cause not in told]
        if names:
            others = f" and {len(names) - NAMED} others" if len(names) > NAMED else ""
            named = ", ".join(names[:NAMED])
            yield f"It differs in {len(names)} more: {named}{others}."

    def __str__(self) -> str:
        text = ["\n".join(self._summary()), *map(str, self.shown)]
        return "\n\n".join((*text, *self._rest()))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        _, *more = self._summary()
        head = Markup(f"{strong(self.store)}: {self.outcome.badge}")
        parts = [self.outcome.mark.card(paragraph(lines([head, *more])))]
        parts += [Markup(failure._repr_html_()) for failure in self.shown]
        parts += map(paragraph, self._rest())
        return "".join([*parts, *self._way_to_step()])

    def _way_to_step(self) -> Iterator[Markup]:
        """Yield what to paste to step through it all, where the store has a name."""
        if self.shown and self.store.isidentifier():
            how = f"`explore(await check({self.store}), {self.store})`"
            words = f"Step through it beside FortJs: {how}"
            yield paragraph(prose(f"{words}, with `explore` from `sessionkit.live`."))


def smallest_first(failures: Sequence[Failure]) -> tuple[Failure, ...]:
    """Order failures by number of operations, the first of each cause before others."""
    # of two that are as small, what says why comes before what is only seen
    ordered = sorted(
        failures, key=lambda failure: (len(failure.trace), failure.kind in VAGUE)
    )
    causes = set()
    first: list[Failure] = []
    again: list[Failure] = []
    for failure in ordered:
        (again if failure.cause in causes else first).append(failure)
        causes.add(failure.cause)
    return (*first, *again)


def _more(number: int) -> str:
    return "once more" if number == 1 else f"{number} more times"
