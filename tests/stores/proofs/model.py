"""What sessions must hold after a kill: what was answered, and at most one step more.

Each lane is one session, to which one caller does one operation after the other. So
after a kill it holds what the answered operations made of it, or that and what the one
under way makes; never half of a ``set_many``.
"""

import random
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from sessionkit.contract import SessionStore

State: TypeAlias = dict[str, Any] | None
"""A session's values, or ``None`` for no session."""
Operation: TypeAlias = tuple[str, tuple[Any, ...]]
KEYS: Final = ("user", "cart", "visits", "theme")


def operation(lane: str, number: int) -> Operation:
    """Return what the lane does as its step of that number, always the same."""
    dice = random.Random(f"{lane} {number}")
    kind = dice.choices(("set", "set_many", "remove", "clear"), (6, 3, 2, 1))[0]
    key = dice.choice(KEYS)
    if kind == "clear":
        return "clear", ()
    if kind == "remove":
        return "remove", (key,)
    if kind == "set":
        return "set", (key, number)
    return "set_many", (dict.fromkeys(KEYS, number),)


def after(state: State, done: Operation) -> State:
    """Return what an operation makes of a session."""
    match done:
        case "set", (key, value):
            return {**(state or {}), key: value}
        case "set_many", (values,):
            return {**(state or {}), **values}
        case "remove", (key,):
            return None if state is None else {**state, key: None}
    return None


@dataclass
class Lane:
    """One session, how many steps were answered, and what it holds by these."""

    name: str
    answered: int = 0
    state: State = None

    def answer(self) -> None:
        """Note that the next step was answered."""
        self.state = after(self.state, operation(self.name, self.answered))
        self.answered += 1

    async def step(self, store: SessionStore) -> None:
        """Do the next step, and note that it was answered."""
        method, arguments = operation(self.name, self.answered)
        await getattr(store, method)(*arguments)
        self.answer()

    async def settle(self, store: SessionStore) -> None:
        """Check what there is after a kill, and go on from there."""
        there = await store.get_all() if await store.is_any_exist() else None
        under_way = after(self.state, operation(self.name, self.answered))
        assert there in (self.state, under_way), (
            f"{self.name} holds {there} after {self.answered} steps: "
            f"neither {self.state} nor {under_way}"
        )
        self.answered += 1
        self.state = there
