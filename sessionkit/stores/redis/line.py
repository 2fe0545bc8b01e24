"""How commands get to Redis: all that wait in one go, none of them twice.

A command whose answer did not come may have been done or not. To send it again could
undo a logout, so that is left to whoever knows; only to connect is tried again.
"""

import asyncio
import math
from collections import deque
from collections.abc import Callable
from typing import Any, Final, Protocol, TypeAlias, TypeVar

import hiredis
from redis.asyncio import RedisCluster
from redis.asyncio.cluster import ClusterNode
from redis.asyncio.connection import AbstractConnection
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError, ResponseError

from sessionkit.stores.redis.scripts import Script

AT_ONCE: Final = 500
"""Commands that are sent in one go."""
LOOK_AFTER: Final = 0.2
"""Seconds after an error until it is asked anew which node of a cluster has what."""
CONNECTS: Final = 3
"""How often it is tried to connect, with a pause in between."""
PAUSE: Final = 0.1
"""Seconds of that pause."""

T = TypeVar("T")
Command: TypeAlias = tuple[str, ...]
_Future: TypeAlias = asyncio.Future[Any]
_NOT_YET: Final = object()


def call(script: Script, keys: tuple[str, ...], *arguments: str) -> Command:
    """Return the command that runs a script the server knows already."""
    return ("EVALSHA", script.sha, str(len(keys)), *keys, *arguments)


class Line(Protocol):
    """The way to Redis in one event loop."""

    async def ask(self, command: Command, script: Script | None = None) -> Any:
        """Send a command, which may be the ``call`` of a script; return the answer.

        Raises ``TimeoutError``, ``OSError``, and redis-py's errors.
        """

    async def close(self) -> None:
        """Close the connections; the next command makes new ones."""


class _Asked:
    """A command under way, until when, and who waits for its answer."""

    __slots__ = ("answer", "command", "until")

    def __init__(self, command: Command, until: float, answer: _Future) -> None:
        self.command, self.until, self.answer = command, until, answer

    def tell(self, answer: Any) -> None:
        """Give an answer, or an exception, to whoever still waits for it."""
        if self.answer.done():  # whoever waited was cancelled
            return
        # what the server refuses is an answer: who asked may mend it, as NOSCRIPT
        if isinstance(answer, Exception) and not isinstance(answer, ResponseError):
            self.answer.set_exception(answer)
        else:
            self.answer.set_result(answer)


class _Wire(asyncio.Protocol):
    """An open connection: commands go out, and answers come back in their order."""

    def __init__(
        self, writer: asyncio.StreamWriter, when_free: Callable[[], None]
    ) -> None:
        # kept, since a writer that is forgotten closes its connection
        self._writer = writer
        self._when_free = when_free
        self._reader = hiredis.Reader(
            protocolError=RedisConnectionError,
            replyError=ResponseError,
            encoding="utf-8",
            errors="replace",
            notEnoughData=_NOT_YET,
        )
        self.asked: deque[_Asked] = deque()
        self.lost = asyncio.get_running_loop().create_future()
        writer.transport.set_protocol(self)

    @property
    def is_open(self) -> bool:
        """Whether neither side hung up."""
        return not self._writer.transport.is_closing()

    def send(self, batch: list[_Asked]) -> None:
        """Send commands, all in one go."""
        self.asked.extend(batch)
        # its stub says a tuple of one
        packed = [hiredis.pack_command(asked.command) for asked in batch]  # type: ignore[arg-type]
        self._writer.transport.write(b"".join(packed))

    def hang_up(self, error: Exception) -> None:
        """Close the connection; whoever waits for an answer gets the error."""
        self._writer.transport.abort()
        while self.asked:
            self.asked.popleft().tell(error)

    def data_received(self, data: bytes) -> None:
        self._reader.feed(data)
        try:
            while (answer := self._reader.gets()) is not _NOT_YET:
                self.asked.popleft().tell(answer)
        except (RedisError, IndexError) as error:
            self.hang_up(RedisConnectionError(f"no answer of a Redis server: {error}"))
        if not self.asked:
            self._when_free()

    def connection_lost(self, exc: Exception | None) -> None:
        self.hang_up(RedisConnectionError(f"the server hung up: {exc or 'no reason'}"))
        self.lost.set_result(None)
        self._when_free()


