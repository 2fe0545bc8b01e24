"""FortJs's answers, recorded from the npm package: to read them needs no Node."""

import json
from functools import cache
from importlib.resources import files
from typing import Any, Final

from sessionkit.errors import no_such
from sessionkit.in_a_cell import in_a_cell
from sessionkit.suite.scenarios import Scenario
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.trace import Trace, in_python

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


@in_a_cell
def recorded_response() -> str:
    """Return the body that FortJs sent over HTTP, after ``set``s and a ``remove``.

    It is the session as JSON; ``sessionkit.peers.recording`` has the calls.
    """
    return str(_data()["response"]["body"])


@in_a_cell
def recorded(name: str) -> Trace:
    """Return what FortJs answered to the scenario ``name``, in FortJs's own terms.

    Raises ``UnknownNameError``, a ``LookupError``, for any other name.
    """
    records = _records()
    if name not in records:
        raise no_such("record of", name, records)
    return records[name]


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
