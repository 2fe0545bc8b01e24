"""What every read method of a store answers about one key, at this moment."""

from collections.abc import Callable
from typing import Any, Final

from sessionkit.contract import StoreClass
from sessionkit.live.mask import MASKED
from sessionkit.live.rebuild import NotRebuiltError, Rebuilt
from sessionkit.live.recorder import Recorder
from sessionkit.running.call import call, computing
from sessionkit.running.isolated import apart
from sessionkit.traces.answer import Answer
from sessionkit.traces.operation import Call
from sessionkit.traces.values import show, snapshot

SECONDS: Final = 1.0
"""How long a store may compute for one answer."""

Take = Callable[[Any], Any]
Asked = tuple[tuple[str, Answer], ...]
"""Each question as it is written in Python, with its answer."""


class Asker:
    """Asks the stores of a recorder, as they are or rebuilt as they were."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._past: Rebuilt | None = None

    async def ask(self, session_id: str | None, key: Any, number: int) -> Asked:
        """Ask about a key of a session after operation ``number``.

        Raises ``NotRebuiltError`` where the past cannot be rebuilt.
        """
        recorder = self._recorder
        if number == recorder.number:
            store_class, masked = recorder.store_class, recorder.masks(key)
            return await ask_about(store_class, session_id, key, masked=masked)
        past = await self._rebuilt(number)
        return await ask_about(past.ask_class, session_id, key)

    async def _rebuilt(self, number: int) -> Rebuilt:
        past = self._past
        if past is None or past.recorder.number > number:
            if past is not None:
                await past.close()
            past = self._past = Rebuilt(self._recorder)
        try:
            await past.to(number)
        except NotRebuiltError:
            self._past = None
            await past.close()
            raise
        return past


async def ask_about(
    store_class: StoreClass, session_id: str | None, key: Any, *, masked: bool = False
) -> Asked:
    """Ask stores of a class about ``key`` in a session, without writing to it.

    Where there is no session another empty one is asked, since a faulty store may
    create a session by being read. What a store raises, and that it does not end, is an
    answer. The value of a key that is ``masked`` is not in it.
    """
    store, name = store_class(session_id), show(key)

    async def ask(method: str, *arguments: Any, take: Take = snapshot) -> Answer:
        asked = call(store, Call(session_id, method, arguments), take=take)
        return await computing(asked, SECONDS)

    exists = await ask("is_any_exist")
    if exists.value is not True:
        store = apart(store_class)(session_id)
    return (
        (f"is_exist({name})", await ask("is_exist", key)),
        (
            f"get({name})",
            await ask("get", key, take=_masked if masked else snapshot),
        ),
        (
            f"{name} in get_all()",
            await ask("get_all", take=lambda values: key in values),
        ),
        ("is_any_exist()", exists),
    )


def _masked(value: Any) -> Any:
    return None if value is None else MASKED
