"""What store classes have in common that keep values as JSON, under a name."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from sessionkit.stores.base import Sessions
from sessionkit.stores.errors import NotStorableError, UnreadableError
from sessionkit.stores.names import session_name
from sessionkit.stores.values import COPIES, check_key, dump, load

MOST_OF_A_VALUE: Final = 1_000_000
"""Characters of JSON that one value may have."""
MOST_AT_ONCE: Final = 8_000_000
"""Characters of JSON that all values of one ``set_many`` may have."""


class TextSessions(Sessions):
    """A store class whose values are texts in some storage outside the program."""

    does_not: ClassVar[Mapping[str, str]] = COPIES
    prefix: str

    def name(self, session_id: str | None) -> str:
        return session_name(self.prefix, session_id)

    def check_key(self, key: Any) -> None:
        check_key(key)

    def pack(self, key: str, value: Any) -> str:
        text = dump(key, value)
        if len(text) > MOST_OF_A_VALUE:
            raise NotStorableError(
                f"{key!r} was not set: it has {len(text):,} characters as JSON, and a "
                f"value has {MOST_OF_A_VALUE:,} at most; keep it elsewhere, and in the "
                "session only where to find it"
            )
        return text

    def check_size(self, values: Mapping[str, str]) -> None:
        size = sum(map(len, values.values()))
        if size > MOST_AT_ONCE:
            raise NotStorableError(
                f"nothing was set: all together have {size:,} characters as JSON, and "
                f"{MOST_AT_ONCE:,} is the most that is written at once"
            )

    def unpack(self, key: str, kept: Any) -> Any:
        try:
            return load(kept)
        except (ValueError, TypeError):
            raise UnreadableError(
                f"the value of {key!r} in {self} is not JSON, so something else wrote "
                "it; set or remove the key, or clear the session"
            ) from None
