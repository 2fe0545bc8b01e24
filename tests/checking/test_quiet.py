"""What a store prints: shown for each scenario, dropped while it is searched."""

import asyncio
from typing import Any

import pytest

from sessionkit.checking.checker import check
from sessionkit.checking.quiet import quiet
from sessionkit.memory import MemorySessionStore


class Prints(MemorySessionStore):
    async def set(self, key: str, value: Any) -> None:
        print("set", key)
        await super().set(key, value)


async def test_a_print_does_not_fill_the_page(
    capsys: pytest.CaptureFixture[str],
) -> None:
    report = await check(Prints, methods=["set", "get"])
    print("after")
    lines = capsys.readouterr().out.splitlines()

    assert report.passed
    assert 5 < len(lines) < 50
    assert lines[0].startswith("set ")
    assert lines[-1] == "after"


async def test_searches_that_overlap_give_the_output_back(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def search(turns: int) -> None:
        with quiet():
            for _ in range(turns):
                print("dropped")
                await asyncio.sleep(0)

    await asyncio.gather(search(1), search(3), search(2))
    print("shown")

    assert capsys.readouterr().out == "shown\n"
