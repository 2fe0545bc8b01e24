"""Operations as text, in the order of a trace: ``(the argument of 1).append("milk")``.

A ``Change`` alone does not know how long the list is that it changes; the trace does.
"""

from collections.abc import Sequence
from typing import Any

from sessionkit.traces.answer import Step
from sessionkit.traces.operation import Call, Change


def written(steps: Sequence[Step]) -> list[str]:
    """Write each operation; a change just behind the end of a list is an append.

    How long the list is, is reckoned from what was answered or given, and from the
    appends to it by this same way; another way to the same list is not followed.
    """
    lines: list[str] = []
    grown: list[list[Any]] = []
    for step in steps:
        change = step.operation
        if not isinstance(change, Change):
            lines.append(str(change))
            continue
        place = [change.part, change.number, change.path[:-1]]
        held = _held(change, steps)
        behind = len(held) + grown.count(place) if isinstance(held, list) else None
        if change.path[-1] == behind and not change.deletes:
            grown.append(place)
            lines.append(change.appending)
        else:
            lines.append(str(change))
    return lines


def _held(change: Change, steps: Sequence[Step]) -> Any:
    """Return the dict or list that is changed, as it was answered or given."""
    if not 0 < change.number <= len(steps):
        return None
    step = steps[change.number - 1]
    held = step.answer.value
    if change.part == "argument":
        call = step.operation
        held = call.arguments[-1] if isinstance(call, Call) and call.arguments else None
    for key in change.path[:-1]:
        try:
            held = held[key]
        except (LookupError, TypeError):
            return None
    return held
