"""lanes: who did what in which order, a widget with a table as its still form."""

from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from typing import Any, Final

import anywidget
import traitlets

from sessionkit.contract import StoreClass
from sessionkit.errors import CallError
from sessionkit.in_a_cell import in_a_cell
from sessionkit.live.inspector.joined import join
from sessionkit.live.inspector.widget import Inspector
from sessionkit.live.recorder import Recorder
from sessionkit.live.swimlanes.doing import Request
from sessionkit.live.swimlanes.play import Row
from sessionkit.live.swimlanes.recording import Recording, recording
from sessionkit.live.swimlanes.still import Overlap
from sessionkit.live.swimlanes.switches import every_switch

_HERE: Final = files("sessionkit.live")


class Lanes(anywidget.AnyWidget):
    """Lanes of two requests, with a switch to move, or of a recording's sessions.

    ``switch`` is the number of the switch that is shown; you may set it. All of it was
    run when the lanes were made, so the page needs no kernel.
    """

    _esm = join(_HERE, "swimlanes/page/widget.js")
    _css = (_HERE / "swimlanes/page/style.css").read_text("utf-8")
    data = traitlets.Dict().tag(sync=True)
    switch = traitlets.Int(0).tag(sync=True)

    def __init__(self, shown: Overlap | Recording) -> None:
        self._shown = shown
        at = shown.number if isinstance(shown, Overlap) else 0
        super().__init__(data=_data(shown), switch=at)

    @traitlets.validate("switch")
    def _check_switch(self, proposal: Any) -> int:
        return check_switch(proposal["value"], len(self.data["plays"]))

    @property
    def shown(self) -> Overlap | Recording:
        """What is shown, at the switch that is shown; printed it is tables."""
        if isinstance(self._shown, Recording):
            return self._shown
        return replace(self._shown, number=self.switch)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What comes of each switch, in one line; none for a recording."""
        shown = self.shown
        if isinstance(shown, Recording):
            return ()
        return tuple(str(one.outcome) for one in shown.switches.tried)

    def __str__(self) -> str:
        return str(self.shown)

    def __repr__(self) -> str:
        shown = self.shown
        if isinstance(shown, Recording):
            return f"Lanes({shown.name}: {len(shown.rows)} operations)"
        return f"Lanes({shown.name}, switch {shown.number}: {shown.switch.outcome})"

    def _repr_mimebundle_(self, **options: Any) -> Any:
        bundle = super()._repr_mimebundle_(**options)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        still = {"text/plain": str(self), "text/html": self.shown._repr_html_()}
        return {**data, **still}, metadata


def check_switch(number: int, count: int) -> int:
    """Return the number of a switch; ``LookupError`` if no switch has it."""
    if not 0 <= number < count:
        raise LookupError(
            f"there is no switch {number}: they are numbered 0 to {count - 1}"
        )
    return number


@in_a_cell
async def lanes(
    what: StoreClass | Recorder | Inspector,
    first: Request | None = None,
    second: Request | None = None,
    *,
    before: Request | None = None,
    switch: int | None = None,
    sessions: Sequence[str | None] = (),
) -> Lanes:
    """Show two requests that overlap on a store class, or a recording's sessions.

    ``first`` and ``second`` are async functions of a store: what each request does with
    the session that both belong to. ``before``, another one, prepares it. Each request
    is held at each of its awaits while the other runs, and all that comes of it is
    judged; ``switch`` is the number of the one to show, at first one that neither order
    of the two explains. Up to 20 times the other is held in turn behind one of its
    calls, or of the methods within, until the first one ends: this is listed where no
    single switch ends so.

    Of a recorder or an inspector the operations until now are shown, a lane for each
    session; the ``sessions`` of these ids come first.

    Raises ``TypeError`` for a request that is no async function, ``LookupError`` for a
    switch or a session that is not there, ``TimeoutError`` for requests that do not
    end, and what ``before`` raises.
    """
    if isinstance(what, Inspector):
        what = what.recorder
    if isinstance(what, Recorder):
        return Lanes(recording(what, sessions))
    if first is None or second is None:
        raise CallError(
            "lanes of a store class need two requests, each an async function of a "
            "store: await lanes(MyStore, first, second)"
        )
    switches = await every_switch(what, before, first, second)
    number = switches.telling
    if switch is not None:
        number = check_switch(switch, len(switches.tried))
    names = (_name(1, first), _name(2, second))
    store = getattr(what, "__name__", type(what).__name__)
    return Lanes(Overlap(store, names, switches, number))


def _name(number: int, request: Request) -> str:
    name = getattr(request, "__name__", "")
    return f"request {number}: {name}" if name.isidentifier() else f"request {number}"


def _data(shown: Overlap | Recording) -> dict[str, Any]:
    if isinstance(shown, Recording):
        play = {"where": "", "kind": "", "outcome": "", "rows": _rows(shown.rows)}
        return {
            "title": shown.title,
            "summary": "",
            "names": list(shown.names),
            "first": shown.first,
            "plays": [play],
        }
    plays = [
        {
            "where": shown.where(number),
            "kind": one.outcome.kind.replace(" ", "-"),
            "outcome": str(one.outcome),
            "rows": _rows(one.play.rows),
        }
        for number, one in enumerate(shown.switches.tried)
    ]
    return {
        "title": shown.name,
        "summary": shown.switches.summary(),
        "names": list(shown.names),
        "first": 1,
        "plays": plays,
    }


def _rows(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [
        {
            "lane": row.lane,
            "cell": row.cell,
            "state": row.state,
            "marks": [{"kind": one.kind, "words": one.words} for one in row.marks],
        }
        for row in rows
    ]
