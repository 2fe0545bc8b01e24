"""Values as a trace keeps them: snapshots, strict equality, text, and tagged JSON.

JSON has no NaN, no infinity and no ``undefined``. Each is written as an object whose
only key is ``"$"``; a dict that has that key itself is written as a list of its items.
``sessionkit/node/codec.js`` is the same in JavaScript.
"""

import datetime
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

TAG: Final = "$"
DEEPEST: Final = 150
"""Levels of nesting that a snapshot has; comparing and showing recurse, too."""
# A long text is read in stretches of so many characters.
_STRETCH: Final = 256
_PLAIN = (bytes, datetime.datetime, datetime.date, set, frozenset, tuple)


class Undefined:
    """JavaScript's ``undefined``: FortJs's answer where Python has only ``None``."""

    def __repr__(self) -> str:
        return "undefined"

    # it is known by being this object, which a copy would not be
    def __copy__(self) -> "Undefined":
        return self

    def __deepcopy__(self, memo: object) -> "Undefined":
        return self


UNDEFINED: Final = Undefined()


@dataclass(frozen=True, slots=True)
class Opaque:
    """What came back and is no plain value: a function, a coroutine, some object."""

    text: str

    def __repr__(self) -> str:
        return f"<{visible(self.text)}>"


_ATOMS: Final = frozenset({bool, int, float, str, Opaque})


def snapshot(value: Any) -> Any:
    """Return a copy of ``value`` that later changes cannot reach.

    Whatever is not a plain value becomes an ``Opaque`` that names its type.
    """
    try:
        return _snapshot(value, DEEPEST)
    except RecursionError:
        return Opaque("a value that contains itself or is nested too deep")


def _snapshot(value: Any, depth: int) -> Any:
    if not depth:
        raise RecursionError
    if value is None or value is UNDEFINED:
        return value
    kind = type(value)
    if kind in _ATOMS:
        return value
    if isinstance(value, dict):
        return {
            _snapshot(key, depth - 1): _snapshot(item, depth - 1)
            for key, item in value.items()
        }
    if isinstance(value, list):
        if _ATOMS.issuperset(map(type, value)):
            return [*value]  # millions of numbers must not look like an endless loop
        return [_snapshot(item, depth - 1) for item in value]
    if kind in _PLAIN:
        if kind in (set, frozenset, tuple):
            return kind(_snapshot(item, depth - 1) for item in value)
        return value
    name = kind.__name__
    article = "an" if name[:1].lower() in "aeiou" else "a"
    return Opaque(f"{article} {name} object")


def same(left: Any, right: Any, *, ordered: bool = True) -> bool:
    """Whether two snapshots are the same value of the same type, NaN included.

    ``True`` is not ``1`` and ``1`` is not ``1.0``. With ``ordered`` the keys of dicts
    must be in the same order, too.
    """
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        if left.keys() != right.keys():
            return False
        # 1 and True are one key of a dict, and yet not the same
        keys = {key: key for key in right}
        if not all(same(key, keys[key]) for key in left):
            return False
        return (not ordered or list(left) == list(right)) and all(
            same(item, right[key], ordered=ordered) for key, item in left.items()
        )
    if isinstance(left, list | tuple):
        return len(left) == len(right) and all(
            same(a, b, ordered=ordered) for a, b in zip(left, right, strict=True)
        )
    if isinstance(left, float):
        if math.isnan(left) or math.isnan(right):
            return math.isnan(left) and math.isnan(right)
        # 0.0 and -0.0 are equal in Python, and two values in JavaScript
        return left == right and math.copysign(1, left) == math.copysign(1, right)
    return bool(left == right)


def show(value: Any, *, limit: int = 200) -> str:
    """Write a snapshot as Python would, on one line, cut at ``limit`` characters.

    Invisible characters, such as lone surrogates and direction marks, are written as
    escapes. No more of a long value is read than is shown.
    """
    parts: list[str] = []
    left = limit
    for part in _parts(value):
        parts.append(part)
        left -= len(part)
        if left < 0:
            size = f"{len(value):,} characters" if isinstance(value, str) else "cut"
            return f"{''.join(parts)[:limit]}… ({size})"
    return "".join(parts)


