"""What the store classes here have in common: the contract on top of five steps.

A kind of storage (memory, a file, a server) does ``read``, ``write``, ``copy``,
``leave`` and ``end``, each as one step that nothing comes between. The eight methods of
the contract, and those of ``ExpiringStore``, are these steps for every storage.
"""

import enum
import math
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping
from functools import partial
from typing import Any, ClassVar, Final, Self

from sessionkit.stores.expiring import (
    NOTHING,
    ExpiringStoreClass,
    IdTakenError,
    Met,
    Terms,
)

READS: Final = frozenset({"get", "get_all", "is_exist", "is_any_exist"})
"""The methods of the contract that change nothing."""


class Need(enum.Enum):
    """What a write asks of the session that it writes to."""

    ANY = enum.auto()
    """Nothing: it makes the session that is not there."""
    THERE = enum.auto()
    """To be there."""
    NEW = enum.auto()
    """Not to be there, nor to have ended lately."""


class Sessions(ABC):
    """A store class: call it with a session id for a store.

    Use it in ``async with``, or ``await close()`` at the end.
    """

    does_not: ClassVar[Mapping[str, str]] = {}
    terms: Terms
    """When sessions end that are used by the contract's methods alone."""

    def __call__(self, session_id: str | None) -> "KeptStore":
        """Make the store of one session."""
        return KeptStore(self, session_id)

    def expiring(self, terms: Terms) -> ExpiringStoreClass:
        """Return a store class of these sessions that end on the given ``terms``."""
        return partial(KeptExpiringStore, self, terms)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    @abstractmethod
    async def close(self) -> None:
        """Give back what the storage holds open; the next operation opens it again."""

    @abstractmethod
    def name(self, session_id: str | None) -> Any:
        """Return what the session is called in the storage."""

    @abstractmethod
    def pack(self, key: str, value: Any) -> Any:
        """Return a value as the storage keeps it, or say why it cannot."""

    @abstractmethod
    def unpack(self, key: str, kept: Any) -> Any:
        """Return the value that ``pack`` made this of."""

    @abstractmethod
    def check_key(self, key: Any) -> None:
        """Raise ``NotStorableError`` for a key that the storage cannot have."""

    @abstractmethod
    def read(
        self, name: Any, keys: tuple[str, ...] | None, terms: Terms
    ) -> Awaitable[Met]:
        """Answer the packed values of ``keys``, of all for ``None``, in their order."""

    @abstractmethod
    def write(
        self, name: Any, values: Mapping[str, Any], terms: Terms, need: Need
    ) -> Awaitable[Met]:
        """Write all of the packed ``values``, or nothing; meet what was there before.

        With ``Need.NEW`` nothing is written where the answer is that it is there.
        """

    @abstractmethod
    async def copy(self, name: Any, new: Any, terms: Terms) -> Met:
        """Copy a session to the name ``new``, with the same end at most."""

    @abstractmethod
    async def leave(
        self, name: Any, new: Any, moved: str, keep: Collection[str], terms: Terms
    ) -> Met:
        """Move what is there, but for ``keep``, and end it as ``moved`` to that id."""

    @abstractmethod
    async def end(self, name: Any, terms: Terms, *, note: bool) -> Met:
        """Forget a session; with ``note``, remember for a while that it ended."""

    def do(
        self,
        session_id: str | None,
        method: str,
        arguments: tuple[Any, ...],
        terms: Terms,
        need: Need,
    ) -> Coroutine[Any, Any, Met]:
        """Do one of the contract's operations but ``clear``."""
        # no coroutine that only waits for the next one: with a hundred under way,
        # what each keeps alive costs more than what it does
        if method in READS:
            return self._ask(session_id, method, arguments, terms)
        if method == "set_many":
            return self._change(session_id, arguments[0], terms, need)
        key, *value = arguments
        values = {key: value[0] if value else None}
        return self._change(session_id, values, terms, need)

    async def _change(
        self,
        session_id: str | None,
        values: Mapping[str, Any],
        terms: Terms,
        need: Need,
    ) -> Met:
        name = self.name(session_id)
        for key in values:
            self.check_key(key)
        packed = {key: self.pack(key, value) for key, value in values.items()}
        if packed:
            met = await self.write(name, packed, terms, need)
        else:
            # nothing to write makes no session, and yet one that must be there is met
            met = NOTHING if need is Need.ANY else await self.read(name, (), terms)
        # of a write the contract answers None, whatever was there before
        there, answer, put_off, ended, moved = met
        return met if answer is None else Met(there, None, put_off, ended, moved)

    async def _ask(
        self,
        session_id: str | None,
        method: str,
        arguments: tuple[Any, ...],
        terms: Terms,
    ) -> Met:
        name = self.name(session_id)
        keys = KEYS_OF.get(method, arguments)
        if keys:
            self.check_key(keys[0])
        there, found, put_off, ended, moved = await self.read(name, keys, terms)
        answer: Any
        if keys is None:
            answer = self.unpack_all(found) if there else {}
        elif not keys:
            answer = there
        else:
            (key,) = keys
            answer = self.unpack(key, found[key]) if there and key in found else None
            if method == "is_exist":
                answer = answer is not None
        return Met(there, answer, put_off, ended, moved)

    def unpack_all(self, kept: dict[str, Any]) -> dict[str, Any]:
        """Return a whole session as the contract has it."""
        return {key: self.unpack(key, value) for key, value in kept.items()}


