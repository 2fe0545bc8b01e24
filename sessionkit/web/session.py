"""A visitor's session in one request: what FortJs's session manager is."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

from sessionkit.stores.expiring import ExpiringStore, ExpiringStoreClass, Met
from sessionkit.web.errors import SessionEndedError, SessionError


class Session:
    """A session store for whoever sent the request, and ``regenerate``.

    Reading stores nothing. The first write makes a session under an id of its own and
    the response tells the browser; an id that the store does not know is never used.
    ``clear`` forgets the session and makes the browser forget its cookie.

    Each method asks the store once. A write to a session that ended while the request
    was under way, by a ``clear`` or ``regenerate`` of another request or by its time,
    raises ``SessionEndedError`` and writes nothing, here or elsewhere; reads find no
    session. Other errors are those of the store, and ``SessionError`` for what would
    need a cookie when the response has begun already.
    """

    def __init__(
        self,
        stores: ExpiringStoreClass,
        brought: str | None,
        new_id: Callable[[], str],
        began: float,
    ) -> None:
        self._stores = stores
        self._store = stores(brought)
        self._new_id = new_id
        self._began = began
        self._gone = False  # whether the id of the store means nothing any more
        self._found = False  # whether the session was there, at any time
        self._left: ExpiringStore | None = None  # the old id, after regenerate
        self._written: set[str] = set()  # what went to the new id, and not to the old
        self._beginning = asyncio.Lock()
        self.was_used = False
        """Whether the application asked the session for anything."""
        self.to_tell: str | None = None
        """The id that the browser is to be told, "" to forget it, ``None`` to keep."""
        self.response_began = False
        """Whether it is too late to tell the browser anything."""

    @property
    def _id(self) -> str | None:
        return None if self._gone else self._store.session_id

    @property
    def session_id(self) -> str | None:
        """The id of the session, once an operation has found or made it."""
        return self.to_tell or (self._id if self._found else None)

    @session_id.setter
    def session_id(self, _: str | None) -> None:
        raise SessionError(
            "a visitor's session chooses its id itself; "
            "`await request.session.regenerate()` gives it a new one"
        )

    def __repr__(self) -> str:
        return f"Session({'no id yet' if self.session_id is None else 'under an id'})"

    async def is_any_exist(self) -> bool:
        """Answer whether there is a session at all, removed keys included."""
        return bool(await self._read("is_any_exist"))

    async def get(self, key: str) -> Any:
        """Answer the value of ``key``; ``None`` without one, or without a session."""
        return await self._read("get", key)

    async def get_all(self) -> dict[str, Any]:
        """Answer every key and value, removed keys included as ``None``."""
        values: dict[str, Any] | None = await self._read("get_all")
        return {} if values is None else values

    async def is_exist(self, key: str) -> bool:
        """Answer whether ``key`` has a value other than ``None``; 0 and "" count."""
        return bool(await self._read("is_exist", key))

    async def set(self, key: str, value: Any) -> None:
        """Give ``key`` a value; the first key creates the session."""
        if not await self._write((key,), "set", key, value):
            await self._write_or_begin((key,), "set", key, value)

    async def set_many(self, values: dict[str, Any]) -> None:
        """``set`` each key; as in FortJs even no key at all gives the browser an id."""
        if not await self._write(tuple(values), "set_many", values):
            await self._write_or_begin(tuple(values), "set_many", values)

    async def remove(self, key: str) -> None:
        """Set ``key`` to ``None`` if there is a session, even a key never set."""
        await self._write((key,), "remove", key)

    async def clear(self) -> None:
        """Forget the session and everything in it, also in the browser."""
        async with self._beginning:
            self.was_used = True
            if self._id is not None:
                await self._end(self._store)
            if self._left is not None:
                await self._end(self._left)
            self._left = None
            self._forget()
            self.to_tell = ""

    async def regenerate(self) -> None:
        """Move the session to a new id: at a login, so that no old id is logged in.

        From here on this request has the new id. The old id lives until the response
        tells the browser the new one, and then no more; what other requests write to
        it meanwhile comes along. If the request fails before it answers, the session
        is under the old id as it was when this was called. Without a session there is
        nothing to do. The session's ``lifetime`` goes on.
        """
        async with self._beginning:
            self.was_used = True
            asked, old = self._id, self._store
            if asked is None:
                return
            session_id = self._fresh_id()
            if not self._met(await old.copy(session_id), asked):
                return
            self._store, self.to_tell = self._stores(session_id), session_id
            if self._left is None:
                self._left = old
            else:  # of an id that nobody was told
                await old.end()

    async def settle(self) -> None:
        """Leave the old id after ``regenerate``: the response is about to begin."""
        self.response_began = True
        old, new = self._left, self._id
        if old is None or new is None:
            return
        # whether an error comes before or after that is done, nobody can tell; the new
        # id has everything in either case, so the browser is told it
        self._left = None
        met = await old.leave(new, self._written)
        if met.there or (met.moved is not None and await self._is_there(met.moved)):
            return
        # logged out meanwhile, and so it stays
        await self._store.end()
        self._forget()
        self.to_tell = None

    async def undo(self) -> None:
        """Go back to the old id if nobody was told the new one: the request failed."""
        if self._left is not None:
            copy, self._store, self._left = self._store, self._left, None
            self.to_tell = None
            with contextlib.suppress(Exception):  # what failed may be the store itself
                await copy.end()

    async def _read(self, method: str, *arguments: Any) -> Any:
        self.was_used = True
        asked = self._id
        if asked is None:
            return None
        met = await self._store.do(method, *arguments)
        return met.answer if self._met(met, asked, writes=False) else None

    async def _write(self, keys: tuple[str, ...], method: str, *arguments: Any) -> bool:
        """Write to the session, if there is one."""
        self.was_used = True
        asked = self._id
        if asked is None:
            return False
        if not self._met(await self._store.do(method, *arguments), asked):
            return False
        if self._left is not None and asked == self._id:
            # what the old id has of these is older, and must not come along
            self._written.update(keys)
        return True

    async def _write_or_begin(
        self, keys: tuple[str, ...], method: str, *arguments: Any
    ) -> None:
        # of overlapping first writes one alone makes the session
        async with self._beginning:
            if not await self._write(keys, method, *arguments):
                await self._begin(method, *arguments, is_empty=not keys)

    async def _begin(self, method: str, *arguments: Any, is_empty: bool) -> None:
        session_id = self._fresh_id()
        if not await self._store.begin(session_id, method, *arguments):
            raise SessionError(
                "new_id gave an id that has a session already, or had one lately; "
                "it must never give the same id twice"
            )
        if self.response_began:  # meanwhile
            await self._store.end()
            raise self._too_late()
        self._gone, self._found, self.to_tell = False, not is_empty, session_id

    def _met(self, met: Met, asked: str, *, writes: bool = True) -> bool:
        """Note what the store met under an id; answer whether there is a session."""
        if met.there:
            self._found = True
            # the browser keeps its cookie for as long as the session is kept
            if met.put_off and not self.response_began and self.to_tell is None:
                self.to_tell = self._id
            return True
        if asked != self._store.session_id:  # another write began one meanwhile
            return False
        if not self._is_late(met):
            self._forget()
        elif writes:
            raise SessionEndedError(
                "the session ended while this request was under way, so nothing was "
                "written; the visitor may have logged out"
            )
        return False

    def _is_late(self, met: Met) -> bool:
        """Whether the session was there when the request began, and is not now."""
        return self._found or (met.ended is not None and met.ended >= self._began)

    def _forget(self) -> None:
        """Have no session from here on, unless a write begins one."""
        self._gone, self._found = True, False

    async def _end(self, store: ExpiringStore) -> None:
        """End a session, wherever other requests moved it meanwhile."""
        met = await store.end()
        while met.moved is not None and self._is_late(met):
            met = await self._stores(met.moved).end()

    async def _is_there(self, session_id: str) -> bool:
        """Whether a session is there, wherever other requests moved it meanwhile."""
        met = await self._stores(session_id).do("is_any_exist")
        while met.moved is not None:
            met = await self._stores(met.moved).do("is_any_exist")
        return met.there

    def _fresh_id(self) -> str:
        if self.response_began:
            raise self._too_late()
        return self._new_id()

    def _too_late(self) -> SessionError:
        return SessionError(
            "the response has begun without the cookie of a new session; "
            "write to the session, or regenerate it, before you answer"
        )