def _parts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        quote = "'" if '"' in value and "'" not in value else '"'
        yield quote
        for start in range(0, len(value), _STRETCH):
            yield visible(value[start : start + _STRETCH], escaped=f"{quote}\\")
        yield quote
    elif isinstance(value, dict):
        yield "{"
        for number, (key, item) in enumerate(value.items()):
            yield ", " if number else ""
            yield from _parts(key)
            yield ": "
            yield from _parts(item)
        yield "}"
    elif isinstance(value, list):
        yield "["
        for number, item in enumerate(value):
            yield ", " if number else ""
            yield from _parts(item)
        yield "]"
    elif isinstance(value, set | frozenset):
        # a set has another order in each process; what is shown must not
        shown = sorted("".join(_parts(item)) for item in value)
        yield "{" + ", ".join(shown) + "}" if shown else f"{type(value).__name__}()"
    else:
        try:
            yield repr(value)
        except ValueError:  # Python writes no number of more than 4300 digits
            yield f"<a number of {value.bit_length():,} bits>"


def visible(text: str, *, escaped: str = "", limit: int | None = None) -> str:
    """Write invisible characters, and those in ``escaped``, as escapes.

    A text longer than ``limit`` is cut there and ends in ``…``.
    """
    shown = "".join(
        one if one.isprintable() and one not in escaped else json.dumps(one)[1:-1]
        for one in (text if limit is None else text[:limit])
    )
    return shown if limit is None or len(text) <= limit else f"{shown}…"


def encode(value: Any, *, javascript: bool = False) -> Any:
    """Turn a snapshot into what ``json.dumps`` can write and JavaScript can read.

    With ``javascript`` it may also hold what JavaScript has in its own way: bytes and
    datetimes are tagged, a tuple becomes an array, and every key a text; what comes
    back may then be of another type than what went. Raises ``ValueError`` that says
    what JSON cannot carry.
    """
    if isinstance(value, Undefined):
        return {TAG: "undefined"}
    if isinstance(value, Opaque):
        return {TAG: "opaque", "text": value.text}
    if isinstance(value, float) and not math.isfinite(value):
        return {TAG: "NaN" if math.isnan(value) else f"{value:+}"}
    if isinstance(value, list) or (javascript and isinstance(value, tuple)):
        return [encode(item, javascript=javascript) for item in value]
    if isinstance(value, dict):
        return _encode_dict(value, javascript)
    if value is None or type(value) in (bool, int, float, str):
        return value
    if javascript and isinstance(value, bytes):
        return {TAG: "bytes", "hex": value.hex()}
    if javascript and isinstance(value, datetime.datetime) and value.tzinfo is None:
        return {TAG: "datetime", "iso": value.isoformat()}
    name = type(value).__name__
    raise ValueError(f"JSON cannot carry a value of type {name}: {show(value)}")


def _encode_dict(value: dict[Any, Any], javascript: bool) -> dict[str, Any]:
    items = {}
    for key, item in value.items():
        if type(key) is not str and not javascript:
            message = f"JSON cannot carry a key that is not a string: {show(key)}"
            raise ValueError(message)
        items[str(key)] = encode(item, javascript=javascript)
    # a dict of somebody's own with this key must not be read back as a tag
    if TAG in items:
        return {TAG: "dict", "items": [list(item) for item in items.items()]}
    return items


_TAGGED: Final = {
    "undefined": UNDEFINED,
    "NaN": math.nan,
    "+inf": math.inf,
    "-inf": -math.inf,
}


def decode(data: Any) -> Any:
    """Turn what ``json.loads`` read back into the snapshot; inverse of ``encode``."""
    if isinstance(data, list):
        return [decode(item) for item in data]
    if not isinstance(data, dict):
        return data
    tag = data.get(TAG)
    if tag is None:
        return {key: decode(item) for key, item in data.items()}
    if tag == "opaque":
        return Opaque(data["text"])
    if tag == "dict":
        return {key: decode(item) for key, item in data["items"]}
    if tag == "bytes":
        return bytes.fromhex(data["hex"])
    if tag == "datetime":
        return datetime.datetime.fromisoformat(data["iso"]).replace(tzinfo=None)
    try:
        return _TAGGED[tag]
    except (KeyError, TypeError):
        raise ValueError(f"no such tag: {show(snapshot(tag))}") from None
