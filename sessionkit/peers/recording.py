"""Record what FortJs and the peers answer, in the data files that ship."""

import asyncio
import json
from collections.abc import Iterable, Iterator
from importlib.resources import as_file, files
from typing import Any, Final

from sessionkit.fortjs import answers
from sessionkit.fortjs.deviations import DEVIATIONS
from sessionkit.node.packages import PACKAGES
from sessionkit.node.process import Node
from sessionkit.peers import python_record, recorded
from sessionkit.peers.basics import BASICS
from sessionkit.peers.questions import QUESTIONS, Question
from sessionkit.peers.systems import python_peers
from sessionkit.suite.scenarios import SCENARIOS
from sessionkit.traces.json import encode_operation
from sessionkit.traces.operation import Operation

AFTER_REMOVE: Final = (("set", "user", "Ada"), ("set", "cart", 3), ("remove", "cart"))
"""FortJs's calls before the HTTP response that is recorded."""
FILES: Final = (
    files("sessionkit.fortjs") / answers.NAME,
    files("sessionkit.peers") / recorded.RECORD,
    files("sessionkit.peers") / python_record.RECORD,
)


def fortjs_questions() -> dict[str, tuple[Operation, ...]]:
    """Return all operations that FortJs is asked, by the name of their record."""
    scenarios = {scenario.name: scenario.operations for scenario in SCENARIOS}
    return {**scenarios, **{f"deviation {one.name}": one.example for one in DEVIATIONS}}


def ask_fortjs(node: Node) -> dict[str, Any]:
    """Ask FortJs every scenario and deviation; return its record."""
    asked = fortjs_questions()
    traces = node.ask_many(asked.values())
    return {
        "fortjs": PACKAGES["fortjs"],
        "response": node.exchange({"system": "fortjs", "respond": AFTER_REMOVE}),
        "records": {
            name: json.loads(trace.to_json())
            for name, trace in zip(asked, traces, strict=True)
        },
    }


def ask_peers(node: Node) -> dict[str, Any]:
    """Ask all peers of Node every question, and scenario; return their record."""
    questions = (*BASICS, *QUESTIONS)
    peers = {
        peer.system: {
            **{one.name: _run(node, peer.system, one.operations) for one in SCENARIOS},
            **{one.name: _ask(node, peer.system, one) for one in questions},
        }
        for peer in recorded.NODE_PEERS
    }
    fortjs = recorded.FORTJS_MEMORY.system
    memory = {one.name: _ask(node, fortjs, one) for one in questions}
    return {"packages": PACKAGES, "answers": {**peers, fortjs: memory}}


def _ask(node: Node, system: str, question: Question) -> list[dict[str, Any]]:
    if not question.overlaps and question.brings is None:
        return _run(node, system, question.operations)
    asked: dict[str, Any] = {
        part: _encode(getattr(question, part))
        for part in ("before", "first", "second", "after")
    }
    asked["brings"] = question.brings
    steps: list[dict[str, Any]]
    steps = node.exchange({"system": system, "question": asked})["steps"]
    return steps


def _run(
    node: Node, system: str, operations: Iterable[Operation]
) -> list[dict[str, Any]]:
    asked = _encode(operations)
    [answered] = node.exchange({"system": system, "traces": [asked]})["answers"]
    return [
        {**operation, "answer": answer}
        for operation, answer in zip(asked, answered, strict=True)
    ]


def _encode(operations: Iterable[Operation]) -> list[dict[str, Any]]:
    return [
        encode_operation(number, one, javascript=True)
        for number, one in enumerate(operations, 1)
    ]


def ask_all(redis_url: str) -> tuple[str, ...]:
    """Ask Node and the peers of Python everything; return the texts of ``FILES``.

    ``redis_url`` is a Redis server, which is emptied. Raises ``NodeUnavailableError``
    where Node cannot be asked, ``PeersMissingError`` where a peer is not installed.
    """
    python = asyncio.run(python_record.ask_python(python_peers(versions=False)))
    with Node(redis_url) as node:
        records = ask_fortjs(node), ask_peers(node)
    return (*(json.dumps(data, indent=1) + "\n" for data in records), python)


def record(redis_url: str, *, check: bool = False) -> list[str]:
    """Record all answers; return the names of those that differed from before.

    With ``check`` the files are left as they are. Arguments and errors are as for
    ``ask_all``.
    """
    differing = []
    for file, text in zip(FILES, ask_all(redis_url), strict=True):
        with as_file(file) as path:
            old = path.read_text("ascii") if path.exists() else "{}"
            if not check:
                path.write_text(text, "ascii")
        differing += _differing(json.loads(old), json.loads(text))
    return differing


def _differing(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    before, now = dict(_entries(old)), dict(_entries(new))
    # compared as text, since 1 == 1.0 == True in Python
    return [name for name in {**before, **now} if before.get(name) != now.get(name)]


def _entries(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give each entry of a data file by its name, as JSON text."""
    for key, value in data.items():
        match key:
            case "records":
                yield from ((name, json.dumps(one)) for name, one in value.items())
            case "answers":
                for system, answered in value.items():
                    for name, one in answered.items():
                        yield f"{system} {name}", json.dumps(one)
            case _:
                yield key, json.dumps(value)
