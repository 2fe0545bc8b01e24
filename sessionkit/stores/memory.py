"""Sessions in this program's memory that end by themselves.

``sessionkit.memory`` is FortJs's memory store, whose sessions never end. Use this one
before real visitors who need not be known after a restart.
"""

import math
from collections import deque
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from sessionkit.in_a_cell import in_a_cell
from sessionkit.stores.base import Need, Sessions, plain_terms, taken
from sessionkit.stores.expiring import LATE, NOTHING, Met, Terms

SHARDS: Final = 4096
"""Dicts that share the sessions: at a million, one that grows holds few hundred."""
AT_ONCE: Final = 2
"""Sessions that one operation may forget: more end than begin, and none waits long."""


class _Kept:
    """A session: its values, until when it is kept unused, and when it ends."""

    __slots__ = ("ends", "until", "values")

    def __init__(self, values: dict[str, Any], until: float, ends: float) -> None:
        self.values, self.until, self.ends = values, until, ends


class _Ended:
    """What is left of a session for a while: when it ended, and where it went."""

    __slots__ = ("at", "moved", "until")

    def __init__(self, at: float, moved: str | None) -> None:
        self.at, self.moved, self.until = at, moved, at + LATE


class MemorySessions(Sessions):
    """A store class whose sessions are kept in memory, and end.

    ``expires_after`` is the number of seconds after the last read or write at which a
    session ends, never earlier and at most 5 % later; without it, never, until
    ``expiring`` says when. ``clock`` gives the seconds since 1970.

    Each operation forgets up to two sessions that have ended, in the order in which
    they were used, so no operation takes long, whatever their number. While nobody
    comes, what has ended is refused but stays in memory.

    Raises ``ValueError`` for an ``expires_after`` that is not above 0.
    """

    @in_a_cell
    def __init__(
        self,
        *,
        expires_after: float | None = None,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self.terms = plain_terms(expires_after, clock)
        self._shards: list[dict[Any, _Kept | _Ended]] = [{} for _ in range(SHARDS)]
        # who is to be looked at, and when; those of one kind come in order of time
        self._due: deque[tuple[float, Any, _Kept]] = deque()
        self._late: deque[tuple[float, Any, _Ended]] = deque()

    def __repr__(self) -> str:
        return "MemorySessions()"

    def __len__(self) -> int:
        """Return how many sessions are kept, ended ones not yet forgotten included."""
        return sum(
            isinstance(one, _Kept) for shard in self._shards for one in shard.values()
        )

    async def close(self) -> None:
        """Do nothing: the sessions live as long as this object."""

    def name(self, session_id: str | None) -> str | None:
        return session_id

    def pack(self, key: str, value: Any) -> Any:
        return value

    def unpack(self, key: str, kept: Any) -> Any:
        return kept

    def unpack_all(self, kept: dict[str, Any]) -> dict[str, Any]:
        """Return the live mapping, as FortJs does."""
        return kept

    def check_key(self, key: Any) -> None:
        """Take any key."""

    async def read(self, name: Any, keys: tuple[str, ...] | None, terms: Terms) -> Met:
        return self._used(name, terms)

    async def write(
        self, name: Any, values: Mapping[str, Any], terms: Terms, need: Need
    ) -> Met:
        met = self._used(name, terms)
        if met.there and need is not Need.NEW:
            met.answer.update(values)
        elif need is Need.ANY or (need is Need.NEW and met == NOTHING):
            until, ends = terms.first(terms.clock())
            self._keep(name, _Kept(dict(values), until, ends))
        return met

    async def copy(self, name: Any, new: Any, terms: Terms) -> Met:
        if self._shard(new).get(new) is not None:
            raise taken(self)
        met = self._used(name, terms)
        if met.there:
            kept = self._shard(name)[name]
            assert isinstance(kept, _Kept)
            self._keep(new, _Kept(dict(kept.values), kept.until, kept.ends))
        return met

    async def leave(
        self, name: Any, new: Any, moved: str, keep: Collection[str], terms: Terms
    ) -> Met:
        met = self._used(name, terms)
        target = self._shard(new).get(new)
        if met.there and isinstance(target, _Kept):
            late = {key: met.answer[key] for key in met.answer if key not in keep}
            target.values.update(late)
            self._note(name, _Ended(terms.clock(), moved))
        return met

    async def end(self, name: Any, terms: Terms, *, note: bool) -> Met:
        met = self._used(name, terms)
        if met.there and note:
            self._note(name, _Ended(terms.clock(), None))
        elif met.there:
            del self._shard(name)[name]
        return met

    def _used(self, name: Any, terms: Terms) -> Met:
        """Meet a session, with its live values, and put off its end."""
        now = terms.clock()
        self._forget_due(now)
        kept = self._shard(name).get(name)
        if kept is None:
            return NOTHING
        if isinstance(kept, _Ended):
            return Met(there=False, ended=kept.at, moved=kept.moved)
        if kept.until <= now:
            del self._shard(name)[name]
            return Met(there=False, ended=kept.until)
        later = terms.put_off(kept.until, kept.ends, now)
        if later is None:
            return Met(True, kept.values)
        if kept.until == math.inf:
            # that it ends at all is new, so nobody looks after it yet
            self._due.append((later, name, kept))
        kept.until = later
        return Met(True, kept.values, put_off=True)

    def _keep(self, name: Any, kept: _Kept) -> None:
        self._shard(name)[name] = kept
        if kept.until < math.inf:
            self._due.append((kept.until, name, kept))

    def _note(self, name: Any, ended: _Ended) -> None:
        self._shard(name)[name] = ended
        self._late.append((ended.until, name, ended))

    def _forget_due(self, now: float) -> None:
        late, due = self._late, self._due
        for _ in range(AT_ONCE):
            if late and late[0][0] <= now:
                self._forget_if(*late.popleft()[1:])
            if due and due[0][0] <= now:
                _, name, kept = due.popleft()
                if kept.until > now and self._shard(name).get(name) is kept:
                    due.append((kept.until, name, kept))  # it was used since
                else:
                    self._forget_if(name, kept)

    def _forget_if(self, name: Any, one: _Kept | _Ended) -> None:
        """Forget what has this name, unless that is another by now."""
        shard = self._shard(name)
        if shard.get(name) is one:
            del shard[name]

    def _shard(self, name: Any) -> dict[Any, _Kept | _Ended]:
        return self._shards[hash(name) % SHARDS]
