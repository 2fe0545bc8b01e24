"""Join the page's modules into one text: anywidget loads its script as one module.

The modules stay real ones, which editors, TypeScript and Node read as they are. This
needs no build step: the import lines are dropped, and so is the word ``export``. All
modules then share one scope, so what cannot be joined without a change of meaning is
refused. Declarations are looked for at the start of a line, where the formatter puts
those of a module and no others.
"""

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Final

from sessionkit.errors import SessionkitError

FORM: Final = 'import { name } from "./file.js";'
"""The one form of an import that is understood; it may name more, over many lines."""

_IMPORT = re.compile(
    r'^import \{\s*([\w$]+(?:,\s*[\w$]+)*),?\s*\} from "(\.\.?/[\w./-]+)";\n', re.M
)
_DECLARED = re.compile(
    r"^(export )?(?:async )?(?:function|class|const|let|var)\*? ([\w$]+)", re.M
)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let|var)\b)", re.M)
_PATTERN = re.compile(r"^(?:export )?(?:const|let|var) [^\w$].*", re.M)
_DEFAULT = re.compile(r"^export default .*", re.M)
_UNKNOWN = re.compile(r"^(?:import|export)\b.*", re.M)


class JoinError(SessionkitError, ValueError):
    """The modules cannot be joined; the message names the file and the line."""


@dataclass(frozen=True)
class _Module:
    name: str
    imports: dict[str, set[str]]
    declared: set[str]
    exported: set[str]
    code: str


def join(folder: Traversable, entry: str) -> str:
    """Return ``entry`` and all modules that it needs, each after those that it imports.

    ``entry`` is a file of ``folder``, and the only one that may have a default export.
    Raises ``JoinError`` for a file that is missing or outside of ``folder``, an import
    or export in another form, modules that import each other in a circle, a name that
    is imported but not exported, and a name that two modules declare.
    """
    modules: dict[str, _Module] = {}
    _collect(folder, entry, (), modules)
    _check_imports(modules)
    _check_names(modules.values())
    return "".join(f"// {one.name}\n{one.code}\n" for one in modules.values())


def _collect(
    folder: Traversable, name: str, way: tuple[str, ...], modules: dict[str, _Module]
) -> None:
    if name in way:
        circle = " imports ".join([*way[way.index(name) :], name])
        raise JoinError(f"{circle}: move what both need to a third file.")
    if name in modules:
        return
    module = _read(folder, name, by=way[-1] if way else "", entry=not way)
    for needed in module.imports:
        _collect(folder, needed, (*way, name), modules)
    modules[name] = module


def _read(folder: Traversable, name: str, *, by: str, entry: bool) -> _Module:
    try:
        text = folder.joinpath(name).read_text("utf-8")
    except OSError:
        needs = f"{by} imports it" if by else "it is the entry"
        raise JoinError(
            f"There is no file {name} in the page's folder: {needs}."
        ) from None
    imports: dict[str, set[str]] = {}
    for names, path in _IMPORT.findall(text):
        imports.setdefault(_beside(name, path), set()).update(
            re.findall(r"[\w$]+", names)
        )
    code = _EXPORT.sub("", _IMPORT.sub("", text))
    _refuse_unknown(name, _DEFAULT.sub("", code, count=1) if entry else code)
    declared = _DECLARED.findall(text)
    return _Module(
        name,
        imports,
        declared={one for _, one in declared},
        exported={one for export, one in declared if export},
        code=code,
    )


def _beside(name: str, path: str) -> str:
    """Return the file that ``path`` means in the file ``name``."""
    found = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
    if found.startswith("../"):
        raise JoinError(
            f"{name} imports {path}, which is outside of the page's folder."
        )
    return found


def _refuse_unknown(name: str, code: str) -> None:
    unknown = _UNKNOWN.search(code)
    if unknown:
        raise JoinError(
            f"{name} has a line that cannot be joined: {unknown[0]!r}. Write an "
            f"import as {FORM!r}, and `export` before a function, class or constant; a "
            "default export belongs in the entry alone."
        )
    pattern = _PATTERN.search(code)
    if pattern:
        raise JoinError(
            f"{name} takes names out of a value at its top level: {pattern[0]!r}. "
            "Declare each name by itself, so that a name that stands twice is seen."
        )


def _check_imports(modules: dict[str, _Module]) -> None:
    for module in modules.values():
        for file, names in module.imports.items():
            for name in sorted(names - modules[file].exported):
                raise JoinError(
                    f"{module.name} imports {name!r}, which {file} does not export."
                )


def _check_names(modules: Iterable[_Module]) -> None:
    homes: dict[str, str] = {}
    for module in modules:
        for name in sorted(module.declared):
            if name in homes:
                raise JoinError(
                    f"{homes[name]} and {module.name} both declare {name!r}; joined "
                    "they share one scope, so give one of them another name."
                )
            homes[name] = module.name
