"""MemorySessionStore: the contract as cases, and what it is made of."""

import inspect

import pytest

from sessionkit import MemorySessionStore, SessionStore, memory
from sessionkit.contract import METHODS
from sessionkit.testing import Case, cases


@pytest.mark.parametrize("case", cases())
async def test_contract(case: Case) -> None:
    await case.check(MemorySessionStore)


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
