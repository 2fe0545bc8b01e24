"""The authority: what FortJs answers, recorded from the npm package or asked live."""

from collections.abc import Iterable
from typing import Final

from sessionkit.fortjs.answers import expected, recorded, recorded_response
from sessionkit.fortjs.deviations import DEVIATIONS, Deviation
from sessionkit.node.packages import PACKAGES, NodeUnavailableError
from sessionkit.traces.operation import Operation
from sessionkit.traces.trace import Trace, in_python, without_undefined

VERSION: Final = PACKAGES["fortjs"]
"""The version of FortJs that is the authority."""
FortJsUnavailableError = NodeUnavailableError
"""FortJs cannot be asked here: there is no Node, or no npm package."""


def ask(operations: Iterable[Operation] | Trace) -> Trace:
    """Run ``operations``, or those of a trace, on the real FortJs; return the trace.

    Raises ``FortJsUnavailableError`` where Node or the npm package is missing, and
    ``TraceError`` for what JSON cannot carry.
    """
    # starts a process, which a browser has none of: imported only when wanted
    from sessionkit.node.process import Node

    with Node() as node:
        return node.ask(operations)


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
