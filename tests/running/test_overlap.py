"""What overlapping requests do is found at whatever await it happens, not by luck."""

import asyncio
from typing import Any, ClassVar

import pytest

from sessionkit import MemorySessionStore, memory
from sessionkit.peers import QUESTIONS, StoreAsked
from sessionkit.running import overlap

WRITES, LOGOUT = QUESTIONS[:2]


class Whole(MemorySessionStore):
    """Sets a key by writing the session as a whole, as load-modify-save systems do."""

    async def set(self, key: str, value: Any) -> None:
        values = dict(await self.get_all())
        memory.sessions[self.session_id] = {**values, key: value}


class WholeByHelpers(MemorySessionStore):
    """Does so by methods of its own, none of which really waits."""

    async def set(self, key: str, value: Any) -> None:
        await self._keep(values={**await self._load(), key: value})

    async def _load(self) -> dict[str, Any]:
        return dict(memory.sessions.get(self.session_id, {}))

    async def _keep(self, *, values: dict[str, Any]) -> None:
        memory.sessions[self.session_id] = values


class WholeWithWaits(MemorySessionStore):
    """Does so in one method, and waits three times; it has read at the second."""

    async def set(self, key: str, value: Any) -> None:
        await asyncio.sleep(0)
        values = dict(memory.sessions.get(self.session_id, {}))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        memory.sessions[self.session_id] = {**values, key: value}


class Locked(Whole):
    """Does so under a lock, as a store that is right about it may."""

    lock: ClassVar[asyncio.Lock]

    async def set(self, key: str, value: Any) -> None:
        async with self.lock:
            await super().set(key, value)


class Refusing(WholeWithWaits):
    """Refuses to save what has changed since it was read."""

    async def set(self, key: str, value: Any) -> None:
        before = dict(await self.get_all())
        await asyncio.sleep(0)
        if before != await self.get_all():
            raise RuntimeError("the session has changed")
        memory.sessions[self.session_id] = {**before, key: value}


async def said(store_class: type[MemorySessionStore], number: int) -> str:
    question = QUESTIONS[number]
    return question.judge(await StoreAsked("store", store_class).ask(question))


@pytest.mark.parametrize("store_class", [Whole, WholeByHelpers, WholeWithWaits])
async def test_an_await_that_does_not_wait_is_no_shelter(
    store_class: type[MemorySessionStore],
) -> None:
    assert await said(store_class, 0) == "lost: cart"
    assert await said(store_class, 1) == 'logged in again: {"user": "Ada", "cart": 3}'
    removed = await said(store_class, 2)
    # what the first reads, a live dict, the other changes under its hands
    assert removed.startswith("stays" if store_class is Whole else "the removed key")


async def test_a_lock_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overlap, "PATIENCE", 0.01)
    Locked.lock = asyncio.Lock()
    assert await said(Locked, 0) == "both are kept"


async def test_a_refusal_is_shown_since_no_order_explains_it() -> None:
    refused = "the write is refused: RuntimeError"
    assert await said(Refusing, 0) == f"{refused}; lost: note"
    assert await said(Refusing, 1) == f"stays out; {refused}"


async def test_without_an_overlap_that_shows_the_first_request_comes_first() -> None:
    trace = await StoreAsked("memory", MemorySessionStore).ask(LOGOUT)
    assert [str(step.operation) for step in trace] == [
        'ada set("user", "Ada")',
        'ada, request 1 set("cart", 3)',
        "ada, request 2 clear()",
        "ada get_all()",
    ]
    assert not [one for one in memory.sessions if "·overlap" in str(one)]


async def test_a_method_that_is_missing_is_an_answer() -> None:
    class Half:
        def __init__(self, session_id: str | None) -> None:
            self.session_id = session_id

    trace = await StoreAsked("half", Half).ask(WRITES)  # type: ignore[arg-type]
    assert {step.answer.error for step in trace} == {"MissingMethod"}


async def test_an_error_at_a_wait_reaches_the_store() -> None:
    class Catches(MemorySessionStore):
        async def set(self, key: str, value: Any) -> None:
            try:
                async with asyncio.timeout(0):
                    await asyncio.Event().wait()
            except TimeoutError:
                await super().set(key, value)

    assert await said(Catches, 0) == "both are kept"


async def test_a_request_that_takes_its_time_is_waited_for() -> None:
    class Slow(WholeByHelpers):
        async def clear(self) -> None:
            for _ in range(50):
                await asyncio.sleep(0)
            await super().clear()

    assert (await said(Slow, 1)).startswith("logged in again")
