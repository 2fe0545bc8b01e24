"""Values as JSON that comes back as it went in, or an error before anything is written.

JSON (RFC 8259) carries ``None``, ``True``, ``False``, ``int``, finite ``float``,
``str``, ``list``, and ``dict`` with keys of type ``str``. Python's encoder also takes a
tuple, a key 1 or an enum, and gives back a list, "1" or a number; here such a value is
refused, so that nothing changes its type on the way.
"""

import json
import math
from collections.abc import Mapping
from typing import Any, Final

from sessionkit.rules import GET_ALL_IS_LIVE, VALUES_ARE_LIVE
from sessionkit.stores.errors import NotStorableError

COPIES: Final[Mapping[str, str]] = {
    GET_ALL_IS_LIVE: "what get_all gives is a copy; only set changes the store",
    VALUES_ARE_LIVE: "values are kept as JSON; change one and set it again",
}
"""The rules of the contract that no store outside the program's memory can keep."""
MOST_DEEP: Final = 200
"""Levels of nesting that are stored; Python's reader of JSON ends at about 1,000."""
_ENCODE: Final = json.JSONEncoder(check_circular=False, separators=(",", ":")).encode
_DECODE: Final = json.JSONDecoder().raw_decode


def dump(key: str, value: Any) -> str:
    """Return ``value`` as JSON, in ASCII.

    Raises ``NotStorableError`` that names the key, the place in the value, and the type
    that JSON cannot carry.
    """
    problem = _problem(value, "", 0)
    if problem:
        raise NotStorableError(f"{key!r} was not set: {problem}")
    # an encoder costs more to make than a number to write
    return str(value) if type(value) is int else _ENCODE(value)


def load(text: str | bytes) -> Any:
    """Return the value that ``dump`` wrote."""
    if isinstance(text, str):
        value, end = _DECODE(text)
        if end == len(text):  # no space around it, as ``dump`` writes it
            return value
    return json.loads(text)


def check_key(key: object) -> None:
    """Raise ``NotStorableError`` for a key that is no text, or no text of Unicode."""
    if type(key) is not str:
        raise NotStorableError(f"a key is a str, not {_a(key)}: {key!r}")
    check_text(key, "key")


def check_text(text: str, what: str) -> None:
    """Raise ``NotStorableError`` for a text that has half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        reason = "it has half of a surrogate pair, which UTF-8 cannot carry"
        raise NotStorableError(f"{text!r} cannot be a {what}: {reason}") from None


def _problem(value: Any, place: str, depth: int) -> str:
    """Say what JSON cannot carry in ``value``, and where; nothing if it can."""
    kind = type(value)
    if value is None or kind in (str, bool):
        return ""
    if kind is int:
        return "" if _is_written(value) else _at(place, "has too many digits for JSON")
    if kind is float:
        return "" if math.isfinite(value) else _at(place, f"JSON has no {value}")
    if kind not in (list, dict):
        return _at(place, f"JSON cannot carry {_a(value)}")
    if depth == MOST_DEEP:
        return f"it is nested more than {MOST_DEEP} levels deep, or contains itself"
    if kind is list:
        pairs = enumerate(value)
    else:
        for key in value:
            if type(key) is not str:
                reason = f"JSON cannot carry {_a(key)} as a key of a dict: {key!r}"
                return _at(place, reason)
        pairs = value.items()
    for key, item in pairs:
        problem = _problem(item, f"{place}[{key!r}]", depth + 1)
        if problem:
            return problem
    return ""


def _is_written(number: int) -> bool:
    try:
        str(number)
    except ValueError:  # sys.set_int_max_str_digits: 4,300 unless somebody changed it
        return False
    return True


def _at(place: str, reason: str) -> str:
    return f"{reason} (at {place})" if place else reason


def _a(value: object) -> str:
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
