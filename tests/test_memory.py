"""MemorySessionStore: the contract as cases, and what it is made of."""

import ast
import inspect
from collections.abc import Iterator
from typing import Any

import pytest

from sessionkit import MemorySessionStore, SessionStore, check, memory
from sessionkit.contract import METHODS
from sessionkit.testing import Case, cases
from tests.slow import sample


@pytest.mark.parametrize("case", cases())
async def test_contract(case: Case) -> None:
    await case.check_async(MemorySessionStore)


async def test_all_stores_share_one_mapping() -> None:
    one, other = MemorySessionStore("tests/one"), MemorySessionStore("tests/one")
    await one.set("user", "Ada")
    try:
        assert memory.sessions["tests/one"] is await other.get_all()
    finally:
        await other.clear()
    assert "tests/one" not in memory.sessions


def test_it_is_a_session_store_and_no_more() -> None:
    public = [name for name in vars(MemorySessionStore) if not name.startswith("_")]

    assert isinstance(MemorySessionStore(None), SessionStore)
    assert public == list(METHODS)
    methods = [getattr(MemorySessionStore, name) for name in METHODS]
    assert all(map(inspect.iscoroutinefunction, methods))
    assert not isinstance(object(), SessionStore)


def _without_a_line_each() -> Iterator[tuple[str, str]]:
    """Give each statement of the module's class, and the module's text without it."""
    text = inspect.getsource(memory)
    (store,) = (n for n in ast.parse(text).body if isinstance(n, ast.ClassDef))
    for method in store.body[1:]:
        for line in list(ast.walk(method))[1:]:
            if isinstance(line, ast.stmt):
                lines = text.splitlines()
                blank = " " * line.col_offset + "pass"
                assert line.end_lineno is not None
                lines[line.lineno - 1 : line.end_lineno] = [blank]
                yield ast.unparse(line), "\n".join(lines)


WITHOUT = [*_without_a_line_each()]


@pytest.mark.parametrize(
    "text", sample(6, [text for _, text in WITHOUT]), ids=[line for line, _ in WITHOUT]
)
async def test_no_line_can_be_left_out(text: str) -> None:
    module: dict[str, Any] = {}
    exec(text, module)

    assert not (await check(module["MemorySessionStore"])).passed
