"""What ``inspect(MyStore, beside=FortJs)`` returns: two stores on one trace."""

from collections.abc import Iterable
from importlib.resources import files
from typing import Any, Final, Protocol

import anywidget
import traitlets

from sessionkit.contract import StoreClass
from sessionkit.errors import CallError
from sessionkit.live.inspector.joined import join
from sessionkit.live.inspector.throttle import Gather
from sessionkit.live.side_by_side.pair import PORT, Both, FortJs
from sessionkit.live.side_by_side.still import Compared
from sessionkit.live.verdict import verdict
from sessionkit.traces.operation import Operation
from sessionkit.traces.trace import Trace

MOST: Final = 1_000
"""How many steps the page shows, the first ones: differences are looked for there."""
CHOSEN: Final = 0
"""The step that is shown where none was chosen: the first that differs, or the last."""

_HERE: Final = files("sessionkit.live")


class HasTrace(Protocol):
    """A failure of ``check``, or a cell of a comparison."""

    @property
    def trace(self) -> Trace: ...


class HasOperations(Protocol):
    """A scenario, or a trace."""

    @property
    def operations(self) -> tuple[Operation, ...]: ...


Runs = HasTrace | HasOperations | Iterable[Operation]
"""What can be run on both: what has a trace or operations, or a list of them."""


class SideBySide(anywidget.AnyWidget):
    """Two stores on one trace: what both answer and hold, and where they differ.

    What is done with the stores of ``watched`` is done on the other class, too; ``run``
    runs operations on both, on empty sessions. ``look`` chooses the step to show.
    """

    _esm = join(_HERE, "side_by_side/page/widget.js")
    _css = "\n".join(
        (_HERE / room / "page/style.css").read_text("utf-8")
        for room in ("swimlanes", "side_by_side")
    )
    data = traitlets.Dict().tag(sync=True)
    at = traitlets.Int(CHOSEN).tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)

    def __init__(self, mine: StoreClass, other: StoreClass) -> None:
        for role, given in (("the store class", mine), ("beside", other)):
            if not callable(given):
                raise CallError(
                    f"{role} is {given!r}; give a store class, such as "
                    "MemorySessionStore"
                )
        self._names = (_name(mine), _name(other))
        self._note = PORT if other is FortJs else ""
        self._gather = Gather(self._flush)
        self._both = Both(mine, other, self._gather.poke)
        super().__init__(data=self._data())
        self.on_msg(self._heard)

    @property
    def watched(self) -> StoreClass:
        """The store class whose stores do the same on the other class, too."""
        return self._both.watched

    @property
    def compared(self) -> Compared:
        """What is known so far; printed it is tables."""
        pairs = tuple(self._both.pairs)
        return Compared(self._names, pairs, self._note, self.at or None)

    @property
    def difference(self) -> int | None:
        """The number, from 1, of the first step that is answered otherwise."""
        return self.compared.difference

    async def run(self, what: Runs) -> "SideBySide":
        """Run operations on both, on empty sessions; return ``self``.

        Takes a failure of ``check``, a cell of a comparison, a scenario, a trace, or a
        list of operations. Raises ``TypeError`` for anything else.
        """
        self.at = CHOSEN
        self.said = ""
        await self._both.run(_operations(what))
        self._flush()
        return self

    def look(self, at: int | None = None) -> "SideBySide":
        """Show step ``at``, from 1; without it the first that differs. Return ``self``.

        Raises ``LookupError`` for a step that was not done.
        """
        count = len(self._both.pairs)
        if at is not None and not 1 <= at <= count:
            raise LookupError(f"there is no step {at}: {count} were done")
        self.at = CHOSEN if at is None else at
        return self

    def ask_fortjs(self) -> str:
        """Ask FortJs itself about this trace; return, and show, what it says.

        Its recorded answers are used for a scenario; for all else Node is needed, and
        without it the words say so.
        """
        self.said = verdict(self._both.trace).words
        return str(self.said)

    def __str__(self) -> str:
        return str(self.compared)

    def __repr__(self) -> str:
        return f"SideBySide({' beside '.join(self._names)}: {self.compared.verdict()})"

    def _repr_mimebundle_(self, **options: Any) -> Any:
        self._flush()
        bundle = super()._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        compared = self.compared
        still = {"text/plain": str(compared), "text/html": compared._repr_html_()}
        return {**data, **still}, metadata

    def _flush(self) -> None:
        self.data = self._data()

    def _data(self) -> dict[str, Any]:
        pairs = tuple(self._both.pairs)
        compared = Compared(self._names, pairs[:MOST], self._note)
        steps = [
            {"cells": list(row), "keys": [list(key) for key in compared.keys(number)]}
            for number, row in enumerate(compared.rows(), 1)
        ]
        whole = Compared(self._names, pairs, self._note)
        left = len(pairs) - len(steps)
        return {
            "names": list(self._names),
            "verdict": whole.verdict(),
            "differs": whole.difference is not None or whole.held is not None,
            "first": min(whole.number, len(steps)),
            "note": self._note,
            "left": f"Only the first {MOST:,} steps are shown." if left else "",
            "steps": steps,
        }

    def _heard(self, _: object, content: Any, _buffers: object) -> None:
        if content == {"kind": "fortjs"}:
            self.ask_fortjs()


def _name(store_class: StoreClass) -> str:
    return getattr(store_class, "__name__", type(store_class).__name__)


def _operations(what: Any) -> Iterable[Operation] | Trace:
    trace = getattr(what, "trace", None)
    if isinstance(trace, Trace):
        return trace
    found: Iterable[Operation] = getattr(what, "operations", what)
    if not isinstance(found, Iterable):
        raise CallError(
            f"{found!r} has no operations: give a failure of check, a cell of a "
            'comparison, a scenario, or a list such as [on("ada").set("cart", 3)]'
        )
    return found
