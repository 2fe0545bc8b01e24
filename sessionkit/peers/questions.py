"""What scenarios cannot ask: two requests at once, a visitor's own id, types of values.

A scenario is one operation after the other. Here a second request begins and ends while
the first is under way, so that each system has to show what it does in between, and not
what it does by luck.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Protocol

from sessionkit.contract import StoreClass
from sessionkit.in_a_cell import in_a_cell
from sessionkit.running.overlap import overlap
from sessionkit.running.replay import run
from sessionkit.traces.operation import Call, Operation, calls, on
from sessionkit.traces.trace import Trace
from sessionkit.traces.values import same, show, snapshot

CHOSEN: Final = "idthatthevisitorchose0123456789a"
"""32 small letters and digits: the form that the strictest of the peers has for ids."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """Operations before, during and after two overlapping requests of Ada's.

    With ``brings`` her browser comes with that cookie, which no system gave her.
    ``judge`` puts what the trace shows into words.
    """

    name: str
    question: str
    why: str
    judge: Callable[[Trace], str]
    before: tuple[Call, ...] = ()
    first: tuple[Call, ...] = ()
    second: tuple[Call, ...] = ()
    after: tuple[Operation, ...] = ()
    brings: str | None = None

    @property
    def overlaps(self) -> bool:
        """Whether two requests overlap in it."""
        return bool(self.first or self.second)

    @property
    def operations(self) -> tuple[Operation, ...]:
        """Its operations one after the other, if nothing overlaps."""
        return (*self.before, *self.after)


class Asked(Protocol):
    """A system that can be asked: a store class, a peer, a recorded peer."""

    @property
    def name(self) -> str:
        """What it is, with its version if it has one."""

    async def ask(self, question: Question) -> Trace:
        """Ask ``question`` from an empty session; return the trace."""


def _refused(trace: Trace) -> str:
    errors = [step.answer.error for step in trace if step.answer.error is not None]
    return f"the write is refused: {errors[0]}" if errors else ""


def _values(trace: Trace) -> dict[str, Any]:
    last = trace[-1].answer.value
    return last if isinstance(last, dict) else {}


def _both(trace: Trace) -> str:
    lost = [key for key in ("cart", "note") if key not in _values(trace)]
    refused = _refused(trace)
    if not lost:
        return "both are kept"
    return f"{refused}; lost: {lost[0]}" if refused else f"lost: {lost[0]}"


def _logout(trace: Trace) -> str:
    values, refused = _values(trace), _refused(trace)
    if "user" in values:
        return f"logged in again: {show(values)}"
    if values:
        return f"stays out; a new session: {show(values)}"
    return f"stays out; {refused}" if refused else "stays out; the write is lost"


def _removed(trace: Trace) -> str:
    values = _values(trace)
    if values.get("cart") is not None:
        return f"the removed key comes back: {show(values)}"
    return "stays removed" if values.get("user") == "Eve" else "the write is lost"


def _adopted(trace: Trace) -> str:
    return "adopted" if trace[-1].answer.value is True else "not adopted"


def _kept(value: Any, trace: Trace) -> str:
    for step in trace:
        if step.answer.error is not None:
            return f"refused: {step.answer.error}"
    got = trace[-1].answer.value
    return "kept" if same(got, snapshot(value)) else f"becomes {show(got)}"


ada = on("ada")


def _survives(name: str, value: Any, why: str) -> Question:
    return Question(
        name=f"value-{name.replace(' ', '-')}",
        question=f"Does a value with {name} come back as it was?",
        why=why,
        judge=partial(_kept, value),
        before=(ada.set("value", value), ada.get("value")),
    )


QUESTIONS: Final = (
    Question(
        name="overlapping-writes",
        question="Two requests write one key each at the same time: are both kept?",
        why="A page and its script write at the same time, and one of them loses its "
        "cart.",
        judge=_both,
        before=(ada.set("user", "Ada"),),
        first=(ada.set("cart", 3),),
        second=(ada.set("note", "hi"),),
        after=(ada.get_all(),),
    ),
    Question(
        name="logout-during-a-write",
        question="A visitor logs out while a slow request writes: do they stay logged "
        "out?",
        why="The visitor is logged in again without knowing it, and so is the next "
        "person at the screen.",
        judge=_logout,
        before=(ada.set("user", "Ada"),),
        first=(ada.set("cart", 3),),
        second=(ada.clear(),),
        after=(ada.get_all(),),
    ),
    Question(
        name="remove-during-a-write",
        question="One request removes a key while another writes another key: does "
        "it stay removed?",
        why="A cart that was already paid for comes back.",
        judge=_removed,
        before=(ada.set("user", "Ada"), ada.set("cart", 3)),
        first=(ada.set("user", "Eve"),),
        second=(ada.remove("cart"),),
        after=(ada.get_all(),),
    ),
    Question(
        name="an-id-the-visitor-chose",
        question="A browser brings an id that nobody gave it, and writes: does the "
        "system adopt that id?",
        why="Whoever plants an id in a victim's browser knows the id that logs in: "
        "session fixation.",
        judge=_adopted,
        after=(ada.set("user", "Ada"),),
        brings=CHOSEN,
    ),
    _survives("integer keys", {1: "tea"}, "JSON makes the number a string."),
    _survives("a tuple", ("tea", 1), "JSON makes it a list."),
    _survives("bytes", b"tea", "JSON has none."),
    _survives(
        "a datetime",
        datetime.datetime(2026, 1, 2, 3, 4, 5),
        "JSON has none; some make it a string.",
    ),
)


@in_a_cell
@dataclass(frozen=True)
class StoreAsked:
    """A store class, asked: the requests overlap at every await of its methods."""

    name: str
    store_class: StoreClass

    async def ask(self, question: Question) -> Trace:
        """Ask ``question`` from an empty session; return the trace."""
        if question.brings is not None:
            # FortJs's framework adopts an id if there is a session of that id
            return await run([on(question.brings).is_any_exist()], self.store_class)
        if not question.overlaps:
            return await run(question.operations, self.store_class)
        return await overlap(
            self.store_class,
            question.before,
            question.first,
            question.second,
            calls(question.after),
        )
