"""What a store prints while it is searched: dropped, as it would be 10,000 lines."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any


class _Quiet:
    """Several searches may overlap: the last to end brings the output back."""

    searches = 0
    kept: Any = None


@contextmanager
def quiet() -> Iterator[None]:
    """Drop what is printed inside, also if it awaits."""
    if not _Quiet.searches:
        _Quiet.kept, sys.stdout = sys.stdout, StringIO()
    _Quiet.searches += 1
    try:
        yield
    finally:
        _Quiet.searches -= 1
        if not _Quiet.searches:
            sys.stdout = _Quiet.kept
