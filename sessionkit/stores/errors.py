"""What a store that lasts can raise: one clear sentence each."""


class StoreError(Exception):
    """A store could not do what it was asked to."""

    def _render_traceback_(self) -> list[str]:
        # IPython shows these lines in place of a traceback through our code
        return [f"{type(self).__name__}: {self}"]


class StoreUnavailableError(StoreError):
    """The file or the server cannot be reached; nothing is known to be written.

    The same store works again when it is back.
    """


class NotStorableError(StoreError, TypeError):
    """A key or a value that would not come back as it is; nothing was written."""
