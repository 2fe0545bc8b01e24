"""Write a trace's operations as Python, to ask them of any store."""

from sessionkit.live.as_test import call, changes_used
from sessionkit.traces.operation import Operation
from sessionkit.traces.trace import Trace, TraceError

_TEXT = """from sessionkit import {names}

scenario = (
{operations}
)
print(await run(scenario, MemorySessionStore))
"""


def as_scenario(trace: Trace) -> str:
    """Return the text of a cell that runs the operations of ``trace`` on a store class.

    Raises ``TraceError``, which names the operation, for what cannot be written: a
    masked value, or some object.
    """
    names = sorted({"MemorySessionStore", "on", "run", *changes_used(trace)})
    lines = [_line(number, one) for number, one in enumerate(trace.operations, 1)]
    return _TEXT.format(names=", ".join(names), operations="\n".join(lines))


def _line(number: int, operation: Operation) -> str:
    try:
        return f"    {call(operation)},"
    except ValueError as error:
        raise TraceError(f"operation {number}, {operation}: {error}") from None
