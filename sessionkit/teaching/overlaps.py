"""Trials of lesson 07's cart: two requests at once, in one process and in two."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from os.path import commonprefix
from typing import Any, Final

from sessionkit.in_a_cell import in_a_cell
from sessionkit.live.swimlanes.requests import NEVER, Play, play
from sessionkit.teaching.another_process import in_another_process
from sessionkit.teaching.functions import asked, not_tried, shown
from sessionkit.teaching.guessing import bits
from sessionkit.teaching.handlers import CopyingSessions
from sessionkit.teaching.stopped_clock import stopped_clock
from sessionkit.teaching.trial import Outcome, StopError, Trial, error_line
from sessionkit.web.ids import random_id

Adding = Callable[[Any, str], Awaitable[None]]
Reading = Callable[[Any], Awaitable[list[str]]]
FIRST: Final = "tea"
SECOND: Final = "jam"
GIFT: Final = "wrap it, please"
GREEN: Final = "Tea: green"
PLACES: Final = 100
"""Awaits of a request at which it is held, at most."""
MANY: Final = 300
"""Articles in one cart, among which a key that is drawn from too few comes twice."""
ENOUGH: Final = 40
"""Random bits of a key with which it comes twice in none of millions of carts."""


@in_a_cell
async def try_overlap(add: Any, cart: Any) -> Trial:
    """Try lesson 07's ``add(session, article)`` with its ``cart(session)``.

    First one request after the other, also for a visitor without a session; then each
    of two is held at each of its awaits while the other runs, in one process and in
    two, with a clock that stands still, and beside a logout. The sessions are handed
    out as copies. Never raises; says what is wrong.
    """
    trial = not_tried(add) or not_tried(cart)
    if trial is not None:
        return trial
    pair, name = Pair(add, cart), getattr(add, "__name__", "add")
    try:
        words = (
            await _one_after_the_other(pair)
            or await _for_a_new_visitor(pair)
            or await _in_one_process(pair)
            or await _in_two(pair)
            or await _at_one_time(pair)
            or await _beside_a_logout(pair)
            or await _in_a_full_cart(pair)
        )
    except StopError as stop:
        return _handed(stop.of(name))
    if words:
        return Trial(name, Outcome.NOT_YET, words)
    said = (
        "No article is lost at any switch, in one process or in two, and a logout "
        "stays a logout."
    )
    return Trial(name, Outcome.RIGHT, (said,))


def _handed(trial: Trial) -> Trial:
    if "name 'request' is not defined" not in " ".join(trial.words):
        return trial
    words = f"Here `{trial.name}` gets the session and the article, and no request."
    return replace(trial, words=(*trial.words, words))


@dataclass(frozen=True)
class Pair:
    """What the learner wrote."""

    add: Adding
    cart: Reading

    async def read(self, values: dict[str, Any]) -> Any:
        """Return the cart of a session that holds ``values``."""
        session = CopyingSessions()("ada")
        await session.set_many(values)
        return await asked(self.cart, session)


async def _one_after_the_other(pair: Pair) -> tuple[str, ...]:
    stores, wanted = CopyingSessions(), [FIRST, SECOND, FIRST]
    had = {"user": "Ada", f"note-{random_id()}": GIFT}
    await stores("ada").set_many(had)
    empty = await asked(pair.cart, stores("ada"))
    if empty != []:
        said = f"An empty cart is `[]`, and `cart` answers {shown(empty)}."
        return said, _of_empty(empty)
    for article in wanted:
        await asked(pair.add, stores("ada"), article)
    has = await asked(pair.cart, stores("ada"))
    if has != wanted:
        return (
            "One request after the other, on a store that hands out copies: Ada puts "
            f"tea, jam and tea into her cart, and `cart` answers {shown(has)}.",
            _reason(has, wanted, await stores("ada").get_all()),
        )
    if fault := _of_the_keys(had, await stores("ada").get_all()):
        return fault
    await stores("bob").set("user", "Bob")
    if others := await asked(pair.cart, stores("bob")):
        return (
            f"Bob put nothing into his cart, and has {shown(others)}.",
            "Keep the articles in the session: a variable is everybody's.",
        )
    return ()


def _of_the_keys(had: dict[str, Any], values: dict[Any, Any]) -> tuple[str, ...]:
    if not had.items() <= values.items():
        return (
            f"Ada's session had {shown(had)}, and after three articles has "
            f"{shown(values)}.",
            "Write what you add, and leave the other keys as they are.",
        )
    if odd := [one for one in values if type(one) is not str]:
        return (
            f"`add` sets the key {shown(odd[0])}, and a key is a string.",
            "An f-string makes one string of its parts.",
        )
    return ()


async def _for_a_new_visitor(pair: Pair) -> tuple[str, ...]:
    session = CopyingSessions()("eve")
    await asked(pair.add, session, GREEN)
    has = await asked(pair.cart, session)
    if has != [GREEN]:
        return (
            f"A visitor who has no session yet puts {shown(GREEN)} into the cart, and "
            f"`cart` answers {shown(has)}.",
            "An article is any text: `set` it as the value, and read it there."
            if has
            else "The first `set` begins a session: let everybody shop, logged in or "
            "not.",
        )
    await session.set("user", "Eve")
    has = await asked(pair.cart, session)
    if has != [GREEN]:
        return (
            f"Eve puts {shown(GREEN)} into the cart, then logs in, and `cart` answers "
            f"{shown(has)}.",
            "Leave the user out of the keys: the session is this visitor's anyway.",
        )
    return ()


def _of_empty(has: Any) -> str:
    if has == [None]:
        return "`get` answers None for a key that is not there, and None is no article."
    if isinstance(has, list):
        return "The session has other keys, too: take those that begin as yours do."
    return "`cart` answers a list of articles."


def _reason(has: Any, wanted: list[str], kept: dict[str, Any]) -> str:
    if not isinstance(has, list):
        return "`cart` answers a list of articles."
    if has == [[article] for article in wanted]:
        return "Each article came in a list of its own: set the article itself."
    if has == [*dict.fromkeys(wanted)] and [*kept.values()][2:] == wanted:
        return "Both teas are in the session: let `cart` answer each of them."
    if len(has) < len(wanted) and [*kept.values()][2:] == wanted:
        return (
            "All are in the session, under keys that `cart` does not take: let it take "
            "the keys that `add` writes."
        )
    if sorted(map(str, has)) == sorted(wanted):
        return "The articles come in the order in which they were put in."
    if sorted(map(str, has)) == sorted({*wanted}):
        return "Ada wants tea twice: two articles of one name need two keys."
    if len(has) < len(wanted):
        return _missing([*kept][2:], [*kept.values()][2:])
    return "`cart` answers the articles and nothing else, not `user` either."


def _missing(keys: list[str], values: list[Any]) -> str:
    if not keys or not all(isinstance(one, str) for one in values):
        return (
            "An article is missing: each needs a key of its own, and a `set`. "
            "Changing what was read changes only a copy."
        )
    said = f"An article is missing: each needs a key of its own, not {shown(keys)}."
    if any("<function" in key for key in keys):
        said += " Call the function for its answer: write `()` after its name."
    return said


async def _in_one_process(pair: Pair) -> tuple[str, ...]:
    fault = await _lost(pair, pair.add)
    if fault is None:
        return ()
    return (
        fault.words,
        "This is a lost update: both requests read the same cart, and the second "
        "write overwrites the first. Write without reading: a key for each article."
        if fault.of_lists
        else "This is a lost update: both requests chose the same key, from what they "
        "had read, and the second write overwrites the first. Choose a key without "
        "reading.",
    )


async def _in_two(pair: Pair) -> tuple[str, ...]:
    fault = await _lost(pair, in_another_process(pair.add))
    if fault is None:
        return ()
    return (
        f"Right in one process. Now request 2 runs in another one. {fault.words}",
        "A lock or a variable is in one process only, and the other process has its "
        "own: neither waits for the other, or knows what the other counts.",
    )


async def _at_one_time(pair: Pair) -> tuple[str, ...]:
    with stopped_clock(getattr(pair.add, "__globals__", {})):
        fault = await _lost(pair, in_another_process(pair.add))
    if fault is None:
        return ()
    return (
        f"Right unless the two requests come at the same time. {fault.words}",
        "Then both have the same key, the time. Choose a key that nobody else can "
        "choose at that moment, as `random_id()` does.",
    )


async def _in_a_full_cart(pair: Pair) -> tuple[str, ...]:
    session = CopyingSessions()("ada")
    wanted = [FIRST, SECOND] * (MANY // 2)

    async def fill() -> None:
        for article in wanted:
            await pair.add(session, article)

    await asked(fill)
    has = await asked(pair.cart, session)
    missing = MANY - len(has)
    if not missing and has != wanted:
        return _OUT_OF_ORDER
    if not missing:
        keys = [*await session.get_all()]
        # where one key holds several articles, no two can get one by chance
        return _too_few(keys[::2]) if len(keys) >= MANY else ()
    return (
        f"Ada orders {MANY} times, and has {len(has)} articles in her cart: a key came "
        "twice, by chance.",
        "Choose a key that never comes twice, as `random_id()` does.",
    )


def _too_few(keys: list[str]) -> tuple[str, ...]:
    """Say that keys of one article have too few characters that are their own."""
    shared = len(commonprefix(keys))  # noqa: RUF071  # of characters
    most = max(bits(key[shared:]) for key in keys)
    if most >= ENOUGH:
        return ()
    return (
        f"Your keys, such as {shown(keys[-1])}, have {most} random bits at most: in "
        "one cart of many, two articles get one key by chance, and one is lost.",
        "Choose a key that never comes twice, as `random_id()` does.",
    )


_OUT_OF_ORDER: Final = (
    "Ada puts tea and jam into her cart in turn, tea first, and `cart` answers them in "
    "another order.",
    "The articles come in the order in which they were put in.",
)


@dataclass(frozen=True)
class Fault:
    """An article that was lost: how, and whether the session keeps it in lists."""

    words: str
    of_lists: bool


async def _lost(pair: Pair, second: Adding) -> Fault | None:
    """Say at which switch an article is lost, if at any."""

    async def puts(session: Any) -> None:
        await pair.add(session, FIRST)

    async def puts_too(session: Any) -> None:
        await second(session, FIRST)

    async for said, done in _plays((puts, puts_too)):
        has = await pair.read(done.end or {})
        if has != [FIRST, FIRST]:
            kept = (done.end or {}).values()
            lists = any(not isinstance(one, str | int) for one in kept)
            return Fault(f"{said}: the cart is then {shown(has)}.", lists)
    return None


async def _plays(both: tuple[Any, Any]) -> AsyncIterator[tuple[str, Play]]:
    """Play every switch, and those that a switch back follows; say where they are."""
    for held in (0, 1):
        for at in range(1, PLACES + 1):
            done = await _played(both, held, at)
            where = done.places[at - 1] if at <= len(done.places) else "at its end"
            said = f"Request {held + 1} is held {where}, and request {2 - held} runs"
            yield said, done
            waits = any(mark.kind == "waits" for row in done.rows for mark in row.marks)
            for back in () if waits else range(1, len(done.others)):
                until = f"{said}, until it is held in turn {done.others[back - 1]}"
                yield until, await _played(both, held, at, back)
            if len(done.places) < at:
                break


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
                f"is logged in again, with {shown(done.end)}.",
                "Write what you add, and nothing that you read before.",
            )
        if len(done.places) < at:
            break
    return ()


async def _log_in(session: Any) -> None:
    await session.set("user", "Ada")


async def _played(
    requests: tuple[Any, Any], held: int, at: int, back: int = NEVER
) -> Play:
    try:
        done = await play(CopyingSessions(), _log_in, requests, held, at, back=back)
    except TimeoutError as late:
        words = f"{str(late)[0].upper()}{str(late)[1:]}."
        raise StopError(Outcome.RAISED, words) from None
    for answer in done.errors:
        if answer is not None:
            raise StopError(Outcome.RAISED, error_line(answer))
    return done
