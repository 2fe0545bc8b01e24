"""Load the class that a learner names on the command line."""

import contextlib
import importlib
import importlib.util
import inspect
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from sessionkit.errors import SessionkitError

FORM: Final = "Name it as file.py:Class or package.module:Class"
_NAMED: Final = 8
_MACHINERY: Final = (__file__, importlib.__file__)


class LoadError(SessionkitError, ValueError):
    """There is no such class to be had; the message says why and what to do."""


def load(name: str) -> Any:
    """Return what ``file.py:Class`` or ``package.module:Class`` names.

    Raises ``LoadError`` where the name has another form, the file or module is not
    there or raises, or there is nothing of that name in it that could make a store.
    """
    # from the right: a path on Windows has a colon of its own
    place, _, wanted = name.rpartition(":")
    if not place or not wanted.isidentifier():
        raise LoadError(f"{name!r} names no class. {FORM}.")
    is_file = place.endswith(".py") or Path(place).is_file()
    module = _file(Path(place)) if is_file else _module(place)
    found = getattr(module, wanted, None)
    if callable(found) and not inspect.isbuiltin(found):
        return found
    if inspect.isbuiltin(found):
        raise LoadError(f"{place}:{wanted} is a function of Python's own, no class.")
    what = "no" if found is None else "something that is no class for"
    raise LoadError(f"{place} has {what} {wanted}; {_classes(module)}.")


def _file(path: Path) -> ModuleType:
    if not path.is_file():
        raise LoadError(f"There is no file {path}. {FORM}.")
    name = f"checked_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path.resolve())
    if spec is None or spec.loader is None:
        raise LoadError(f"{path} is no Python file. {FORM}.")
    module = importlib.util.module_from_spec(spec)
    # where dataclasses and inspect look for it
    sys.modules[name] = module
    try:
        with _importable(path.resolve().parent):
            spec.loader.exec_module(module)
    # a learner's file may raise anything, and may end in sys.exit()
    except (Exception, SystemExit) as error:  # noqa: BLE001
        raise LoadError(_blame(error, str(path))) from None
    return module


def _module(name: str) -> ModuleType:
    if not all(part.isidentifier() for part in name.split(".")):
        raise LoadError(f"{name!r} is neither a file nor a module. {FORM}.")
    try:
        # a console script does not look for modules in the current folder
        with _importable(Path.cwd()):
            return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name and f"{name}.".startswith(f"{error.name}."):
            raise LoadError(f"There is no module {error.name}. {FORM}.") from None
        raise LoadError(_blame(error, name)) from None
    # as in a file
    except (Exception, SystemExit) as error:  # noqa: BLE001
        raise LoadError(_blame(error, name)) from None


@contextlib.contextmanager
def _importable(folder: Path) -> Iterator[None]:
    """Look for modules in a folder first; afterwards, where nothing else has them.

    So a file of the learner's hides no module that others import later on.
    """
    place = str(folder)
    if place in sys.path:
        yield
        return
    sys.path.insert(0, place)
    try:
        yield
    finally:
        sys.path.remove(place)
        sys.path.append(place)


def _blame(error: BaseException, place: str) -> str:
    """Say where the learner's file went wrong and with what, in one line."""
    kind = type(error).__name__
    if isinstance(error, SyntaxError) and error.lineno:
        where = _shown(error.filename or place)
        return f"{where}, line {error.lineno}: {kind}: {error.msg}"
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith("<frozen") and frame.filename not in _MACHINERY
    ]
    # the learner's file comes first; what it calls may lead far away from it
    own = [frame for frame in frames if frame.filename == frames[0].filename]
    if own:
        place = f"{_shown(own[-1].filename)}, line {own[-1].lineno}"
    return f"{place}: {kind}: {error}".rstrip(": ")


def _shown(filename: str) -> str:
    path = Path(filename)
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _classes(module: ModuleType) -> str:
    names = [
        name
        for name, one in inspect.getmembers(module, inspect.isclass)
        if one.__module__ == module.__name__
    ]
    if len(names) > _NAMED:
        names[_NAMED:] = [f"and {len(names) - _NAMED} others"]
    return f"its classes: {', '.join(names)}" if names else "it has no classes"
