"""Longer sequences, drawn at random from the wide alphabet: the same for each seed."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any, Final, TypeVar

from sessionkit.checking.alphabet import (
    IDS,
    MANY_KEYS,
    PLAIN_KEYS,
    PLAIN_VALUES,
    Held,
    Letter,
    Scope,
    emptied,
    wide_keys,
    wide_values,
)
from sessionkit.checking.asking import Asked, Asking, Step, ready, written
from sessionkit.memory import MemorySessionStore
from sessionkit.running.replay import SHARED
from sessionkit.running.time_limit import drive
from sessionkit.traces.operation import DELETED, on, session_ids

T = TypeVar("T")

LONGEST: Final = 20
MANY: Final = 25
"""One in so many sequences begins with ``MANY_KEYS`` keys."""
_OFTEN: Final = (
    *("set",) * 5,
    *("set_many", "remove", "get", "get_all") * 2,
    *("is_exist", "is_any_exist", "clear", "open", "assign_id", "hold", "hold"),
)
_HELD_VALUES: Final = (*PLAIN_VALUES, DELETED)


def random_walk(scope: Scope, *, count: int, seed: int) -> Iterator[Asked]:
    """Return ``count`` sequences, with what the Python port answers to them."""
    random = Random(seed)
    for number in range(count):
        yield expected(_Drawn(scope, random, number).letters(), scope)


def expected(letters: Sequence[Letter], scope: Scope) -> Asked:
    """Return those letters that may be asked, with what the Python port answers."""
    return drive(_expected(letters, scope))


class _Drawn:
    """A sequence on two sessions and a few keys and values, odd and plain ones.

    Which odd ones goes by its number, so that each comes up.
    """

    def __init__(self, scope: Scope, random: Random, number: int) -> None:
        self._random = random
        self._number = number
        self._scope = scope
        ids = [one for one in IDS if scope.nobody or one not in SHARED]
        pair = _pair(ids, number)
        self._who = [on(one) for one in (*pair, pair[0])]
        self._who.append(on(pair[0], store="another"))
        self._other_ids = pair
        odd = number % 3 > 0  # and a third with plain keys and values alone
        turn = number * 2 // 3
        odd_keys = _pair(wide_keys(scope), turn) * odd or [*PLAIN_KEYS]
        odd_values = _pair(wide_values(scope), turn) * odd or [None, 0]
        self._keys = [*PLAIN_KEYS, *odd_keys * 2]
        self._values = [*PLAIN_VALUES, *odd_values * 3]
        self._first = [
            self._who[0].set(*pair) for pair in zip(odd_keys, odd_values, strict=True)
        ]

    def letters(self) -> list[Letter]:
        """Draw the letters."""
        count = self._one_of(range(4, LONGEST + 1))
        drawn = [self._letter(self._one_of(_OFTEN)) for _ in range(count)]
        if self._number % MANY == 0:
            many = {f"key {n * 7919 % MANY_KEYS}": n for n in range(MANY_KEYS)}
            drawn.insert(0, self._who[0].set_many(many))
        drawn = [*self._first, *drawn]
        looks = [who.get_all() for who in self._who]
        # odd keys are looked up one by one, too
        looks += [self._who[0].get(key) for key in dict.fromkeys(self._keys)]
        return [*drawn, *looks]

    def _letter(self, method: str) -> Letter:
        who = self._one_of(self._who)
        match method:
            case "set":
                return who.set(self._key(), self._value())
            case "set_many":
                size = self._one_of(range(4))
                return who.set_many({self._key(): self._value() for _ in range(size)})
            case "get" | "is_exist" | "remove":
                letter: Letter = getattr(who, method)(self._key())
                return letter
            case "assign_id":
                return who.assign_id(self._one_of(self._other_ids))
            case "hold":
                held = self._one_of(("get_all", "get_all", "get", "set"))
                return Held(held, (self._key(),), self._one_of(_HELD_VALUES))
            case _:
                letter = getattr(who, method)()
                return letter

    def _one_of(self, choices: Sequence[T]) -> T:
        # as Random.choice, in half its time, and a little less even
        return choices[int(self._random.random() * len(choices))]

    def _key(self) -> str:
        key: str = self._one_of(self._keys)
        return key

    def _value(self) -> Any:
        return self._one_of(self._values)


def _pair(of: Sequence[Any], number: int) -> list[Any]:
    """Return two neighbours, each pair in turn."""
    return [of[(number + n) % len(of)] for n in (0, 1)] if of else []


async def _expected(letters: Sequence[Letter], scope: Scope) -> Asked:
    asking = Asking(MemorySessionStore, holds=True)
    steps: list[Step] = []
    expected: list[bytes] = []

    async def ask(letter: Letter) -> None:
        step = ready(letter)
        try:
            answer = written(await asking.answer(step))
        except (KeyError, TypeError):
            return  # a change of what is not there
        steps.append(step)
        expected.append(answer)

    named = {one for letter in letters for one in _ids(letter)}
    for letter in filter(scope.has, letters):
        await ask(letter)
    for one in sorted(named & SHARED, key=str):
        # what no other name hides must be gone for the sequences that follow
        for letter in scope.only(emptied(on(one))):
            await ask(letter)
    await asking.clear()
    return Asked(steps, expected, holds=True)


def _ids(letter: Letter) -> tuple[str | None, ...]:
    return () if isinstance(letter, Held) else session_ids(letter)
