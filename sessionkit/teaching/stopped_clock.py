"""A clock that stands still, for what a learner's function asks it."""

import datetime
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Final, Self

CLOCKS: Final = (
    *("time", "time_ns", "perf_counter", "perf_counter_ns"),
    *("monotonic", "monotonic_ns"),
)


@contextmanager
def stopped_clock(variables: dict[str, Any]) -> Iterator[None]:
    """Let the clocks among ``variables`` tell one moment, and ``time.time`` anywhere.

    The event loop waits by ``time.monotonic``, which goes on for everybody else.
    """
    clocks = {name: _always(getattr(time, name)()) for name in CLOCKS}
    stopped: dict[int, Any] = {
        id(time): _module(time, clocks),
        id(datetime): _module(datetime, {"datetime": _Still}),
        id(datetime.datetime): _Still,
        **{id(getattr(time, name)): clock for name, clock in clocks.items()},
    }
    before = {name: one for name, one in variables.items() if id(one) in stopped}
    kept = time.time, time.time_ns
    variables.update({name: stopped[id(one)] for name, one in before.items()})
    time.time, time.time_ns = clocks["time"], clocks["time_ns"]
    try:
        yield
    finally:
        variables.update(before)
        time.time, time.time_ns = kept


def _module(module: ModuleType, names: dict[str, Any]) -> ModuleType:
    twin = ModuleType(module.__name__)
    vars(twin).update(vars(module), **names)
    return twin


def _always(now: Any) -> Callable[[], Any]:
    return lambda: now


class _Still(datetime.datetime):
    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> Self:
        return cls.fromtimestamp(0, tz)

    @classmethod
    def utcnow(cls) -> Self:
        return cls.now()
