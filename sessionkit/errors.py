"""One base of all errors that sessionkit raises: ``except SessionkitError`` is enough.

An error keeps the builtin base that callers of its kind expect, too: a name that is not
there is a ``LookupError``, a text that cannot be read a ``ValueError``.
"""


class SessionkitError(Exception):
    """Something that sessionkit could not do: one clear sentence, and what mends it."""

    def _render_traceback_(self) -> list[str]:
        # IPython shows these lines in place of a traceback through our code
        return [f"{type(self).__name__}: {self}"]
