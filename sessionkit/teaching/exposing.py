"""expose: a trace of the learner's own that tells a wrong store from FortJs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from types import EllipsisType
from typing import Any, Final

from sessionkit.checking.alphabet import Scope
from sessionkit.checking.checker import EXAMPLES, LIMIT
from sessionkit.checking.counterexample import FEWEST, Counterexamples
from sessionkit.checking.search import Search
from sessionkit.comparing.pairs import side_by_side
from sessionkit.contract import METHODS, StoreClass, no_class
from sessionkit.in_a_cell import in_a_cell
from sessionkit.memory import MemorySessionStore
from sessionkit.running.replay import run
from sessionkit.running.unawaited import unawaited
from sessionkit.suite.scenarios import SCENARIOS
from sessionkit.traces.answer import Answer
from sessionkit.traces.marks import Mark
from sessionkit.traces.operation import Change, Operation
from sessionkit.traces.shown import Columns, Marked, Part, Refused, Shown, Words
from sessionkit.traces.trace import Trace, operations_of

MOST: Final = 50
"""The most operations that a learner's trace may have."""


@dataclass(frozen=True, repr=False)
class Exposed(Shown):
    """What a learner's trace shows of a store.

    ``trace`` has the store's answers, ``right`` those by FortJs's rules. ``needed`` is
    how many of the operations show the difference, with none that can be left out;
    ``shortest`` is the length of the shortest trace that is known, and ``proven`` says
    whether all shorter ones of the kit's operations were tried.
    """

    store: str
    trace: Trace
    right: Trace
    needed: int = 0
    shortest: float = 0
    proven: bool = False

    @property
    def difference(self) -> int | None:
        """The number, from 1, of the first operation answered differently."""
        return self.trace.first_difference(self.right)

    def parts(self) -> Iterator[Part]:
        """Describe it: whether the store is exposed, the score, both traces."""
        if not self.trace:
            words = f"write a trace that tells {self.store} from FortJs."
            yield Marked(Mark.NOT_ATTEMPTED, words)
            return
        if self.difference is None:
            yield Marked(Mark.CANNOT_TELL, self._alike())
        else:
            mark = Mark.RIGHT
            yield Marked(mark, self._exposed(self.difference), said="exposed")
            yield Words(self._score())
        yield Columns("Your trace", self._head, side_by_side(self.trace, self.right))

    @property
    def _head(self) -> list[str]:
        return ["operation", "FortJs's rules", self.store, "this step"]

    def _alike(self) -> str:
        for number, step in enumerate(self.trace, 1):
            if isinstance(step.operation, Change) and step.answer.error is not None:
                return _changes_nothing(number, step.operation, step.answer)
        done = "this one operation" if len(self.trace) == 1 else "all of this"
        if not any(step.reads for step in self.trace):
            return "nothing is read in this trace, so nobody can see a difference."
        return f"{self.store} does {done} as FortJs does. Try another trace."

    def _exposed(self, number: int) -> str:
        return f"operation {number} tells {self.store} from FortJs."

    def _score(self) -> str:
        mine, best = len(self.trace), self.shortest
        if mine == best and self.proven:
            return (
                f"{_many(mine)}: no shorter trace of the kit's operations exposes it."
            )
        if mine == best:
            return f"{_many(mine)}: the kit knows no shorter trace that shows it."
        words = f"You took {_many(mine)}; the shortest trace that the kit knows has "
        words += f"{best}."
        if self.needed < mine:
            extra = mine - self.needed
            words += f" You can leave out {_many(extra).lower()} of yours."
        return words


def _changes_nothing(number: int, change: Change, answer: Answer) -> str:
    """Say why a change, which is operation ``number``, found nothing to change."""
    words = f"operation {number} changes nothing: it is to change what "
    words += f"operation {change.number} "
    words += "answered" if change.part == "answer" else "was given"
    if change.number == number:
        return f"{words}, but is operation {number} itself. Put more before it."
    if change.number > number:
        return f"{words}, which comes later. Put it after that."
    found = answer.message.rpartition(": ")[2]
    return f"{words}, and that is not a dict or list: {found}."


@in_a_cell
async def expose(store_class: Any, operations: Any = ...) -> Exposed | Refused:
    """Run a trace on a wrong store and on a right one, and score it by its length.

    ``operations`` is a list such as ``[ada.set("cart", 3), ada.get("cart")]``, or
    ``...`` while it is not written. It is held against the shortest trace known: that
    of the kit's search, of the contract's scenarios, or the learner's own. Whatever is
    passed, nothing is raised.
    """
    if said := no_class("expose", store_class):
        return Refused(said)
    name = _name(store_class)
    if isinstance(operations, EllipsisType):
        return Exposed(name, Trace(), Trace())
    try:
        listed = operations_of(operations)
    except TypeError as error:
        return Refused(str(error))
    if len(listed) > MOST:
        return Refused(f"A trace has at most {MOST} operations here.")
    with unawaited():
        return await _scored(store_class, name, listed)


async def _scored(
    store_class: StoreClass, name: str, operations: Sequence[Operation]
) -> Exposed:
    trace = await run(operations, store_class, limit=LIMIT)
    right = await run(operations, MemorySessionStore)
    if trace.first_difference(right) is None:
        return Exposed(name, trace, right)
    smaller = Counterexamples(store_class, Scope.of(METHODS, ()), LIMIT)
    least = len(await smaller.least(operations))
    if not least:  # it does not come again: what was done before has changed it
        return Exposed(name, trace, right, len(trace), len(trace))
    best, fewest = await _shortest(store_class, smaller)
    known = min(least, best)
    # no trace is shorter than one operation
    proven = known == 1 or (known == best and fewest)
    return Exposed(name, trace, right, least, known, proven)


async def _shortest(
    store_class: StoreClass, smaller: Counterexamples
) -> tuple[float, bool]:
    """Return the length of the shortest trace that the kit finds, infinite for none.

    And whether every shorter sequence of the search's operations was tried.
    """
    found = await Search(store_class, METHODS, limit=LIMIT, examples=EXAMPLES).run()
    if found is not None and found.question == FEWEST:
        return len(found.trace), True
    known = [] if found is None else [found.trace]
    known += [await smaller.least(scenario.operations) for scenario in SCENARIOS]
    return min((len(trace) for trace in known if trace), default=inf), False


def _name(store_class: Any) -> str:
    try:
        return str(store_class.__name__)
    except Exception:  # noqa: BLE001  # a class of somebody's own may refuse
        return type(store_class).__name__


def _many(number: int) -> str:
    return "One operation" if number == 1 else f"{number} operations"
