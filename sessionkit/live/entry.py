"""An entry of a recorder: an operation, its answer, and what it changed."""

from dataclasses import dataclass

from sessionkit.live.history import Change
from sessionkit.live.places import Place
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.operation import OnSession


@dataclass(frozen=True, slots=True)
class Entry:
    """An operation with its answer, when it was done, and what it changed.

    ``number`` counts from 1 over the recorder's life; ``at`` is in seconds since 1970.
    ``changes`` are those of its own session. ``found`` was there before the operation,
    in any session, through no operation: somebody changed a dict or list that the store
    had handed out or been given. ``elsewhere`` is what the operation did to sessions
    that are not its own. Each change tells whose session it is in. ``place`` is the
    line of code that called, if known.
    """

    number: int
    at: float
    operation: OnSession
    answer: Answer
    changes: tuple[Change, ...]
    found: tuple[Change, ...] = ()
    elsewhere: tuple[Change, ...] = ()
    place: Place | None = None

    @property
    def outside(self) -> tuple[Change, ...]:
        """The changes that no operation on their own session made."""
        return (*self.found, *self.elsewhere)

    @property
    def all_changes(self) -> tuple[Change, ...]:
        """All changes, in the order in which they were noticed."""
        return (*self.found, *self.changes, *self.elsewhere)

    @property
    def step(self) -> Step:
        """The operation and its answer, as a step of a trace."""
        return Step(self.operation, self.answer)


def by_session(entry: Entry) -> dict[str | None, list[Change]]:
    """Return the changes of each session that an operation is about, its own first."""
    sorted_: dict[str | None, list[Change]] = {entry.operation.session_id: []}
    for change in entry.all_changes:
        sorted_.setdefault(change.session_id, []).append(change)
    return sorted_
