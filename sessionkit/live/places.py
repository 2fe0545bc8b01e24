"""The line of code that called a store: in a cell of a notebook, or in a file."""

import linecache
import os
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

from sessionkit.traces.values import visible

_KIT: Final = str(Path(__file__).parents[1]) + os.sep
_LIBRARY: Final = sysconfig.get_path("stdlib") + os.sep
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, or of a cell, which Python knows by a file's name, too."""

    file: str
    line: int

    @property
    def name(self) -> str:
        """``In[5], line 2`` for a cell, else the file's name with the line."""
        return f"{_cell(self.file) or Path(self.file).name}, line {self.line}"

    @property
    def code(self) -> str:
        """What the line says, if it can still be read."""
        line = linecache.getline(self.file, self.line).strip()
        return visible(line, limit=_LONGEST)


def caller() -> Place | None:
    """Return the line outside of this package that called; ``None`` for no such line.

    Names of files are compared, and no file is read.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename.startswith(_KIT):
        frame = frame.f_back
    # a task that the inspector itself began is called by asyncio
    if frame is None or frame.f_code.co_filename.startswith(_LIBRARY):
        return None
    return Place(frame.f_code.co_filename, frame.f_lineno)


def _cell(file: str) -> str:
    """Return the name of the cell that IPython compiled as ``file``, or ``""``."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    # not there in every IPython, nor in a kernel that runs in the browser
    name = getattr(getattr(shell, "compile", None), "format_code_name", lambda _: None)
    named = name(file)
    return str(named[1]) if named else ""
