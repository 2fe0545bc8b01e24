"""Where the notebooks are."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
NOTEBOOKS: Final = ROOT / "notebooks"
SOLUTIONS: Final = "solutions"
MAP: Final = "README.md"


def notebooks_in(places: Iterable[Path]) -> list[Path]:
    """List notebooks, sorted and each once.

    Takes notebook files and folders (searched to any depth, save for
    `.ipynb_checkpoints`). Raises `FileNotFoundError` for a place that is not there.
    """
    found: set[Path] = set()
    for place in places:
        if not place.exists():
            message = f"{place} does not exist. Name a notebook or a folder."
            raise FileNotFoundError(message)
        inside = place.rglob("*.ipynb") if place.is_dir() else [place]
        found.update(p for p in inside if ".ipynb_checkpoints" not in p.parts)
    return sorted(found)


def shown(path: Path) -> str:
    """Name a file as the reader of a message knows it: from the project's root."""
    if path.is_absolute() and path.is_relative_to(ROOT):
        return path.relative_to(ROOT).as_posix()
    return path.as_posix()
