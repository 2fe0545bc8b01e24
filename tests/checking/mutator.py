"""Stores that differ from ``MemorySessionStore`` by one change to its syntax tree."""

import ast
import copy
import inspect
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sessionkit import memory

NAMES: Final = ("key", "value", "values", "sessions", "self")
METHODS_OF_DICTS: Final = ("get", "pop", "setdefault", "keys", "items", "copy", "clear")
AROUND: Final = ("not ({})", "bool({})", "str({})", "dict({})", "copy.deepcopy({})")
"""What an expression is put into, where it may be of the kind that this changes."""
INSTEAD: Final = ("None", "True", "{{}}", "0", "''")
OTHERS: Final = {
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Eq: ast.NotEq,
}


@dataclass(frozen=True)
class Mutant:
    """A changed store class; ``name`` says what was changed, and where."""

    name: str
    store_class: type


def mutants() -> Iterator[Mutant]:
    """Make all of them, each of another text than the others and the original.

    Where one name would stand for several in a method, it is numbered.
    """
    original = ast.parse(inspect.getsource(memory))
    seen = {ast.unparse(original)}
    names: Counter[str] = Counter()
    for name, tree in _changed(original):
        text = ast.unparse(ast.fix_missing_locations(tree))
        if text in seen:
            continue
        seen.add(text)
        room: dict[str, Any] = {"copy": copy}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # `is` beside a constant
            exec(compile(text, "<mutant>", "exec"), room)
        names[name] += 1
        numbered = f"{name} ({names[name]})" if names[name] > 1 else name
        yield Mutant(numbered, room["MemorySessionStore"])


def _methods(tree: ast.Module) -> list[ast.AsyncFunctionDef | ast.FunctionDef]:
    kind = next(one for one in tree.body if isinstance(one, ast.ClassDef))
    functions = (ast.AsyncFunctionDef, ast.FunctionDef)
    return [one for one in kind.body if isinstance(one, functions)]


def _changed(original: ast.Module) -> Iterator[tuple[str, ast.Module]]:
    for method, function in enumerate(_methods(original)):
        nodes = [one for body in function.body for one in ast.walk(body)]
        plain = _never_changed(function)
        for number, node in enumerate(nodes):
            if node in plain:
                continue
            for label, change in _changes(node):
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
    return plain


def _changes(node: ast.AST) -> Iterator[tuple[str, Any]]:
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
    if isinstance(node, ast.Attribute) and node.attr in METHODS_OF_DICTS:
        for name in METHODS_OF_DICTS:
            yield f"{ast.unparse(node)} as {name}", _attribute(name)
    loaded = isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
    is_method = isinstance(node, ast.Attribute) and node.attr != "session_id"
    if isinstance(node, ast.expr) and loaded and not is_method:
        text = ast.unparse(node)
        if text == "self.session_id":
            yield f"{text} → str({text})", _put(f"str({text})")
        fixed = isinstance(node, ast.Constant | ast.Compare | ast.Dict) or (
            text in ("key", "self.session_id")
        )
        for around in (*(AROUND[:1] if fixed else AROUND), *INSTEAD):
            put = around.format(text)
            yield f"{text} → {put}", _put(put)
        if isinstance(node, ast.Name):
            for name in NAMES:
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
