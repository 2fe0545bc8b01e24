"""How commands get to Redis: all that wait in one go, none of them twice.

A command whose answer did not come may have been done or not. To send it again could
undo a logout, so that is left to whoever knows; only to connect is tried again.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final, Protocol, TypeAlias

from redis.asyncio import RedisCluster
from redis.asyncio.connection import AbstractConnection
from redis.exceptions import (
    ConnectionError as RedisConnectionError,
)
from redis.exceptions import (
    NoScriptError,
    RedisClusterException,
    RedisError,
    ResponseError,
)

from sessionkit.stores.redis.scripts import Script

AT_ONCE: Final = 500
"""Commands that are sent in one go."""
CLUSTER_AT_ONCE: Final = 64
"""Commands under way at once in a cluster, each on a connection of its own."""
CONNECTS: Final = 3
"""How often it is tried to connect, with a pause in between."""
PAUSE: Final = 0.1
"""Seconds of that pause."""

Command: TypeAlias = tuple[str, ...]


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

    __slots__ = ("answer", "command", "script", "until")

    def __init__(self, command: Command, script: Script | None, until: float) -> None:
        self.command, self.script, self.until = command, script, until
        self.answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()


class OneLine:
    """One connection to one server. What comes while it is in use goes together."""

    def __init__(self, connection: AbstractConnection, timeout: float) -> None:
        self._connection = connection
        self._timeout = timeout
        self._waiting: list[_Asked] = []
        self._sender: asyncio.Task[None] | None = None

    async def ask(self, command: Command, script: Script | None = None) -> Any:
        until = asyncio.get_running_loop().time() + self._timeout
        asked = _Asked(command, script, until)
        self._waiting.append(asked)
        if self._sender is None:
            # a task of its own, so that a caller who is cancelled, or waits for
            # another one, leaves no answer unread
            self._sender = asyncio.create_task(self._send_all())
        return await asked.answer

    async def close(self) -> None:
        if self._sender is not None:
            await asyncio.wait({self._sender})
        await self._connection.disconnect()

    async def _send_all(self) -> None:
        try:
            while self._waiting:
                batch = self._waiting[:AT_ONCE]
                del self._waiting[:AT_ONCE]
                await self._send(batch)
        finally:
            self._sender = None

    async def _send(self, batch: list[_Asked]) -> None:
        answers: list[Any] = []
        try:
            # who waits longest says until when
            async with asyncio.timeout_at(batch[0].until):
                await self._connect()
                answers = await self._exchange([asked.command for asked in batch])
                for place, asked in enumerate(batch):
                    if isinstance(answers[place], NoScriptError) and asked.script:
                        command = ("EVAL", asked.script.text, *asked.command[2:])
                        (answers[place],) = await self._exchange([command])
        except BaseException as error:
            await self._connection.disconnect(nowait=True)
            answers = [error] * len(batch)
            if not isinstance(error, Exception):
                raise
        finally:
            for asked, answer in zip(batch, answers, strict=True):
                _tell(asked.answer, answer)

    async def _connect(self) -> None:
        reader = getattr(self._connection, "_reader", None)
        if reader is not None and reader.at_eof():  # the server hung up meanwhile
            await self._connection.disconnect(nowait=True)
        for attempt in range(1, CONNECTS + 1):
            try:
                await self._connection.connect()  # type: ignore[no-untyped-call]
            except (RedisConnectionError, OSError):
                if attempt == CONNECTS:
                    raise
                await asyncio.sleep(PAUSE)
            else:
                return

    async def _exchange(self, commands: list[Command]) -> list[Any]:
        packed = self._connection.pack_commands(commands)
        await self._connection.send_packed_command(packed, check_health=False)
        return [await self._answer() for _ in commands]

    async def _answer(self) -> Any:
        try:
            return await self._connection.read_response(disconnect_on_error=False)
        except ResponseError as error:
            return error


def _tell(future: asyncio.Future[Any], answer: Any) -> None:
    if future.done():  # whoever waited was cancelled
        return
    if isinstance(answer, BaseException):
        future.set_exception(answer)
    else:
        future.set_result(answer)


class ClusterLine:
    """The client of a cluster, which knows by the session's name which node has it."""

    def __init__(self, connect: Callable[[], RedisCluster], timeout: float) -> None:
        self._client = connect()
        self._timeout = timeout
        self._free = asyncio.Semaphore(CLUSTER_AT_ONCE)
        self._starting = asyncio.Lock()
        self._is_ready = False

    async def ask(self, command: Command, script: Script | None = None) -> Any:
        try:
            async with asyncio.timeout(self._timeout), self._free:
                if not self._is_ready:
                    await self._start()
                return await self._execute(command, script)
        except (RedisError, RedisClusterException, OSError):
            self._is_ready = False
            raise

    async def close(self) -> None:
        await self._client.aclose()

    async def _execute(self, command: Command, script: Script | None) -> Any:
        try:
            return await self._client.execute_command(*command)
        except NoScriptError:
            if script is None:
                raise
            return await self._client.execute_command("EVAL", script.text, *command[2:])

    async def _start(self) -> None:
        # the client (redis-py 8.1) breaks when many commands start it at once
        async with self._starting:
            if not self._is_ready:
                await self._client.initialize()
                self._is_ready = True
