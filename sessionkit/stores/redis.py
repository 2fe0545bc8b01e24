"""Sessions in Redis, one server or a cluster: one hash a session, one field a key.

A field holds ``[place, value]`` as JSON: Redis gives the fields of a larger hash in no
order, so each key brings its place along. Fields are never deleted one by one, so the
number of fields is the place of the next one. What writes is a Lua script on the one
key of the session (https://redis.io/docs/latest/develop/programmability/eval-intro/):
Redis runs it as a whole, and a cluster knows by that key where.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, ClassVar, Final, Self, TypeAlias
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from redis.asyncio import Redis, RedisCluster
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import RedisClusterException, RedisError

from sessionkit.stores.errors import StoreUnavailableError
from sessionkit.stores.names import PREFIX, session_name
from sessionkit.stores.values import COPIES, check_key, dump, load

Client: TypeAlias = Redis | RedisCluster

AT_ONCE: Final = 64
"""Operations under way at once in one event loop, each on a connection of its own."""
RETRIES: Final = 2
"""How often what failed is tried again, within a second: writing twice is harmless."""

_SET: Final = """
for i = 2, #ARGV, 2 do
  local old = redis.call('HGET', KEYS[1], ARGV[i])
  local place = old and old:match('^%[(%d+),') or redis.call('HLEN', KEYS[1])
  redis.call('HSET', KEYS[1], ARGV[i], '[' .. place .. ',' .. ARGV[i + 1] .. ']')
