"""Sequences with many of a kind in one store: ids, keys, values, sessions, writes.

A store may cut, count or throw away, or take one name for another: what two sessions
and four keys, drawn at random, need not show.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from json import loads
from typing import Any, Final

from sessionkit.checking.alphabet import IDS, Letter, Scope, wide_keys, wide_values
from sessionkit.traces.operation import on

MANY: Final = 1_030
"""More sessions, keys or writes than a round number that a store may stop at."""
FEW: Final = 30
"""So many for a store that waits, or is not whole yet."""
_ada: Final = on("ada")
_bob: Final = on("bob")
MARKS: Final = "-@?!#|+&~^$%*=,;:/\\._'\"() \t\r\n\0\u200b"
"""What a text may be cut at, or what may be left out of one."""
FOLDED: Final = (
    *(("&amp;", "&"), ("%61", "a"), ("%20", "+", " "), ("ß", "ss"), ("ı", "i")),
    *(("ſ", "s"), ("ﬁ", "fi"), ("1", "01", "1.0", "١"), ("é", "e"), ("ä", "Ä")),
)
"""Texts that one or another way to write them alike takes for one."""
RARE_VALUES: Final[tuple[Any, ...]] = (
    *(-1, 0.1 + 0.2, 1 / 3, 10**60, "a\r\nb", "a\tb", '"a"', "a\\b", "a+b%20c"),
    *("&amp;", "x" * 70_000, [None], [{"b": 1, "a": 2}], {"a": [{}]}, {"b": {"a": 1}}),
    *(loads("[" * 30 + "]" * 30), [*range(150)], {str(one): one for one in range(150)}),
)
"""Values that are asked once, each under a key of its own."""
_PARTS: Final = {"a": 1, "b": {"a": 2}}
_WAYS: Final = ("a.b", "a/b", "a:b", "a[b]", "a__b", "a.b.a", "b.a")


def crowds(scope: Scope, *, many: int) -> Iterator[list[Letter]]:
    """Return the sequences, of what ``scope`` has; ``many`` is how large a crowd is."""
    yield [*_writes(many)]
    yield [*_keys([f"key{number}" for number in range(min(many, MANY // 4))])]
    yield [*_sessions(many)]
    yield [*_keys(wide_keys(scope))]
    yield [*_ids(IDS)]
    yield [*_keyed([*wide_values(scope), *RARE_VALUES])]
    yield [*_ways(wide_keys(scope))]
    if wide_keys(scope):
        yield [*_keys(_marked("a", "b"))]
    yield [*_ids(_marked("ada", "bob"))]


def _marked(*words: str) -> Iterator[str]:
    """Return texts that are one for whoever cuts at a mark, or leaves it out."""
    for word in words:
        yield from (word, f"{word}i")
        for mark in MARKS:
            yield from (f"{word}{mark}", f"{word}{mark}i")
    for folded in FOLDED:
        yield from (words[0] + one for one in folded)


def _keys(keys: Iterable[str]) -> Iterator[Letter]:
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
    yield _ada.remove("not one of them")
    yield _ada.get_all()


def _ids(of: Iterable[str | None]) -> Iterator[Letter]:
    """Give each id a session, and clear one after the other."""
    ids = [*dict.fromkeys(of)]
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
    keyed = {f"a{number}": value for number, value in enumerate(values)}
    for key, value in keyed.items():
        yield _ada.set(key, value)
    for key in keyed:
        yield _ada.get(key)
    yield _ada.get_all()
    yield _bob.set_many(keyed)
    yield _bob.get_all()


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
