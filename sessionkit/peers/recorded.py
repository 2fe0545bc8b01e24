"""Peers of Node, by their recorded answers: to read them needs no Node."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from sessionkit.contract import METHODS
from sessionkit.fortjs import without_undefined
from sessionkit.node.packages import PACKAGES
from sessionkit.peers.questions import Question
from sessionkit.suite.scenarios import Scenario
from sessionkit.traces.answer import Step
from sessionkit.traces.json import AROUND, decode_answer, decode_operation
from sessionkit.traces.operation import Call, Operation
from sessionkit.traces.trace import Trace
from sessionkit.traces.values import decode

RECORD: Final = "recorded.json"


@dataclass(frozen=True)
class NodeAsked:
    """A system of Node, by its recorded answers to questions."""

    name: str
    system: str
    """Its name in the driver."""

    async def ask(self, question: Question) -> Trace:
        """Return the recorded trace, with ``None`` for ``undefined``."""
        return without_undefined(_recorded()[self.system][question.name])


@dataclass(frozen=True)
class NodePeer(NodeAsked):
    """A peer of Node, by its recorded answers to questions and scenarios."""

    async def answer(self, scenario: Scenario) -> Trace:
        """Return the recorded trace, with ``None`` for ``undefined``."""
        return without_undefined(_recorded()[self.system][scenario.name])


FORTJS_MEMORY: Final = NodeAsked(f"FortJs {PACKAGES['fortjs']}, memory", "fortjs")
"""FortJs's own memory store; its answers to scenarios are ``sessionkit.fortjs``'s."""
EXPRESS: Final = NodePeer(
    f"express-session {PACKAGES['express-session']}, memory", "express"
)
FORTJS_REDIS: Final = NodePeer(
    f"FortJs's Redis example, redis {PACKAGES['redis']}", "redis"
)
NODE_PEERS: Final = (EXPRESS, FORTJS_REDIS)


@cache
def _recorded() -> dict[str, dict[str, Trace]]:
    data = json.loads((files("sessionkit.peers") / RECORD).read_text("ascii"))
    return {
        system: {
            name: Trace(_step(step) for step in steps)
            for name, steps in answers.items()
        }
        for system, answers in data["answers"].items()
    }


def _step(data: dict[str, Any]) -> Step:
    operation: Operation
    if data["method"] in (*METHODS, *AROUND):
        operation = decode_operation(data)
    else:
        arguments = tuple(map(decode, data["arguments"]))
        operation = Call(data["session"], data["method"], arguments)
    return Step(operation, decode_answer(data["answer"]))
