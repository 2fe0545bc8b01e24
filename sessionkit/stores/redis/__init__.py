"""Sessions in Redis, one server or a cluster: one hash a session, one field a key.

``RedisSessions`` has the steps of ``sessionkit.stores.base``. What they are in Redis is
in ``scripts``; how they get there is in ``line``.
"""

import asyncio
import math
from collections.abc import Awaitable, Collection, Mapping
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from redis.asyncio import ConnectionPool, RedisCluster
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisClusterException, RedisError

from sessionkit.in_a_cell import in_a_cell
from sessionkit.stores.base import Need, is_seconds, plain_terms, taken
from sessionkit.stores.errors import StoreUnavailableError, UnreadableError
from sessionkit.stores.expiring import LATE, NOTHING, SLACK, Met, Terms
from sessionkit.stores.names import PREFIX, checked_prefix
from sessionkit.stores.redis.line import ClusterLine, Command, Line, OneLine, call
from sessionkit.stores.redis.scripts import (
    COPY,
    END,
    LEAVE,
    PUT,
    READ,
    SHOW,
    WRITE,
    Script,
)
from sessionkit.stores.texts import SESSION_SIZE, TextSessions, checked_size, too_large

_LATE_MS: Final = str(int(LATE * 1000))
_MENDS: Final = {
    "unauthenticated": "give the server's password in the URL",
    "NOAUTH": "give the server's password in the URL",
    "username-password": "give the right user and password in the URL",
    "NOPERM": "let this user run EVAL and EVALSHA",
    "OOM": "the server is full; give it more memory, or a policy by which it forgets",
    "READONLY": "this is a replica; give the URL of the server that takes writes",
    "Cluster mode is not": "leave out cluster=True for a single server",
    "Protocol error": "what answers there is no Redis server",
    "Connect call failed": "start the server, or give the URL of one that runs",
    "MISCONF": "the server cannot write to its disk; make room there",
}
"""What to do, by a word of Redis's error."""


class RedisSessions(TextSessions):
    """A store class whose sessions are kept in Redis.

    Call it with a session id for a store: ``RedisSessions("redis://...")("ada")``. Use
    it in ``async with``, or ``await close()`` at the end.

    ``url`` is as redis-py takes it (``redis://``, ``rediss://``, ``unix://``); with
    ``cluster`` it names any one node. ``expires_after`` is the number of seconds after
    the last read or write at which Redis forgets the session, at most 5 % later;
    without it, never, until ``expiring`` says when. ``prefix`` begins the name of each
    hash: ``session:ada``. ``session_size`` is how many bytes the keys and values of one
    session have at most, values as JSON, and a few more for the place of each.
    ``timeout`` is how many seconds an operation takes at most, until there is an answer
    or an error.

    Operations that overlap share one round trip to each server. No operation is sent
    twice: after an error that came while it was under way, it may have been done.

    Raises ``ValueError`` for an ``expires_after`` below a millisecond, a ``timeout``
    that is no time, a ``session_size`` that is no size, or a URL that is none.
    Operations raise ``StoreUnavailableError`` while the server cannot be reached or
    refuses, ``UnreadableError`` for a value that is not of this store, and
    ``NotStorableError`` for what JSON cannot carry, or is too large.
    """

    @in_a_cell
    def __init__(
        self,
        url: str = "redis://127.0.0.1:6379",
        *,
        cluster: bool = False,
        expires_after: float | None = None,
        prefix: str = PREFIX,
        session_size: int = SESSION_SIZE,
        timeout: float = 5.0,
    ) -> None:
        least, most = 0.001, 1e12  # what Redis's EXPIRE takes, in seconds
        if expires_after is not None and not (
            is_seconds(expires_after) and least <= expires_after < most
        ):
            message = f"expires_after is at least 0.001 seconds, not {expires_after}"
            raise ValueError(message)
        if not is_seconds(timeout) or not 0 < timeout < math.inf:
            raise ValueError(f"timeout is above 0 seconds, not {timeout}")
        if not isinstance(url, str):
            raise ValueError(
                f'url is a string such as "redis://localhost", not {url!r}'
            )
        self.terms = plain_terms(expires_after)
        self.prefix = checked_prefix(prefix)
        self.session_size = checked_size(session_size)
        self._url = url
        self._cluster = cluster
        self._timeout = timeout
        self._lines: WeakKeyDictionary[asyncio.AbstractEventLoop, Line] = (
            WeakKeyDictionary()
        )
        ConnectionPool.from_url(url)  # which reaches nobody, but raises for no URL

    def __repr__(self) -> str:
        return f"RedisSessions({self._where!r})"

    async def close(self) -> None:
        """Close this event loop's connections; the next operation makes new ones."""
        line = self._lines.pop(asyncio.get_running_loop(), None)
        if line is not None:
            await line.close()

    async def read(self, name: Any, keys: tuple[str, ...] | None, terms: Terms) -> Met:
        command = _reading(name, keys)
        if terms.idle == terms.lifetime == math.inf:
            answer = await self._send(command)
            met = Met(there=True)  # as far as anybody can see
            if not keys:
                met = met if answer else NOTHING
        else:
            command = (command[0], *command[2:])
            met, *rest = _met(
                await self._run(READ, _names(name), *_times(terms)[:2], *command)
            )
            (answer,) = rest or [None]
        if not met.there:
            return met
        return met._replace(answer=_fields(keys, answer))

    async def write(
        self, name: Any, values: Mapping[str, Any], terms: Terms, need: Need
    ) -> Met:
        self.checked_size(values)
        given = (*_times(terms), need.name, str(self.session_size), *_flat(values))
        met, *size = _met(await self._run(WRITE, _names(name), *given))
        if size:
            raise too_large(values, size[0], self.session_size)
        return met

    async def copy(self, name: Any, new: Any, terms: Terms) -> Met:
        if self._cluster:
            return await self._copy_between_nodes(name, new)
        met, *free = _met(await self._run(COPY, (*_names(name), *_names(new))))
        if free == [0]:
            raise taken(self)
        return met

    async def _copy_between_nodes(self, name: str, new: str) -> Met:
        # in two steps, since nobody knows the new id yet
        met, *shown = _met(await self._run(SHOW, _names(name)))
        if met.there:
            left, note, fields = shown
            if not await self._run(PUT, _names(new), str(left), note, *fields):
                raise taken(self)
        return met

    async def leave(
        self, name: Any, new: Any, moved: str, keep: Collection[str], terms: Terms
    ) -> Met:
        note = f"e{terms.clock()!r} {moved}"
        # another node of a cluster may have the new name, which nobody else knows yet
        names = _names(name) if self._cluster else (*_names(name), new)
        met, *rest = _met(await self._run(LEAVE, names, note, _LATE_MS, *keep))
        if self._cluster and met.there and rest[0]:
            never = ("", "", "", Need.THERE.name, "")
            await self._run(WRITE, _names(new), *never, *rest[0])
        return met

    async def end(self, name: Any, terms: Terms, *, note: bool) -> Met:
        said = f"e{terms.clock()!r} " if note else ""
        met, *_ = _met(await self._run(END, _names(name), said, _LATE_MS))
        return met

    def _run(
        self, script: Script, names: tuple[str, ...], *given: str
    ) -> Awaitable[Any]:
        return self._send(call(script, names, *given), script)

    async def _send(self, command: Command, script: Script | None = None) -> Any:
        try:
            return await self._line().ask(command, script)
        except TimeoutError:
            reason = f"no answer within {self._timeout:g} seconds"
        except (RedisError, RedisClusterException, OSError) as error:
            reason = str(error).partition(" script: ")[0]
            if reason.startswith("WRONGTYPE"):
                name = command[3 if script is not None else 1]
                raise UnreadableError(
                    f"what Redis at {self._where} has under {name} is no session, so "
                    "something else wrote it; delete it, or give the store class "
                    "another prefix"
                ) from None
            mends = [mend for word, mend in _MENDS.items() if word in reason]
            reason = "; ".join([reason, *mends[:1]])
        raise StoreUnavailableError(
            f"the sessions in Redis at {self._where} cannot be reached: {reason}"
        )

    def _line(self) -> Line:
        loop = asyncio.get_running_loop()
        line = self._lines.get(loop)
        if line is None:
            line = self._lines[loop] = self._connect()
        return line

    def _connect(self) -> Line:
        options: dict[str, Any] = {
            "decode_responses": True,
            "socket_timeout": None,
            "socket_connect_timeout": None,
            "retry": Retry(NoBackoff(), 0),
            "protocol": 2,
        }
        if not self._cluster:
            pool = ConnectionPool.from_url(self._url, **options)
            return OneLine(pool.make_connection(), self._timeout)  # type: ignore[no-untyped-call]
        # what other nodes have is there while one is away
        client = RedisCluster.from_url(
            self._url, require_full_coverage=False, **options
        )
        return ClusterLine(client, self._timeout)

    @property
    def _where(self) -> str:
        """The URL without the password that may be in it."""
        return (
            urlsplit(self._url)
            ._replace(netloc=urlsplit(self._url).netloc.rpartition("@")[2])
            .geturl()
        )


