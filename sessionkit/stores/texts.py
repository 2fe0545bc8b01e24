"""What store classes have in common that keep values as JSON, under a name."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final

from sessionkit.stores.base import Sessions
from sessionkit.stores.errors import NotStorableError, UnreadableError
from sessionkit.stores.names import session_name
from sessionkit.stores.values import COPIES, check_key, dump, load

MOST_OF_A_VALUE: Final = 1_000_000
"""Characters of JSON that one value may have."""
SESSION_SIZE: Final = 8_000_000
"""Characters that all keys and values of one session may have, values as JSON."""

MOST_NAMED: Final = 80
"""Characters of the keys that an error names."""


class TextSessions(Sessions):
    """A store class whose values are texts in some storage outside the program."""

    does_not: ClassVar[Mapping[str, str]] = COPIES
    prefix: str
    session_size: int

    def name(self, session_id: str | None) -> str:
        return session_name(self.prefix, session_id)

    def check_key(self, key: Any) -> None:
        check_key(key)

    def pack(self, key: str, value: Any) -> str:
        text = dump(key, value)
        if len(text) > MOST_OF_A_VALUE:
            raise NotStorableError(
                f"{key!r} was not set: it has {len(text):,} characters as JSON, "
                f"more than the {MOST_OF_A_VALUE:,} allowed; keep it elsewhere, and "
                "only its place in the session"
            )
        return text

    def checked_size(self, values: Mapping[str, str]) -> int:
        """Return their size; ``NotStorableError`` if it alone is too much."""
        size = size_of(values)
        if size > self.session_size:
            raise too_large(values, size, self.session_size)
        return size

    def unpack(self, key: str, kept: Any) -> Any:
        try:
            return load(kept)
        except (ValueError, TypeError):
            raise UnreadableError(
                f"the value of {key!r} in {self} is not JSON, so something else wrote "
                "it; set or remove the key, or clear the session"
            ) from None


def size_of(values: Mapping[str, str]) -> int:
    """Return how many characters keys and values have."""
    return sum(map(len, values)) + sum(map(len, values.values()))


def too_large(keys: Iterable[str], size: int, most: int) -> NotStorableError:
    """Return the error of a write that would make a session larger than it may be."""
    named = ", ".join(map(repr, keys))
    named = named if len(named) <= MOST_NAMED else f"{named[:MOST_NAMED]}..."
    return NotStorableError(
        f"nothing was set: with {named} the session would have {size:,} characters, "
        f"and session_size allows {most:,}; remove what is not needed, keep large "
        "values elsewhere, or give the store class a larger session_size"
    )


def checked_size(session_size: int) -> int:
    """Return a bound on the size of a session; raise ``ValueError`` for none."""
    if type(session_size) is not int or session_size < 1:
        raise ValueError(
            f"session_size is a number of characters above 0, not {session_size!r}"
        )
    return session_size
