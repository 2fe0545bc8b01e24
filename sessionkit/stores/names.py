"""What the session of an id is called where it is kept."""

from sessionkit.stores.errors import NotStorableError
from sessionkit.stores.values import check_text

PREFIX = "session"


def checked_prefix(prefix: str) -> str:
    """Return a prefix; raise ``ValueError`` for one that no name can begin with."""
    if not isinstance(prefix, str) or not prefix.isprintable():
        raise ValueError(f"prefix begins the name of a session, not {prefix!r}")
    return prefix


def session_name(prefix: str, session_id: str | None) -> str:
    """Return ``session:ada`` for the id ``ada``, and ``session`` for no id at all.

    Raises ``NotStorableError`` for an id that is no text.
    """
    if session_id is None:
        return prefix
    if not isinstance(session_id, str):
        kind = type(session_id).__name__
        raise NotStorableError(f"a session id is a str or None, not of type {kind}")
    check_text(session_id, "session id")
    return f"{prefix}:{session_id}"
