"""Whether this Python runs in a page of a browser, and what is said of its limits."""

import sys
from typing import Final

INSTEAD: Final = (
    'To see what it gives, open this lesson under "Read"; to run it, install '
    "sessionkit on a computer."
)
"""What whoever runs a lesson in a page can do where the page cannot."""


def in_page() -> bool:
    """Whether this is Pyodide: no threads, no other programs, no sockets."""
    return sys.platform == "emscripten"


def lacks_programs(error: Exception) -> bool:
    """Whether this is what Pyodide raises where another program is to be started."""
    return in_page() and isinstance(error, OSError) and "emscripten" in str(error)


def cannot(what: str) -> str:
    """Say in one line that a page cannot do ``what``, such as "start a server"."""
    return f"A page in a browser cannot {what}. {INSTEAD}"
