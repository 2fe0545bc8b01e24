"""What to say of an error, from a lesson's file: the first entry that fits."""

import re

from sessionkit.teaching.entries import lesson
from sessionkit.traces.answer import Answer


def raised(number: str, answer: Answer) -> tuple[str, str] | None:
    """Return a name for the mistake behind an error in a lesson, and what to do.

    The name is empty where the lesson's file gives none; ``None`` where no entry fits.
    """
    for entry in lesson(number)["raised"]:
        found = re.search(entry["error"], f"{answer.error}: {answer.message}")
        if found:
            return entry.get("kind", ""), found.expand(entry["hint"])
    return None
