"""One base of all errors that sessionkit raises: ``except SessionkitError`` is enough.

An error keeps the builtin base that callers of its kind expect, too: a name that is not
there is a ``LookupError``, a text that cannot be read a ``ValueError``.
"""

from collections.abc import Iterable
from difflib import get_close_matches


class SessionkitError(Exception):
    """Something that sessionkit could not do: one clear sentence, and what mends it."""

    def _render_traceback_(self) -> list[str]:
        # IPython shows these lines in place of a traceback through our code
        return [f"{type(self).__name__}: {self}"]


class UnknownNameError(SessionkitError, LookupError):
    """There is nothing of that name."""


class CallError(SessionkitError, TypeError, ValueError):
    """A function was called with too few, too many or other arguments."""


class NotAnOperationError(SessionkitError, TypeError):
    """What was given is no operation, or no list of operations."""


def no_such(what: str, name: object, known: Iterable[str]) -> UnknownNameError:
    """Return the error for a name that is not ``known``: the likely one, or all."""
    names = list(known)
    alike = get_close_matches(str(name), names, n=1)
    there = f"did you mean {alike[0]!r}?" if alike else f"there are: {', '.join(names)}"
    return UnknownNameError(f"no {what} {name!r}; {there}")