KEYS_OF: Final[Mapping[str, tuple[str, ...] | None]] = {
    "get_all": None,
    "is_any_exist": (),
}
"""The keys that a method reads where they are not its arguments."""


class KeptStore:
    """The store of one session: FortJs's contract. ``Sessions`` makes it."""

    def __init__(self, sessions: Sessions, session_id: str | None) -> None:
        self._sessions = sessions
        self.session_id = session_id

    async def is_any_exist(self) -> bool:
        """Answer whether there is a session at all, removed keys included."""
        return bool((await self._do("is_any_exist")).answer)

    async def get(self, key: str) -> Any:
        """Answer the value of ``key``; ``None`` without one."""
        return (await self._do("get", key)).answer

    async def get_all(self) -> dict[str, Any]:
        """Answer every key and value, removed keys included as ``None``."""
        values: dict[str, Any] = (await self._do("get_all")).answer
        return values

    async def is_exist(self, key: str) -> bool:
        """Answer whether ``key`` has a value other than ``None``."""
        return bool((await self._do("is_exist", key)).answer)

    async def set(self, key: str, value: Any) -> None:
        """Give ``key`` a value; the first key creates the session."""
        await self._do("set", key, value)

    async def set_many(self, values: dict[str, Any]) -> None:
        """Set all of ``values`` or, if an error is raised, none."""
        await self._do("set_many", values)

    async def remove(self, key: str) -> None:
        """Set ``key`` to ``None`` if there is a session, even a key never set."""
        await self._do("remove", key, need=Need.THERE)

    async def clear(self) -> None:
        """Forget the session and everything in it."""
        sessions = self._sessions
        await sessions.end(sessions.name(self.session_id), sessions.terms, note=False)

    def _do(
        self, method: str, *arguments: Any, need: Need = Need.ANY
    ) -> Awaitable[Met]:
        sessions = self._sessions
        return sessions.do(self.session_id, method, arguments, sessions.terms, need)


class KeptExpiringStore:
    """The session of one id, which may end; see ``ExpiringStore`` for the methods."""

    def __init__(
        self, sessions: Sessions, terms: Terms, session_id: str | None
    ) -> None:
        self._sessions = sessions
        self._terms = terms
        self.session_id = session_id

    def do(self, method: str, *arguments: Any) -> Coroutine[Any, Any, Met]:
        return self._sessions.do(
            self.session_id, method, arguments, self._terms, Need.THERE
        )

    async def begin(self, session_id: str, method: str, *arguments: Any) -> bool:
        # of no values no session is made; the id is the store's all the same
        if method == "set_many" and not arguments[0]:
            self.session_id = session_id
            return True
        met = await self._sessions.do(
            session_id, method, arguments, self._terms, Need.NEW
        )
        # an id that ended lately may still be in somebody's cookie
        taken = met.there or met.ended is not None
        self.session_id = self.session_id if taken else session_id
        return not taken

    async def copy(self, session_id: str) -> Met:
        sessions = self._sessions
        name, new = sessions.name(self.session_id), sessions.name(session_id)
        return await sessions.copy(name, new, self._terms)

    async def leave(self, session_id: str, keep: Collection[str]) -> Met:
        sessions = self._sessions
        name, new = sessions.name(self.session_id), sessions.name(session_id)
        return await sessions.leave(name, new, session_id, keep, self._terms)

    async def end(self) -> Met:
        sessions = self._sessions
        name = sessions.name(self.session_id)
        return await sessions.end(name, self._terms, note=True)


def taken(what: object) -> IdTakenError:
    """Return the error of an id that is to be new and is not."""
    return IdTakenError(
        f"the id that a session of {what} was to move to has a session already; "
        "new_id must never give the same id twice"
    )


def is_seconds(given: object) -> bool:
    """Whether something can be a number of seconds."""
    return isinstance(given, int | float) and type(given) is not bool


def checked_clock(clock: Callable[[], float]) -> Callable[[], float]:
    """Return a clock; raise ``ValueError`` for what tells no time."""
    if not callable(clock):
        raise ValueError(f"clock is called for the seconds since 1970, not {clock!r}")
    return clock


def plain_terms(
    expires_after: float | None, clock: Callable[[], float] | None = None
) -> Terms:
    """Return the terms of the contract's methods, of which one may be an idle time.

    Raises ``ValueError`` for an ``expires_after`` that is no time.
    """
    if clock is not None:
        checked_clock(clock)
    if expires_after is None:
        return Terms() if clock is None else Terms(clock=clock)
    if not is_seconds(expires_after) or not 0 < expires_after < math.inf:
        raise ValueError(f"expires_after is above 0 seconds, not {expires_after!r}")
    return (
        Terms(idle=expires_after)
        if clock is None
        else Terms(expires_after, clock=clock)
    )
