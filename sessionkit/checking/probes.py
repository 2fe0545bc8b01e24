"""Sequences that ask one question of many kinds of values, methods or characters.

They are written out because sequences that are drawn at random seldom meet them: a
change deep inside a value, an emptied session, an id that changes between two calls.
"""

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any, Final

from sessionkit.checking.alphabet import Held, Letter, Scope
from sessionkit.rules import GET_ALL_IS_LIVE, ID_IS_ASSIGNED, VALUES_ARE_LIVE
from sessionkit.traces.operation import DELETED, Call, on

Way = tuple[str | int, ...]

KINDS: Final[tuple[Any, ...]] = (
    *([], [1], [[1]], [{"in": 1}], [1, None], [[{"in": {}}]]),
    *({}, {"in": []}, {"in": {}}, {"in": {"to": 1}}, {"in": None}, {"in": 1, "to": 2}),
    *([0] * 30, {str(number): number for number in range(30)}),
)
"""Values that can be changed from outside: with a list or a dict somewhere in them."""
_ada, _another, _bob = on("ada"), on("ada", store="another"), on("bob")
_bobs_other: Final = on("bob", store="another")
_THERE_AND_BACK: Final[tuple[Letter, ...]] = (
    *(_ada.assign_id("bob"), _bob.get("a"), _bob.assign_id("ada")),
)


def probes(scope: Scope) -> Iterator[list[Letter]]:
    """Return the sequences that ``scope`` allows."""
    if VALUES_ARE_LIVE not in scope.declared:
        for number, kind in enumerate(KINDS):
            # alone in the session, or with other keys before it
            yield [
                _ada.set_many({"b": 1, "c": None} if number % 2 else {}),
                *_alive(kind),
            ]
        yield [*_undisturbed()]
    if GET_ALL_IS_LIVE not in scope.declared:
        yield [*_emptied()]
    if "clear" in scope.methods:
        yield [*_begun_again()]
    if ID_IS_ASSIGNED not in scope.declared:
        yield [*_assigned()]


def ends(value: Any) -> Iterator[Way]:
    """Return a way to a new place in each list and dict inside ``value``."""
    inner: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        yield ("new",)
        inner = value.items()
    elif isinstance(value, list):
        yield (len(value),)
        inner = enumerate(value)
    for key, item in inner:
        yield from ((key, *way) for way in ends(item))


def _alive(kind: Any) -> Iterator[Letter]:
    """Change a value through whatever leads to it, and look by another way."""
    numbers = count(1)
    for way in ends(kind):
        for given in (_ada.set("a", kind), _ada.set_many({"a": kind, "d": 1})):
            yield from _changed(given, way, numbers)
        yield from _replaced(kind, way, numbers)
    yield from _let_go(kind, [*ends(kind)][-1], numbers)
    yield from _without_keys(kind)


def _changed(given: Call, way: Way, numbers: Iterator[int]) -> Iterator[Letter]:
    taken: Way = () if given.method == "set" else ("a",)
    by_argument = Held(given.method, (*taken, *way), next(numbers))
    by_get = Held("get", way, next(numbers))
    by_get_all = Held("get_all", ("a", *way), next(numbers))
    yield from (given, by_argument, _another.get_all())
    yield from (given, _ada.get("a"), by_get, _another.get_all())
    yield from (given, _ada.get_all(), by_get_all, _another.get("a"))
    # and no read may cut off what was there before
    yield from (given, _ada.get("a"), _ada.is_exist("a"), _ada.get_all())
    yield from (by_get, by_argument, _another.get("a"))


def _replaced(kind: Any, way: Way, numbers: Iterator[int]) -> Iterator[Letter]:
    """Set an equal value again, in another key, and in another session."""
    for again in (_ada.set("a", kind), _ada.set_many({"a": kind})):
        for between in ((), (_ada.remove("a"),)):
            yield from (_ada.set("a", kind), _ada.get("a"), *between, again)
            yield from (Held("get", way, next(numbers)), _another.get_all())
    for who in (_ada, _bob):
        yield from (_ada.set("a", kind), who.set("b", kind), who.get("b"))
        yield from (Held("get", way, next(numbers)), _another.get_all())


