"""What a recorder saw, repeated on sessions of its own: to ask about it, or to fork."""

from sessionkit.contract import SessionStore
from sessionkit.errors import SessionkitError
from sessionkit.live.mask import MASKED
from sessionkit.live.recorder import Recorder
from sessionkit.running.isolated import apart
from sessionkit.running.replay import Replay
from sessionkit.traces.operation import Call, Open, Operation
from sessionkit.traces.values import same, show


class NotRebuiltError(SessionkitError):
    """The stores cannot be brought back to where they were; the message says why."""


class Rebuilt:
    """The stores of a recorder as they were after some operation, rebuilt.

    ``recorder`` records the rebuilt stores. The original stores and their sessions stay
    as they are.
    """

    def __init__(self, source: Recorder) -> None:
        self.recorder = Recorder(most=source.most)
        self._source = source
        self.ask_class = apart(source.store_class)
        """Makes stores of the rebuilt sessions that are not recorded."""
        self._class = self.recorder.watch(self.ask_class)
        self._replay = Replay(self._class)

    async def to(self, number: int) -> None:
        """Repeat what was done up to operation ``number``.

        Raises ``NotRebuiltError`` if that does not lead to what was recorded: the first
        operations have been dropped, a value was masked, the store depends on chance or
        the clock, or something changed a session through no operation.
        """
        source = self._source
        if source.dropped:
            raise NotRebuiltError(
                f"The first {source.dropped:,} operations have been dropped: "
                "give the recorder a larger `most`."
            )
        for at in range(self.recorder.number + 1, number + 1):
            await self._again(at)
        # equal answers prove no equal sessions: somebody's own code may change one
        for session_id in source.history.ids:
            was = source.history.session(session_id, number)
            now = self.recorder.history.session(session_id, number)
            if not same(was, now):
                again = "operation 1" if number == 1 else f"operations 1 to {number}"
                raise NotRebuiltError(
                    f"Doing {again} once more leads elsewhere: session "
                    f"{show(session_id)} held {show(was)} then, and holds {show(now)} "
                    "now. What differs is kept outside the sessions, or was changed "
                    "through no operation."
                )

    async def _again(self, number: int) -> None:
        entry = self._source.entry(number)
        operation = entry.step.operation
        if _is_masked(operation):
            raise NotRebuiltError(f"Operation {number}, {operation}, holds a mask.")
        if isinstance(operation, Open):
            self.store(operation.session_id)  # it is the second that is recorded
        await self._replay.answer(operation)
        missing = number - self.recorder.number
        answered = self.recorder.entry(number).step.answer if not missing else None
        if answered != entry.step.answer:
            raise NotRebuiltError(
                f"Done again, operation {number}, {operation}, answers "
                f"{answered or 'nothing'}, and not {entry.step.answer}."
            )

    def store(self, session_id: str | None) -> SessionStore:
        """Return the rebuilt store of a session, for the next operation on it."""
        stores = self._replay.stores
        if (session_id, "") not in stores:
            stores[session_id, ""] = self._class(session_id)
        return stores[session_id, ""]

    async def close(self) -> None:
        """Clear the sessions that were made to rebuild."""
        for session_id, _ in tuple(self._replay.stores):
            await self._replay.answer(Call(session_id, "clear"))


async def fork(source: Recorder, number: int) -> Rebuilt:
    """Rebuild the stores of ``source`` as they were after operation ``number``.

    Whatever you do with them from there on is a branch of its own. Raises
    ``NotRebuiltError`` as ``Rebuilt.to`` does.
    """
    rebuilt = Rebuilt(source)
    await rebuilt.to(number)
    return rebuilt


def _is_masked(operation: Operation) -> bool:
    return isinstance(operation, Call) and any(
        one is MASKED or (isinstance(one, dict) and MASKED in one.values())
        for one in operation.arguments
    )