def _names(name: str) -> tuple[str, str]:
    """Return the names of a session's hash and of its note, both in one hash slot."""
    return name, f"{name}:end" if "{" in name else f"{{{name}}}:end"


@lru_cache(maxsize=16)
def _times(terms: Terms) -> tuple[str, str, str]:
    """Return idle time, the same at most, and lifetime: milliseconds, "" for none."""
    times = (terms.idle, terms.idle * (1 + SLACK), terms.lifetime)
    idle, most, life = (
        "" if seconds == math.inf else str(math.ceil(seconds * 1000))
        for seconds in times
    )
    return idle, most, life


def _reading(name: str, keys: tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the command that reads ``keys``, all for ``None``."""
    if keys is None:
        return ("HGETALL", name)
    return ("HMGET", name, *keys) if keys else ("EXISTS", name)


def _fields(keys: tuple[str, ...] | None, answer: Any) -> dict[str, str]:
    """Return the values that the command of ``_reading`` found, in their order."""
    if keys is None:
        if isinstance(answer, list):  # from a script, one after the other
            answer = dict(zip(answer[::2], answer[1::2], strict=True))
        placed = sorted(
            (*_place_and_value(field), key) for key, field in answer.items()
        )
        return {key: value for _, value, key in placed}
    found = zip(keys, answer, strict=True) if keys else ()
    return {
        key: _place_and_value(field)[1] for key, field in found if field is not None
    }


def _place_and_value(field: str) -> tuple[int, str]:
    """Take ``[place,value]`` apart; what is none is left for ``unpack`` to refuse."""
    place, comma, value = field.partition(",")
    if place[:1] == "[" and place[1:].isdecimal() and comma and value[-1:] == "]":
        return int(place[1:]), value[:-1]
    return 0, ""


def _met(answer: list[Any]) -> tuple[Met, *tuple[Any, ...]]:
    """Return what a script met, and what it answered besides."""
    there, put_off, note, *rest = answer
    ended = moved = None
    if note.startswith("e"):
        at, _, moved = note[1:].partition(" ")
        ended = float(at)
    return Met(bool(there), None, bool(put_off), ended, moved or None), *rest


def _flat(values: Mapping[str, str]) -> list[str]:
    return [text for pair in values.items() for text in pair]
