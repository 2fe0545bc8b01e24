"""A visitor's session in one request: what FortJs's session manager is."""

import asyncio
from collections.abc import Callable
from typing import Any

from sessionkit.contract import StoreClass
from sessionkit.web.cookie import is_id
from sessionkit.web.errors import SessionError
from sessionkit.web.last_use import LastUses, Use


class Session:
    """A session store for whoever sent the request, and ``regenerate``.

    Reading stores nothing. The first write makes a session under an id of its own and
    the response tells the browser; an id that the store does not know is never used.
    ``clear`` forgets the session and makes the browser forget its cookie.

    Errors are those of the store, and ``SessionError`` for what would need a cookie
    when the response has begun already.
    """

    def __init__(
        self,
        store_class: StoreClass,
        brought: str | None,
        uses: LastUses,
        new_id: Callable[[], str],
    ) -> None:
        self._store_class = store_class
        self._store = store_class(brought)
        self._uses = uses
        self._new_id = new_id
        self._id = brought
        self._found = False
        self._made = False
        self._look_again = 0.0
        self._writing = asyncio.Lock()
        self.was_used = False
        """Whether the application asked the session for anything."""
        self.to_tell: str | None = None
        """The id that the browser is to be told, "" to forget it, ``None`` to keep."""
        self.response_began = False
        """Whether it is too late to tell the browser anything."""

    @property
    def session_id(self) -> str | None:
        """The id of the session, once an operation has found or made it."""
        return self._id if self._found else None

    @session_id.setter
    def session_id(self, session_id: str | None) -> None:
        raise SessionError(
            "a visitor's session chooses its id itself; "
            "`await request.session.regenerate()` gives it a new one"
        )

    def __repr__(self) -> str:
        return f"Session({'under an id' if self._found else 'no id yet'})"

    async def is_any_exist(self) -> bool:
        """Answer whether there is a session at all, removed keys included."""
        return await self._is_there() and await self._store.is_any_exist()

    async def get(self, key: str) -> Any:
        """Answer the value of ``key``; ``None`` without one, or without a session."""
        return await self._store.get(key) if await self._is_there() else None

    async def get_all(self) -> dict[str, Any]:
        """Answer every key and value, removed keys included as ``None``."""
        return await self._store.get_all() if await self._is_there() else {}

    async def is_exist(self, key: str) -> bool:
        """Answer whether ``key`` has a value other than ``None``; 0 and "" count."""
        return await self._is_there() and await self._store.is_exist(key)

    async def set(self, key: str, value: Any) -> None:
        """Give ``key`` a value; the first key creates the session."""
        await self._make_if_missing()
        await self._store.set(key, value)

    async def set_many(self, values: dict[str, Any]) -> None:
        """``set`` each key; as in FortJs even no key at all gives the browser an id."""
        await self._make_if_missing()
        await self._store.set_many(values)

    async def remove(self, key: str) -> None:
        """Set ``key`` to ``None`` if there is a session, even a key never set."""
        if await self._is_there():
            await self._store.remove(key)

    async def clear(self) -> None:
        """Forget the session and everything in it, also in the browser."""
        async with self._writing:
            if await self._is_there() and self._id is not None:
                await self._store.clear()
                await self._uses.forget(self._id)
            self._id, self._found, self._made = None, False, False
            self.to_tell = ""

    async def regenerate(self) -> None:
        """Move the session to a new id: at a login, so that no old id is logged in.

        The values are kept and the old id is forgotten; what overlapping requests write
        under it meanwhile goes with it. Without a session there is nothing to do.
        """
        async with self._writing:
            if not await self.is_any_exist() or self._id is None:
                return
            session_id, old = self._fresh_id(), self._id
            values = dict(await self._store.get_all())
            await self._uses.begin(session_id)
            await self._store_class(session_id).set_many(values)
            self._take(session_id)
            await self._uses.end(old)

    async def _is_there(self) -> bool:
        """Whether the id is one that the store knows; puts off the session's end."""
        self.was_used = True
        if self._id is None:
            return False
        if self._uses.is_time(self._look_again):
            use = await self._uses.use(self._id)
            if use is Use.UNKNOWN:
                self._id, self._found, self._made = None, False, False
                return False
            if use is Use.RENEWED and not self.response_began:
                self.to_tell = self._id
            self._found, self._look_again = True, self._uses.look_again
        return True

    async def _make_if_missing(self) -> None:
        # of overlapping first writes one alone makes the session
        async with self._writing:
            # another request may have cleared the session meanwhile
            if await self._is_there() and (
                self._made or await self._store.is_any_exist()
            ):
                return
            session_id = self._fresh_id()
            if self._id is not None:
                await self._uses.forget(self._id)
            await self._uses.begin(session_id)
            self._take(session_id)

    def _take(self, session_id: str) -> None:
        self._store.session_id = self._id = self.to_tell = session_id
        self._found, self._made = True, True
        self._look_again = self._uses.look_again

    def _fresh_id(self) -> str:
        if self.response_began:
            raise SessionError(
                "the response has begun without the cookie of a new session; "
                "write to the session, or regenerate it, before you answer"
            )
        session_id = self._new_id()
        if not isinstance(session_id, str) or not is_id(session_id):
            raise SessionError(
                "new_id gives 1 to 128 of the characters A-Z a-z 0-9 _ -, "
                f"not {session_id!r}"
            )
        return session_id
