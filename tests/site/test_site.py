"""The site as it is built: whole, small, the same each time, and asking nobody."""

import gzip
import json
from hashlib import sha256
from pathlib import Path

import pytest

from sessionkit.workshop.lab import lessons_folder, pages
from sessionkit.workshop.site import build, compiling, lite, wheels
from tests.site.conftest import python
from tests.site.links import faults

pytestmark = pytest.mark.slow

LARGEST, SENT = 40e6, 17e6


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_builds_are_the_same_bytes(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # each compiles the modules by itself
    monkeypatch.setattr(compiling, "KEPT", tmp_path)
    one, other = files(site), files(build(tmp_path / "again"))
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_a_browser_sees_that_a_build_is_new(site: Path) -> None:
    assert min(path.stat().st_mtime for path in site.rglob("*")) > lite.EPOCH


def test_it_is_small(site: Path) -> None:
    every = files(site).values()
    assert sum(map(len, every)) < LARGEST
    assert sum(min(len(one), len(gzip.compress(one))) for one in every) < SENT


def test_links_resolve_and_nothing_is_asked_of_others(site: Path) -> None:
    assert [*faults(site)] == []


def test_every_wheel_that_the_lock_names_is_there(site: Path) -> None:
    folder = python(site)
    lock = json.loads((folder / "pyodide-lock.json").read_bytes())["packages"]
    assert {path.name for path in folder.glob("*.whl")} == {
        one["file_name"] for one in lock.values()
    }
    for one in lock.values():
        content = (folder / one["file_name"]).read_bytes()
        assert sha256(content).hexdigest() == one["sha256"], one["name"]
        assert {*one["depends"]} <= lock.keys(), one["name"]


def test_a_start_brings_its_modules_compiled_by_the_pages_python(site: Path) -> None:
    folder = python(site)
    start = wheels.unzipped((folder / lite.START).read_bytes())
    library = wheels.unzipped((folder / compiling.LIBRARY).read_bytes())
    ours = f"sessionkit/__pycache__/memory.{compiling.TAG}.pyc"
    assert {ours, "sessionkit/memory.py", "IPython/core/completer.pyc"} <= {*start}
    assert "IPython/core/completer.py" not in start
    made = [start[ours], start["IPython/core/completer.pyc"], library["typing.pyc"]]
    # the number of Python 3.14's bytecode, and "compare with no source"
    assert {one[:8] for one in made} == {(3627).to_bytes(2, "little") + b"\r\n\1\0\0\0"}


def test_the_notebooks_are_those_of_the_lessons(site: Path) -> None:
    lessons = lessons_folder()
    for page in pages(lessons):
        there = site / "run" / "files" / page.relative_to(lessons)
        assert there.read_bytes() == page.read_bytes()


@pytest.mark.parametrize("place", ["", "solutions"])
def test_lessons_with_an_inspector_have_it_to_step_through(
    site: Path, place: str
) -> None:
    page = (site / place / "04_watch_it_live.html").read_text()
    snapshot = "snapshots/04-bug-inspector.html"
    assert f'src="{snapshot}"' in page
    assert "theInspector()" in (site / place / snapshot).read_text("utf-8")
