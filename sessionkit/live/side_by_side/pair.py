"""Two store classes that do the same: what each answers, and what each holds then."""

import asyncio
import copy
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, Final

from sessionkit.comparing.beside import LIMIT
from sessionkit.contract import METHODS, SessionStore, StoreClass
from sessionkit.fortjs import DEVIATIONS
from sessionkit.live.swimlanes.doing import look
from sessionkit.live.swimlanes.play import State
from sessionkit.memory import MemorySessionStore
from sessionkit.running.call import TIME_LIMIT, within
from sessionkit.running.isolated import apart
from sessionkit.running.replay import Replay
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.operation import Call, Operation, session_ids
from sessionkit.traces.trace import Trace, operations_of
from sessionkit.traces.values import same, snapshot


class FortJs(MemorySessionStore):
    """FortJs's memory store, by its port in Python, so that no Node is needed.

    The port is proven equal to FortJs, but for the deviations that
    ``sessionkit.fortjs.DEVIATIONS`` names.
    """


PORT: Final = (
    "FortJs stands here as its port in Python, which answers as it does, but for "
    f"{len(DEVIATIONS)} named deviations."
)


@dataclass(frozen=True, slots=True)
class Pair:
    """One operation on both stores: the answers, and what its session holds then.

    ``outside`` is whether mine was changed through no operation since the last one, so
    that the other store was not.
    """

    operation: Operation
    answers: tuple[Answer, Answer]
    states: tuple[State, State]
    outside: bool = False

    @property
    def answered_alike(self) -> bool:
        """Whether both gave the same answer."""
        mine, other = self.answers
        return mine == other

    @property
    def tells(self) -> bool:
        """Whether an answer says something: not the nothing that a set answers."""
        return any(Step(self.operation, one).tells for one in self.answers)

    @property
    def hold_alike(self) -> bool:
        """Whether both hold the same values, in whatever order."""
        return same(*self.states, ordered=False)


class Both:
    """Does on another store class whatever is done on one, each on sessions of its own.

    ``listen`` is called after each operation, and after a run.
    """

    def __init__(
        self, mine: StoreClass, other: StoreClass, listen: Callable[[], None]
    ) -> None:
        self._classes = (mine, other)
        self._listen = listen
        self.begin()

    def begin(self) -> None:
        """Begin anew, on empty sessions."""
        mine, other = self._classes
        self._apart = (apart(mine), apart(other))
        self._other = Replay(self._apart[1])
        self._last: str | None = None
        self._known: dict[str | None, State] = {}
        self.pairs: list[Pair] = []

    async def run(self, operations: Iterable[Operation] | Trace) -> None:
        """Run operations on both, on empty sessions; ``LIMIT`` seconds for each."""
        asked = operations_of(operations)
        self.begin()
        mine = Replay(self._apart[0])
        for operation in asked:
            outside = await self.outside(operation)
            answer = await within(mine.answer(operation), LIMIT)
            await self._add(operation, answer, outside)
            if answer.error == TIME_LIMIT:
                break
        self._listen()

    def watched(self, session_id: str | None) -> SessionStore:
        """Make a store of mine; what is done with it is done on the other, too."""
        return _Mirrored(self, self._apart[0](session_id))

    async def mirror(self, operation: Operation, answer: Answer, outside: bool) -> None:
        """Do on the other store what mine answered, and tell who listens."""
        await self._add(operation, answer, outside)
        self._listen()

    async def _add(self, operation: Operation, answer: Answer, outside: bool) -> None:
        other = await self._other.answer(operation)
        session_id = self._session(operation)
        mine, others = [await _look(one(session_id)) for one in self._apart]
        self._known[session_id] = mine
        self.pairs.append(Pair(operation, (answer, other), (mine, others), outside))

    async def outside(self, operation: Operation) -> bool:
        """Whether mine was changed since the last operation, through none."""
        session_id = self._session(operation)
        state = await _look(self._apart[0](session_id))
        return not same(state, self._known.get(session_id))

    def _session(self, operation: Operation) -> str | None:
        """Return whose session to look at: a change names none, and is of the last."""
        named = session_ids(operation)
        self._last = named[-1] if named else self._last
        return self._last

    @property
    def trace(self) -> Trace:
        """What mine answered."""
        return Trace(Step(one.operation, one.answers[0]) for one in self.pairs)


async def _look(store: SessionStore) -> State:
    """Return what a session holds; nothing, if that cannot be read in time."""
    try:
        async with asyncio.timeout(LIMIT):
            return await look(store)
    except TimeoutError:
        return None


def _copied(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Copy arguments before mine changes them; what cannot be copied is named."""
    try:
        return copy.deepcopy(arguments)
    except Exception:  # noqa: BLE001  # whatever their own methods raise
        return tuple(map(snapshot, arguments))


class _Mirrored:
    """A store of mine; any attribute that is no method of the contract is its own."""

    def __init__(self, both: Both, store: SessionStore) -> None:
        self.__dict__.update(_both=both, _store=store)

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self._store, name)
        if name not in METHODS:
            return attribute

        def method(*arguments: Any, **named: Any) -> Any:
            given = _copied((*arguments, *named.values()))
            result = attribute(*arguments, **named)
            if not isawaitable(result):
                return result
            return self._call(Call(self._store.session_id, name, given), result)

        return method

    async def _call(self, operation: Call, called: Awaitable[Any]) -> Any:
        outside = await self._both.outside(operation)
        try:
            value = await called
        except Exception as error:
            await self._both.mirror(operation, Answer.raised(error), outside)
            raise
        await self._both.mirror(operation, Answer(snapshot(value)), outside)
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._store, name, value)
