"""The state graph of the contract over an alphabet, as the Python port walks it.

Two sequences lead to one state if all sessions hold the same, and what was handed out
or taken in is still a part of the same session. The answers to any sequence of letters
can be read off the graph. That the port answers as FortJs on each transition is tested
against the live one.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from sessionkit.checking.alphabet import Alphabet, Held
from sessionkit.checking.asking import Asked, Asking, ready, written
from sessionkit.memory import MemorySessionStore, sessions
from sessionkit.running.time_limit import drive
from sessionkit.traces.operation import session_ids

State = int
START: Final[State] = 0
_EMPTY: Final = [written(None), written(False)]
"""What ``alphabet.emptied`` answers."""


@dataclass(frozen=True)
class Transition:
    """What a letter answers in a state, and the state to which it leads."""

    answer: bytes
    to: State


@dataclass
class Graph:
    """All states that the letters of ``alphabet`` lead to, and each letter in each.

    ``access`` has for each state the first of the shortest sequences that lead to it,
    as numbers of letters; ``looks`` the answers to the alphabet's looks in it.
    """

    alphabet: Alphabet
    access: list[tuple[int, ...]] = field(default_factory=list)
    looks: list[list[bytes]] = field(default_factory=list)
    transitions: list[dict[int, Transition]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.steps = [ready(one) for one in self.alphabet.letters]
        self._look_steps = [ready(one) for one in self.alphabet.looks]
        self._last_steps = [ready(one) for one in self.alphabet.last]
        self._holds = any(isinstance(one, Held) for one in self.alphabet.letters)
        self._numbers = range(len(self.steps))
        self._states: dict[Any, State] = {}
        drive(self._build())

    async def _build(self) -> None:
        await self._visit(())
        for state in itertools.count():
            if state == len(self.access):
                return
            moves: dict[int, Transition] = {}
            # what is never walked further needs no transitions here
            far = len(self.access[state]) >= self.alphabet.length
            for letter in () if far and not self.alphabet.walked else self._numbers:
                moved = await self._visit((*self.access[state], letter))
                if moved is not None:
                    moves[letter] = moved
            self.transitions.append(moves)

    async def _visit(self, path: tuple[int, ...]) -> Transition | None:
        """Do a path on the port; ``None`` for a change of what is not there."""
        asking = Asking(MemorySessionStore, holds=self._holds)
        answer = written(None)
        try:
            for letter in path:
                answer = written(await asking.answer(self.steps[letter]))
        except (KeyError, TypeError):
            self._forget(asking)
            return None
        found = self._fingerprint(asking)
        if found not in self._states:
            self._states[found] = len(self.access)
            self.access.append(path)
            self.looks.append(
                [written(await asking.answer(one)) for one in self._look_steps]
            )
        self._forget(asking)
        return Transition(answer, self._states[found])

    def _forget(self, asking: Asking) -> None:
        for one in self._ids:
            sessions.pop(asking.own_id(one), None)

    @cached_property
    def _ids(self) -> list[str | None]:
        named = (
            one
            for letter in self.alphabet.letters
            if not isinstance(letter, Held)
            for one in session_ids(letter)
        )
        return [*dict.fromkeys(named)]

    def _fingerprint(self, asking: Asking) -> Any:
        held: dict[str | None, dict[str, Any] | None] = {
            one: sessions.get(asking.own_id(one)) for one in self._ids
        }
        places = {id(values): (one,) for one, values in held.items() if values}
        for one, values in held.items():
            for key, value in (values or {}).items():
                places.setdefault(id(value), (one, key))  # type: ignore[arg-type]
        # what was handed out counts by whose part it is still: only so can it act
        aliases = []
        for method, value in sorted(asking.given.items()):
            if isinstance(value, dict):
                inner = tuple(
                    (key, places.get(id(item)))
                    for key, item in value.items()
                    if isinstance(item, dict | list)
                )
                aliases.append((method, places.get(id(value)), inner))
        kept = [None if values is None else written(values) for values in held.values()]
        return (*kept, *aliases)

    # What is asked of a store --------------------------------------------------------

    def _asked(
        self, path: tuple[int, ...], *, warm: bool = False, looks: bool = True
    ) -> Asked | None:
        """Return a path with ``looks`` after it; with ``warm`` also before its last."""
        state, steps, expected = START, [], []
        for number, letter in enumerate(path, 1):
            moved = self.transitions[state].get(letter)
            if moved is None:
                return None
            if warm and number == len(path):
                steps += self._look_steps
                expected += self.looks[state]
            steps.append(self.steps[letter])
            expected.append(moved.answer)
            state = moved.to
        if not looks:
            return Asked(steps, expected, self._holds)
        steps += self._look_steps + self._last_steps
        expected += self.looks[state] + _EMPTY[: len(self._last_steps)]
        return Asked(steps, expected, self._holds)

    def sequences(self, length: int, *, looks: bool = True) -> Iterator[Asked]:
        """Return every sequence of so many letters, each with ``looks`` after it."""
        for path in itertools.product(self._numbers, repeat=length):
            asked = self._asked(path, looks=looks)
            if asked is not None:
                yield asked

    def walks(self, *, warm: bool) -> Iterator[Asked]:
        """Return each transition: the way to its state, the letter, looks.

        With ``warm`` there are looks before the letter, too: they show a store object
        that keeps what it saw. What was held is then another answer, so they are left
        out where that matters.
        """
        warm = warm and not self._holds
        for path, moves in zip(self.access, self.transitions, strict=True):
            for letter in moves:
                asked = self._asked((*path, letter), warm=warm)
                assert asked is not None
                yield asked

    @property
    def count(self) -> int:
        """How many transitions there are."""
        return sum(map(len, self.transitions))
