"""The alphabets of a check: which operations it puts together, fixed beforehand.

The narrow ones are walked in full. The wide one is drawn from at random: it holds the
ids, keys and values that a store in Python or in a database may take for another.
"""

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from sessionkit.contract import METHODS
from sessionkit.rules import (
    ANY_NAME_IS_A_KEY,
    CLEAR_FORGETS,
    FALSY_IS_THERE,
    GET_ALL_IS_LIVE,
    ID_IS_ASSIGNED,
    KEYS_KEEP_ORDER,
    MISSING_IS_NULL,
    NO_ID_IS_ONE_SESSION,
    NULL_IS_NOT_THERE,
    REMOVE_CREATES_NO_SESSION,
    REMOVE_SETS_NULL,
    REMOVE_TOUCHES_ONE,
    SET_MANY_IS_SETS,
    VALUES_ARE_LIVE,
)
from sessionkit.traces.operation import (
    DELETED,
    AssignId,
    Call,
    Change,
    Open,
    Operation,
    Part,
    on,
)


@dataclass(frozen=True)
class Held:
    """A change of what the latest call of ``method`` answered, or set took in.

    With ``DELETED`` for a value the key is taken out. It is written with a number, as
    ``Change``, once it has a place in a sequence.
    """

    method: str
    path: tuple[str | int, ...]
    value: Any


Letter: TypeAlias = Call | Open | AssignId | Held

_WITHOUT: Final = {
    MISSING_IS_NULL: "get",
    NULL_IS_NOT_THERE: "is_exist",
    FALSY_IS_THERE: "is_exist",
    REMOVE_SETS_NULL: "remove",
    REMOVE_CREATES_NO_SESSION: "remove",
    REMOVE_TOUCHES_ONE: "remove",
    CLEAR_FORGETS: "clear",
    SET_MANY_IS_SETS: "set_many",
}
"""The method that is left out where a store declares not to keep a rule on it."""
_LEFT_OUT: Final = {
    GET_ALL_IS_LIVE,
    VALUES_ARE_LIVE,
    NO_ID_IS_ONE_SESSION,
    KEYS_KEEP_ORDER,
    ID_IS_ASSIGNED,
    ANY_NAME_IS_A_KEY,
}
WALKED_AROUND: Final = frozenset({*_WITHOUT, *_LEFT_OUT})
"""The rules that a store may declare not to keep and still be walked on the others."""


@dataclass(frozen=True)
class Scope:
    """What may be asked of a store: the methods it has, and what it does not promise.

    ``declared`` are rules of ``WALKED_AROUND``.
    """

    methods: frozenset[str]
    declared: frozenset[str]

    @classmethod
    def of(cls, methods: Collection[str], declared: Collection[str]) -> "Scope":
        """Leave out of ``methods`` what the rules ``declared`` are about."""
        without = {_WITHOUT.get(rule) for rule in declared}
        return cls(frozenset({*methods} - without), frozenset(declared))

    @property
    def ordered(self) -> bool:
        """Whether keys keep their order."""
        return KEYS_KEEP_ORDER not in self.declared

    @property
    def nobody(self) -> bool:
        """Whether the sessions of ``SHARED`` ids are one each, and can be emptied."""
        return NO_ID_IS_ONE_SESSION not in self.declared and "clear" in self.methods

    def has(self, letter: Letter) -> bool:
        """Whether a letter may be asked."""
        if isinstance(letter, Held):
            live = GET_ALL_IS_LIVE not in self.declared or letter.method != "get_all"
            nested = letter.method in ("get", "set") or len(letter.path) > 1
            values = VALUES_ARE_LIVE not in self.declared or not nested
            return live and values and letter.method in self.methods
        named = {letter.session_id}
        if isinstance(letter, AssignId):
            named.add(letter.new_id)
            if ID_IS_ASSIGNED in self.declared:
                return False
        if not self.nobody and named & {None, "", "None"}:
            return False
        return not isinstance(letter, Call) or letter.method in self.methods

    @property
    def whole(self) -> bool:
        """Whether all eight methods may be asked."""
        return self.methods == {*METHODS}

    def only(self, letters: Collection[Letter]) -> tuple[Letter, ...]:
        """Return those of the letters that may be asked."""
        return tuple(filter(self.has, letters))


