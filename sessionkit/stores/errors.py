"""What a store that lasts can raise: one clear sentence each."""

from sessionkit.errors import SessionkitError


class StoreError(SessionkitError):
    """A store could not do what it was asked to."""


class StoreUnavailableError(StoreError):
    """The file or the server cannot be reached; nothing is known to be written.

    The same store works again when it is back.
    """


class NotStorableError(StoreError, TypeError):
    """A key or a value that would not come back as it is; nothing was written."""


class UnreadableError(StoreError):
    """What is in the storage was not written by this store, or by another version."""
