"""The entries of each lesson, from its file in the folder ``lessons``."""

import json
from functools import cache
from importlib.resources import files
from typing import Any, Final

LESSONS: Final = ("00", "01", "02", "03", "04", "05", "06", "07", "08")


@cache
def lesson(number: str) -> dict[str, Any]:
    """Read a lesson's entries; ``LookupError``, which lists the lessons, for none."""
    if number not in LESSONS:
        raise LookupError(f"no lesson {number!r}; there are: {', '.join(LESSONS)}")
    path = files("sessionkit.teaching") / "lessons" / f"{number}.json"
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


def entries(kind: str) -> dict[str, Any]:
    """Return the named entries of a kind, such as ``hints``, from all lessons."""
    return {
        name: entry
        for number in LESSONS
        for name, entry in lesson(number).get(kind, {}).items()
    }
