"""What was typed into the row of controls, as the call that it means."""

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

    ``value`` is JSON. Raises ``FormError``.
    """
    if method not in METHODS:
        raise FormError(f"There is no method {show(method)}. Choose one of the list.")
    return Call(session_id or None, method, _arguments(method, key, value))


def _arguments(method: str, key: str, value: str) -> tuple[Any, ...]:
    if method == "set_many":
        values = _json(value, '{"cart": 3, "user": "ada"}')
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
    return (key, _json(value, '"ada"')) if method == "set" else (key,)


def _json(text: str, example: str) -> Any:
    if not text.strip():
        raise FormError(f"A value is missing: write it as JSON, as {example}.")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise FormError(
            f"The value is not JSON: {show(text, limit=60)}. Text stands in double "
            'quotes, as "ada"; there are numbers, true, false, null, [...] and {...}.'
        ) from None
