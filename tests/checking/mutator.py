"""Stores that differ from one by a single change to its syntax tree."""

import ast
import copy
import inspect
import json
import sqlite3
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sessionkit import memory

OTHERS: Final = {
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Eq: ast.NotEq,
}
INSTEAD: Final = ("None", "True", "{{}}", "0", "''")


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A store to change: its source, and what is put in place of what.

    ``around`` is put around an expression that may be of the kind that this changes;
    ``fixed`` are those that may not. ``names`` stand for each other, and so do the
    attributes ``methods``; ``texts`` are pieces of texts, each with others. ``room``
    makes the names that the source needs.
    """

    source: str
    class_name: str
    names: tuple[str, ...]
    methods: tuple[str, ...]
    around: tuple[str, ...]
    fixed: tuple[str, ...]
    texts: tuple[tuple[str, str], ...] = ()
    room: Callable[[], dict[str, Any]] = dict


@dataclass(frozen=True)
class Mutant:
    """A changed store class; ``name`` says what was changed, and where."""

    name: str
    store_class: type


def mutants(subject: Subject) -> Iterator[Mutant]:
    """Make all of them, each of another text than the others and the original.

    Where one name would stand for several in a method, it is numbered.
    """
    original = ast.parse(subject.source)
    seen = {ast.unparse(original)}
    names: Counter[str] = Counter()
    for name, tree in _changed(original, subject):
        text = ast.unparse(ast.fix_missing_locations(tree))
        if text in seen:
            continue
        seen.add(text)
        names[name] += 1
        numbered = f"{name} ({names[name]})" if names[name] > 1 else name
        yield Mutant(numbered, made(subject, text))


def made(subject: Subject, text: str) -> type:
    """Return the class that a source makes."""
    room: dict[str, Any] = {"copy": copy, **subject.room()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # `is` beside a constant
        exec(compile(text, "<mutant>", "exec"), room)
    store_class: type = room[subject.class_name]
    return store_class


def _methods(tree: ast.Module) -> list[ast.AsyncFunctionDef | ast.FunctionDef]:
    kind = next(one for one in tree.body if isinstance(one, ast.ClassDef))
    functions = (ast.AsyncFunctionDef, ast.FunctionDef)
    return [one for one in kind.body if isinstance(one, functions)]


def _changed(
    original: ast.Module, subject: Subject
) -> Iterator[tuple[str, ast.Module]]:
    for method, function in enumerate(_methods(original)):
        nodes = [one for body in function.body for one in ast.walk(body)]
        plain = _never_changed(function)
        for number, node in enumerate(nodes):
            if node in plain:
                continue
            for label, change in _changes(node, subject):
                tree = copy.deepcopy(original)
                into = _methods(tree)[method]
                found = [one for body in into.body for one in ast.walk(body)][number]
                change(into, found)
                yield f"{function.name}: {label}", tree


def _never_changed(function: ast.AST) -> set[ast.AST]:
    """Return what is no value to change: a method itself, self, a dropped answer."""
    plain: set[ast.AST] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute):
            plain.add(node.value)
        if isinstance(node, ast.Expr | ast.Await):
            plain.add(node.value)
        if isinstance(node, ast.JoinedStr):
            plain |= {*node.values}
        if isinstance(node, ast.Starred):
            plain.add(node)
    return plain


def _changes(node: ast.AST, subject: Subject) -> Iterator[tuple[str, Any]]:
    if isinstance(node, ast.stmt):
        text = ast.unparse(node).split("\n")[0]
        yield f"without {text}", _without
        if not isinstance(node, ast.Return):
            yield f"twice {text}", _twice
    if isinstance(node, ast.If):
        yield f"never if {ast.unparse(node.test)}", _test(False)
        yield f"always if {ast.unparse(node.test)}", _test(True)
    if isinstance(node, ast.Compare) and type(node.ops[0]) in OTHERS:
        yield f"otherwise {ast.unparse(node)}", _compare
    if isinstance(node, ast.Attribute) and node.attr in subject.methods:
        for name in subject.methods:
            yield f"{ast.unparse(node)} as {name}", _attribute(name)
    if isinstance(node, ast.expr):
        yield from _replacements(node, subject)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        for piece, other in subject.texts:
            if piece in node.value:
                changed = node.value.replace(piece, other)
                yield f"{node.value!r} → {changed!r}", _constant(changed)


def _replacements(node: ast.expr, subject: Subject) -> Iterator[tuple[str, Any]]:
    loaded = isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
    if not loaded or (isinstance(node, ast.Attribute) and node.attr != "session_id"):
        return
    text = ast.unparse(node)
    if text == "self.session_id":
        yield f"{text} → str({text})", _put(f"str({text})")
    fixed = isinstance(node, ast.Constant | ast.Compare | ast.Dict) or (
        text in subject.fixed
    )
    for around in (*(subject.around[:1] if fixed else subject.around), *INSTEAD):
        put = around.format(text)
        yield f"{text} → {put}", _put(put)
    if isinstance(node, ast.Name):
        for name in subject.names:
            yield f"{text} → {name}", _put(name)


def _blocks(function: ast.AST) -> Iterator[list[ast.stmt]]:
    for node in ast.walk(function):
        for field in ("body", "orelse"):
            block = getattr(node, field, None)
            if isinstance(block, list) and block:
                yield block


def _without(function: ast.AST, node: ast.AST) -> None:
    for block in _blocks(function):
        if node in block:
            block[block.index(node)] = ast.Pass()


def _twice(function: ast.AST, node: ast.AST) -> None:
    for block in _blocks(function):
        if node in block:
            at = block.index(node)
            block.insert(at, copy.deepcopy(block[at]))
            return


def _test(value: bool) -> Any:
    def change(function: ast.AST, node: Any) -> None:
        node.test = ast.Constant(value)

    return change


def _constant(value: str) -> Any:
    def change(function: ast.AST, node: Any) -> None:
        node.value = value

    return change


def _compare(function: ast.AST, node: Any) -> None:
    node.ops[0] = OTHERS[type(node.ops[0])]()


def _attribute(name: str) -> Any:
    def change(function: ast.AST, node: Any) -> None:
        node.attr = name

    return change


def _put(text: str) -> Any:
    def change(function: ast.AST, node: ast.AST) -> None:
        class Put(ast.NodeTransformer):
            def visit(self, one: ast.AST) -> Any:
                if one is node:
                    return ast.parse(text, mode="eval").body
                return self.generic_visit(one)

        Put().visit(function)

    return change


MEMORY: Final = Subject(
    source=inspect.getsource(memory),
    class_name="MemorySessionStore",
    names=("key", "value", "values", "sessions", "self"),
    methods=("get", "pop", "setdefault", "keys", "items", "copy", "clear"),
    around=("not ({})", "bool({})", "str({})", "dict({})", "copy.deepcopy({})"),
    fixed=("key", "self.session_id"),
)


def _lesson_06() -> str:
    """Return the store of lesson 06 as one class: its second cell adds to the first."""
    (path,) = Path(__file__).parents[2].glob("notebooks/solutions/06_*.ipynb")
    cells = json.loads(path.read_text("utf-8"))["cells"]
    source = {one["id"]: "".join(one["source"]) for one in cells}
    names = ("table-make", "store", "store-more")
    opening, whole, more = (ast.parse(source[one]).body[0] for one in names)
    assert isinstance(whole, ast.ClassDef)
    assert isinstance(more, ast.ClassDef)
    # in memory, as hundreds of mutants are each asked thousands of questions
    (opened,) = ast.parse("database = open_file(':memory:')").body
    whole.body = [opened, *whole.body[1:], *more.body]
    return ast.unparse(ast.Module([opening, whole], []))


SQLITE: Final = Subject(
    source=_lesson_06(),
    class_name="FileStore",
    names=("key", "value", "values", "rows", "statement", "session", "self"),
    methods=("dumps", "loads", "fetchall", "fetchone", "items", "keys", "get"),
    around=(
        *("not ({})", "bool({})", "str({})", "dict({})", "copy.deepcopy({})"),
        *("json.dumps({})", "json.loads({})"),
    ),
    fixed=("key", "self.session_id", "statement"),
    texts=(
        (" LIMIT 1", ""),
        (" LIMIT 1", " LIMIT 0"),
        ("SELECT 1", "SELECT NULL"),
        ("SELECT 1", "SELECT value"),
        ("session = ?", "session <> ?"),
        ("session = ?", "session IS ?"),
        ("session = ?", "session LIKE ?"),
        ("session = ?", "session >= ?"),
        ("session = ?", "key = ?"),
        ("session = ?", "? IS NOT NULL"),
        ("AND key = ?", "OR key = ?"),
        ("AND key = ?", "AND key <> ?"),
        ("AND key = ?", "AND key LIKE ?"),
        ("AND key = ?", "AND key >= ?"),
        ("AND key = ?", "AND ? IS NOT NULL"),
        ("AND key = ?", "AND lower(key) = lower(?)"),
        ("AND key = ?", "AND trim(key) = trim(?)"),
        (" ORDER BY rowid", ""),
        ("ORDER BY rowid", "ORDER BY key"),
        ("ORDER BY rowid", "ORDER BY value"),
        ("ORDER BY rowid", "ORDER BY rowid DESC"),
        ("ORDER BY rowid", "AND value <> 'null' ORDER BY rowid"),
        ("ORDER BY rowid", "ORDER BY rowid LIMIT 100"),
        ("key, value FROM", "value, key FROM"),
        ("key, value FROM", "value, value FROM"),
        ("key, value FROM", "key, key FROM"),
        ("value FROM", "key FROM"),
        ("INSERT INTO", "INSERT OR IGNORE INTO"),
        ("INSERT INTO", "INSERT OR REPLACE INTO"),
        ("INSERT INTO", "REPLACE INTO"),
        ("(?, ?, ?)", "(?, ?, NULL)"),
        ("(?, ?, ?)", "(?1, ?3, ?2)"),
        ("(?, ?, ?)", "(?1, ?2, ?2)"),
        ("(?, ?, ?)", "(?1, lower(?2), ?3)"),
        ("(?, ?, ?)", "('null', ?2, ?3)"),
        ("DO UPDATE SET value = excluded.value", "DO NOTHING"),
        ("excluded.value", "value"),
        ("excluded.value", "NULL"),
        ("SET value", "SET key"),
        ("DELETE FROM items WHERE session = ?", "DELETE FROM items WHERE ? = ''"),
        ("WHERE session = ?", "WHERE session = ? AND value <> 'null'"),
        ("WHERE session = ?", "WHERE session = ? AND rowid > 1"),
    ),
    room=lambda: {"json": json, "sqlite3": sqlite3, "Any": Any, "Path": Path},
)
