"""Expiring stores over any store class of the contract, as far as that can be.

When a session was last used stands beside it, in another session, ``last-use:ID``, with
the keys ``until`` and ``ends``. So it is known to all processes that share the store,
and after a restart. No browser can ask for it, since no id has a colon.

What the contract cannot promise, and ``MemorySessions``, ``SQLiteSessions`` and
``RedisSessions`` can:

- In one process a write that overlaps with the end of its session is undone and told.
  Between processes nobody notices, and the session is back.
- ``copy`` and ``leave`` are several operations: a process that is killed in the midst
  of ``leave`` may lose what other requests wrote since ``copy``.
- A session that this process never saw, and nobody asks for again, is never forgotten.
- Each step asks the store twice or more.
"""

from collections import deque
from collections.abc import Collection
from typing import Any, Final

from sessionkit.contract import SessionStore, StoreClass
from sessionkit.stores.base import taken
from sessionkit.stores.expiring import (
    LATE,
    NOTHING,
    Expires,
    ExpiringStoreClass,
    Met,
    Terms,
)

PREFIX: Final = "last-use:"
UNTIL: Final = "until"
ENDS: Final = "ends"
AT_ONCE: Final = 2
"""Sessions that one new session may end: more end than begin, and none waits long."""


def expiring(
    store_class: StoreClass, terms: Terms, times: StoreClass | None = None
) -> ExpiringStoreClass:
    """Return the expiring store class of a store class: its own, where it has one.

    Else the times of last use stand in ``times``, without one in the store itself.
    """
    if times is None and isinstance(store_class, Expires):
        return store_class.expiring(terms)
    return PlainSessions(store_class, times or store_class, terms)


class PlainSessions:
    """Makes expiring stores over a store class of the contract, for one event loop."""

    def __init__(
        self, store_class: StoreClass, times: StoreClass, terms: Terms
    ) -> None:
        self.store_class = store_class
        self.terms = terms
        self._times = times
        # ids that were used, in the order of the time at which to look after them
        self._due: deque[tuple[float, str]] = deque()
        self._remembered: set[str] = set()
        self._ended: dict[str, Met] = {}
        self._late: deque[tuple[float, str]] = deque()

    def __call__(self, session_id: str | None) -> "PlainExpiringStore":
        """Make the store of one session."""
        return PlainExpiringStore(self, session_id)

    def time(self, session_id: str) -> SessionStore:
        """Make the store of a session's times."""
        return self._times(f"{PREFIX}{session_id}")

    def ended(self, session_id: str) -> Met | None:
        """Return how a session ended in this process, if it did so lately."""
        while self._late and self._late[0][0] <= self.terms.clock():
            self._ended.pop(self._late.popleft()[1], None)
        return self._ended.get(session_id)

    async def end(
        self, store: SessionStore, session_id: str, moved: str | None = None
    ) -> None:
        """End a session: no write that is under way can undo it."""
        if self.ended(session_id) is not None:
            return
        at = self.terms.clock()
        self._ended[session_id] = Met(there=False, ended=at, moved=moved)
        try:
            await self.forget(store, session_id)
        except BaseException:
            del self._ended[session_id]
            raise
        self._late.append((at + LATE, session_id))

    async def forget(self, store: SessionStore, session_id: str) -> None:
        """Forget a session's values and its times."""
        # in this order: without its times, what is there would count as just seen
        await store.clear()
        await self.time(session_id).clear()

    def remember(self, session_id: str, until: float) -> None:
        """Look after a session when its time has come."""
        if session_id not in self._remembered:
            self._remembered.add(session_id)
            self._due.append((until, session_id))

    async def end_idle(self) -> None:
        """End up to two sessions that nobody uses."""
        now = self.terms.clock()
        for _ in range(AT_ONCE):
            if not self._due or self._due[0][0] > now:
                return
            _, session_id = self._due.popleft()
            self._remembered.discard(session_id)
            until = (await self.time(session_id).get_all()).get(UNTIL)
            if until is not None and until > now:  # used since, here or elsewhere
                self.remember(session_id, until)
            else:
                await self.forget(self.store_class(session_id), session_id)


