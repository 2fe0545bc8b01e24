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
_ada, _bob, _cyd = on("ada"), on("bob"), on("cyd")
MARKS: Final = "-@+=#|?&!~^$,;\\'\"()\t\r\n\0\u200b %*:/._"
"""What a text may be cut at, or what may be left out of one."""
FEW_MARKS: Final = 4
"""How many of the first a store that waits is asked; ``IDS`` has the last ones, too."""
FOLDED: Final = (
    *(("&amp;", "&"), ("%61", "a"), ("%20", "+", " "), ("ß", "ss")),
    *(("\u0131", "i"), ("\u017f", "s"), ("\ufb01", "fi"), ("é", "e"), ("ä", "Ä")),
    ("1", "01", "1.0", "\u0661"),
)
"""Texts that are one text for a store that decodes, folds or composes them."""
RARE_VALUES: Final[tuple[Any, ...]] = (
    *(-1, 0.1 + 0.2, 1 / 3, 10**60, "a\r\nb", "a\tb", '"a"', "a\\b", "a+b%20c"),
    *("&amp;", "  ", "x" * 70_000, ["b", "a"], [2, 1, 2], [*range(150)], [None]),
    *([{"b": 1, "a": 2}], {"a": [{}]}, {"b": {"a": 1}}, loads("[" * 30 + "]" * 30)),
    {str(one): one for one in range(150)},
)
"""Values that are asked once, each under a key of its own."""
_PARTS: Final = {"a": 1, "b": {"a": 2}}
_WAYS: Final = ("a.b", "a/b", "a:b", "a[b]", "a__b", "a.b.a", "b.a")


def crowds(scope: Scope, *, many: int) -> Iterator[list[Letter]]:
    """Return the sequences that ``scope`` allows; a crowd has ``many`` members."""
    yield [*_writes(many)]
    yield [*_keys([f"key{number}" for number in range(min(many, MANY // 4))])]
    yield [*_sessions(many)]
    yield [*_keys(wide_keys(scope)), *_key_by_key(wide_keys(scope))]
    yield [*_ids(IDS), *_id_by_id(IDS)]
    yield [*_keyed([*wide_values(scope), *RARE_VALUES])]
    yield [*_ways(wide_keys(scope))]
    marks = MARKS if many > FEW else MARKS[:FEW_MARKS]
    keys = [*_marked(marks, "a", "b")] if wide_keys(scope) else []
    yield [*_keys(keys), *_key_by_key(keys)]
    ids = [*_marked(marks, "ada", "bob")]
    yield [*_ids(ids), *_id_by_id(ids)]


def _marked(marks: str, *words: str) -> Iterator[str]:
    """Return texts that become one where they are cut at a mark, or lose it."""
    for word in words:
        yield from (word, f"{word}i")
        for mark in marks:
            yield from (f"{word}{mark}", f"{word}{mark}i")
    for folded in FOLDED:
        yield from (words[0] + one for one in folded)


def _keys(keys: Iterable[str]) -> Iterator[Letter]:
    """Give one session all keys, each a value of its own, and then remove some."""
    numbered = {key: number for number, key in enumerate(dict.fromkeys(keys), 1)}
    for key, number in numbered.items():
        yield _ada.set(key, number)
    for key in numbered:
        yield _ada.get(key)
    yield from (_ada.get_all(), _ada.remove("not one of them"), _ada.get_all())
    for key in [*numbered][::2]:
        yield _ada.remove(key)
    for key in numbered:
        yield _ada.is_exist(key)
    yield from (_ada.get_all(), _bob.set_many(numbered), _bob.get_all())


def _key_by_key(keys: Iterable[str]) -> Iterator[Letter]:
    """Ask for each key when only those before it are set, then only those after it."""
    distinct = [*dict.fromkeys(keys)]
    for key in distinct:
        yield from (_cyd.get(key), _cyd.is_exist(key), _cyd.set(key, 1))
    for key in distinct:
        yield from (_cyd.remove(key), _cyd.is_exist(key))


def _ids(of: Iterable[str | None]) -> Iterator[Letter]:
    """Give each id a session, and clear one after the other."""
    every = [on(one) for one in dict.fromkeys(of)]
    for number, one in enumerate(every):
        yield one.set("a", number + 1)
    for one in every:
        yield one.get_all()
    # the first is what most others may be taken for, and comes last
    for one, after in pairwise([*every[::-1], every[0]]):
        yield from (one.clear(), after.is_any_exist(), _ada.is_any_exist())


def _id_by_id(of: Iterable[str | None]) -> Iterator[Letter]:
    """Call the other methods for each id, with sessions before it and after it."""
    every = [on(one) for one in dict.fromkeys(of)]
    for number, one in enumerate(every):
        yield from (one.is_any_exist(), one.is_exist("a"))
        yield from (one.set_many({"a": number + 1, "b": number + 1}), one.is_exist("a"))
    for one in every:
        yield from (one.get("a"), one.remove("b"), one.get_all())
    for one in reversed(every):
        yield from (one.is_exist("a"), one.clear())


def _keyed(values: Sequence[Any]) -> Iterator[Letter]:
    """Give one session all values, each under a key of its own."""
    keyed = {f"a{number}": value for number, value in enumerate(values)}
    for key, value in keyed.items():
        yield _ada.set(key, value)
    for key in keyed:
        yield from (_ada.get(key), _ada.is_exist(key))
    yield from (_ada.get_all(), _bob.set_many(keyed), _bob.get_all())


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
    yield from (_bob.set("a", _PARTS), _bob.set_many(dict.fromkeys(ways, 3)))
    yield from (_bob.get("a"), _cyd.set("a", _PARTS))
    for way in ways:
        yield _cyd.remove(way)
    yield _cyd.get("a")


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
