"""Guards on code cells: what is in them runs and compares the same everywhere."""

import ast
import io
import tokenize
from typing import Final

from tests.notebooks.exercises import EXERCISES, PREDICTION, SOLUTION_ONLY
from tests.notebooks.guards.page import Cell, Page

MOST_LINES: Final = 40
RAISES: Final = "raises-exception"
NOT_COMPARED: Final = "nbval-ignore-output"
REASON: Final = "# Not compared because "
KNOWN_TAGS: Final = {*EXERCISES, PREDICTION, SOLUTION_ONLY, RAISES, NOT_COMPARED}

# Without a front end these print something else than in JupyterLab, or nothing.
WRONG_CALLS: Final = {
    "clear_output": "show one output, or set an HTML widget's `value`",
    "update_display": "set an HTML widget's `value`",
    "interact": "build the controls and call `observe`",
    "interact_manual": "build a button and call `on_click`",
    "input": "take the answer from a variable or a control",
    "getpass": "take the answer from a variable or a control",
    "asyncio.run": "write `await` at the top of the cell",
    "run_until_complete": "write `await` at the top of the cell",
    "get_ipython": "write plain Python",
    "os._exit": "leave the kernel alive",
    "exit": "leave the kernel alive",
    "quit": "leave the kernel alive",
}


def counted(page: Page) -> list[str]:
    """Require a run of every code cell, in order: nbval compares no other."""
    return [
        cell.fault(
            f"has execution count {cell.node.execution_count}, not {expected}; "
            "run python -m tests.notebooks.execute (an empty cell has to go)."
        )
        for expected, cell in enumerate(page.code, start=1)
        if cell.node.execution_count != expected
    ]


def plain_python(page: Page) -> list[str]:
    """Refuse magics, `!` and `?`: a cell with an unknown magic passes unseen."""
    return [
        cell.fault("is not plain Python; no magic, `!` or `?` here, and no slips.")
        for cell in page.code
        if _tree(cell) is None
    ]


def headless(page: Page) -> list[str]:
    """Refuse what needs a front end, waits for a keyboard or ends the kernel."""
    outputs = {name for cell in page.code for name in _output_widgets(cell)}
    faults = []
    for cell in page.code:
        for node in ast.walk(_tree(cell) or ast.Module([], [])):
            problem = _front_end(node, outputs)
            if problem:
                faults.append(cell.fault(problem))
    return faults


def markers_are_tags(page: Page) -> list[str]:
    """Refuse marker comments: with a word beside them they are ignored."""
    return [
        cell.fault(f"holds the marker comment `{comment}`; use a cell tag.")
        for cell in page.code
        for comment in _comments(cell)
        if "NBVAL_" in comment.upper() or "PYTEST_VALIDATE" in comment.upper()
    ]


def known_tags(page: Page) -> list[str]:
    """Refuse tags without a meaning here: a slip would be ignored."""
    return [
        cell.fault(f"has the unknown tag `{tag}`; known: {', '.join(KNOWN_TAGS)}.")
        for cell in page.cells
        for tag in sorted(cell.tags - KNOWN_TAGS)
    ]


def exemption_has_reason(page: Page) -> list[str]:
    """Require a reason in each cell whose output is not compared."""
    return [
        cell.fault(f"is not compared; say why in a comment line `{REASON}...`.")
        for cell in page.code
        if NOT_COMPARED in cell.tags
        and not any(line.startswith(REASON) for line in cell.source.splitlines())
    ]


def code_is_short(page: Page) -> list[str]:
    """Require short code cells: one idea each."""
    return [
        cell.fault(f"has {lines} lines of code, more than {MOST_LINES}; split it.")
        for cell in page.code
        if (lines := len(cell.source.splitlines())) > MOST_LINES
    ]


def _tree(cell: Cell) -> ast.Module | None:
    try:
        return ast.parse(cell.source)
    except SyntaxError:
        return None


def _name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            return f"{_name(value)}.{attr}"
        case ast.Call(func=function):
            return _name(function)
    return ""


def _is_wrong_call(name: str) -> str | None:
    last = name.rpartition(".")[2]
    if last in {"input", "exit", "quit"} and name != last:
        return None
    return WRONG_CALLS.get(name) or WRONG_CALLS.get(last)


def _output_widgets(cell: Cell) -> set[str]:
    return {
        _name(target)
        for node in ast.walk(_tree(cell) or ast.Module([], []))
        if isinstance(node, ast.Assign) and _is_output(node.value)
        for target in node.targets
    }


def _is_output(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and _name(node).rpartition(".")[2] == "Output"


def _front_end(node: ast.AST, outputs: set[str]) -> str | None:
    match node:
        case ast.Call(func=function):
            if mend := _is_wrong_call(_name(function)):
                return f"calls `{_name(function)}`; {mend}."
            if any(keyword.arg == "display_id" for keyword in node.keywords):
                return "displays to update later; set an HTML widget's `value`."
        case ast.FunctionDef(decorator_list=[_, *_] as decorators):
            for decorator in decorators:
                # A decorator that is called is met as a call.
                if not isinstance(decorator, ast.Call) and (
                    mend := _is_wrong_call(_name(decorator))
                ):
                    return f"is decorated with `{_name(decorator)}`; {mend}."
        case ast.With(items=items) | ast.AsyncWith(items=items):
            for item in items:
                used = item.context_expr
                if _is_output(used) or _name(used) in outputs:
                    return "prints inside an Output; use `append_stdout`."
        case ast.Subscript(value=ast.Name(id="Out" | "In" | "_oh")):
            return "reads the history of outputs; give the value a name."
    return None


def _comments(cell: Cell) -> list[str]:
    if _tree(cell) is None:
        return []
    tokens = tokenize.generate_tokens(io.StringIO(cell.source).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]
