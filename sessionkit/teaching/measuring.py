"""Lesson 08's measurements: what a call costs, and what a row of costs looks like.

A learner's ``cost`` is tried on a clock of the trial's own, so a verdict never depends
on how busy the machine is.
"""

import asyncio
import inspect
import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from time import process_time
from typing import Any, Final

from sessionkit.in_a_cell import in_a_cell
from sessionkit.teaching.functions import asked, not_tried, shown
from sessionkit.teaching.trial import Trial, tried

Measured = Callable[[int], Awaitable[object]]
CALLS: Final = 20
ROUNDS: Final = 5
NONE: Final = -1
"""Stands for the number of a call that got none."""
TAKES: Final = 3.25
"""Microseconds of a call in the trial; no whole number, so rounding shows."""
LATE: Final = (700, 400, 0, 900, 100)
"""Microseconds that the machine takes for something else, in each round."""
FIRST: Final = 2
LAST: Final = 3
"""Where LATE begins, so that nothing interrupts the first round, or the last."""
SLOW: Final = 1_000_000
"""How many times as long all takes at last, and in one more round."""
FLAT: Final = 8.0
"""How much more, at most, a flat line costs at its highest than at its lowest."""
GROWS: Final = 20.0
"""How much more, at least, the last of a line that grows costs than its first."""


async def cost(
    operation: Measured,
    clock: Callable[[], float] = process_time,
    calls: int = 100,
    rounds: int = 5,
) -> float:
    """Return the microseconds of one call, from the round that took least."""
    least = math.inf
    for _ in range(rounds):
        begun = clock()
        for number in range(calls):
            await operation(number)
        least = min(least, clock() - begun)
    return least / calls * 1_000_000


@in_a_cell
def shape(line: Sequence[float | None]) -> str:
    """Say in a word what costs do from the first to the last: flat, or they grow."""
    has = [one for one in line if one is not None]
    if not has:
        return "has no figures"
    if max(has) <= FLAT * min(has):
        return "flat"
    if has[-1] >= GROWS * has[0]:
        return "grows with the sessions"
    return "neither clearly flat nor clearly growing here: run it again"


@in_a_cell
def shapes(lines: Mapping[str, Sequence[float | None]]) -> str:
    """Say what each line does, one below the other."""
    return "\n".join(f"{name}: {shape(line)}" for name, line in lines.items())


@in_a_cell
async def try_cost(function: Any) -> Trial:
    """Try lesson 08's ``cost(operation, clock, calls, rounds)`` on a made-up clock.

    The machine is interrupted in four of five rounds. Never raises; says what is wrong.
    """
    trial = not_tried(function, "The operation is")
    if trial is not None:
        return trial
    trial = await tried(
        "cost",
        _fault(function),
        f"It answers {TAKES} microseconds for a call that takes {TAKES}, though the "
        "machine was interrupted in four of five rounds.",
    )
    if "'method' and 'method'" not in trial.words[0]:
        return trial
    return replace(trial, words=(*trial.words, "Call the clock: `clock()`."))


