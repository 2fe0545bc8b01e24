"""explore: a comparison or a report that you can filter, open and step through."""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import ipywidgets

from sessionkit.checking.report import Report
from sessionkit.comparing.table import SYSTEMS, StoreSystem, System, Table
from sessionkit.contract import StoreClass
from sessionkit.in_a_cell import in_a_cell
from sessionkit.live.inspector.widget import Inspector
from sessionkit.live.replayed import replayed
from sessionkit.live.side_by_side.pair import FortJs
from sessionkit.live.side_by_side.widget import SideBySide
from sessionkit.peers.recorded import FORTJS_MEMORY
from sessionkit.peers.table import Answers
from sessionkit.teaching.buttons import html
from sessionkit.traces.operation import Operation
from sessionkit.traces.values import visible

ALL: Final = "all of them"
SHOWN: Final = 12
"""How many lines the text of an explorer has."""


class Shown(Protocol):
    """Something that shows itself as HTML."""

    def _repr_html_(self) -> str: ...


@dataclass(frozen=True)
class Item:
    """One thing to open: its line in the list, what it shows, and how to step it.

    ``number`` is the operation, from 1, to look at first. Without a store class there
    is nothing to step through.
    """

    line: str
    system: str
    differs: bool
    shown: Shown
    operations: tuple[Operation, ...]
    number: int | None
    store_class: StoreClass | None


class Explorer(ipywidgets.VBox):  # type: ignore[misc]
    """A table of everything, a list to filter, the open item, and its inspector.

    ``unfolded`` says whether the table is open at first.
    """

    def __init__(
        self, whole: Shown, items: Sequence[Item], *, unfolded: bool = False
    ) -> None:
        self.whole = whole
        self.items = tuple(items)
        self.inspector: Inspector | None = None
        systems = list(dict.fromkeys(item.system for item in items))
        wide = {"style": {"description_width": "initial"}}
        self._system = ipywidgets.Dropdown(
            options=[ALL, *systems], description="System", **wide
        )
        self._differing = ipywidgets.Checkbox(
            value=any(item.differs for item in items),
            description="only what differs",
            indent=False,
        )
        self._find = ipywidgets.Text(description="Find", placeholder="any word", **wide)
        self._list = ipywidgets.Select(
            rows=10, description="Open", layout={"width": "auto"}, **wide
        )
        self._shown = html("")
        self._step = ipywidgets.Button(
            description="Step through it in the inspector", layout={"width": "auto"}
        )
        self._beside = ipywidgets.Button(
            description="Beside FortJs, step by step", layout={"width": "auto"}
        )
        self._words = ipywidgets.Label()
        self._place = ipywidgets.VBox()
        for one in (self._system, self._differing, self._find):
            one.observe(self._filter, names="value")
        self._list.observe(self._open, names="value")
        self._step.on_click(lambda _button: self._begin(self.step()))
        self._beside.on_click(lambda _button: self._begin(self.beside()))
        filters = ipywidgets.HBox(
            [self._system, self._differing, self._find],
            layout={"flex_flow": "row wrap"},
        )
        table = ipywidgets.Accordion(
            [html(whole._repr_html_())],
            titles=["All of it, as a table"],
            selected_index=0 if unfolded else None,
        )
        buttons = ipywidgets.HBox(
            [self._step, self._beside], layout={"flex_flow": "row wrap"}
        )
        below = [self._shown, buttons, self._words, self._place]
        super().__init__([table, filters, self._list, *below])
        self._filter(None)

    def filter(
        self, *, system: str = ALL, differing: bool = True, find: str = ""
    ) -> "Explorer":
        """Filter the list and open its first item; return ``self``.

        ``system`` is the name of one, ``find`` is part of a line in the list.
        """
        self._system.value = system
        self._differing.value = differing
        self._find.value = find
        return self

    @property
    def listed(self) -> tuple[Item, ...]:
        """The items in the filtered list."""
        return tuple(
            item
            for item in self.items
            if self._system.value in (ALL, item.system)
            and (item.differs or not self._differing.value)
            and self._find.value in item.line
        )

    @property
    def opened(self) -> Item | None:
        """The item that is open."""
        return None if self._list.value is None else self.items[self._list.value]

    async def step(self) -> Inspector:
        """Run the open item's operations again and show them in an inspector.

        Raises ``LookupError`` if nothing is open or its stores cannot be made here.
        """
        item, store_class = self._steppable()
        recorder = await replayed(item.operations, store_class)
        self.inspector = Inspector(recorder)
        # the last operation is where it stands anyway, and then it follows
        if item.number is not None and item.number < recorder.number:
            self.inspector.look(at=item.number)
        self._place.children = (self.inspector,)
        return self.inspector

    async def beside(self) -> SideBySide:
        """Run the open item's operations on its stores and on FortJs's, and show both.

        Raises ``LookupError`` as ``step`` does.
        """
        item, store_class = self._steppable()
        both = await SideBySide(store_class, FortJs).run(item.operations)
        self._place.children = (both,)
        return both

    def _steppable(self) -> tuple[Item, StoreClass]:
        item = self.opened
        if item is None:
            raise LookupError("Nothing is open: choose something of the list.")
        if item.store_class is None:
            raise LookupError(f"{item.system} is known here by its answers alone.")
        return item, item.store_class

    def _filter(self, _change: object) -> None:
        # an item holds operations with dicts in them, which have no hash
        places = {id(item): place for place, item in enumerate(self.items)}
        listed = [(item.line, places[id(item)]) for item in self.listed]
        self._list.options = listed
        self._list.value = listed[0][1] if listed else None
        # by hand, too: another item at the same place is no change of the value
        self._open(None)

    def _open(self, _change: object) -> None:
        item = self.opened
        self._shown.value = "" if item is None else item.shown._repr_html_()
        steps = item is not None and item.store_class is not None
        for button in (self._step, self._beside):
            button.disabled = not steps
            button.layout.display = None if steps else "none"
        self._words.value = ""
        self._place.children = ()

    def _begin(self, showing: Coroutine[Any, Any, object]) -> None:
        # kept, since the loop alone lets go of a task that nobody holds
        self._task = asyncio.get_running_loop().create_task(self._in_words(showing))

    async def _in_words(self, showing: Coroutine[Any, Any, object]) -> None:
        try:
            await showing
        # nobody sees what a handler raises: say it in the widget
        except Exception as error:  # noqa: BLE001
            self._words.value = f"This could not be done: {error}"

    def __repr__(self) -> str:
        listed = self.listed
        lines = [item.line for item in listed[:SHOWN]]
        if len(listed) > SHOWN:
            lines.append(f"… and {len(listed) - SHOWN} more")
        return "\n".join([f"{len(listed)} of {len(self.items)} listed", *lines])

    __str__ = __repr__

    def _repr_mimebundle_(self, **options: Any) -> Any:
        data = super()._repr_mimebundle_(**options) or {}
        shown = {"text/plain": repr(self), "text/html": self.whole._repr_html_()}
        return {**data, **shown}


