"""The shop of lesson 04, whose sessions begin with the shop's first values."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from sessionkit.checking.checker import check
from sessionkit.checking.evidence import Evidence
from sessionkit.checking.report import Report
from sessionkit.checking.signatures import signatures
from sessionkit.checking.stub import is_stub
from sessionkit.contract import METHODS
from sessionkit.in_a_cell import in_a_cell
from sessionkit.running.replay import run
from sessionkit.suite.document import operations
from sessionkit.teaching.entries import lesson
from sessionkit.teaching.functions import shown
from sessionkit.teaching.trial import error_line
from sessionkit.traces.answer import Answer
from sessionkit.traces.marks import Mark
from sessionkit.traces.operation import Operation
from sessionkit.traces.shown import Marked, Part, Shown, Steps, Words
from sessionkit.traces.trace import Trace
from sessionkit.traces.values import same, show, snapshot

LIMIT: Final = 2.0
"""Seconds for each question."""
FIRST: Final[Mapping[str, Any]] = {"currency": "EUR", "coupons": []}


@dataclass(frozen=True, kw_only=True)
class Question:
    """What the shop asks of a store, what the last answer is, and what else it means.

    ``first`` are the first values of the shop that asks.
    """

    operations: tuple[Operation, ...]
    wanted: Any
    otherwise: str
    first: Mapping[str, Any]


def questions() -> Iterator[Question]:
    """Give what the shop asks, from the file of lesson 04."""
    for entry in lesson("04")["shop"]:
        asked = {**entry, "operations": operations(entry["operations"])}
        yield Question(**{"first": FIRST, **asked})


@dataclass(frozen=True, repr=False)
class ShopReport(Shown):
    """What became of a store in the shop: a mark, words, and a trace or a report."""

    store: str
    mark: Mark
    words: str
    more: tuple[Part, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the store does what the shop wants, and all else as FortJs."""
        return self.mark is Mark.RIGHT

    def parts(self) -> list[Part]:
        """Describe it: the verdict, and what was done."""
        return [Marked(self.mark, f"{self.store}. {self.words}", self.more)]


@in_a_cell
async def check_shop(store_class: Any) -> ShopReport:
    """Ask a store class whether its sessions begin with copies of ``first``.

    If they do, ``check`` is asked about the same class without first values.
    """
    name = getattr(store_class, "__name__", type(store_class).__name__)
    if not isinstance(store_class, type):
        words = f"Give check_shop the class itself, not {shown(store_class)}."
        return ShopReport("Your store", Mark.CANNOT_TELL, words)
    missing = [one for one in METHODS if not hasattr(store_class, one)]
    if missing:
        words = f"It has no `{missing[0]}`: begin with {_HEAD.format(name)}."
        return ShopReport(name, Mark.DIFFERS, words)
    if is_stub(store_class, "set"):
        words = "Write `set`, then run this cell again."
        return ShopReport(name, Mark.NOT_ATTEMPTED, words)
    own = getattr(store_class, "first", None)
    if not same(own, FIRST):
        wanted = f"the shop's first values are {show(FIRST)}."
        words = f"`first` is {show(snapshot(own))}; {wanted}"
        return ShopReport(name, Mark.DIFFERS, words)
    async for question, trace in _answered(store_class):
        said = Steps("What was done:", trace.rows, indent="  ")
        last = trace[-1].answer
        if last.error is not None:
            advice = _advice(store_class, trace, question)
            words = f"Your code raised {error_line(last)}. {advice}"
            return ShopReport(name, Mark.RAISED, words, (said,))
        if not same(last.value, question.wanted):
            words = _advice(store_class, trace, question)
            return ShopReport(name, Mark.DIFFERS, words, (said,))
    with _beginning_with(store_class, {}):
        return _as_fortjs(name, await check(store_class))


async def _answered(store_class: Any) -> AsyncIterator[tuple[Question, Trace]]:
    for question in questions():
        with _beginning_with(store_class, question.first):
            trace = await run(question.operations, store_class, limit=LIMIT)
        yield question, _up_to_an_error(trace)


@contextmanager
def _beginning_with(store_class: Any, first: Mapping[str, Any]) -> Iterator[None]:
    """Give a class other first values for a while; its code may name the class."""
    own = store_class.first
    store_class.first = deepcopy(dict(first))
    try:
        yield
    finally:
        store_class.first = own


_HEAD: Final = "`class {}(MemorySessionStore):`, which brings all methods but your own"
_AGAIN: Final = (
    "This `set` calls itself forever, directly or through `set_many`: write into the "
    "dict, or call `super().set`."
)


_LAST: Final = (
    "The key that is set stands before the first values: a session begins with them."
)


def _advice(store_class: Any, trace: Trace, question: Question) -> str:
    last = trace[-1].answer
    if last.error == "RecursionError":
        return _AGAIN
    if last.error == "KeyError" and question.first is not FIRST:
        return question.otherwise
    evidence = Evidence(store_class, trace, Answer(value=question.wanted))
    for one in signatures("making", "code", "errors"):
        if one.fits(evidence):
            return one.hint(evidence)
    return _LAST if last.value == question.wanted else question.otherwise


def _up_to_an_error(trace: Trace) -> Trace:
    errors = (n for n, one in enumerate(trace, 1) if one.answer.error is not None)
    return trace[: next(errors, len(trace))]


def _as_fortjs(name: str, report: Report) -> ShopReport:
    if not report.passed:
        words = (
            "The shop's rules hold, but with an empty `first` your store differs from "
            "FortJs:"
        )
        return ShopReport(name, Mark.DIFFERS, words, (Words(str(report)),))
    words = "Each session begins with its own copy of the first values."
    asked = (
        "Without first values it answers as FortJs does "
        f"in all {report.scenarios} scenarios."
    )
    return ShopReport(name, Mark.RIGHT, words, (Words(asked),))