end
if ARGV[1] ~= '' then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
"""
_SET_IF_THERE: Final = f"if redis.call('EXISTS', KEYS[1]) == 0 then return end{_SET}"
_READ_AND_RENEW: Final = """
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return redis.call(ARGV[2], KEYS[1], unpack(ARGV, 3))
"""


@dataclass
class _Connected:
    """The client of one event loop: a connection belongs to the loop that made it."""

    client: Client
    free: asyncio.Semaphore
    starting: asyncio.Lock
    ready: bool = False

    async def start(self) -> None:
        # a cluster's client (redis-py 8.1) breaks when many commands start it at once
        async with self.starting:
            if not self.ready:
                await self.client.initialize()
                self.ready = True


class RedisSessions:
    """A store class whose sessions are kept in Redis.

    Call it with a session id for a store: ``RedisSessions("redis://...")("ada")``. Use
    it in ``async with``, or ``await close()`` at the end.

    ``url`` is as redis-py takes it (``redis://``, ``rediss://``, ``unix://``); with
    ``cluster`` it names any one node. ``expires_after`` is the number of seconds after
    the last read or write at which Redis forgets the session; without it, never.
    ``prefix`` begins the name of each hash: ``session:ada``. ``timeout`` is how many
    seconds the server has to connect, and for each answer.

    Raises ``ValueError`` for an ``expires_after`` below a millisecond, or a URL that is
    none. Operations raise ``StoreUnavailableError`` while the server cannot be reached
    or refuses, and ``NotStorableError`` for what JSON cannot carry.
    """

    does_not: ClassVar[Mapping[str, str]] = COPIES

    def __init__(
        self,
        url: str = "redis://127.0.0.1:6379",
        *,
        cluster: bool = False,
        expires_after: float | None = None,
        prefix: str = PREFIX,
        timeout: float = 5.0,
    ) -> None:
        if expires_after is not None and not 0.001 <= expires_after < 1e12:
            message = f"expires_after is at least 0.001 seconds, not {expires_after}"
            raise ValueError(message)
        self.prefix = prefix
        self._url = url
        self._cluster = cluster
        self._timeout = timeout
        self._milliseconds = (
            "" if expires_after is None else str(int(expires_after * 1000))
        )
        self._connected: WeakKeyDictionary[asyncio.AbstractEventLoop, _Connected] = (
            WeakKeyDictionary()
        )
        self._connect()  # which reaches no server, but raises for a URL that is none

    def __call__(self, session_id: str | None) -> "RedisSessionStore":
        """Make the store of one session."""
        return RedisSessionStore(self, session_id)

    def __repr__(self) -> str:
        return f"RedisSessions({self._where!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close this event loop's connections; the next operation makes new ones."""
        connected = self._connected.pop(asyncio.get_running_loop(), None)
        if connected is not None:
            await connected.client.aclose()

    async def read(self, command: str, session: str, *arguments: str) -> Any:
        """Run a command that reads the hash ``session``; put off the session's end."""
        if not self._milliseconds:
            return await self._execute(command, session, *arguments)
        renew = self._milliseconds
        return await self._eval(_READ_AND_RENEW, session, renew, command, *arguments)

    async def set(self, session: str, values: Mapping[str, str]) -> None:
        """Give fields of the hash ``session`` their values, all at once."""
        await self._eval(_SET, session, self._milliseconds, *_flat(values))

    async def set_if_there(self, session: str, values: Mapping[str, str]) -> None:
        """Do the same if there is such a hash, else nothing."""
        await self._eval(_SET_IF_THERE, session, self._milliseconds, *_flat(values))

    async def delete(self, session: str) -> None:
        """Delete the hash ``session``."""
        await self._execute("DEL", session)

    async def _eval(self, script: str, session: str, *arguments: str) -> Any:
        return await self._execute("EVAL", script, "1", session, *arguments)

    async def _execute(self, *command: str) -> Any:
        connected = self._of_this_loop()
        try:
            async with connected.free:
                if not connected.ready:
                    await connected.start()
                return await connected.client.execute_command(*command)
        except (RedisError, RedisClusterException, OSError) as error:
            connected.ready = False
            raise StoreUnavailableError(
                f"the sessions in Redis at {self._where} cannot be reached: {error}"
            ) from None

    def _of_this_loop(self) -> _Connected:
        loop = asyncio.get_running_loop()
        connected = self._connected.get(loop)
        if connected is None:
            connected = _Connected(
                self._connect(), asyncio.Semaphore(AT_ONCE), asyncio.Lock()
            )
            self._connected[loop] = connected
        return connected

    def _connect(self) -> Client:
        options: dict[str, Any] = {
            "decode_responses": True,
            "socket_timeout": self._timeout,
            "socket_connect_timeout": self._timeout,
            "retry": Retry(ExponentialBackoff(cap=0.5, base=0.05), RETRIES),
        }
        if self._cluster:
            return RedisCluster.from_url(self._url, max_connections=AT_ONCE, **options)
        return Redis.from_url(self._url, **options)

    @property
    def _where(self) -> str:
        """The URL without the password that may be in it."""
        return (
            urlsplit(self._url)
            ._replace(netloc=urlsplit(self._url).netloc.rpartition("@")[2])
            .geturl()
        )


def _flat(values: Mapping[str, str]) -> list[str]:
    return [text for pair in values.items() for text in pair]


class RedisSessionStore:
    """The store of one session; ``RedisSessions`` makes it."""

    def __init__(self, sessions: RedisSessions, session_id: str | None) -> None:
        self._sessions = sessions
        self.session_id = session_id

    @property
    def _session(self) -> str:
        return session_name(self._sessions.prefix, self.session_id)

    async def is_any_exist(self) -> bool:
        """Answer whether there is a session at all, removed keys included."""
        return bool(await self._sessions.read("EXISTS", self._session))

    async def get(self, key: str) -> Any:
        """Answer a copy of the value of ``key``; ``None`` without one."""
        check_key(key)
        field = await self._sessions.read("HGET", self._session, key)
        return None if field is None else load(field)[1]

    async def get_all(self) -> dict[str, Any]:
        """Answer a copy of every key and value, removed keys included as ``None``."""
        fields = await self._sessions.read("HGETALL", self._session)
        if isinstance(fields, list):  # from a script, one after the other
            fields = dict(zip(fields[::2], fields[1::2], strict=True))
        placed = [(load(field), key) for key, field in fields.items()]
        placed.sort(key=lambda one: one[0][0])
        return {key: value for (_, value), key in placed}

    async def is_exist(self, key: str) -> bool:
        """Answer whether ``key`` has a value other than ``None``."""
        return await self.get(key) is not None

    async def set(self, key: str, value: Any) -> None:
        """Give ``key`` a value; the first key creates the session."""
        await self.set_many({key: value})

    async def set_many(self, values: dict[str, Any]) -> None:
        """Set all of ``values`` or, if an error is raised, none."""
        for key in values:
            check_key(key)
        texts = {key: dump(key, value) for key, value in values.items()}
        if texts:
            await self._sessions.set(self._session, texts)

    async def remove(self, key: str) -> None:
        """Set ``key`` to ``None`` if there is a session, even a key never set."""
        check_key(key)
        await self._sessions.set_if_there(self._session, {key: "null"})

    async def clear(self) -> None:
        """Forget the session and everything in it."""
        await self._sessions.delete(self._session)
