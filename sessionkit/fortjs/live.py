"""Ask the real FortJs, under Node."""

import json
import subprocess
from collections.abc import Iterable
from importlib.resources import as_file, files
from types import TracebackType
from typing import Any, Self

from sessionkit.fortjs.install import (
    COMMAND,
    installed_at,
    is_installed,
    program,
)
from sessionkit.fortjs.package import FortJsUnavailableError
from sessionkit.traces.answer import Step
from sessionkit.traces.json import decode_answer, encode_operation
from sessionkit.traces.operation import Operation
from sessionkit.traces.trace import Trace, operations_of


class FortJs:
    """A Node process that answers many traces; use it in a ``with`` statement."""

    def __enter__(self) -> Self:
        node = program("node")
        if not is_installed():
            raise FortJsUnavailableError(
                f"FortJs is not installed for sessionkit; this installs it: {COMMAND}"
            )
        with as_file(files("sessionkit.fortjs") / "driver.js") as driver:
            self._node = subprocess.Popen(
                [node, str(driver), str(installed_at())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._node.communicate()

    def ask(self, operations: Iterable[Operation] | Trace) -> Trace:
        """Run ``operations``, or those of a trace, on empty sessions; return the trace.

        Raises ``TraceError`` for what JSON cannot carry.
        """
        operations = operations_of(operations)
        request = [encode_operation(n, one) for n, one in enumerate(operations, 1)]
        reply = self._exchange(json.dumps(request))
        if "fault" in reply:
            raise FortJsUnavailableError(f"the Node driver failed: {reply['fault']}")
        answers = map(decode_answer, reply["answers"])
        return Trace(map(Step, operations, answers))

    def _exchange(self, line: str) -> dict[str, Any]:
        assert self._node.stdin is not None
        assert self._node.stdout is not None
        try:
            self._node.stdin.write(f"{line}\n")
            self._node.stdin.flush()
            answered = self._node.stdout.readline()
        except BrokenPipeError:
            answered = ""
        if not answered:
            said = _error(self._node.communicate()[1])
            raise FortJsUnavailableError(f"Node ended before it answered: {said}")
        try:
            reply: dict[str, Any] = json.loads(answered)
        except ValueError:
            raise FortJsUnavailableError(
                f"Node answered with what is no trace: {answered.strip()}"
            ) from None
        return reply


def _error(said: str) -> str:
    """Pick from what Node wrote, a page and more, the line that says what is wrong."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if "Error: " in line] or lines[-1:]
    return telling[0] if telling else "it said nothing"
