"""Write a trace as a pytest function that runs as it stands."""

import math
from typing import Any

from sessionkit.traces.operation import CHANGES, Operation
from sessionkit.traces.trace import Answer, Step, Trace, TraceError
from sessionkit.traces.values import show

_HEAD = '''"""What was recorded, as a test."""

import asyncio

{imports}


expected = Trace(
    [
{steps}
    ]
)


async def replay() -> Trace:
    return await run(expected.operations, {store})


def test_recorded() -> None:
    answered = asyncio.run(replay())
    assert answered == expected, f"answered:\\n{{answered}}\\nexpected:\\n{{expected}}"
'''


def as_test(trace: Trace, store: str, module: str | None = None) -> str:
    """Return the text of a test that replays ``trace`` on the store class ``store``.

    The class is imported from ``module``; with ``None`` it must be known where the test
    runs, as in the notebook that defines it. The sessions of a replay start empty.
    Raises ``TraceError``, which names the operation, for what a test cannot expect: a
    masked value, or some object.
    """
    names = sorted({"Answer", "Step", "Trace", "on", "run", *changes_used(trace)})
    imports = [f"from sessionkit import {', '.join(names)}"]
    imports += ["from sessionkit.traces.trace import Step"]
    imports += [f"from {module} import {store}"] if module else []
    steps = "\n".join(_step(number, step) for number, step in enumerate(trace, 1))
    return _HEAD.format(imports="\n".join(imports), steps=steps, store=store)


def changes_used(trace: Trace) -> set[str]:
    """Return the functions for changes from outside that ``trace`` is written with."""
    return {one.method for one in trace.operations if one.method in CHANGES}


def _step(number: int, step: Step) -> str:
    try:
        done, answer = call(step.operation), _answer(step.answer)
    except ValueError as error:
        raise TraceError(f"operation {number}, {step.operation}: {error}") from None
    return f"        Step({done}, {answer}),"


def call(operation: Operation) -> str:
    """Write an operation as Python; ``ValueError`` for a value that cannot be."""
    arguments = ", ".join(map(_literal, operation.arguments))
    if operation.method in CHANGES:
        return f"{operation.method}({arguments})"
    return f"on({_literal(operation.session_id)}).{operation.method}({arguments})"


def _answer(answer: Answer) -> str:
    if answer.error is not None:
        return f"Answer(error={answer.error!r}, message={_literal(answer.message)})"
    return (
        f"Answer({_literal(answer.value)})" if answer.value is not None else "Answer()"
    )


def _literal(value: Any) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    if isinstance(value, dict):
        items = (f"{_literal(key)}: {_literal(item)}" for key, item in value.items())
        return "{" + ", ".join(items) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_literal, value)) + "]"
    if value is None or type(value) in (bool, int, float, str):
        return ascii(value)  # so that no character of a value can end or hide the line
    raise ValueError(f"a test cannot expect {show(value)}")
