"""Run notebooks in fresh kernels and write them in normal form.

    python -m tests.notebooks.execute [--figures] [PATH ...]

Without a path: every notebook of the workshop. Two runs give the same bytes, whatever
the caller's environment: a cell that is left out of comparing, as it shows figures of
one run, keeps the output that it has; ``--figures`` takes this run's. A notebook with a
cell that raises is left as it was.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellExecutionError
from nbformat import NotebookNode
from nbval.kernel import CURRENT_ENV_KERNEL_NAME, NbvalKernelspecManager
from traitlets import default

from tests.notebooks.disk import NOTEBOOKS, notebooks_in, shown
from tests.notebooks.environment import (
    CELL_TIMEOUT_SECONDS,
    KERNEL_ENVIRONMENT,
    STARTUP_TIMEOUT_SECONDS,
)
from tests.notebooks.guards.code import NOT_COMPARED
from tests.notebooks.normalform import normalise, parse, to_text


class NotebookFailedError(Exception):
    """A cell raised, hung or killed its kernel; the message says which and how."""


class _ThisPython(AsyncKernelManager):
    """Starts the kernel that nbval starts, whatever is installed beside it."""

    @default("kernel_spec_manager")
    def _kernel_spec_manager_default(self) -> KernelSpecManager:
        specs: KernelSpecManager = NbvalKernelspecManager()
        return specs


def run(
    notebook: NotebookNode,
    folder: Path,
    environment: Mapping[str, str] = KERNEL_ENVIRONMENT,
) -> NotebookNode:
    """Run a notebook from its first cell to its last and give it in normal form.

    Takes the notebook, the folder that its kernel starts in, and what to set in the
    kernel's environment. Raises `NotebookFailedError` when a cell without the tag
    `raises-exception` raises, takes too long or ends its kernel.
    """
    ran = normalise(notebook)
    position = 0

    def remember(cell: NotebookNode, cell_index: int) -> None:
        nonlocal position
        position = cell_index

    client = NotebookClient(
        ran,
        kernel_manager_class=_ThisPython,
        kernel_name=CURRENT_ENV_KERNEL_NAME,
        timeout=CELL_TIMEOUT_SECONDS,
        startup_timeout=STARTUP_TIMEOUT_SECONDS,
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        on_cell_start=remember,
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        # As under nbval: what a kernel's process logs is not the notebook's.
        client.execute(env={**os.environ, **environment}, stderr=subprocess.DEVNULL)
    except CellExecutionError as error:
        raise _failed(ran, position, f"{error.ename}: {error.evalue}") from error
    except (CellControlSignal, RuntimeError) as error:
        raise _failed(ran, position, str(error).strip()) from error
    return normalise(ran)


def regenerate(path: Path, *, figures: bool = False) -> bool:
    """Run the notebook of a file and write it back; tell whether the file changed.

    With `figures`, cells that are left out of comparing get this run's output, too.
    Raises `NotebookFailedError`, with the file left as it was, as `run` does.
    """
    before = path.read_bytes()
    stored = parse(before.decode("utf-8"))
    ran = run(stored, path.parent)
    if not figures:
        _keep_figures(stored, ran)
    after = to_text(normalise(ran)).encode("utf-8")
    if after != before:
        path.write_bytes(after)
    return after != before


def _keep_figures(stored: NotebookNode, ran: NotebookNode) -> None:
    for old, new in zip(stored.cells, ran.cells, strict=True):
        if NOT_COMPARED in old.metadata.get("tags", ()) and old.outputs:
            new.outputs = old.outputs


def main(arguments: Sequence[str] | None = None) -> int:
    """Regenerate the notebooks named on the command line; give the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.notebooks.execute",
        description="Run notebooks in fresh kernels and write them in normal form.",
    )
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path)
    parser.add_argument(
        "--figures",
        action="store_true",
        help="take this run's output of cells that are left out of comparing, too",
    )
    given = parser.parse_args(arguments)
    try:
        paths = notebooks_in(given.paths or [NOTEBOOKS])
    except FileNotFoundError as error:
        parser.error(str(error))
    failed = False
    for path in paths:
        try:
            changed = regenerate(path, figures=given.figures)
        except (NotebookFailedError, ValueError) as error:
            failed = True
            print(
                f"{shown(path)}: {error}\nThe file is left as it was.", file=sys.stderr
            )
        else:
            print(f"{shown(path)}: {'written' if changed else 'unchanged'}")
    return 1 if failed else 0


def _failed(notebook: NotebookNode, position: int, why: str) -> NotebookFailedError:
    cell = notebook.cells[position]
    return NotebookFailedError(f"cell {position + 1} (id {cell.id}) failed with {why}")


if __name__ == "__main__":
    sys.exit(main())
