"""The gate itself: pytest --nbval, with this project's options, can go red."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat import NotebookNode

from tests.notebooks import samples
from tests.notebooks.disk import NOTEBOOKS, ROOT, notebooks_in, shown
from tests.notebooks.environment import KERNEL_ENVIRONMENT
from tests.notebooks.normalform import parse, to_text

ENVIRONMENT = """\
import os

print(os.environ["PYTHONHASHSEED"], os.environ["COLUMNS"])"""

FIRST = notebooks_in([NOTEBOOKS])[:1]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Give a folder with this project's options for pytest and no notebook yet."""
    for name in ("pyproject.toml", "conftest.py"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "notebooks").mkdir()
    return tmp_path


def gate(project: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the gate over a project's notebooks."""
    known = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "COV"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "--nbval", "-q", "-rA", "notebooks"],
        cwd=project,
        env={**known, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def outcomes(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """Give each cell's outcome, by file and cell."""
    lines = [line.split(" ", 2) for line in done.stdout.splitlines() if "::" in line]
    return {
        words[1].removeprefix("notebooks/") + " " + words[2].split(" - ")[0]: words[0]
        for words in lines
        if words[0] in {"PASSED", "FAILED", "ERROR"}
    }


def changed(page: Path, printed: str, instead: str) -> None:
    """Change one stored output of a notebook by hand."""
    notebook = parse(page.read_text(encoding="utf-8"))
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    output = next(out for out in outputs if _text(out) == printed)
    if "text" in output:
        output.text = instead
    else:
        output.data["text/plain"] = instead
    page.write_text(to_text(notebook), encoding="utf-8")


@pytest.mark.slow
def test_a_copy_is_green_and_one_changed_value_is_red(project: Path) -> None:
    samples.write(project / "notebooks" / "same.ipynb", samples.lesson())
    other = samples.write(project / "notebooks" / "other.ipynb", samples.lesson())
    changed(other, "hello\n", "hallo\n")
    done = gate(project)
    assert done.returncode == 1
    assert outcomes(done) == {
        "other.ipynb::Cell 0": "FAILED",
        "other.ipynb::Cell 1": "PASSED",
        "other.ipynb::Cell 2": "PASSED",
        "same.ipynb::Cell 0": "PASSED",
        "same.ipynb::Cell 1": "PASSED",
        "same.ipynb::Cell 2": "PASSED",
    }


@pytest.mark.slow
def test_kernels_start_with_the_same_environment_for_everyone(project: Path) -> None:
    values = " ".join(KERNEL_ENVIRONMENT.values())
    page = samples.notebook(samples.code("a", ENVIRONMENT, f"{values}\n"))
    samples.write(project / "notebooks" / "a.ipynb", page)
    done = gate(project, PYTHONHASHSEED="7", COLUMNS="200")
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("path", FIRST, ids=shown)
def test_a_real_lesson_is_green_and_with_one_changed_value_red(
    path: Path, project: Path
) -> None:
    copies = project / "notebooks"
    shutil.copytree(NOTEBOOKS, copies, dirs_exist_ok=True)
    same = copies / path.relative_to(NOTEBOOKS)
    for other in set(notebooks_in([copies])) - {same}:
        other.unlink()
    spoilt = Path(shutil.copy(same, same.with_name("spoilt.ipynb")))
    text = _first_text(spoilt)
    changed(spoilt, text, f"{text}!")
    red = [
        cell for cell, outcome in outcomes(gate(project)).items() if outcome != "PASSED"
    ]
    assert [cell.partition("::")[0] for cell in red] == ["spoilt.ipynb"]


def _first_text(path: Path) -> str:
    notebook = parse(path.read_text(encoding="utf-8"))
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    return next(text for text in map(_text, outputs) if text)


def _text(output: NotebookNode) -> str:
    return str(output.get("text", output.get("data", {}).get("text/plain", "")))
