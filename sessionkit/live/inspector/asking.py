"""What every read method of a store answers about one key, at this moment."""

from collections.abc import Callable
from typing import Any, Final

from sessionkit.contract import StoreClass
from sessionkit.live.reading import MASKED
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
