"""Write a trace as Python: as a test that runs as it stands, or as a scenario."""

import keyword
import math
from typing import Any, Final

from sessionkit.contract import StoreClass
from sessionkit.running.isolated import apart
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.json import TraceError
from sessionkit.traces.operation import (
    AssignId,
    Call,
    Change,
    OnSession,
    Open,
    Operation,
    Together,
)
from sessionkit.traces.trace import Trace
from sessionkit.traces.values import show

_TEST = '''"""What was recorded, as a test."""

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
_WANTED: Final = "# give the store class, which has no name to import, as store_class"
_SCENARIO = """from sessionkit import {names}

scenario = (
{operations}
)
print(await run(scenario, MemorySessionStore))
"""


NAMELESS: Final = "store_class"
"""What a test calls a store class that has no name of its own."""


def name_of(store_class: StoreClass) -> tuple[str, str | None]:
    """Return the name of a store class, and the module from which to import it.

    There is none for a class that a notebook or a function defines; a lambda, say, or
    a partial has no name either, and is called ``store_class``.
    """
    name = str(getattr(store_class, "__qualname__", ""))
    module = str(getattr(store_class, "__module__", "__main__"))
    *outer, last = name.split(".")
    wrapped = name.startswith(
        f"{apart.__name__}.<locals>"
    )  # what it wraps had no name to hand on
    if wrapped or not _is_name(last):
        return NAMELESS, None
    local = module == "__main__" or outer or not all(map(_is_name, module.split(".")))
    return last, None if local else module


def _is_name(text: str) -> bool:
    return text.isidentifier() and not keyword.iskeyword(text)


def as_test(trace: Trace, store: str, module: str | None = None) -> str:
    """Return the text of a test that replays ``trace`` on the store class ``store``.

    The class is imported from ``module``; with ``None`` it must be known where the test
    runs, as in the notebook that defines it. The sessions of a replay start empty.
    Raises ``TraceError``, which names the operation, for what a test cannot expect: a
    masked value, or some object.
    """
    names = sorted({"Answer", "Step", "Trace", "on", "run", *_functions_used(trace)})
    imports = [f"from sessionkit import {', '.join(names)}"]
    imports += [f"from {module} import {store}"] if module else []
    imports += [_WANTED] if store == NAMELESS and not module else []
    steps = "\n".join(
        f"        {_written(number, step)}," for number, step in enumerate(trace, 1)
    )
    return _TEST.format(imports="\n".join(imports), steps=steps, store=store)


def as_scenario(trace: Trace) -> str:
    """Return the text of a cell that runs the operations of ``trace`` on a store class.

    Raises ``TraceError``, which names the operation, for what cannot be written: a
    masked value, or some object.
    """
    names = sorted({"MemorySessionStore", "on", "run", *_functions_used(trace)})
    operations = "\n".join(
        f"    {_written(number, one)},"
        for number, one in enumerate(trace.operations, 1)
    )
    return _SCENARIO.format(names=", ".join(names), operations=operations)


def _functions_used(trace: Trace) -> set[str]:
    """Return the functions, other than ``on``, that ``trace`` is written with."""
    done = trace.operations
    changes = {one.name for one in done if isinstance(one, Change)}
    return changes | {"together" for one in done if isinstance(one, Together)}


def _written(number: int, one: Step | Operation) -> str:
    try:
        if isinstance(one, Step):
            return f"Step({_operation(one.operation)}, {_answer(one.answer)})"
        return _operation(one)
    except ValueError as error:
        done = one.operation if isinstance(one, Step) else one
        raise TraceError(f"operation {number}, {done}: {error}") from None


def _operation(operation: Operation) -> str:
    """Write an operation as Python; ``ValueError`` for a value that cannot be."""
    match operation:
        case Change():
            given = ", ".join(map(_literal, operation.arguments))
            return f"{operation.name}({given})"
        case Together(first, second):
            both = (", ".join(map(_operation, one)) for one in (first, second))
            return f"together({', '.join(f'[{one}]' for one in both)})"
        case Open():
            return f"{_session(operation)}.open()"
        case AssignId(_, new_id):
            return f"{_session(operation)}.assign_id({_literal(new_id)})"
        case Call(_, method, arguments):
            given = ", ".join(map(_literal, arguments))
            return f"{_session(operation)}.{method}({given})"


def _session(operation: OnSession) -> str:
    named = f", store={_literal(operation.store)}" if operation.store else ""
    return f"on({_literal(operation.session_id)}{named})"


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
