"""A workshop about the session store: build it, check it against FortJs, watch it."""

from sessionkit.checking.checker import check
from sessionkit.comparing.beside import beside
from sessionkit.comparing.prediction import reveal
from sessionkit.comparing.table import compare
from sessionkit.contract import SessionStore, StoreClass
from sessionkit.memory import MemorySessionStore
from sessionkit.running.replay import run
from sessionkit.suite.scenarios import SCENARIOS, Scenario
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.operation import (
    Operation,
    change_answer,
    change_argument,
    delete_answer,
    delete_argument,
    on,
    together,
)
from sessionkit.traces.trace import Trace

__version__ = "0.1.0"

__all__ = [
    "SCENARIOS",
    "Answer",
    "MemorySessionStore",
    "Operation",
    "Scenario",
    "SessionStore",
    "Step",
    "StoreClass",
    "Trace",
    "beside",
    "change_answer",
    "change_argument",
    "check",
    "compare",
    "delete_answer",
    "delete_argument",
    "on",
    "reveal",
    "run",
    "together",
]
