"""What comes before any overlap: remove, null, and changes of what was read.

Scenarios ask the same of each answer; here it is said in words, one cell a system.
"""

from typing import Any, Final

from sessionkit.peers.questions import Question
from sessionkit.traces.operation import change_answer, on
from sessionkit.traces.trace import Trace

_CART: Final = {"tea": 1}


def _refused(trace: Trace) -> str | None:
    errors = [step.answer.error for step in trace if step.answer.error is not None]
    return f"refused: {errors[0]}" if errors else None


def _last(trace: Trace, number: int = 1) -> Any:
    return trace[-number].answer.value


def _left(trace: Trace) -> str:
    return _refused(trace) or (
        "the key, without a value" if "cart" in _last(trace) else "nothing"
    )


def _made(trace: Trace) -> str:
    return _refused(trace) or (
        "then the key is there, without a value"
        if "cart" in _last(trace)
        else "nothing happens"
    )


def _null(trace: Trace) -> str:
    return _refused(trace) or (
        "a null is there, a missing key is not"
        if (_last(trace, 2), _last(trace)) == (True, False)
        else "neither is there"
    )


def _changed(trace: Trace) -> str:
    return _refused(trace) or (
        "the session stays as it was" if _last(trace) == _CART else "the session too"
    )


ada = on("ada")

BASICS: Final = (
    Question(
        name="left-after-remove",
        question="A key is removed: what is left of it?",
        why="Who goes through all keys meets one that was removed.",
        judge=_left,
        before=(ada.set("user", "Ada"), ada.set("cart", 3)),
        after=(ada.remove("cart"), ada.get_all()),
    ),
    Question(
        name="remove-a-missing-key",
        question="A key that was never set is removed: what happens?",
        why="Twice the same click on remove: an error page, or none.",
        judge=_made,
        before=(ada.set("user", "Ada"),),
        after=(ada.remove("cart"), ada.get_all()),
    ),
    Question(
        name="null-or-missing",
        question="A key has the value null, another was never set: which is there?",
        why="Asked and answered with nothing is not the same as never asked.",
        judge=_null,
        before=(ada.set("cart", None),),
        after=(ada.is_exist("cart"), ada.is_exist("note")),
    ),
    Question(
        name="change-what-was-read",
        question="A dict that get gave is changed, and not set again: what changes?",
        why="In memory it works and needs no set; elsewhere the change is lost.",
        judge=_changed,
        before=(ada.set("cart", _CART),),
        after=(ada.get("cart"), change_answer(2, ["tea"], 5), ada.get("cart")),
    ),
)
"""Questions for one request after the other; ``QUESTIONS`` are for two at once."""
