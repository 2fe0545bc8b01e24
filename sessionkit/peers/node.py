"""Peers of Node, asked live, under Node, and recorded.

``python -m sessionkit.peers install`` and ``record`` make the record anew.
"""

import datetime
import json
import subprocess
from collections.abc import Iterable
from importlib.resources import as_file, files
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import platformdirs

from sessionkit.fortjs import install as fortjs
from sessionkit.fortjs.install import npm_install, program
from sessionkit.fortjs.package import VERSION, FortJsUnavailableError
from sessionkit.peers.basics import BASICS
from sessionkit.peers.questions import QUESTIONS, Question
from sessionkit.peers.recorded import FORTJS_MEMORY, NODE_PEERS, PACKAGES, RECORD
from sessionkit.suite.scenarios import SCENARIOS, Scenario
from sessionkit.traces.json import written
from sessionkit.traces.operation import Operation
from sessionkit.traces.values import TAG, encode

INSTALL: Final = "python -m sessionkit.peers install"


def installed_at() -> Path:
    """Return the folder that holds, or would hold, the npm packages."""
    names = "-".join(f"{name}-{version}" for name, version in PACKAGES.items())
    return platformdirs.user_cache_path("sessionkit") / names


def is_installed() -> bool:
    """Whether FortJs and the npm packages are in the cache; says nothing of Node."""
    modules = installed_at() / "node_modules"
    return fortjs.is_installed() and all(
        (modules / name / "package.json").is_file() for name in PACKAGES
    )


def install() -> Path:
    """Install FortJs and the npm packages, if they are missing; return their folder.

    Raises ``FortJsUnavailableError`` when npm is missing or fails.
    """
    if not is_installed():
        fortjs.install()
        wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
        npm_install(installed_at(), *wanted)
    return installed_at()


class Node:
    """A Node process that drives the peers; use it in a ``with`` statement.

    ``redis_url`` is a Redis server that is emptied for each question. Raises
    ``FortJsUnavailableError`` where Node or the npm packages are missing.
    """

    def __init__(self, redis_url: str) -> None:
        self._redis_url = redis_url

    def __enter__(self) -> Self:
        node = program("node")
        if not is_installed():
            raise FortJsUnavailableError(
                f"the peers of Node are not installed; this installs them: {INSTALL}"
            )
        with as_file(files("sessionkit") / "peers" / "driver.js") as driver:
            self._process = subprocess.Popen(
                [
                    *(node, str(driver), str(installed_at())),
                    *(str(fortjs.installed_at()), self._redis_url),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
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
        self._process.communicate()

    def answer(self, system: str, scenario: Scenario) -> list[dict[str, Any]]:
        """Ask for a scenario; return its steps as they are recorded."""
        return self._run(system, scenario.operations)

    def ask(self, system: str, question: Question) -> list[dict[str, Any]]:
        """Ask a question; return its steps as they are recorded."""
        if not question.overlaps and question.brings is None:
            return self._run(system, question.operations)
        asked: dict[str, Any] = {
            part: [_operation(one) for one in getattr(question, part)]
            for part in ("before", "first", "second", "after")
        }
        asked["brings"] = question.brings
        answer = self._exchange({"system": system, "question": asked})
        steps: list[dict[str, Any]] = answer["steps"]
        return steps

    def _run(
        self, system: str, operations: Iterable[Operation]
    ) -> list[dict[str, Any]]:
        asked = [_operation(one) for one in operations]
        answers = self._exchange({"system": system, "operations": asked})["answers"]
        return [
            {**operation, "answer": answer}
            for operation, answer in zip(asked, answers, strict=True)
        ]

    def _exchange(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(request)}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        reply: dict[str, Any] = json.loads(line) if line else {"fault": "Node ended"}
        if "fault" in reply:
            raise FortJsUnavailableError(f"the Node driver failed: {reply['fault']}")
        return reply


def ask_live(redis_url: str) -> dict[str, Any]:
    """Ask all scenarios and questions of the live peers; return the record."""
    with Node(redis_url) as node:
        answers = {
            asked.system: {
                one.name: node.ask(asked.system, one) for one in (*BASICS, *QUESTIONS)
            }
            for asked in (*NODE_PEERS, FORTJS_MEMORY)
        }
        for peer in NODE_PEERS:
            scenarios = {one.name: node.answer(peer.system, one) for one in SCENARIOS}
            answers[peer.system] = scenarios | answers[peer.system]
    return {"packages": {"fortjs": VERSION, **PACKAGES}, "answers": answers}


def record(redis_url: str, *, check: bool = False) -> list[str]:
    """Record what the live peers answer; return what differed from the record before.

    With ``check`` the file is left as it is.
    """
    new = ask_live(redis_url)
    with as_file(files("sessionkit.peers") / RECORD) as path:
        old = json.loads(path.read_text("ascii")) if path.exists() else {"answers": {}}
        if not check:
            path.write_text(json.dumps(new, indent=1) + "\n", "ascii")
    differing = [
        f"{system} {name}"
        for system, answers in new["answers"].items()
        for name, steps in answers.items()
        if json.dumps(old["answers"].get(system, {}).get(name)) != json.dumps(steps)
    ]
    same = old.get("packages") == new["packages"]
    return differing if same else ["the versions", *differing]


def _operation(operation: Operation) -> dict[str, Any]:
    session_id, method, arguments = written(operation)
    return {
        "session": session_id,
        "method": method,
        "arguments": [_encode(argument) for argument in arguments],
    }


def _encode(value: Any) -> Any:
    """Write what JavaScript has; there all keys are texts, and tuples arrays."""
    if isinstance(value, bytes):
        return {TAG: "bytes", "hex": value.hex()}
    if isinstance(value, datetime.datetime):
        return {TAG: "datetime", "iso": value.isoformat()}
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if isinstance(value, dict):
        return encode({str(key): item for key, item in value.items()})
    return encode(value)