@dataclass(frozen=True)
class Alphabet:
    """Letters that are put together in every way, and the calls that look after each.

    All sequences of up to ``length`` letters are done. If it is ``walked``, each state
    that the letters lead to is visited, too, and each letter done in it. ``last`` come
    after the looks, and empty a session that the next sequence will use again.
    """

    name: str
    letters: tuple[Letter, ...]
    looks: tuple[Letter, ...]
    length: int = 0
    walked: bool = True
    last: tuple[Letter, ...] = ()

    def shorter(self) -> "Alphabet":
        """Return it for a store that waits, for which each call takes its time."""
        return replace(self, length=2 if self.length > 2 else 1)  # noqa: PLR2004

    def glanced(self) -> "Alphabet":
        """Return it with one look at each session, where it is walked.

        What other reads answer in a state is asked by letters.
        """
        looks = [one for one in self.looks if isinstance(one, Call)]
        all_of_it = tuple(one for one in looks if one.method == "get_all")
        return replace(self, looks=all_of_it) if self.walked and all_of_it else self


ada, another = on("ada"), on("ada", store="another")
bob, nobody = on("bob"), on(None)


def _looks(who: on, *keys: str) -> Iterator[Letter]:
    yield who.is_any_exist()
    for key in keys:
        yield who.get(key)
        yield who.is_exist(key)
    yield who.get_all()


_KINDS: Final[tuple[Any, ...]] = (1, 0, "", False, None, {}, [])
_VALUES: Final = Alphabet(
    "values",
    (
        *(ada.set("a", value) for value in _KINDS),
        *(ada.set("b", value) for value in (1, None)),
        *(ada.set_many({}), ada.set_many({"a": 0}), ada.set_many({"b": None, "a": 1})),
        *(ada.remove(key) for key in ("a", "b")),
        ada.clear(),
        *_looks(ada, "a"),
        *(another.set("a", ""), another.set_many({"b": 1}), another.remove("a")),
        *(another.clear(), another.open()),
    ),
    (*_looks(another, "a", "b"), *_looks(ada, "a")),
)
# a letter or two of each kind: of these 14, all 2,744 sequences of three are asked
_SHORT: Final = Alphabet(
    "short",
    (
        *(ada.set("a", 1), ada.set("a", None), ada.set_many({"b": None, "a": 3})),
        *(ada.remove("a"), ada.clear()),
        *(ada.is_any_exist(), ada.get("a"), ada.get_all()),
        *(another.set("a", 4), another.clear(), another.get_all()),
        *(bob.set("a", 5), ada.assign_id("bob")),
        Held("get_all", ("a",), 6),
    ),
    (*_looks(another, "a"), ada.get("a"), ada.get_all(), bob.get_all()),
    length=3,
    walked=False,
)
_LIVE: Final = Alphabet(
    "what is handed out",
    (
        *(ada.set("a", {"in": 1}), ada.remove("a"), ada.clear()),
        *(ada.get_all(), ada.get("a")),
        *(Held("get_all", ("a",), 1), Held("get", ("in",), 2), Held("set", ("in",), 2)),
        Held("get_all", ("a",), DELETED),
    ),
    (*_looks(another, "a"), ada.get_all(), bob.is_any_exist(), bob.get_all()),
)
_TAKEN_IN: Final = Alphabet(
    "what is taken in",
    (
        *(ada.set_many({"a": {"in": 1}}), ada.set("a", 1), ada.clear(), ada.get_all()),
        *(Held("set_many", ("a", "in"), 2), Held("set_many", ("a",), 1)),
        *(Held("set_many", ("b",), 1), Held("get_all", ("b",), 1)),
    ),
    (*_looks(another, "a"), ada.get_all(), bob.is_any_exist(), bob.get_all()),
)
# the change goes wrong where what was handed out is emptied by now, however deep
_AFTER_CLEAR: Final = Alphabet(
    "what was handed out before",
    (
        *(ada.set("a", {"in": {"to": {}}}), ada.get_all(), ada.clear()),
        Held("get_all", ("a", "in", "to", "it"), 1),
    ),
    (ada.get_all(),),
)


def emptied(who: on) -> tuple[Letter, Letter]:
    """Return the calls that empty a session, and look whether they did."""
    return who.clear(), who.is_any_exist()


def _sessions(
    name: str, other: on, other_id: str | None, last: tuple[Letter, ...] = ()
) -> Alphabet:
    writes = [
        letter
        for who, value in ((ada, 1), (another, 2), (other, 3))
        for letter in (who.set("a", value), who.remove("a"), who.clear())
    ]
    return Alphabet(
        name,
        (
            *writes,
            *(ada.set_many({"a": None}), other.set_many({"a": None})),
            *(ada.get_all(), other.get_all(), other.get("a"), other.is_any_exist()),
            *(ada.assign_id(other_id), another.assign_id(other_id)),
            other.assign_id("ada"),
        ),
        (*_looks(another, "a"), *_looks(other, "a"), ada.get_all()),
        length=2,
        last=last,
    )


