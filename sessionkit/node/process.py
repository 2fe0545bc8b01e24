"""A Node process that runs traces on FortJs, and on other session systems of Node."""

import json
import subprocess
from collections.abc import Iterable
from importlib.resources import as_file, files
from tempfile import TemporaryFile
from typing import Any, Final, Self

from sessionkit.node.npm import program, require_installed
from sessionkit.node.packages import NodeUnavailableError
from sessionkit.traces.answer import Step
from sessionkit.traces.json import decode_answer, encode_operation
from sessionkit.traces.operation import Operation
from sessionkit.traces.trace import Trace, operations_of

SECONDS_TO_END: Final = 10


class Node:
    """A Node process that answers many requests; use it in a ``with`` statement.

    ``redis_url`` is a Redis server that may be emptied; only FortJs's Redis example
    needs it. Raises ``NodeUnavailableError`` without Node or the npm packages.
    """

    def __init__(self, redis_url: str = "") -> None:
        self._redis_url = redis_url

    def __enter__(self) -> Self:
        node, folder = program("node"), require_installed()
        # a file, since a pipe that nobody reads stops a process that says much
        self._said = TemporaryFile()
        with as_file(files("sessionkit") / "node") as here:
            self._process = subprocess.Popen(
                [node, str(here / "driver.js"), str(folder), self._redis_url],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._said,
                text=True,
                encoding="utf-8",
            )
        return self

    def __exit__(self, *error: object) -> None:
        self._end()
        self._said.close()

    def ask(self, operations: Iterable[Operation] | Trace) -> Trace:
        """Run ``operations``, or those of a trace, on FortJs's empty memory store.

        Returns the trace. Raises ``TraceError`` for what JSON cannot carry.
        """
        return self.ask_many([operations])[0]

    def ask_many(self, traces: Iterable[Iterable[Operation] | Trace]) -> list[Trace]:
        """Do as ``ask`` for each of many traces, in one exchange with the process."""
        asked = [operations_of(operations) for operations in traces]
        encoded = [
            [encode_operation(number, one) for number, one in enumerate(operations, 1)]
            for operations in asked
        ]
        answered = self.exchange({"system": "fortjs", "traces": encoded})["answers"]
        return [
            Trace(map(Step, operations, map(decode_answer, answers)))
            for operations, answers in zip(asked, answered, strict=True)
        ]

    def exchange(self, request: dict[str, Any]) -> dict[str, Any]:
        """Give the driver a request, JSON data as ``driver.js`` says; return its reply.

        Raises ``NodeUnavailableError`` when the process ends or the driver fails.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(f"{json.dumps(request)}\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except (BrokenPipeError, ValueError):  # ValueError: closed, since it has ended
            line = ""
        if not line:
            self._end()
            raise NodeUnavailableError(f"Node ended before it answered: {self._why()}")
        try:
            reply: dict[str, Any] = json.loads(line)
        except ValueError:
            raise NodeUnavailableError(
                f"Node answered with what is no trace: {line.strip()}"
            ) from None
        if "fault" in reply:
            raise NodeUnavailableError(f"the Node driver failed: {reply['fault']}")
        return reply

    def _end(self) -> None:
        try:
            self._process.communicate(timeout=SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
        except ValueError:
            self._process.wait()  # its input was closed before

    def _why(self) -> str:
        """Pick the line that says what is wrong from the page that Node wrote."""
        self._said.seek(0)
        said = self._said.read().decode("utf-8", "replace")
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        # Node prints the source line and the stack around the error itself
        telling = [line for line in lines if "Error: " in line] or lines[-1:]
        return telling[0] if telling else "it said nothing"
