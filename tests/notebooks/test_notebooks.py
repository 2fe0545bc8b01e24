"""Every notebook on disk keeps every rule, and gives its outputs anywhere, twice."""

import functools
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.notebooks.disk import NOTEBOOKS, ROOT, SOLUTIONS, notebooks_in, shown
from tests.notebooks.exercises import derive
from tests.notebooks.guards import COURSE_GUARDS, GUARDS, CourseGuard
from tests.notebooks.guards.page import Page
from tests.notebooks.normalform import normalise, parse, to_text
from tests.notebooks.rerun import lesson_differences, rerun_differences

PATHS = notebooks_in([NOTEBOOKS])
SOLVED = [path for path in PATHS if path.parent.name == SOLUTIONS]

each_notebook = pytest.mark.parametrize("path", PATHS, ids=shown)


def test_there_are_notebooks() -> None:
    assert PATHS, "no notebook found: nothing is checked"


@each_notebook
def test_guards(path: Path) -> None:
    page = _page(path)
    faults = [fault for guard in GUARDS for fault in guard(page)]
    assert not faults, "\n".join(faults)


@each_notebook
def test_it_is_written_as_execute_writes_it(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    notebook = normalise(parse(text))
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]

    assert to_text(notebook) == text
    assert [cell.execution_count for cell in code] == [*range(1, len(code) + 1)]
    for cell in code:
        counts = {one.get("execution_count") for one in cell.outputs}
        assert counts <= {cell.execution_count, None}


@pytest.mark.parametrize("guard", COURSE_GUARDS)
def test_course_guards(guard: CourseGuard) -> None:
    faults = guard([_page(path) for path in PATHS])
    assert not faults, "\n".join(faults)


@pytest.mark.slow
@each_notebook
def test_outputs_from_a_copy_elsewhere_with_each_cell_run_twice(
    path: Path, tmp_path: Path
) -> None:
    faults = rerun_differences(_page(path), _copy_of(path, tmp_path).parent)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("path", SOLVED, ids=shown)
def test_lesson_is_derived_from_its_solution(path: Path) -> None:
    lesson = _page(NOTEBOOKS / path.name)
    faults = lesson_differences(derive(_page(path).notebook), lesson)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("check", [["check"], ["format", "--check"]], ids="-".join)
def test_code_is_clean(check: list[str]) -> None:
    ruff = [sys.executable, "-m", "ruff", *check, str(NOTEBOOKS)]
    done = subprocess.run(ruff, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_pytest_collects_exactly_what_is_on_disk() -> None:
    assert _collected(NOTEBOOKS) == {shown(path) for path in PATHS}


@pytest.mark.parametrize("place", ["pyproject.toml", "README.md", ".ci", ".github"])
def test_nothing_asks_for_lax_comparison(place: str) -> None:
    top = ROOT / place
    files = [p for p in top.rglob("*") if p.is_file()] if top.is_dir() else [top]
    lax = "--nbval" + "-lax"
    asking = [shown(p) for p in files if p.exists() and lax in p.read_text("utf-8")]
    assert not asking, f"{asking}: {lax} compares nothing; write --nbval."


@functools.cache
def _page(path: Path) -> Page:
    return Page.read(path)


def _collected(folder: Path) -> set[str]:
    command = [sys.executable, "-m", "pytest", "--nbval", "--collect-only", "-qq"]
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.splitlines()
    return {line.rpartition(":")[0] for line in lines if ".ipynb: " in line}


def _copy_of(path: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "elsewhere"
    shutil.copytree(NOTEBOOKS, copy, ignore=shutil.ignore_patterns(".*"))
    return copy / path.relative_to(NOTEBOOKS)
