"""One request as it is done: its end or error as an answer, and the session then."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any

from sessionkit.contract import SessionStore
from sessionkit.errors import SessionkitError
from sessionkit.live.swimlanes.play import State
from sessionkit.running.call import MISSING_METHOD, call, close, guarded
from sessionkit.traces.answer import Answer
from sessionkit.traces.operation import Call
from sessionkit.traces.values import show, snapshot

Request = Callable[[Any], Awaitable[Any]]
"""An async function of a store: what one request does."""


@dataclass
class Done:
    """What came of something awaited: its value, or the error that it raised."""

    answer: Answer
    value: Any = None
    error: BaseException | None = None


async def done_of(awaitable: Awaitable[Any]) -> Done:
    """Await something; only what stops us too, such as Ctrl+C, passes as an error."""
    done = Done(Answer())

    async def run() -> Answer:
        try:
            done.value = await awaitable
        except BaseException as error:
            done.error = error
            raise
        return Answer(snapshot(done.value))

    done.answer = await guarded(run())
    return done


def given(result: Any) -> Any:
    """Return what was given: a call that was made already."""
    return result


class RequestError(SessionkitError, TypeError):
    """A request is no async function of a store; the message names it."""


class EndlessError(SessionkitError, TimeoutError):
    """Requests do not end, or hold up the whole program."""


async def begun(name: str, request: Request, store: Any) -> None:
    """Run a request on a store; ``RequestError`` if it is no async function."""
    if not callable(request):
        raise RequestError(
            f"{name} is {show(snapshot(request))}; give an async function of a store"
        )
    doing = request(store)
    if not isawaitable(doing):
        raise RequestError(
            f"{name} gave {show(snapshot(doing))} at once, with nothing to await; "
            "write it as `async def` with a store as its one parameter"
        )
    close(await doing)


async def look(store: SessionStore) -> State:
    """Return a copy of what a store's session holds; ``None`` without one."""
    exists = await call(store, Call(None, "is_any_exist"))
    if exists.error != MISSING_METHOD and not exists.value:
        return None
    values = (await call(store, Call(None, "get_all"))).value
    return values if isinstance(values, dict) else None


def snapshot_all(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Copy arguments, so that what is done to them later does not show."""
    return tuple(map(snapshot, arguments))
