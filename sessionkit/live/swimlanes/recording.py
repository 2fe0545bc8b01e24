"""Lanes of a recording: one for each session."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sessionkit.live.entry import Entry
from sessionkit.live.recorder import Recorder
from sessionkit.live.swimlanes.play import TEXT, Row, marks, said, state_text
from sessionkit.live.swimlanes.still import grid
from sessionkit.traces.operation import who
from sessionkit.traces.shown import Part, Shown, Verdict

MOST: Final = 5_000
"""How many operations are shown, the last ones."""
LANES: Final = 6
"""How many lanes there are; the last is for all other sessions, if there are more."""
LAST: Final = 20
"""How many operations the still form shows, the last ones."""


@dataclass(frozen=True, repr=False)
class Recording(Shown):
    """What was recorded until now, in the lanes of its sessions.

    ``first`` is the number of the first operation in ``rows``.
    """

    name: str
    names: tuple[str, ...]
    rows: tuple[Row, ...]
    first: int

    @property
    def title(self) -> str:
        """How many operations there were, and how many of them are here."""
        last = self.first + len(self.rows) - 1
        operations = "1 operation" if last == 1 else f"{last:,} operations"
        less = f", the last {len(self.rows):,} of them" if self.first > 1 else ""
        return f"{self.name}: {operations}{less}"

    def parts(self) -> Iterator[Part]:
        """Describe it: how many operations, and the last of them in their lanes."""
        yield Verdict([self.title])
        if self.rows:
            rows, last = self.rows[-LAST:], self.first + len(self.rows) - 1
            first = last - len(rows) + 1
            yield grid(f"Operations {first} to {last}", self.names, rows, first)


def recording(recorder: Recorder, sessions: Sequence[str | None] = ()) -> Recording:
    """Return what a recorder holds now, in lanes.

    The ``sessions`` come first; without them those that were seen first. Raises
    ``LookupError`` for one that was not recorded.
    """
    known = recorder.history.ids
    for one in sessions:
        if one not in known:
            seen = ", ".join(map(who, known[:20])) or "none"
            raise LookupError(f"no session {who(one)} was recorded; seen: {seen}")
    ids = list(dict.fromkeys([*sessions, *known]))
    own = ids if len(ids) <= LANES else ids[: max(LANES - 1, len(sessions))]
    entries = recorder.entries[-MOST:]
    rest = len(ids) - len(own)
    names = [*map(who, own), *([f"{rest:,} other sessions"] if rest else [])]
    lanes = {one: place for place, one in enumerate(own)}
    rows = tuple(_row(recorder, entry, lanes) for entry in entries)
    return Recording(
        recorder.name,
        tuple(names),
        rows,
        entries[0].number if entries else 1,
    )


def _row(recorder: Recorder, entry: Entry, lanes: dict[str | None, int]) -> Row:
    operation, session_id = entry.operation, entry.operation.session_id
    is_other = session_id not in lanes
    state = recorder.history.session(session_id, entry.number)
    what = str(operation) if is_other else operation.what
    return Row(
        lanes.get(session_id, len(lanes)),
        what[:TEXT],
        said(entry.step),
        marks(entry.changes, entry.outside, entry.answer),
        state_text(state),
    )
