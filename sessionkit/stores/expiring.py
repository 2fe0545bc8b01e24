"""Sessions that end: what ``sessionkit.web`` asks of a store beyond FortJs's contract.

A store class of the contract keeps a session until somebody clears it, and a write
makes the session that it does not find. Before real visitors that is not enough: the
write of a slow request must not bring back a session that was logged out meanwhile.
So a store class may have one method more, ``expiring``, which gives stores that do
each of these as one step that nothing comes between:

``do``
    one of the contract's operations, on a session that is there; else nothing.
``begin``
    the first write of a session, under an id that has none.
``copy`` and ``leave``
    a new id for a session, in two steps: the old id works until it is left.
``end``
    forget the session, and remember for a while that it ended.

``MemorySessions``, ``SQLiteSessions`` and ``RedisSessions`` have it. For any other
store class there is ``sessionkit.stores.plain``, which says what it cannot do.
"""

import math
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, Protocol, TypeAlias, runtime_checkable

from sessionkit.stores.errors import StoreError

SLACK: Final = 0.05
"""Part of the idle time by which a session may last longer, so that few uses write."""
LATE: Final = 600.0
"""Seconds for which a store knows that a session ended: as long as requests run."""


@dataclass(frozen=True, slots=True)
class Terms:
    """When sessions end.

    That is ``idle`` seconds after the last use, up to 5 % later, and ``lifetime``
    seconds after they began, however much they are used; ``math.inf`` is never.
    ``clock`` gives the seconds since 1970. Redis goes by its own clock.
    """

    idle: float = math.inf
    lifetime: float = math.inf
    clock: Callable[[], float] = time.time

    def first(self, now: float) -> tuple[float, float]:
        """Return until when a session that begins is kept unused, and at most."""
        ends = now + self.lifetime
        return min(now + self.idle * (1 + SLACK), ends), ends

    def put_off(self, until: float, ends: float, now: float) -> float | None:
        """Return until when a session that is used is kept; ``None`` for as it is."""
        if self.idle == math.inf or until >= now + self.idle:
            return None
        later = min(now + self.idle * (1 + SLACK), ends)
        return later if later > until else None


class Met(NamedTuple):
    """What a step met."""

    there: bool
    """Whether there was a session, so that the step was done."""
    answer: Any = None
    """What the operation answered."""
    put_off: bool = False
    """Whether the end of the session was put off: time to send the cookie again."""
    ended: float | None = None
    """When the session ended, in seconds since 1970, if that is still known."""
    moved: str | None = None
    """The id that the session left for, if that is how it ended."""


NOTHING: Final = Met(there=False)
"""What is met where there is no session, and none is known to have been."""


@runtime_checkable
class ExpiringStore(Protocol):
    """The session of one id, which may end at any time. Each method is one step.

    Errors are those of the contract's methods.
    """

    session_id: str | None
    """Whose session this is; ``None`` for a visitor who brought no id."""

    async def do(self, method: str, *arguments: Any) -> Met:
        """Do one of the contract's operations, but ``clear``, if there is a session.

        Without one nothing is written, and ``Met.there`` is false. ``set_many`` of
        nothing only looks.
        """

    async def begin(self, session_id: str, method: str, *arguments: Any) -> bool:
        """Take the id, and make its session by a ``set`` or ``set_many``.

        Answers whether that could be: not if there is such a session, or was lately.
        ``set_many`` of nothing takes the id and makes nothing.
        """

    async def copy(self, session_id: str) -> Met:
        """Copy the session to another id; both live, and this store stays at the old.

        The copy ends with the ``lifetime`` of the original.
        """

    async def leave(self, session_id: str, keep: Collection[str]) -> Met:
        """End the session that was copied to ``session_id``.

        What was written since to the old goes along, but for the keys in ``keep``,
        which were written to the new. ``Met.there`` is false, and nothing was done,
        where the old has ended already.
        """

    async def end(self) -> Met:
        """Forget the session and everything in it; meet what there was."""


ExpiringStoreClass: TypeAlias = Callable[[str | None], ExpiringStore]
"""Anything that makes an ``ExpiringStore`` from a session id."""


@runtime_checkable
class Expires(Protocol):
    """A store class that can give expiring stores of the same sessions."""

    def expiring(self, terms: Terms) -> ExpiringStoreClass:
        """Return the store class whose sessions end on these ``terms``."""


class IdTakenError(StoreError):
    """An id was to have a session of its own, and has one already."""
