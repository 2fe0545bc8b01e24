"""What every read method of a store answers about one key, at this moment."""

from collections.abc import Callable
from typing import Any, Final

from sessionkit.contract import SessionStore, StoreClass
from sessionkit.live.recorder import MASKED
from sessionkit.running.isolated import apart
from sessionkit.running.time_limit import Limited, TimeLimitError
from sessionkit.traces.trace import Answer
from sessionkit.traces.values import show, snapshot

SECONDS: Final = 1.0
"""How long a store may compute for one answer."""

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
    exists = await _answer(store, "is_any_exist")
    if exists.value is not True:
        store = apart(store_class)(session_id)
    return (
        (f"is_exist({name})", await _answer(store, "is_exist", key)),
        (
            f"get({name})",
            await _answer(store, "get", key, then=_masked if masked else snapshot),
        ),
        (
            f"{name} in get_all()",
            await _answer(store, "get_all", then=lambda values: key in values),
        ),
        ("is_any_exist()", exists),
    )


def _masked(value: Any) -> Any:
    return None if value is None else MASKED


async def _answer(
    store: SessionStore,
    method: str,
    *arguments: Any,
    then: Callable[[Any], Any] = snapshot,
) -> Answer:
    try:
        return Answer(then(await Limited(getattr(store, method)(*arguments), SECONDS)))
    except Exception as error:
        return Answer.raised(error)
    except TimeLimitError:
        return Answer(error="TimeLimit", message=f"no answer within {SECONDS:.0f} s")
