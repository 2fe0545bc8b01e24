"""A plugin of pytest for Pyodide under Node: asynchronous tests, each in a loop.

pytest-asyncio wants a loop with sockets, which Pyodide has not. These tests wait for
nobody else, so a loop that knows only its own calls and the clock runs them.
"""

import asyncio
import inspect
import time
from typing import Any

import pytest


class _Nobody:
    """A selector with nothing to select: it waits as long as it is told."""

    def select(self, timeout: float | None) -> list[Any]:
        assert timeout is not None, "the test waits for what never comes"
        time.sleep(max(timeout, 0))
        return []


class _Loop(asyncio.BaseEventLoop):
    def __init__(self) -> None:
        super().__init__()
        self._selector = _Nobody()

    def _process_events(self, event_list: list[Any]) -> None:
        """Do nothing, for there are none."""

    def _write_to_self(self) -> None:
        """Wake nobody: there is one thread."""


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run an asynchronous test."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    names = inspect.signature(pyfuncitem.obj).parameters
    arguments = {name: pyfuncitem.funcargs[name] for name in names}
    # Pyodide's own loop runs, and is JavaScript's
    outer = asyncio.get_running_loop()
    asyncio._set_running_loop(None)
    loop = _Loop()
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(pyfuncitem.obj(**arguments))
    finally:
        loop.close()
        asyncio._set_running_loop(outer)
    return True
