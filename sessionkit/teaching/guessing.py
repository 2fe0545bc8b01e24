"""What is left to guess of a session id, for whoever has seen the ids before it."""

import math
import string
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from sessionkit.teaching.functions import shown
from sessionkit.web.ids import BITS

ALPHABETS: Final = (string.digits, "0123456789abcdef", "0123456789ABCDEF")
"""An id that has other characters, too, is made of 64 different ones at most."""
_ENOUGH: Final = f"and ASVS 7.2.3 wants {BITS}."
_DRAW: Final = "`random_id()` gives one that nobody can guess."


def bits(session_id: str, known: int = 0) -> int:
    """Return how many random bits an id has at most, if some characters are known."""
    sizes = (len(one) for one in ALPHABETS if {*session_id} <= {*one})
    return int((len(session_id) - known) * math.log2(next(sizes, 64)))


def too_short(session_id: str) -> tuple[str, ...]:
    """Say that an id has too few characters, or nothing."""
    if bits(session_id) >= BITS:
        return ()
    said = f"The new id, {shown(session_id)}, has {bits(session_id)} random bits"
    return (f"{said} at most, {_ENOUGH}", _DRAW)


def follows(ids: Sequence[str]) -> tuple[str, ...]:
    """Say how each of three ids or more follows from the one before it, or nothing.

    Random ids have one character in ten in common, if that.
    """
    for before, new in pairwise(ids):
        same = sum(one == other for one, other in zip(before, new, strict=False))
        if same > len(new) / 2 and bits(new, same) < BITS:
            return (
                f"One login gave the id {shown(before)}, and the next one {shown(new)}:"
                f" {same} of {len(new)} characters are the same, so "
                f"{bits(new, same)} random bits are left at most, {_ENOUGH}",
                _DRAW,
            )
    return ()
