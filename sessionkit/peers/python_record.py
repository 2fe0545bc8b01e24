"""The peers of Python by their recorded answers: for a page, which has none of them.

JSON cannot carry every value of Python that a peer is asked to keep: those are tagged.
"""

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from sessionkit.peers.basics import BASICS
from sessionkit.peers.peer import Peer
from sessionkit.peers.questions import QUESTIONS, Question
from sessionkit.suite.scenarios import SCENARIOS, Scenario
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.json import AROUND, decode_answer, decode_operation, written
from sessionkit.traces.operation import Call
from sessionkit.traces.trace import Trace
from sessionkit.traces.values import TAG, decode, encode

RECORD: Final = "recorded_python.json"


@dataclass(frozen=True)
class RecordedPeer:
    """A peer of Python, by its recorded answers to questions and scenarios."""

    name: str

    async def answer(self, scenario: Scenario) -> Trace:
        """Return the recorded trace."""
        answered = _recorded()[self.name][scenario.name]
        steps = zip(scenario.operations, map(_answer, answered), strict=True)
        return Trace(Step(*one) for one in steps)

    async def ask(self, question: Question) -> Trace:
        """Return the recorded trace."""
        return Trace(map(_step, _recorded()[self.name][question.name]))


def recorded_peers() -> list[RecordedPeer]:
    """Return all peers of Python that are recorded, in order."""
    return [RecordedPeer(name) for name in _recorded()]


async def ask_python(peers: Sequence[Peer]) -> str:
    """Ask peers every question and scenario; return the text of their record."""
    systems = {peer.name: _object(await _asked(peer)) for peer in peers}
    return f'{{"answers": {_object(systems)}}}\n'


async def _asked(peer: Peer) -> dict[str, str]:
    questions = (*BASICS, *QUESTIONS)
    asked: dict[str, Any] = {
        **{one.name: await _answers(peer, one) for one in SCENARIOS},
        **{one.name: await _steps(peer, one) for one in questions},
    }
    return {name: json.dumps(one, separators=(",", ":")) for name, one in asked.items()}


def _object(members: dict[str, str]) -> str:
    """Write an object of JSON, a member a line: a change shows where it is."""
    lines = [f"{json.dumps(name)}: {text}" for name, text in members.items()]
    return "{\n" + ",\n".join(lines) + "\n}"


@cache
def _recorded() -> dict[str, dict[str, Any]]:
    data = json.loads((files("sessionkit.peers") / RECORD).read_text("ascii"))
    answers: dict[str, dict[str, Any]] = data["answers"]
    return answers


async def _answers(peer: Peer, scenario: Scenario) -> list[dict[str, Any]]:
    return [_answer_data(step.answer) for step in await peer.answer(scenario)]


async def _steps(peer: Peer, question: Question) -> list[list[Any]]:
    return [_step_data(step) for step in await peer.ask(question)]


def _step_data(step: Step) -> list[Any]:
    session_id, method, arguments = written(step.operation)
    return [
        session_id,
        method,
        list(map(_encode, arguments)),
        _answer_data(step.answer),
    ]


def _step(data: list[Any]) -> Step:
    session_id, method, arguments, answer = data
    if method in AROUND:
        said = {"session": session_id, "method": method, "arguments": arguments}
        return Step(decode_operation(said), _answer(answer))
    call = Call(session_id, method, tuple(map(_decode, arguments)))
    return Step(call, _answer(answer))


def _answer_data(answer: Answer) -> dict[str, Any]:
    if answer.error is None:
        return {"value": _encode(answer.value)}
    return {"error": answer.error, "message": answer.message}


def _answer(data: dict[str, Any]) -> Answer:
    if "error" in data:
        return decode_answer(data)
    return Answer(_decode(data["value"]))


def _encode(value: Any) -> Any:
    """Encode a value; tuples and dicts with any keys only at its top, or in dicts."""
    if isinstance(value, datetime.datetime):  # with its time zone, unlike JavaScript's
        return {TAG: "datetime", "iso": value.isoformat()}
    if isinstance(value, tuple):
        return {TAG: "tuple", "items": list(map(_encode, value))}
    if isinstance(value, dict):
        items = [[key, _encode(one)] for key, one in value.items()]
        plain = all(isinstance(key, str) and key != TAG for key in value)
        return dict(items) if plain else {TAG: "dict", "items": items}
    return encode(value, javascript=True)


def _decode(data: Any) -> Any:
    if not isinstance(data, dict):
        return decode(data)
    match data.get(TAG):
        case None:
            return {key: _decode(one) for key, one in data.items()}
        case "dict":
            return {key: _decode(one) for key, one in data["items"]}
        case "datetime":
            return datetime.datetime.fromisoformat(data["iso"])
        case "tuple":
            return tuple(map(_decode, data["items"]))
        case _:
            return decode(data)
