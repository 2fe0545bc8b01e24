"""A workshop about the session store: build it, check it against FortJs, watch it."""

from sessionkit.beside import beside
from sessionkit.check import check
from sessionkit.compare import compare
from sessionkit.contract import SessionStore, StoreClass
from sessionkit.memory import MemorySessionStore
from sessionkit.operation import Operation, change_answer, change_argument, on
from sessionkit.prediction import reveal
from sessionkit.run import run
from sessionkit.scenarios import SCENARIOS, Scenario
from sessionkit.trace import Answer, Trace

__version__ = "0.1.0"

__all__ = [
    "SCENARIOS",
    "Answer",
    "MemorySessionStore",
    "Operation",
    "Scenario",
    "SessionStore",
    "StoreClass",
    "Trace",
    "beside",
    "change_answer",
    "change_argument",
    "check",
    "compare",
    "on",
    "reveal",
    "run",
]
