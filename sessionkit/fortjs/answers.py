"""FortJs's answers, recorded from the npm package: to read them needs no Node."""

import json
from functools import cache
from importlib.resources import files
from typing import Any, Final

from sessionkit.suite.scenarios import Scenario
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.operation import method_of
from sessionkit.traces.trace import Trace
from sessionkit.traces.values import Undefined

NAME: Final = "recorded.json"


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(
        (files("sessionkit.fortjs") / NAME).read_text("ascii")
    )
    return data


@cache
def _records() -> dict[str, Trace]:
    return {
        name: Trace.from_json(json.dumps(trace))
        for name, trace in _data()["records"].items()
    }


def recorded_response() -> str:
    """Return the body that FortJs sent over HTTP, after ``set``s and a ``remove``.

    It is the session as JSON; ``sessionkit.peers.recording`` has the calls.
    """
    return str(_data()["response"]["body"])


def recorded(name: str) -> Trace:
    """Return what FortJs answered to the scenario ``name``, in FortJs's own terms.

    Raises ``LookupError``, which lists the names there are, for any other name.
    """
    records = _records()
    if name not in records:
        raise LookupError(f"no record of {name!r}; there are: {', '.join(records)}")
    return records[name]


def in_python(step: Step) -> Answer:
    """Return an answer of JavaScript's as Python gives it: without ``undefined``."""
    if step.answer.error is None and method_of(step.operation) == "set_many":
        return Answer()
    return Answer() if isinstance(step.answer.value, Undefined) else step.answer


def without_undefined(trace: Trace) -> Trace:
    """Return a trace of JavaScript as Python gives it: ``None`` for ``undefined``."""
    return Trace(Step(step.operation, in_python(step)) for step in trace)


def expected(scenario: Scenario) -> Trace:
    """Return the trace that a store in Python must give for ``scenario``.

    It is FortJs's record without ``undefined``, but for the operations at which the
    scenario names a deviation.
    """
    here = {number: Answer(value) for number, value in scenario.in_python}
    return Trace(
        Step(step.operation, here.get(number, in_python(step)))
        for number, step in enumerate(recorded(scenario.name), 1)
    )