class PlainExpiringStore:
    """The session of one id, which may end; see ``ExpiringStore`` for the methods."""

    def __init__(self, sessions: PlainSessions, session_id: str | None) -> None:
        self._sessions = sessions
        self._store = sessions.store_class(session_id)
        self._made = False

    @property
    def session_id(self) -> str | None:
        return self._store.session_id

    @session_id.setter
    def session_id(self, session_id: str | None) -> None:
        self._store.session_id = session_id

    async def do(self, method: str, *arguments: Any) -> Met:
        session_id = self.session_id
        if session_id is None:
            return NOTHING
        met = await self._use(session_id)
        if not met.there:
            return met
        writes = method in ("set", "set_many")
        if writes and not self._made and not await self._store.is_any_exist():
            # ended meanwhile, or cleared by somebody who knows nothing of its times
            await self._sessions.time(session_id).clear()
            return self._sessions.ended(session_id) or NOTHING
        answer = await getattr(self._store, method)(*arguments)
        ended = self._sessions.ended(session_id)
        if ended is not None:  # meanwhile, so what was written must go
            await self._sessions.forget(self._store, session_id)
            return ended
        return met._replace(answer=answer)

    async def begin(self, session_id: str, method: str, *arguments: Any) -> bool:
        if self._sessions.ended(session_id) is not None:
            return False
        await self._sessions.end_idle()
        self.session_id = session_id
        if method == "set_many" and not arguments[0]:
            return True
        await self._note(session_id, *self._first())
        await getattr(self._store, method)(*arguments)
        self._made = True
        return True

    async def copy(self, session_id: str) -> Met:
        sessions, old = self._sessions, self.session_id
        if old is None:
            return NOTHING
        if (
            sessions.ended(session_id)
            or await sessions.store_class(session_id).is_any_exist()
        ):
            raise taken(sessions.store_class)
        met = await self.do("get_all")
        if not met.there:
            return met
        times = await sessions.time(old).get_all()
        if UNTIL not in times or not await self._store.is_any_exist():
            return sessions.ended(old) or NOTHING
        # the times first: a session without them would never end
        await self._note(session_id, times[UNTIL], times.get(ENDS))
        await sessions.store_class(session_id).set_many(dict(met.answer))
        return met

    async def leave(self, session_id: str, keep: Collection[str]) -> Met:
        met = await self.do("get_all")
        if not met.there or self.session_id is None:
            return met
        # what was written while the session moved goes to its new id
        late = {key: value for key, value in met.answer.items() if key not in keep}
        await self._sessions.end(self._store, self.session_id, session_id)
        if late:
            await self._sessions.store_class(session_id).set_many(late)
        return met

    async def end(self) -> Met:
        session_id = self.session_id
        if session_id is None:
            return NOTHING
        ended = self._sessions.ended(session_id)
        await self._sessions.end(self._store, session_id)
        self._made = False
        return ended or Met(there=True)

    async def _use(self, session_id: str) -> Met:
        """Meet a session, and put off its end."""
        sessions = self._sessions
        ended = sessions.ended(session_id)
        if ended is not None:
            return ended
        terms, now = sessions.terms, sessions.terms.clock()
        times = await sessions.time(session_id).get_all()
        until, ends = times.get(UNTIL), times.get(ENDS)
        if until is None:
            if not await self._store.is_any_exist():
                return sessions.ended(session_id) or NOTHING
            # one that something else has put there counts from its first use
            await self._note(session_id, *self._first())
            return Met(there=True, put_off=True)
        if until <= now:
            await sessions.end(self._store, session_id)
            return Met(there=False, ended=until)
        later = terms.put_off(until, float("inf") if ends is None else ends, now)
        if later is None:
            sessions.remember(session_id, until)
        else:
            await self._note(session_id, later)
        return Met(there=True, put_off=later is not None)

    def _first(self) -> tuple[float, float]:
        terms = self._sessions.terms
        return terms.first(terms.clock())

    async def _note(
        self, session_id: str, until: float, ends: float | None = None
    ) -> None:
        """Write down when a session ends, unless it does so only by ``clear``."""
        times = (
            {UNTIL: until}
            if ends in (None, float("inf"))
            else {UNTIL: until, ENDS: ends}
        )
        await self._sessions.time(session_id).set_many(times)
        self._sessions.remember(session_id, until)
