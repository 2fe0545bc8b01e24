"""Tasks that a learner's code began and nobody awaited."""

import asyncio
import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collected() -> Iterator[None]:
    """Let go of such tasks, and of calls without ``await``, at the end of the block.

    asyncio would report one that failed whenever it is collected: in another cell, or
    while Python parses one, which some versions of 3.11 then cannot
    (https://github.com/python/cpython/issues/106905).
    """
    loop = asyncio.get_running_loop()
    before = loop.get_exception_handler()
    loop.set_exception_handler(lambda *_: None)
    try:
        yield
    finally:
        gc.collect()
        loop.set_exception_handler(before)