NARROW: Final = (
    _SHORT,
    _VALUES,
    _sessions("two sessions", bob, "bob"),
    _LIVE,
    _TAKEN_IN,
    _AFTER_CLEAR,
    _sessions("no id", nobody, None, emptied(nobody)),
)


def narrow(scope: Scope) -> tuple[Alphabet, ...]:
    """Return the alphabets to walk in full, of what may be asked in ``scope``.

    While ``clear`` or another method is not written, sequences are shorter by one.
    """
    less = 0 if scope.whole else 1
    alphabets = [
        replace(
            one,
            letters=scope.only(one.letters),
            looks=scope.only(one.looks),
            last=scope.only(one.last),
            length=max(one.length - less, 0),
        )
        for one in NARROW
        if scope.nobody or one.name != "no id"
    ]
    return tuple(one for one in alphabets if one.letters)


# The wide alphabet -------------------------------------------------------------------

LONG_ID: Final = "i" * 300
LONG_KEY: Final = "k" * 300
# neighbours are what a store may take for one another: a trace has two of each
IDS: Final[tuple[str | None, ...]] = (
    *("ada", "bob", "ada", "Ada", "ada", "ad", "ada", "ada ", "ada", "ada:cart"),
    *("ada", "ada/1", "ada", "ada.1", "ada", "ad*", "ada", "ad%", "ada", "ad_"),
    *("ada", "%61da", "ada", "&amp;", "ada", "&"),
    *("é", "e\u0301", LONG_ID, LONG_ID + "i", None, "None", None, "", "ada", None),
)
PLAIN_KEYS: Final = ("a", "b")
ODD_KEYS: Final = (
    *("a", "A", "", " ", "a ", "a", " a", "a.b", "a", "a_b", "_a", "a/b", "a:b"),
    *("a\0", "a", "$", "%s", "a", "a\n", "100%", "a*", "a[0]", "a;b", "a=b", "a,b"),
    *("'", '"', "\\", "{}", "<b>", "#"),
    *("é", "e\u0301", "ключ", "🔑", "K", "\u202e", "null", "None", "1", "01", "1.0"),
    *(LONG_KEY, LONG_KEY + "k", LONG_KEY, f"{LONG_KEY[:-1]}j"),
    *("session_id", "__class__", "__dict__", "__proto__"),
    *("_id", "id", "self", "key", "value", "values", "items", "length", *METHODS),
)
ODD_VALUES: Final[tuple[Any, ...]] = (
    *(2.0, 2, -0.0, 0.0, 0.1, 2**53 + 1, -(2**63) - 1, 10**30, 1e300, -2.5),
    *(1e-7, 123456.789012345, 2**31, "a\n", "1e5", "2026-01-01", "'", "<b>", "%s"),
    *("7", " x ", "null", "true", "None", "{}", "\0", "é", "e\u0301", "🔑", "x" * 5000),
    *([], {}, [1, [None, {"a": [0]}]], {"a": {"b": {"c": 1}}}, {"1": 1, "a": None}),
    *({"$": 1}, {"": {}}, [True, 1, 1.0], [[]], {"b": 1, "a": 2}),
)
ONLY_KEPT: Final[tuple[Any, ...]] = (math.nan, math.inf, (1, 2), b"\xff", {1: "one"})
"""Values of Python that a store keeps as long as it keeps the very object."""
PLAIN_VALUES: Final = (1, 0, None, True, False, "", "text")
MANY_KEYS: Final = 150


def wide_keys(scope: Scope) -> tuple[str, ...]:
    """Return the odd keys that a store in ``scope`` promises to take."""
    return () if ANY_NAME_IS_A_KEY in scope.declared else ODD_KEYS


def wide_values(scope: Scope) -> tuple[Any, ...]:
    """Return the odd values that a store in ``scope`` promises to take."""
    return ODD_VALUES if VALUES_ARE_LIVE in scope.declared else ODD_VALUES + ONLY_KEPT


def placed(letters: Iterable[Letter]) -> tuple[Operation, ...]:
    """Write a sequence of letters as operations: each change with its number."""
    latest: dict[str, int] = {}
    operations: list[Operation] = []
    for number, letter in enumerate(letters, 1):
        if isinstance(letter, Held):
            part: Part = "answer" if letter.method in HANDS_OUT else "argument"
            at = latest[letter.method]
            operations.append(Change(part, at, letter.path, letter.value))
            continue
        if isinstance(letter, Call):
            latest[letter.method] = number
        operations.append(letter)
    return tuple(operations)


HANDS_OUT: Final = frozenset({"get", "get_all"})
"""The methods of which it is the answer that may be changed from outside."""
