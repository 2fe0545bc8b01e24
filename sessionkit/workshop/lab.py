"""Copy the lessons to a learner's folder, and open them in JupyterLab."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Final

from sessionkit.errors import SessionkitError
from sessionkit.extras import installing
from sessionkit.workshop.checkpoint import begun_at, file_name, place
from sessionkit.workshop.lessons import bare, lesson

NOTEBOOK: Final = ".ipynb"
PAGES: Final = {NOTEBOOK, ".md", ".png", ".svg", ".jpg", ".gif", ".webp"}
"""The files of the notebooks' folder that a learner gets, by suffix."""
MANIFEST: Final = ".sessionkit.json"
"""Where a learner's folder keeps the hash of each file that we copied there."""
KEPT: Final = "_mine"
"""The end of the name under which a reset keeps the learner's notebook."""


class LabError(SessionkitError, RuntimeError):
    """The lessons cannot be copied or opened; the message says why and what to do."""


@dataclass
class LaidOut:
    """What happened to each file in a learner's folder, by its path in there."""

    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Say it in a line or two."""
        said = f"{len(self.new)} new, {len(self.updated)} updated"
        if self.kept:
            said += (
                f"\nKept as you changed them: {', '.join(self.kept)}. For a fresh one, "
                "rename or delete yours and run this again."
            )
        return said


def lessons_folder() -> Path:
    """Return the notebooks' folder: the one in the wheel, or the one in the clone.

    Raises ``LabError`` where there is neither.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_notebooks", package.parent / "notebooks"):
        if folder.is_dir():
            return folder
    raise LabError(
        f"There are no lessons with the sessionkit in {package}: install it again."
    )


def lay_out(source: Path, target: Path) -> LaidOut:
    """Copy the pages of ``source`` into ``target``, notebooks without their outputs.

    A file that differs from what we copied is the learner's, and stays. Raises
    ``LabError`` if ``target`` cannot hold the lessons or cannot be written.
    """
    result = LaidOut()
    try:
        if target.resolve().is_relative_to(source.resolve()):
            raise LabError(
                f"{target} is where sessionkit keeps its own lessons: "
                "name another folder."
            )
        if target.exists() and not target.is_dir():
            raise LabError(f"{target} is a file: name a folder for the lessons.")
        target.mkdir(parents=True, exist_ok=True)
        ours = _manifest(target)
        for page in pages(source):
            name = page.relative_to(source).as_posix()
            content = fresh(page)
            if (target / name).is_dir():
                raise LabError(
                    f"{target / name} is a folder, and a lesson has that name: move "
                    "or rename the folder, and run this again."
                )
            now = _content(target / name)
            if now != content:
                if now is not None and ours.get(name) != _hash(now):
                    result.kept.append(name)
                    continue
                _write(target / name, content)
                (result.new if now is None else result.updated).append(name)
            ours[name] = _hash(content)
        _write(target / MANIFEST, json.dumps(ours, indent=1).encode())
    except OSError as error:
        where = error.filename or target
        raise LabError(
            f"The lessons cannot be written to {target}: {error.strerror or error} "
            f"({where}). Mend that, or name another folder."
        ) from None
    return result


def pages(source: Path) -> list[Path]:
    """Return the files of ``source`` that a learner gets, sorted."""
    return sorted(
        path
        for path in source.rglob("*")
        if path.suffix in PAGES
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(source).parts)
    )


def fresh(page: Path) -> bytes:
    """Return a page as a learner gets it: a notebook loses its outputs."""
    content = page.read_bytes()
    if page.suffix != NOTEBOOK:
        return content
    return bare(json.loads(content))


def begin(source: Path, target: Path, name: str) -> tuple[str, bool]:
    """Write a lesson that begins at a section ("02.6") into ``target``.

    What comes before the section is solved. Returns the file's name, and whether it is
    new: one that is there stays. Raises ``LessonError`` if there is no such section,
    ``LabError`` if the file cannot be written.
    """
    found, section = place(source, name)
    file = target / file_name(found, section)
    if os.path.lexists(file):
        return file.name, False
    try:
        _write(file, begun_at(found, section))
    except OSError as error:
        raise LabError(
            f"{file} cannot be written: {error.strerror or error}."
        ) from None
    return file.name, True


def reset(source: Path, target: Path, name: str) -> str:
    """Give a lesson anew, and keep the learner's under another name; return that name.

    It is the empty text where nothing was changed. Raises ``LessonError`` if there is
    no such lesson, ``LabError`` if the folder is not there or cannot be written.
    """
    found = lesson(source, name)
    require_folder(target)
    mine, content, kept = target / found.path.name, fresh(found.path), ""
    lay_out(source, target)  # it refuses a folder that cannot have lessons
    try:
        if _content(mine) != content:
            kept = _free(target, f"{found.path.stem}{KEPT}")
            mine.rename(target / kept)
            _write(mine, content)
    except OSError as error:
        there = mine if os.path.lexists(mine) else target / kept
        raise LabError(
            f"Lesson {found.number} cannot be reset: {error.strerror or error}. "
            f"Yours is {there}."
        ) from None
    lay_out(source, target)  # it writes down what is ours
    return kept


def require_folder(folder: Path) -> None:
    """Raise ``LabError`` if there is no such folder."""
    if not folder.is_dir():
        raise LabError(f"There is no folder {folder}: `sessionkit lab` makes one.")


def _free(folder: Path, stem: str) -> str:
    """Return a name that no file in the folder has."""
    names = (f"{stem}{number or ''}{NOTEBOOK}" for number in count())
    return next(name for name in names if not (folder / name).exists())


def first_lesson(folder: Path) -> str:
    """Return the name of the lesson to begin with; ``LabError`` without lessons."""
    for path in sorted(folder.glob(f"[0-9]*{NOTEBOOK}")):
        return path.name
    raise LabError(f"There are no lessons in {folder}.")


def open_lab(folder: Path, lesson: str, options: Sequence[str] = ()) -> None:
    """Open JupyterLab on a lesson in ``folder``; return when it has ended.

    ``options`` go to JupyterLab as they are. Raises ``LabError`` where JupyterLab is
    not installed.
    """
    if find_spec("jupyterlab") is None:
        raise LabError(
            f"JupyterLab is not installed. Install it with: {installing('lab')}"
        )
    # its many imports are slow, and only wanted here
    from jupyterlab.labapp import LabApp

    LabApp.launch_instance([*_arguments(folder, lesson), *options])


def _arguments(folder: Path, lesson: str) -> Iterator[str]:
    yield f"--ServerApp.root_dir={folder.resolve()}"
    yield "--ServerApp.ip=127.0.0.1"
    yield f"--LabApp.default_url=/lab/tree/{lesson}"
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # in a container everybody is root, and JupyterLab would refuse to start
        yield "--ServerApp.allow_root=True"


def _manifest(target: Path) -> dict[str, str]:
    """Return what we copied, as names to hashes; empty if that cannot be known."""
    try:
        known = json.loads((target / MANIFEST).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return dict(known) if isinstance(known, Mapping) else {}


def _content(path: Path) -> bytes | None:
    """Return the content of a file; ``None`` if there is no such file."""
    if path.is_file():
        return path.read_bytes()
    # a dangling link is no page of ours: content that we never wrote
    return b"" if os.path.lexists(path) else None


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Write a file completely or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