@in_a_cell
def explore(
    what: Table | Report | Answers,
    store_class: StoreClass | None = None,
    *,
    systems: Sequence[System] = SYSTEMS,
) -> Explorer:
    """Make a comparison, a report of ``check``, or the answers of peers explorable.

    To step through a report, pass the store class that was checked; for a comparison,
    the systems that were compared, unless they are those of ``SYSTEMS``. Peers' answers
    count as different where FortJs was asked too and answers differently.
    """
    if isinstance(what, Table):
        classes = {
            one.name: one.store_class for one in systems if isinstance(one, StoreSystem)
        }
        return Explorer(what, _cells(what, classes))
    if isinstance(what, Report):
        return Explorer(what, _failures(what, store_class))
    return Explorer(what, _judged(what), unfolded=True)


def _cells(table: Table, classes: Mapping[str, StoreClass]) -> list[Item]:
    return [
        Item(
            visible(f"{cell.scenario.name} · {cell.system} · {cell.short}"),
            cell.system,
            cell.differs,
            cell,
            cell.scenario.operations,
            cell.difference,
            classes.get(cell.system),
        )
        for row in table.rows
        for cell in row.cells
    ]


def _judged(answers: Answers) -> list[Item]:
    fortjs = {
        cell.question.name: cell.words
        for cell in answers.cells
        if cell.system == FORTJS_MEMORY.name
    }
    return [
        Item(
            visible(f"{cell.question.name} · {cell.system} · {cell.words}"),
            cell.system,
            cell.words != fortjs.get(cell.question.name, cell.words),
            cell,
            (),
            None,
            None,
        )
        for cell in answers.cells
    ]


def _failures(report: Report, store_class: StoreClass | None) -> list[Item]:
    return [
        Item(
            visible(f"{failure.name} · FortJs answers {failure.expected}"),
            report.store,
            True,
            failure,
            failure.trace.operations,
            len(failure.trace),
            store_class,
        )
        for failure in report.failures
    ]