def _let_go(kind: Any, way: Way, numbers: Iterator[int]) -> Iterator[Letter]:
    """Change what was handed out after the session lost it: it must still be whole."""
    for lost in (_ada.remove("a"), _ada.clear()):
        yield from (_ada.set("a", kind), _ada.get("a"), lost)
        yield from (Held("get", way, next(numbers)), _another.get_all())


def _without_keys(kind: Any) -> Iterator[Letter]:
    if isinstance(kind, dict):
        yield from (_ada.set("a", kind), _ada.get("a"))
        yield from (Held("get", (key,), DELETED) for key in kind)
        yield from (_ada.is_exist("a"), _ada.get("a"), _another.get_all())


def _undisturbed() -> Iterator[Letter]:
    """Do each operation, and then change what was handed out before it."""
    numbers = count(1)
    for letters in (*_around(_ada), *_around(_bob), _THERE_AND_BACK):
        yield from (_bob.set("a", []), _ada.set("a", {"in": []}), _ada.set("c", []))
        yield from (_ada.get("a"), _ada.get_all(), *letters)
        yield from (Held("get", ("in", 0), next(numbers)), _ada.get("a"))
        yield from (Held("get_all", ("d",), next(numbers)), _ada.get_all())
        yield from (Held("set", (0,), next(numbers)), _ada.get("c"), _ada.get_all())
        yield from (_ada.clear(), _bob.clear())


def _around(who: on) -> Iterator[tuple[Letter, ...]]:
    """Return operations of each kind beside the key ``a``."""
    more = (who.set("b", None), who.set_many({}), who.set_many({"b": None}))
    for one in (*_each_method(who, 1), *more):
        yield (one,)
    yield (who.set("b", None), who.set("b", 1))
    yield (who.open(), who.is_any_exist())


def _emptied() -> Iterator[Letter]:
    """Do each operation on a session of which the only key was deleted."""
    numbers = count(1)
    for letters in (*_around(_ada), _THERE_AND_BACK):
        yield from (_ada.set("a", 1), _ada.get_all(), Held("get_all", ("a",), DELETED))
        yield from (*letters, _another.is_any_exist())
        yield from (Held("get_all", ("b",), next(numbers)), _another.get_all())
        # deleted, too: where clear may not be asked, the next begins with it empty
        yield from (Held("get_all", ("b",), DELETED), _another.clear())
    # a key that was deleted and is set again comes last
    yield from (_ada.set_many({"a": 1, "b": 1}), _ada.get_all())
    yield from (Held("get_all", ("a",), DELETED), _ada.set("a", 2), _another.get_all())


def _assigned() -> Iterator[Letter]:
    """Call each method of a store object, give it another id and back, and call it."""
    calls = zip(_each_method(_ada, 3), _each_method(_bob, 4), strict=True)
    for hers, his in calls:
        yield from (_ada.open(), _another.set("a", 1), _bobs_other.set("a", 2))
        yield from (_bobs_other.set("b", 5), hers, _ada.assign_id("bob"), his)
        yield from (_another.get_all(), _bobs_other.get_all())
        yield from (_another.set("a", 6), _bob.assign_id("ada"), hers)
        yield from (_another.get_all(), _bobs_other.get_all())
        yield from (_another.clear(), _bobs_other.clear())


def _begun_again() -> Iterator[Letter]:
    """Call each method before and after another object ends and begins the session."""
    for call in _each_method(_ada, 3):
        yield from (_ada.open(), _another.set("b", 1), call)
        yield from (_another.clear(), _another.set("b", 2), call, _another.get_all())
        yield from (_another.clear(), call, _another.is_any_exist(), _another.clear())


def _each_method(who: on, value: int) -> tuple[Call, ...]:
    return (
        *(who.is_any_exist(), who.get("b"), who.is_exist("b"), who.get_all()),
        *(who.set("b", value), who.set_many({"b": value}), who.remove("b")),
        who.clear(),
    )
