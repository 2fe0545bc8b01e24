"""Why a store's answer is wrong, where the answer itself tells: the rule and a hint."""

import json
from typing import Final

from sessionkit.rules import KEYS_KEEP_ORDER, MISSING_IS_NULL, REMOVE_SETS_NULL
from sessionkit.running.call import MISSING_METHOD, NOT_ASYNC, TIME_LIMIT
from sessionkit.traces.answer import Answer
from sessionkit.traces.operation import Call, method_of
from sessionkit.traces.trace import Trace
from sessionkit.traces.values import Opaque, same

_ERRORS: Final = {
    MISSING_METHOD: "A session store has eight methods; add `async def {method}`.",
    NOT_ASYNC: "All eight methods are awaited; write `async def {method}(self, ...)`.",
    TIME_LIMIT: "Look for a loop that never ends, or a wait for something that never "
    "comes; scenarios that use {method} too were not run.",
    "RecursionError": "A method calls itself without an end; "
    "`self.{method}(...)` inside {method} does.",
    "NotImplementedError": "This part of {method} is not written yet.",
    "UnboundLocalError": "A function that assigns a name makes it local; change the "
    "shared mapping (`sessions[...] = ...`) instead of assigning the name itself.",
    "NameError": "A name is not defined: run the cell that makes it, or mend a typo.",
}

_NOT_AWAITED: Final = (
    "A call was not awaited: write `await` before each call of a store method."
)

_ALWAYS_ANSWER: Final = {"is_any_exist", "is_exist", "get_all"}
"""Methods for which None is never right; it may have come from no ``return``."""

_ORDER: Final = (
    "Keys stand in the order in which they were first set; remove and a later set "
    "leave a key in its place."
)
_ANSWERS: Final = {
    "a coroutine object": "A coroutine came back: an `await` is missing in {method}.",
    "a function object": "A function came back: its call, `(...)`, is missing.",
    "a method object": "A method came back: its call, `(...)`, is missing.",
}


def diagnose(trace: Trace, expected: Answer) -> tuple[str | None, str | None]:
    """Return the rule that the last answer of ``trace`` breaks, and a hint.

    Either is ``None`` where the answer alone does not tell it.
    """
    method, answer = method_of(trace[-1].operation), trace[-1].answer
    if method == "get" and expected == Answer() and answer.error is not None:
        hint = _ERRORS.get(answer.error)
        if "coroutine" in answer.message:
            return None, _NOT_AWAITED
        if hint is None:
            hint = "get answers None where there is nothing; it never raises."
            return MISSING_IS_NULL, hint
        return None, hint.format(method=method)
    if _only_tombstones_are_missing(trace, expected):
        if answer.same_as(expected, ordered=False):
            return REMOVE_SETS_NULL, _ORDER
        return REMOVE_SETS_NULL, "remove sets the value to None and keeps the key."
    if answer.same_as(expected, ordered=False):
        return KEYS_KEEP_ORDER, _ORDER
    if answer.error is not None:
        hint = _NOT_AWAITED if "coroutine" in answer.message else None
        hint = hint or _ERRORS.get(answer.error)
        if hint is None and expected.value:
            hint = "There is something to answer here, and {method} raised instead."
    elif _is_json_of(answer.value, expected.value):
        hint = "That is JSON text: `json.loads` is missing in {method}."
    elif isinstance(answer.value, Opaque):
        hint = _ANSWERS.get(answer.value.text)
    else:
        hint = None
    return None, hint and hint.format(method=method)


def not_returned(trace: Trace) -> str:
    """Return what to add to any hint if the last answer may lack its ``return``."""
    method, answer = method_of(trace[-1].operation), trace[-1].answer
    if answer == Answer() and method in _ALWAYS_ANSWER:
        return " None came back: is a `return` missing?"
    return ""


def _is_json_of(text: object, value: object) -> bool:
    if not isinstance(text, str) or text == value:
        return False
    try:
        return same(json.loads(text), value)
    except ValueError:
        return False


def _only_tombstones_are_missing(trace: Trace, expected: Answer) -> bool:
    answer = trace[-1].answer
    removed = {
        one.arguments[0]
        for one in trace.operations
        if isinstance(one, Call) and one.method == "remove"
    }
    if not isinstance(expected.value, dict) or not isinstance(answer.value, dict):
        return False
    without = {
        key: value
        for key, value in expected.value.items()
        if key not in removed or key in answer.value
    }
    missing = len(without) < len(expected.value)
    moved = removed & answer.value.keys()
    return (missing or bool(moved)) and same(without, answer.value, ordered=not moved)
