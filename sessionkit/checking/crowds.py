"""Sequences with many of a kind in one store: ids, keys, values, sessions, writes.

A store may cut, count or throw away, or take one name for another: what two sessions
and four keys, drawn at random, need not show.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from sessionkit.checking.alphabet import IDS, Letter, Scope, wide_keys, wide_values
from sessionkit.traces.operation import on

MANY: Final = 1_030
"""More sessions, keys or writes than a round number that a store may stop at."""
FEW: Final = 30
"""So many for a store that waits, or is not whole yet."""
_ada: Final = on("ada")
_PARTS: Final = {"a": 1, "b": {"a": 2}}
_WAYS: Final = ("a.b", "a/b", "a:b", "a[b]", "a__b", "a.b.a", "b.a")


def crowds(scope: Scope, *, many: int) -> Iterator[list[Letter]]:
    """Return the sequences, of what ``scope`` has; ``many`` is how large a crowd is."""
    yield [*_writes(many)]
    yield [*_keys([f"key{number}" for number in range(min(many, MANY // 4))])]
    yield [*_sessions(many)]
    yield [*_keys(wide_keys(scope))]
    yield [*_ids()]
    yield [*_keyed(wide_values(scope))]
    yield [*_ways(wide_keys(scope))]


def _keys(keys: Sequence[str]) -> Iterator[Letter]:
    """Give one session all keys, each a value of its own, and then remove some."""
    distinct = [*dict.fromkeys(keys)]
    for number, key in enumerate(distinct):
        yield _ada.set(key, number + 1)
    for key in distinct:
        yield _ada.get(key)
    yield _ada.get_all()
    for key in distinct[::2]:
        yield _ada.remove(key)
    for key in distinct:
        yield _ada.is_exist(key)
    yield _ada.get_all()


def _ids() -> Iterator[Letter]:
    """Give each id a session, and clear one after the other."""
    ids = [*dict.fromkeys(IDS)]
    for number, one in enumerate(ids):
        yield on(one).set("a", number + 1)
    for one in ids:
        yield on(one).get_all()
    # the first is what most others may be taken for, and comes last
    for one, after in pairwise([*ids[::-1], ids[0]]):
        yield on(one).clear()
        yield on(after).is_any_exist()
        yield _ada.is_any_exist()


def _keyed(values: Sequence[Any]) -> Iterator[Letter]:
    """Give one session all values, each under a key of its own."""
    for number, value in enumerate(values):
        yield _ada.set(f"a{number}", value)
    for number in range(len(values)):
        yield _ada.get(f"a{number}")
    yield _ada.get_all()


def _ways(keys: Sequence[str]) -> Iterator[Letter]:
    """Ask for a part of a value by a name that may be taken for the way to it."""
    ways = _WAYS if keys else ()
    yield _ada.set("a", _PARTS)
    for way in ways:
        yield _ada.get(way)
        yield _ada.is_exist(way)
    for way in ways:
        yield _ada.set(way, 3)
    yield _ada.get("a")
    yield _ada.get_all()


def _sessions(many: int) -> Iterator[Letter]:
    """Begin many sessions, and look at all, the first of them included."""
    crowd = [on(f"visitor{number}") for number in range(many)]
    for number, one in enumerate(crowd):
        yield one.set("a", number + 1)
    for one in crowd:
        yield one.get("a")


def _writes(many: int) -> Iterator[Letter]:
    """Write to one key many times, and look at it each time."""
    for number in range(many):
        yield _ada.set("a", number)
        yield _ada.get("a")
    yield _ada.get_all()
