"""Session ids that nobody guesses."""

import secrets
from collections.abc import Callable
from typing import Final

from sessionkit.in_a_cell import in_a_cell
from sessionkit.web.cookie import is_id

BITS: Final = 128
"""Random bits that an id has at least (OWASP ASVS 5.0, 7.2.3)."""
_BITS_OF_ONE: Final = 6
"""Bits of one character, of which there are 64, at most."""


@in_a_cell
def random_id() -> str:
    """Return a new id of 43 characters, with 256 random bits."""
    return secrets.token_urlsafe(32)


def checked(new_id: Callable[[], str], *, guessable: bool) -> Callable[[], str]:
    """Return ``new_id`` with each id checked; try it on two unless it is guessable.

    Raises ``ValueError`` for an id that can be none, that is too short for 128 random
    bits, or that comes twice. How random a longer one is nobody can see.
    """
    if not callable(new_id):
        raise ValueError(f"new_id is called for each new id, not {new_id!r}")

    def checked_id() -> str:
        session_id = new_id()
        if not isinstance(session_id, str) or not is_id(session_id):
            raise ValueError(
                "new_id gives 1 to 128 of the characters A-Z a-z 0-9 _ -, "
                f"not {session_id!r}"
            )
        bits = len(session_id) * _BITS_OF_ONE
        if not guessable and bits < BITS:
            raise ValueError(
                f"new_id gives ids of {len(session_id)} characters, which is {bits} "
                f"random bits at most, and {BITS} are needed; leave it out, or say "
                "guessable_ids=True where nobody's session is at stake"
            )
        return session_id

    if not guessable and checked_id() == checked_id():
        raise ValueError("new_id gives the same id twice, so all would share a session")
    return checked_id
