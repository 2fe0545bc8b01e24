"""Trials of lesson 07's cart: two requests at once, in one process and in two."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from sessionkit.checking.stub import is_empty
from sessionkit.live.swimlanes.requests import Play, play
from sessionkit.running.call import TIME_LIMIT, computing, guarded
from sessionkit.running.unawaited import unawaited
from sessionkit.teaching.another_process import in_another_process
from sessionkit.teaching.handlers import LIMIT, CopyingSessions
from sessionkit.teaching.trial import Outcome, StopError, Trial, error_line
from sessionkit.traces.answer import Answer
from sessionkit.traces.values import show, snapshot

Adding = Callable[[Any, str], Awaitable[None]]
Reading = Callable[[Any], Awaitable[list[str]]]
FIRST: Final = "tea"
SECOND: Final = "jam"
PLACES: Final = 100
"""Awaits of a request at which it is held, at most."""


async def try_overlap(add: Any, cart: Any) -> Trial:
    """Try lesson 07's ``add(session, article)`` with its ``cart(session)``.

    First one request after the other; then each of two is held at each of its awaits
    while the other runs, in one process and in two, and beside a logout. The sessions
    are handed out as copies. Never raises; says what is wrong.
    """
    trial = _not_tried(add) or _not_tried(cart)
    if trial is not None:
        return trial
    pair = Pair(add, cart)
    try:
        words = (
            await _one_after_the_other(pair)
            or await _in_one_process(pair)
            or await _in_two(pair)
            or await _beside_a_logout(pair)
        )
    except StopError as stop:
        return stop.of("add")
    if words:
        return Trial("add", Outcome.NOT_YET, words)
    said = (
        "No article is lost at any switch, in one process or in two, and a logout "
        "stays a logout."
    )
    return Trial("add", Outcome.RIGHT, (said,))


@dataclass(frozen=True)
class Pair:
    """What the learner wrote."""

    add: Adding
    cart: Reading

    async def read(self, values: dict[str, Any]) -> Any:
        """Return the cart of a session that holds ``values``."""
        session = CopyingSessions()("ada")
        await session.set_many(values)
        return await _asked(self.cart, session)


def _not_tried(function: Any) -> Trial | None:
    name = getattr(function, "__name__", "your function")
    if not callable(function):
        words = f"Give the function, not `{show(snapshot(function))}`."
        return Trial(name, Outcome.NOT_YET, (words,))
    if is_empty(function):
        words = "Replace the three dots with its body, then run this cell again."
        return Trial(name, Outcome.NOT_ATTEMPTED, (words,))
    if not inspect.iscoroutinefunction(function):
        words = f"The session's methods are awaited: begin with `async def {name}`."
        return Trial(name, Outcome.NOT_YET, (words,))
    return None


async def _asked(function: Callable[..., Awaitable[Any]], *arguments: Any) -> Any:
    async def called() -> Answer:
        return Answer(await function(*arguments))

    with unawaited() as names:
        answer = await computing(guarded(called()), LIMIT)
    if names:
        words = f"`{names[0]}` was called without `await`, so it did nothing."
        raise StopError(Outcome.NOT_YET, words, "Write `await` before the call.")
    if answer.error == TIME_LIMIT:
        words = f"It ran for {LIMIT:.0f} seconds; look for a loop without an end."
        raise StopError(Outcome.RAISED, words)
    if answer.error is not None:
        raise StopError(Outcome.RAISED, error_line(answer))
    return answer.value


async def _one_after_the_other(pair: Pair) -> tuple[str, ...]:
    stores, wanted = CopyingSessions(), [FIRST, SECOND, FIRST]
    await stores("ada").set("user", "Ada")
    empty = await _asked(pair.cart, stores("ada"))
    if empty != []:
        return (f"An empty cart is `[]`, and `cart` answers {_shown(empty)}.",)
    for article in wanted:
        await _asked(pair.add, stores("ada"), article)
    has = await _asked(pair.cart, stores("ada"))
    if has != wanted:
        return (
            "One request after the other, on a store that hands out copies: Ada puts "
            f"tea, jam and tea into her cart, and `cart` answers {_shown(has)}.",
            _reason(has, wanted),
        )
    await stores("bob").set("user", "Bob")
    if others := await _asked(pair.cart, stores("bob")):
        return (
            f"Bob put nothing into his cart, and has {_shown(others)}.",
            "Keep the articles in the session: a variable is everybody's.",
        )
    return ()


def _reason(has: Any, wanted: list[str]) -> str:
    if not isinstance(has, list):
        return "`cart` answers a list of articles."
    if sorted(map(str, has)) == sorted(wanted):
        return "The articles come in the order in which they were put in."
    if sorted(map(str, has)) == sorted({*wanted}):
        return "Ada wants tea twice: two articles of one name need two keys."
    if len(has) < len(wanted):
        return (
            "An article is missing: each needs a key of its own, and a `set`. To "
            "change what `get` gave changes a copy."
        )
    return "`cart` answers the articles and nothing else, `user` not either."


async def _in_one_process(pair: Pair) -> tuple[str, ...]:
    fault = await _lost(pair, pair.add)
    if fault is None:
        return ()
    return (
        fault,
        "This is a lost update: both requests read the same cart, and the second "
        "write covers the first. Write without reading: a key for each article.",
    )


async def _in_two(pair: Pair) -> tuple[str, ...]:
    fault = await _lost(pair, in_another_process(pair.add))
    if fault is None:
        return ()
    return (
        f"Right in one process. Now request 2 runs in another one. {fault}",
        "Your lock or variable is in one process only: the other process has its own, "
        "and neither waits for the other, nor counts with it.",
    )


async def _lost(pair: Pair, second: Adding) -> str | None:
    """Say at which switch an article is lost, if at any."""

    async def puts_first(session: Any) -> None:
        await pair.add(session, FIRST)

    async def puts_second(session: Any) -> None:
        await second(session, SECOND)

    for held in (0, 1):
        for at in range(1, PLACES + 1):
            done = await _played((puts_first, puts_second), held, at)
            has = await pair.read(done.end or {})
            if not isinstance(has, list) or sorted(map(str, has)) != [SECOND, FIRST]:
                where = done.places[at - 1] if at <= len(done.places) else "at its end"
                return (
                    f"Request {held + 1} is held {where}, and request {2 - held} runs: "
                    f"the cart is then {_shown(has)}."
                )
            if len(done.places) < at:
                break
    return None


async def _beside_a_logout(pair: Pair) -> tuple[str, ...]:
    async def puts(session: Any) -> None:
        await pair.add(session, FIRST)

    async def logs_out(session: Any) -> None:
        await session.clear()

    for at in range(1, PLACES + 1):
        done = await _played((puts, logs_out), 0, at)
        if (done.end or {}).get("user") == "Ada":
            return (
                f"Request 1 is held {done.places[at - 1]}, and Ada logs out: then she "
                f"is logged in again, with {_shown(done.end)}.",
                "Write what you add, and nothing that you read before.",
            )
        if len(done.places) < at:
            break
    return ()


async def _log_in(session: Any) -> None:
    await session.set("user", "Ada")


async def _played(requests: tuple[Any, Any], held: int, at: int) -> Play:
    try:
        done = await play(CopyingSessions(), _log_in, requests, held, at)
    except TimeoutError as late:
        words = f"{str(late)[0].upper()}{str(late)[1:]}."
        raise StopError(Outcome.RAISED, words) from None
    for answer in done.errors:
        if answer is not None:
            raise StopError(Outcome.RAISED, error_line(answer))
    return done


def _shown(value: Any) -> str:
    return f"`{show(snapshot(value))}`"
