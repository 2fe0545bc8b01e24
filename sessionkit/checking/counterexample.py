"""Find the fewest random operations that a store answers otherwise than FortJs."""

import asyncio
from collections.abc import Callable, Collection

from sessionkit.checking.report import Failure
from sessionkit.contract import StoreClass
from sessionkit.memory import MemorySessionStore
from sessionkit.rules import (
    GET_ALL_IS_LIVE,
    KEYS_KEEP_ORDER,
    NO_ID_IS_ONE_SESSION,
    VALUES_ARE_LIVE,
)
from sessionkit.running.call import TIME_LIMIT
from sessionkit.running.replay import run
from sessionkit.running.time_limit import WaitsError, drive
from sessionkit.traces.operation import Operation, method_of, on

SEARCHED_AROUND = frozenset(
    {GET_ALL_IS_LIVE, VALUES_ARE_LIVE, NO_ID_IS_ONE_SESSION, KEYS_KEEP_ORDER}
)
"""The rules that a store may declare not to keep and still be searched."""


class Search:
    """A search over random traces, with the Python port as FortJs.

    That the port answers as FortJs on random traces is tested against the live one.
    """

    def __init__(
        self,
        store_class: StoreClass,
        methods: Collection[str],
        declared: Collection[str],
        *,
        limit: float,
        examples: int,
    ) -> None:
        self._store_class = store_class
        self._methods = methods
        self._declared = declared
        self._limit = limit
        self._examples = examples
        self._found: Failure | None = None
        self._goes_on = True

    async def run(self) -> Failure | None:
        """Return the counterexample with the fewest operations, or ``None``."""
        if await self._is_seen_to_wait():
            await self._search_beside_the_loop()
            return self._found
        waits = False

        def differs(candidate: list[Operation]) -> bool:
            nonlocal waits
            try:
                return drive(self._differs(candidate))
            except WaitsError:
                waits, self._goes_on = True, False
                return False

        self._search(differs)
        if waits:
            self._goes_on = True
            await self._search_beside_the_loop()
        return self._found

    async def _is_seen_to_wait(self) -> bool:
        """Whether the loop turns while the store works.

        ``drive`` finds out too, but by dropping a call halfway, which a driver of a
        database complains of loudly.
        """
        seen = asyncio.Event()
        turn = asyncio.get_running_loop().call_soon(seen.set)
        ada = on("ada")
        asked = [ada.set("user", "Ada"), ada.is_any_exist()]
        asked = [one for one in asked if one.method in self._methods]
        await run(asked, self._store_class, limit=self._limit)
        turn.cancel()
        return seen.is_set()

    async def _search_beside_the_loop(self) -> None:
        # Hypothesis is synchronous, and a store that waits needs the loop to go on
        loop = asyncio.get_running_loop()

        def differs(candidate: list[Operation]) -> bool:
            differs = self._differs(candidate)
            return asyncio.run_coroutine_threadsafe(differs, loop).result()

        await asyncio.to_thread(self._search, differs)

    def _search(self, differs: Callable[[list[Operation]], bool]) -> None:
        # Hypothesis is large, and a check that fails before needs none of it
        from sessionkit.checking.search import SESSION_IDS, operations, search

        strategy = operations(
            methods=self._methods,
            session_ids=(
                SESSION_IDS.filter(bool)
                if NO_ID_IS_ONE_SESSION in self._declared
                or "clear" not in self._methods
                else SESSION_IDS
            ),
            changes=GET_ALL_IS_LIVE not in self._declared,
        )
        search(
            differs,
            strategy,
            examples=self._examples,
            go_on=lambda: self._goes_on,
        )

    async def _differs(self, operations: list[Operation]) -> bool:
        mine = await run(operations, self._store_class, limit=self._limit)
        fortjs = await run(operations, MemorySessionStore)
        ordered = KEYS_KEEP_ORDER not in self._declared
        number = mine.first_difference(fortjs, ordered=ordered)
        if number is None:
            return False
        done, answer = mine[:number], fortjs[number - 1].answer
        self._found = Failure(
            name="found by search",
            question="the fewest operations that are answered otherwise",
            rule="",
            trace=done,
            expected=answer,
            hint=_hint(done[-1].operation),
        )
        # one more hang costs its whole time limit: no search for a smaller one
        self._goes_on = done[-1].answer.error != TIME_LIMIT
        return True


def _hint(operation: Operation) -> str:
    last = method_of(operation) or str(operation)
    return (
        f"Follow these operations through your code by hand, up to {last}: "
        "what is in the mapping after each?"
    )
