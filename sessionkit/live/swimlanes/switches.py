"""Every switch between two requests tried, with what comes of each.

A switch may be followed by one back, which is tried, too: what comes of that is listed
where no single switch brings it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sessionkit.contract import StoreClass
from sessionkit.live.swimlanes.doing import Request
from sessionkit.live.swimlanes.outcome import (
    IN_ORDER,
    TOLD,
    UNTOLD,
    Known,
    Outcome,
    alike,
)
from sessionkit.live.swimlanes.requests import NEVER, Play, play

MOST: Final = 50
"""How many awaits of each request are tried."""
BACK: Final = 20
"""How many switches back are tried."""
FREE: Final = "no switch"
COUNTED: Final = {
    "lost": "a write is lost",
    "undone": "a removed value is back",
    "again": "a cleared session is there again",
    "other": "the result fits neither order",
    TOLD: "an error is raised",
    UNTOLD: "the result varies",
    IN_ORDER: "the result is as if one request followed the other",
}
"""What is counted, by the kind of the outcome."""


@dataclass(frozen=True)
class Switch:
    """A place where the held request waits, what then happens, and what comes of it.

    ``held`` is 0 or 1, or ``None`` where no request is held. ``back`` is where the
    other request is held in turn, or "" where it runs to its end.
    """

    held: int | None
    where: str
    play: Play
    outcome: Outcome
    back: str = ""


@dataclass(frozen=True)
class Switches:
    """All that were tried: the first and the last of ``single`` are the two orders.

    ``left_out`` is how many awaits were not tried. ``twice`` are switches there and
    back that end like none of ``single``, of ``backs`` that were tried; ``backs_left``
    were not.
    """

    single: tuple[Switch, ...]
    left_out: int
    twice: tuple[Switch, ...]
    backs: int
    backs_left: int

    @property
    def tried(self) -> tuple[Switch, ...]:
        """All that are listed, by their numbers."""
        return (*self.single, *self.twice)

    @property
    def telling(self) -> int:
        """The number of the first that is unlike both orders, else of the first."""
        kinds = [one.outcome.kind for one in self.tried]
        unlike = [number for number, kind in enumerate(kinds) if kind != IN_ORDER]
        return next((one for one in unlike if kinds[one] != TOLD), (unlike or [1])[0])

    def summary(self) -> str:
        """Count in one line what comes of the switches."""
        inner = [one.outcome.kind for one in self.single[1:-1]]
        counted = [(inner.count(kind), words) for kind, words in COUNTED.items()]
        said = [f"in {count} {words}" for count, words in counted if count]
        if len(said) == 1 and len(inner) > 1:
            said = [said[0].replace(f"in {len(inner)}", "in all", 1)]
        of = "the one switch" if len(inner) == 1 else f"the {len(inner)} switches"
        left = f" ({self.left_out} more were not tried)" if self.left_out else ""
        return f"Of {of}{left}: {', '.join(said)}.{self._summary_of_backs()}"

    def _summary_of_backs(self) -> str:
        if not self.backs:
            return ""
        left = f" ({self.backs_left} more were not tried)" if self.backs_left else ""
        found = len(self.twice)
        ends = {0: "none ends differently", 1: "1 ends differently"}
        said = ends.get(found, f"{found} end differently")
        return f" Of {self.backs} switches there and back{left}: {said}."


async def every_switch(
    store_class: StoreClass, before: Request | None, first: Request, second: Request
) -> Switches:
    """Hold each request at each of its awaits while the other runs; judge each play."""
    both = (first, second)
    orders = [await play(store_class, before, both, held) for held in (0, 1)]
    alone = (
        await play(store_class, before, (first, None)),
        await play(store_class, before, (None, second)),
    )
    again = await play(store_class, before, both)
    known = Known((orders[0], orders[1]), alone, again)
    tried = []
    for held, at, where in _places(orders):
        done = await play(store_class, before, both, held, at)
        tried.append(Switch(held, where, done, known.judge(done)))
    ends = [Switch(None, FREE, one, known.judge(one)) for one in orders]
    single = (ends[0], *tried, ends[1])
    left_out = sum(max(0, len(one.places) - MOST) for one in orders)
    wanted = [] if single[0].outcome.kind == UNTOLD else [*_backs(tried)]
    twice: list[Switch] = []
    for one, at, back in wanted[:BACK]:
        done = await play(store_class, before, both, one.held or 0, at, back=back)
        if not any(alike(done, other.play) for other in (*single, *twice)):
            where = one.play.others[back - 1]
            outcome = known.judge(done)
            twice.append(Switch(one.held, one.where, done, outcome, where))
    backs = min(len(wanted), BACK)
    return Switches(single, left_out, tuple(twice), backs, len(wanted) - backs)


def _backs(tried: list[Switch]) -> Iterator[tuple[Switch, int, int]]:
    """Yield each switch, its await, and each await at which the other can be held.

    Behind the other's last call nothing is left to come later. Where one waits for the
    other there is no choice when to go back.
    """
    at = Counter[int | None]()
    for one in tried:
        at[one.held] += 1
        waits = any(mark.kind == "waits" for row in one.play.rows for mark in row.marks)
        for back in range(1, len(one.play.others)):
            if not waits:
                yield one, at[one.held], back


def _places(orders: list[Play]) -> Iterator[tuple[int, int, str]]:
    for held, order in enumerate(orders):
        for at, where in enumerate(order.places[:MOST], NEVER + 1):
            yield held, at, where
