"""What a page is told at its request: a copy, a verdict, a value as a tree."""

from typing import Any, Literal

from sessionkit.live.inspector import protocol
from sessionkit.live.inspector.asking import Asked
from sessionkit.live.inspector.payload import TEXT, View
from sessionkit.live.inspector.protocol import Copied, Said, Whole
from sessionkit.live.inspector.tree import tree
from sessionkit.live.python_code import as_scenario
from sessionkit.live.recorder import Recorder
from sessionkit.live.verdict import verdict
from sessionkit.traces.values import show


def copied(recorder: Recorder, how: Literal["scenario", "test"]) -> Copied:
    """Return the recorded operations as a text to copy."""
    text = as_scenario(recorder.trace) if how == "scenario" else recorder.as_test()
    first, last = recorder.dropped + 1, recorder.number
    return {"kind": "text", "how": how, "text": text, "first": first, "last": last}


def said(recorder: Recorder, last: int) -> Said:
    """Return what FortJs says of the recorded operations."""
    words = verdict(recorder.trace, recorder.dropped)
    return {"kind": "said", "words": words.words, "number": words.number, "last": last}


def whole(recorder: Recorder, view: View, place: int, number: int, at: int) -> Whole:
    """Return the value of a key after operation ``at``; ``LookupError`` for none."""
    key, session_id = view.key(place, number), view.session_id(place)
    held = recorder.history.session(session_id, at) or {}
    name = show(key, limit=TEXT)
    if key not in held:
        raise LookupError(f"{name} is not in the session after operation {at}")
    return {
        "kind": "value",
        "at": at,
        "session": place,
        "key": number,
        "name": name,
        "tree": tree(name, held[key]),
    }


def told(
    number: int,
    place: int | None = None,
    key: tuple[Any, int] | None = None,
    asked: Asked = (),
    *,
    words: str = "",
) -> protocol.Asked:
    """Tell what a store answers after an operation about a key, with its number.

    ``words`` say why it was not asked.
    """
    return {
        "kind": "asked",
        "at": number,
        "session": place,
        "key": key[1] if key else None,
        "name": show(key[0], limit=TEXT) if key and (asked or words) else "",
        "rows": [[question, str(answer)] for question, answer in asked],
        "words": words,
    }
