"""What was typed into the row of controls, as the call that it means."""

import ast
import json
from typing import Any

from sessionkit.contract import METHODS
from sessionkit.errors import SessionkitError
from sessionkit.traces.operation import Call
from sessionkit.traces.values import show

WITH_KEY = ("get", "is_exist", "set", "remove")
"""The methods that need a key."""


class FormError(SessionkitError, ValueError):
    """What was typed is no call; the message says what to type."""


def read_form(session_id: str, method: str, key: str, value: str) -> Call:
    """Return the operation that four texts mean; no text is a visitor without an id.

    ``value`` is JSON, a literal of Python's, or plain text, which needs no quotes.
    Raises ``FormError``.
    """
    if method not in METHODS:
        raise FormError(f"There is no method {show(method)}. Choose one of the list.")
    return Call(session_id or None, method, _arguments(method, key, value))


def _arguments(method: str, key: str, value: str) -> tuple[Any, ...]:
    if method == "set_many":
        values = _value(value, '{"cart": 3, "user": "ada"}')
        if not isinstance(values, dict):
            raise FormError(
                "set_many takes keys with values: write an object as "
                '{"cart": 3, "user": "ada"} into the field for the value.'
            )
        return (values,)
    if method not in WITH_KEY:
        return ()
    if not key:
        raise FormError(f"{method} needs a key: write one into the field for the key.")
    return (key, _value(value, "ada or [1, 2]")) if method == "set" else (key,)


def _value(text: str, example: str) -> Any:
    """Read JSON or a literal of Python's; a text that is neither is taken as text."""
    text = text.strip()
    if not text:
        raise FormError(f"A value is missing: write one, as {example}.")
    for read in (json.loads, ast.literal_eval):
        try:
            value = read(text)
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            continue
        if _is_json(value):
            return value
    if text[0] in "[{\"'":
        raise FormError(
            f"The value is not complete: {show(text, limit=60)}. A list is written as "
            '[1, 2], a dict as {"cart": 3}, and text needs no quotes.'
        )
    return text


def _is_json(value: Any) -> bool:
    try:
        json.dumps(value)
    except (TypeError, ValueError, RecursionError):
        return False
    return not isinstance(value, tuple)
