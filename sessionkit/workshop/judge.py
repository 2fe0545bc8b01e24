"""Have a store judged by a process of its own, and say how that ended."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from sessionkit.checking.data import as_data
from sessionkit.checking.report import Report
from sessionkit.errors import SessionkitError
from sessionkit.workshop import load

LIMIT: Final = 60.0
"""Seconds that a store has for the whole check."""
FAULT: Final = 3
"""The exit status if the fault is our own."""
_GRACE: Final = 5.0
_SHOWN: Final = 10_000
_LONGEST_REPORT: Final = 20_000_000
_CHILD: Final = Path(__file__).with_name("judged.py")
_FRAME: Final = re.compile(r'File "(.+)", line (\d+) in (\S+)')
_KIT: Final = str(Path(__file__).parents[1])


class JudgeError(SessionkitError, RuntimeError):
    """sessionkit itself went wrong; the message is a report for its makers."""


@dataclass(frozen=True)
class Judgement:
    """The report as data, the exit status that goes with it, what the store printed."""

    report: dict[str, Any]
    status: int
    printed: str


def judge(name: str, seconds: float = LIMIT) -> Judgement:
    """Judge ``file.py:Class`` or ``package.module:Class`` within so many seconds.

    A report comes back whatever the store does to the process that asks it. Raises
    ``LoadError`` if there is no such store, ``JudgeError`` if the fault is ours.
    """
    command = [sys.executable, "-P", str(_CHILD), name, str(seconds)]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        said = _Reader(process.stdout, _LONGEST_REPORT)
        printed = _Reader(process.stderr, _SHOWN)
        ended = None
        try:
            ended = process.wait(seconds + _GRACE)
        except subprocess.TimeoutExpired:
            pass
        finally:
            # what it has started goes with it, and closes the pipes
            _kill(process)
        return _judgement(name, said.text(), ended, printed.text(), seconds)


def _judgement(
    name: str, said: str, status: int | None, printed: str, seconds: float
) -> Judgement:
    try:
        message = json.loads(said)
    except ValueError:
        message = {"ended": _how_it_ended(said, status, seconds)}
        if not said and status == 1 and "Traceback" in printed:
            message = {"fault": printed}
    if "refused" in message:
        raise load.LoadError(message["refused"])
    if "fault" in message:
        raise JudgeError(message["fault"])
    if "ended" in message:
        report = Report(name.rpartition(":")[2], ended=message["ended"])
        return Judgement(as_data(report), report.status, printed)
    return Judgement(message["report"], message["status"], printed)


def _how_it_ended(said: str, status: int | None, seconds: float) -> str:
    own = [one for one in _FRAME.findall(said) if not one[0].startswith(_KIT)]
    where = f", at line {own[0][1]}, in {own[0][2]}" if own else ""
    if status is None or said.startswith("Timeout"):
        return f"It gave no answer within {seconds:g} seconds{where}."
    if status < 0:
        return f"It ended the process with {_signal(-status)}{where}."
    return f"It ended the process with status {status}{where}."


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


class _Reader(threading.Thread):
    """Reads a pipe to its end, keeps the start: a store may print without an end."""

    def __init__(self, pipe: IO[bytes] | None, most: int) -> None:
        super().__init__(daemon=True)
        self._pipe, self._most = pipe, most
        self._kept, self._left_out = b"", 0
        self.start()

    def run(self) -> None:
        while self._pipe and (part := os.read(self._pipe.fileno(), 65_536)):
            keep = part[: self._most - len(self._kept)]
            self._kept += keep
            self._left_out += len(part) - len(keep)

    def text(self) -> str:
        self.join(_GRACE)
        text = self._kept.decode(errors="backslashreplace")
        if self._left_out:
            text += f"\n… ({self._left_out:,} more bytes that it printed)\n"
        return text
