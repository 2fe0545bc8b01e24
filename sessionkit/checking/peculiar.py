"""What is peculiar about a text that a store does not take as it is."""

from collections.abc import Callable, Sequence
from typing import Final
from unicodedata import normalize

from sessionkit.checking.swaps import shown
from sessionkit.contract import METHODS

LONG: Final = 64
"""Characters of a text that is called long."""


def peculiar(blamed: Sequence[str | None], others: Sequence[str | None]) -> str:
    """Say what is peculiar about the one text blamed; nothing of several or none."""
    if len(blamed) > 1 or blamed[0] is None:
        return ""
    text = blamed[0]
    beside = next(filter(None, (_beside(text, one) for one in others)), "")
    return f", {beside or _alone(text)}" if beside or _alone(text) else ""


def _beside(text: str, other: str | None) -> str:
    if other is None:
        return "beside a visitor with no id" if text in ("", "None") else ""
    for fold, what in _FOLDS:
        if fold(text) == fold(other):
            return f"which differs from {shown(other)} {what}"
    if len(text) <= LONG and text.startswith(other):
        return f"which begins as {shown(other)} does"
    return f"with which {shown(other)} begins" if other.startswith(text) else ""


def _alone(text: str) -> str:
    odd = [one for one in text if not (one.isalnum() or one == "_")]
    for holds, said in (
        (not text, "the empty string"),
        (len(text) > LONG, f"a string of {len(text)} characters"),
        (not text.isascii(), "which has characters beyond ASCII"),
        (text in _OWN or text[:2] == "__", "a name that the store object has itself"),
        (bool(odd), f"which has {shown(odd[0]) if odd else ''} in it"),
        (text.isdigit(), "which looks like a number"),
    ):
        if holds:
            return said
    return ""


_OWN: Final = {*METHODS, "session_id"}
_FOLDS: Final[tuple[tuple[Callable[[str], str], str], ...]] = (
    (str.casefold, "in case alone"),
    (str.strip, "in spaces at the ends alone"),
    (lambda text: normalize("NFC", text), "in how a letter is composed alone"),
)
