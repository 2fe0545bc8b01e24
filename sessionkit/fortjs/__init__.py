"""The authority: what FortJs answers, recorded from the npm package or asked live."""

from collections.abc import Iterable

from sessionkit.fortjs.answers import (
    expected,
    in_python,
    recorded,
    recorded_response,
    without_undefined,
)
from sessionkit.fortjs.deviations import DEVIATIONS, Deviation
from sessionkit.fortjs.package import VERSION, FortJsUnavailableError
from sessionkit.traces.operation import Operation
from sessionkit.traces.trace import Trace


def ask(operations: Iterable[Operation] | Trace) -> Trace:
    """Run ``operations``, or those of a trace, on the real FortJs; return the trace.

    Raises ``FortJsUnavailableError`` where Node or the npm package is missing, and
    ``TraceError`` for what JSON cannot carry.
    """
    # starts a process, which a browser has none of: imported only when wanted
    from sessionkit.fortjs.live import FortJs

    with FortJs() as fortjs:
        return fortjs.ask(operations)


__all__ = [
    "DEVIATIONS",
    "VERSION",
    "Deviation",
    "FortJsUnavailableError",
    "ask",
    "expected",
    "in_python",
    "recorded",
    "recorded_response",
    "without_undefined",
]
