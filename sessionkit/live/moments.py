"""One moment in a recording: what each session held, and what had just changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sessionkit.in_a_cell import in_a_cell
from sessionkit.live.entry import Entry
from sessionkit.live.history import ABSENT, Change
from sessionkit.live.recorder import Recorder
from sessionkit.traces.html import EMPTY, Markup, code, paragraph, strong, table
from sessionkit.traces.operation import who
from sessionkit.traces.values import same, show

SESSIONS: Final = 10
"""How many sessions a moment shows."""
KEYS: Final = 50
"""How many keys of each."""


@dataclass(frozen=True)
class Row:
    """A key at a moment: its value, and what this step did to it in words."""

    key: str
    value: str
    change: str


@dataclass(frozen=True)
class Moment:
    """What each session held after operation ``number``; 0 is before the first.

    ``entry`` is that operation. Printed it is plain text, in a notebook tables.
    """

    number: int
    entry: Entry | None
    sessions: dict[str | None, dict[Any, Any] | None]

    def rows(self, session_id: str | None) -> Iterator[Row]:
        """Yield a row for each key of a session, and for each that was just removed."""
        changed = _changes_of(self.entry, session_id)
        values = self.sessions.get(session_id) or {}
        for key, value in values.items():
            yield Row(show(key), show(value), in_words(_find(changed, key)))
        for change, by in changed:
            if change.after is ABSENT and change.key not in values:
                yield Row(show(change.key), repr(ABSENT), in_words([(change, by)]))

    def _titles(self) -> tuple[str, list[tuple[str | None, str]], str]:
        head = f"after operation {self.number}: {self.entry.step}" if self.entry else ""
        held = list(self.sessions.items())
        titles = [
            (one, who(one) if values is not None else f"{who(one)}: no session")
            for one, values in held[:SESSIONS]
        ]
        rest = len(held) - SESSIONS
        more = f"… and {rest:,} more sessions" if rest > 0 else ""
        return head or "before the first operation", titles, more

    def __str__(self) -> str:
        head, titles, more = self._titles()
        text = [head]
        for session_id, title in titles:
            text.append(f"  {title}")
            rows = list(self.rows(session_id))
            width = max((len(row.key) for row in rows), default=0)
            text += [
                f"    {row.key:<{width}}  {row.value}{_after(row.change)}"
                for row in rows[:KEYS]
            ]
            text += _cut(rows)
        return "\n".join([*text, *([more] if more else [])])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        head, titles, more = self._titles()
        parts = [paragraph(strong(head))]
        parts += [self.table(session_id, title) for session_id, title in titles]
        return "".join([*parts, paragraph(more) if more else EMPTY])

    def table(self, session_id: str | None, title: str) -> Markup:
        """Return the keys of one session as an HTML table under ``title``."""
        rows = list(self.rows(session_id))
        cells = [(code(row.key), code(row.value), row.change) for row in rows[:KEYS]]
        shown = table(title, ["key", "value", "this step"], cells)
        return Markup(shown + "".join(map(paragraph, _cut(rows))))


@in_a_cell
def moment(recorder: Recorder, number: int | None = None) -> Moment:
    """Return what the sessions of a recorder held after an operation, or the last one.

    Raises ``LookupError`` for an operation that is not kept.
    """
    at = recorder.number if number is None else number
    # what was held then is still known, but not the operation that led to it
    entry = recorder.entry(at) if at != recorder.dropped else None
    history = recorder.history
    return Moment(at, entry, {one: history.session(one, at) for one in history.ids})


def in_words(changed: Iterable[tuple[Change, str]]) -> str:
    """Describe what was done to one key, by a sign and in words.

    Takes each change with words for who made it, as ``by_whom`` gives them.
    """
    return "; ".join(_in_words(change, by) for change, by in changed)


def _in_words(change: Change, by: str) -> str:
    was = "" if change.before is ABSENT else f", was {show(change.before)}"
    return f"{change.sign} {change.word}{was}{by}"


def by_whom(entry: Entry) -> Iterator[tuple[Change, str]]:
    """Yield each change around an operation with who made it, if not that on itself."""
    yield from ((change, ", through no operation") for change in entry.found)
    yield from ((change, "") for change in entry.changes)
    by = f", by an operation on {who(entry.operation.session_id)}"
    yield from ((change, by) for change in entry.elsewhere)


def _changes_of(
    entry: Entry | None, session_id: str | None
) -> list[tuple[Change, str]]:
    made = [] if entry is None else by_whom(entry)
    return [one for one in made if one[0].session_id == session_id]


def _find(changed: list[tuple[Change, str]], key: Any) -> list[tuple[Change, str]]:
    return [one for one in changed if same(one[0].key, key)]


def _after(change: str) -> str:
    return f"  {change}" if change else ""


def _cut(rows: list[Row]) -> list[str]:
    rest = len(rows) - KEYS
    return [f"… and {rest:,} more keys"] if rest > 0 else []