class OneLine:
    """One connection to one server. What comes while it is in use goes together."""

    def __init__(self, connection: AbstractConnection, timeout: float) -> None:
        self._connection = connection
        self._timeout = timeout
        self._waiting: deque[_Asked] = deque()
        self._wire: _Wire | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._watch: asyncio.TimerHandle | None = None

    async def ask(
        self, command: Command, script: Script | None = None, *, asking: bool = False
    ) -> Any:
        until = asyncio.get_running_loop().time() + self._timeout
        if asking:  # of a slot that is just moving to this server
            asked = self._put(("ASKING",), until), self._put(command, until)
            _, answer = await asyncio.gather(*asked)
        else:
            answer = await self._put(command, until)
        if isinstance(answer, ResponseError):
            if script is None or not str(answer).startswith("NOSCRIPT"):
                raise answer
            command = ("EVAL", script.text, *command[2:])
            answer = await self._put(command, until)
            if isinstance(answer, ResponseError):
                raise answer
        return answer

    async def close(self) -> None:
        pending = [asked.answer for asked in (*self._under_way(), *self._waiting)]
        if pending:
            await asyncio.wait(pending)
        if self._connecting is not None:
            await asyncio.wait({self._connecting})
        if self._watch is not None:
            self._watch.cancel()
        if self._wire is not None:
            self._wire.hang_up(RedisConnectionError("closed"))
            await self._wire.lost

    def _put(self, command: Command, until: float) -> _Future:
        answer = asyncio.get_running_loop().create_future()
        self._waiting.append(_Asked(command, until, answer))
        self._go()
        return answer

    def _under_way(self) -> deque[_Asked]:
        return deque() if self._wire is None else self._wire.asked

    def _go(self) -> None:
        """Send what waits, unless the answers to what was sent are still to come."""
        if not self._waiting:
            return
        if self._watch is None:
            self._watch_over(self._waiting[0])
        if self._wire is None or not self._wire.is_open:
            if self._connecting is None:
                self._connecting = asyncio.create_task(self._connect())
        elif not self._wire.asked:
            most = min(len(self._waiting), AT_ONCE)
            self._wire.send([self._waiting.popleft() for _ in range(most)])

    def _watch_over(self, oldest: _Asked) -> None:
        # one timer for all, as each came later than the one before it
        loop = asyncio.get_running_loop()
        self._watch = loop.call_at(oldest.until, self._look)

    def _look(self) -> None:
        """Give up what waits for too long."""
        self._watch = None
        now = asyncio.get_running_loop().time()
        asked = self._under_way()
        if self._wire is not None and asked and asked[0].until <= now:
            self._wire.hang_up(TimeoutError())
        while self._waiting and self._waiting[0].until <= now:
            self._waiting.popleft().tell(TimeoutError())
        for oldest in (*asked, *self._waiting)[:1]:
            self._watch_over(oldest)

    async def _connect(self) -> None:
        try:
            async with asyncio.timeout(self._timeout):
                self._wire = await self._open()
        except TimeoutError:
            pass  # who waited for too long is told by then, and the others go on
        except (RedisError, OSError, ValueError) as error:
            while self._waiting:
                self._waiting.popleft().tell(error)
        finally:
            self._connecting = None
        self._go()

    async def _open(self) -> _Wire:
        """Connect as redis-py does it, and take over what it opened."""
        connection = self._connection
        for attempt in range(1, CONNECTS + 1):
            try:
                await connection.connect()  # type: ignore[no-untyped-call]
            except (RedisConnectionError, OSError):
                if attempt == CONNECTS:
                    raise
                await asyncio.sleep(PAUSE)
            except BaseException:  # its time is up, halfway through the greeting
                self._take_over(lambda writer: writer.transport.abort())
                raise
            else:
                break
        wire = self._take_over(lambda writer: _Wire(writer, self._go))
        assert wire is not None
        return wire

    def _take_over(self, do: Callable[[asyncio.StreamWriter], T]) -> T | None:
        """Do something with what redis-py opened, if it did; it forgets that."""
        writer = self._connection._writer
        self._connection._reader = self._connection._writer = None
        return None if writer is None else do(writer)


class ClusterLine:
    """A line to each node of a cluster. The session's name says which node has it."""

    def __init__(self, client: RedisCluster, timeout: float) -> None:
        self._client = client  # which is asked for nothing but where slots are
        self._timeout = timeout
        self._lines: dict[str, OneLine] = {}
        self._looking = asyncio.Lock()
        # when it was looked where the slots are, and when to look again: once something
        # is wrong
        self._looked = self._look_at = 0.0

    async def ask(self, command: Command, script: Script | None = None) -> Any:
        async with asyncio.timeout(self._timeout):
            if self._look_at <= asyncio.get_running_loop().time():
                await self._look()
            name = command[3] if command[0] == "EVALSHA" else command[1]
            slot = self._client.keyslot(name)
            node = self._client.nodes_manager.get_node_from_slot(slot)
            try:
                return await self._line(node).ask(command, script)
            except ResponseError as error:
                kind, *where = str(error).split(" ")
                if kind not in ("MOVED", "ASK"):
                    raise
            except (RedisError, OSError):
                self._look_soon()
                raise
            # it is refused here, so nothing was done, and not sent twice
            await self._look()
            host, _, port = where[-1].rpartition(":")
            there = self._client.get_node(host or node.host, int(port))
            if there is None:
                raise RedisConnectionError(f"no node of the cluster is at {where[-1]}")
            if script is not None:
                command = ("EVAL", script.text, *command[2:])
            return await self._line(there).ask(command, asking=kind == "ASK")

    async def close(self) -> None:
        for line in self._lines.values():
            await line.close()
        await self._client.aclose()

    def _line(self, node: ClusterNode) -> OneLine:
        line = self._lines.get(node.name)
        if line is None:
            connection = node.connection_class(**node.connection_kwargs)
            line = self._lines[node.name] = OneLine(connection, self._timeout)
        return line

    async def _look(self) -> None:
        """Ask the nodes where the slots are."""
        begun = asyncio.get_running_loop().time()
        async with self._looking:
            if self._looked > begun:  # who came before has done it
                return
            await self._client.aclose()
            await self._client.initialize()
            self._looked, self._look_at = asyncio.get_running_loop().time(), math.inf

    def _look_soon(self) -> None:
        # not at once, as whoever asks a node that is away would look each time
        soon = asyncio.get_running_loop().time() + LOOK_AFTER
        self._look_at = min(self._look_at, soon)