class _Bench:
    """A clock, and an operation that takes time on it; LATE begins at ``shift``."""

    def __init__(self, shift: int, slow: int = 1) -> None:
        self.shift = shift
        self.slow = slow
        self.rounds = ROUNDS + (slow > 1)
        self.microseconds = 0.0
        self.numbers: list[int] = []
        self.read = 0
        self.under_way = 0
        self.most_under_way = 0

    def clock(self) -> float:
        self.read += 1
        return self.microseconds * self.slow / 1_000_000

    async def operation(self, *numbers: int) -> None:
        [number] = numbers or [NONE]
        self.numbers.append(number)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await asyncio.sleep(0)
        calls = len(self.numbers)
        self.microseconds += TAKES
        if calls % CALLS == 0:
            self.microseconds += LATE[(calls // CALLS - 1 + self.shift) % ROUNDS]
        self.under_way -= 1


async def _fault(function: Any) -> tuple[str, ...]:
    for bench in (_Bench(0), _Bench(FIRST), _Bench(LAST), _Bench(0, SLOW)):
        times = CALLS, bench.rounds
        answer = await asked(function, bench.operation, bench.clock, *times)
        words = _of_the_calls(bench) or _of_the_clock(bench)
        words = words or _of_the_answer(answer, bench)
        if words:
            return words
    return ()


def _of_the_calls(bench: _Bench) -> tuple[str, ...]:
    if bench.most_under_way > 1:
        return (
            f"{bench.most_under_way} calls were under way at once, and shared what one "
            "alone would pay.",
            "Await each call before you make the next one.",
        )
    if bench.numbers == [*range(CALLS)]:
        return (
            f"With calls={CALLS} and rounds={bench.rounds} it made one round, and not "
            f"{bench.rounds}.",
            "A loop over `rounds` makes them all, if nothing in it returns.",
        )
    if len(bench.numbers) != CALLS * bench.rounds:
        return (
            f"With calls={CALLS} and rounds={bench.rounds} the operation was called "
            f"{len(bench.numbers)} times, and not {CALLS * bench.rounds} times.",
            "Each round makes `calls` calls, and there are `rounds` rounds.",
        )
    if len({*bench.numbers}) == 1:
        return (
            f"Each call got {_number(bench.numbers[0])}, so a store would be asked "
            "for one session again and again.",
            "Hand the operation its number: `await operation(number)`.",
        )
    return _of_the_numbers(bench.numbers)


def _number(number: int) -> str:
    return "no number" if number == NONE else f"the number {number}"


def _of_the_numbers(numbers: list[int]) -> tuple[str, ...]:
    if numbers == [*range(ROUNDS)] * CALLS:
        return (
            f"With calls={CALLS} and rounds={ROUNDS} it made {CALLS} rounds of "
            f"{ROUNDS} calls.",
            "The outer loop is over `rounds`, and the inner one over `calls`.",
        )
    for begin in range(0, len(numbers), CALLS):
        [first, second, *_] = has = numbers[begin : begin + CALLS]
        if has != [*range(CALLS)]:
            return (
                f"In round {begin // CALLS + 1} the calls got the numbers {first}, "
                f"{second} and so on, and not 0 to {CALLS - 1} in turn.",
                "Count from 0 in each round: `for number in range(calls)`.",
            )
    return ()


def _of_the_clock(bench: _Bench) -> tuple[str, ...]:
    if bench.read == 0:
        return (
            "It never asked `clock`, so it measured with another one.",
            "`clock()` gives seconds; ask it before a round and after it.",
        )
    if bench.read > 2 * bench.rounds:
        return (
            f"It asked `clock` {bench.read} times, and asking takes time, too: as "
            "much as a short call.",
            "Ask it before a round and after it, and divide by `calls`.",
        )
    return ()


def _of_the_answer(answer: Any, bench: _Bench) -> tuple[str, ...]:
    if inspect.isawaitable(answer) or not isinstance(answer, int | float):
        return (
            f"It answers {shown(answer)}, and not a number.",
            "Is the `return` missing?"
            if answer is None
            else "Return one number: a call's microseconds in the shortest round.",
        )
    if math.isclose(answer, TAKES * bench.slow, rel_tol=1e-6):
        return ()
    if bench.slow > 1:
        return (
            f"A call that takes {TAKES} *seconds* takes {answer / SLOW:g} by its "
            "answer.",
            _BEGIN,
        )
    for value, words in () if bench.shift else _MEANINGS:
        if math.isclose(answer, value, rel_tol=1e-6):
            return _ONE_BEGINNING if bench.read == ROUNDS + 1 else words
    if math.isclose(answer, TAKES, rel_tol=0.1) and answer == round(answer, 1):
        return (
            f"A call takes {TAKES} microseconds, and it answers {answer:g}: rounded, "
            "two costs that differ look alike.",
            "Return the number as it is.",
        )
    return (
        f"A call takes {TAKES} microseconds, and it answers {answer:g}.",
        "Take the time of each round and keep the shortest. Divide by `calls`, and "
        "give microseconds.",
    )


_BEGIN: Final = "Begin with more than any round takes: `math.inf`."
_ONE_BEGINNING: Final = (
    "It asked `clock` at the end of each round, but at the beginning of the first "
    "one only: the time of each round includes those before it.",
    "Ask it right before each round, too.",
)


def _meanings() -> list[tuple[float, tuple[str, ...]]]:
    """List the answers that tell what was done, with the words for each."""
    taken = [TAKES * CALLS + late for late in LATE]
    middle = sorted(taken)[ROUNDS // 2]
    whole = (
        f"This is the time of a round: {CALLS} calls, and not one.",
        "Divide it by `calls`.",
    )
    kinds = {
        sum(taken) / ROUNDS: "the mean of all rounds",
        max(taken): "the longest round",
        middle: "the round in the middle",
        taken[0]: "the first round",
        taken[-1]: "the last round, or the second shortest",
    }
    found: list[tuple[float, tuple[str, ...]]] = [
        (0.0, ("It answers 0, and no round took so little.", _BEGIN)),
        (
            TAKES * 1e3,
            ("It answers nanoseconds.", "A microsecond has a thousand of them."),
        ),
        (
            TAKES / ROUNDS,
            (
                "It divides the shortest round by the calls of all rounds.",
                "Divide it by `calls`, which is how many it has.",
            ),
        ),
        (
            TAKES / 1e6,
            ("It answers seconds.", "Microseconds are a million times that."),
        ),
        (
            TAKES / 1e3,
            ("It answers milliseconds.", "Microseconds are a thousand times that."),
        ),
        (
            TAKES / 1e12,
            (
                "It divides seconds by a million.",
                "A second has a million microseconds: multiply.",
            ),
        ),
        (TAKES * CALLS, whole),
        (TAKES * CALLS / 1e6, whole),
    ]
    for value, kind in kinds.items():
        words = (
            f"It answers {value / CALLS:g} microseconds: {kind}. The machine was "
            "interrupted meanwhile, and that counts, too.",
            "An interruption only ever adds. Keep the shortest round.",
        )
        found += [(value / CALLS * unit, words) for unit in (1, 1e-6)]
    return found


_MEANINGS: Final = _meanings()
