"""Write the page's side of the messages, ``page/protocol.js``, from the kernel's.

``python -m tests.live.inspector.typedefs`` does it; a test tells when it is due.
"""

import inspect
import re
import types
from importlib.resources import files
from pathlib import Path
from typing import (
    Any,
    Final,
    Literal,
    NotRequired,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from sessionkit.live.inspector import protocol

PATH: Final = Path(str(files("sessionkit.live.inspector") / "page" / "protocol.js"))
HEAD: Final = """\
// What the kernel and the page say to each other: types, and nothing to run.
// Written from ../protocol.py, where more is said, by tests/live/inspector/typedefs.py.
"""
TAIL: Final = """\
/** @typedef {Message & {message: number, heard?: number}} Numbered */

/** @typedef {import("@anywidget/types").AnyModel<Traits>} Model */

export {};
"""
WIDTH: Final = 80
NAMES: Final = {int: "number", float: "number", str: "string", bool: "boolean"}


def typedefs() -> str:
    """Return the text of ``page/protocol.js``."""
    types_ = [one for one in _reached(protocol.Traits) if is_typeddict(one)]
    for union in ("Message", "Request"):
        for one in get_args(getattr(protocol, union)):
            types_ += [each for each in _reached(one) if each not in types_]
    unions = [
        f"/** @typedef {{{_type(getattr(protocol, one))}}} {one} */\n"
        for one in ("Message", "Request")
    ]
    return "\n".join([HEAD, *map(_typedef, types_), *unions, TAIL])


def _reached(typed: Any) -> list[Any]:
    """Return the typed dicts that a type is made of, each after those it needs."""
    found: list[Any] = []
    parts = get_type_hints(typed).values() if is_typeddict(typed) else get_args(typed)
    for part in parts:
        if typed in get_args(part):
            continue  # a tree is made of trees
        found += [one for one in _reached(part) if one not in found]
    return [*found, typed] if is_typeddict(typed) else found


def _typedef(typed: Any) -> str:
    summary = (inspect.getdoc(typed) or "").split("\n\n")[0].replace("``", "`")
    lines = summary.replace("`None`", "null").splitlines()
    fields, end = _fields(typed), f"}}}} {typed.__name__}"
    if len(fields) == 1:
        lines.append(f"@typedef {{{{ {fields[0].strip(' ,')} {end}")
    else:
        lines += ["@typedef {{", *fields, end]
    return "\n".join(["/**", *(f" * {line}" for line in lines), " */\n"])


def _fields(typed: Any) -> list[str]:
    """Write the fields of a typed dict, as many on a line as it holds."""
    lines = [""]
    for name, hint in get_type_hints(typed, include_extras=True).items():
        written = _type(hint)
        # a kernel in the browser leaves out what is None
        optional = get_origin(hint) is NotRequired or "null" in written.split(" | ")
        field = f" {name}{'?' if optional else ''}: {written},"
        if len(lines[-1]) + len(field) > WIDTH:
            lines.append("")
        lines[-1] += field
    return [f" {line}" for line in lines]


def _type(hint: Any) -> str:
    arguments, origin = get_args(hint), get_origin(hint)
    if origin is NotRequired:
        return _type(arguments[0])
    if origin in (types.UnionType, Union):
        return " | ".join(map(_type, arguments))
    if origin is Literal:
        return " | ".join(f'"{one}"' for one in arguments)
    if origin is list:
        inner = _type(arguments[0])
        return f"{inner}[]" if re.fullmatch(r"[\w\[\]]+", inner) else f"({inner})[]"
    if hint is type(None):
        return "null"
    return NAMES.get(hint) or str(hint.__name__)


if __name__ == "__main__":
    PATH.write_text(typedefs(), "utf-8")
