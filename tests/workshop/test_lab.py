"""The lessons reach the learner whole, unspoilt, and never over their own work."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

import nbformat
import pytest

from sessionkit.extras import installing
from sessionkit.workshop import lab
from sessionkit.workshop.lab import (
    MANIFEST,
    LabError,
    fresh,
    lay_out,
    lessons_folder,
    pages,
)
from tests.notebooks import markdown
from tests.notebooks.disk import NOTEBOOKS, ROOT
from tests.notebooks.guards.page import Page
from tests.workshop import laid_out as workshop

STARTUP_SECONDS = 60


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Give the kit's lessons."""
    return workshop.write(tmp_path / "kit")


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Name the learner's folder, not there yet."""
    return tmp_path / "a learner's folder" / "workshop"


def files(folder: Path) -> list[str]:
    """List the files of a folder by their path in there."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in found)


def test_lessons_solutions_map_and_images_are_copied_and_nothing_else(
    source: Path, target: Path
) -> None:
    result = lay_out(source, target)
    assert files(target) == sorted((*workshop.COPIED, MANIFEST))
    assert sorted(result.new) == workshop.COPIED
    assert str(result) == "4 new, 0 updated"


def test_a_copied_notebook_has_no_outputs_and_is_otherwise_the_same(
    source: Path, target: Path
) -> None:
    lay_out(source, target)
    for name in (workshop.FIRST, workshop.SOLUTION):
        expected = workshop.notebook()
        expected["cells"][1] |= {"outputs": [], "execution_count": None}
        text = (target / name).read_text(encoding="utf-8")
        assert json.loads(text) == expected
        assert workshop.SPOILER not in text
        nbformat.validate(nbformat.reads(text, as_version=4))
    assert (target / workshop.PICTURE).read_bytes() == (
        source / workshop.PICTURE
    ).read_bytes()


def test_a_second_time_nothing_is_written(source: Path, target: Path) -> None:
    lay_out(source, target)
    before = (target / workshop.FIRST).stat().st_mtime_ns
    assert str(lay_out(source, target)) == "0 new, 0 updated"
    assert (target / workshop.FIRST).stat().st_mtime_ns == before


def test_a_changed_file_is_kept_and_said_and_the_others_updated(
    source: Path, target: Path
) -> None:
    lay_out(source, target)
    mine = target / workshop.FIRST
    mine.write_text("my work", encoding="utf-8")
    workshop.write(source, "2 + 2")
    result = lay_out(source, target)
    assert mine.read_text(encoding="utf-8") == "my work"
    assert sorted(result.updated) == sorted({*workshop.COPIED} - {workshop.FIRST})
    assert (target / workshop.SOLUTION).read_bytes() == fresh(
        source / workshop.SOLUTION
    )
    assert str(result).splitlines()[1:] == [
        "Kept as you changed them: 00_start_here.ipynb. For a fresh one, "
        "rename or delete yours and run this again."
    ]


def test_a_file_that_was_there_before_us_is_kept(source: Path, target: Path) -> None:
    (target / workshop.MAP).parent.mkdir(parents=True)
    (target / workshop.MAP).write_text("my own notes", encoding="utf-8")
    for _ in range(2):
        assert lay_out(source, target).kept == [workshop.MAP]
    assert (target / workshop.MAP).read_text(encoding="utf-8") == "my own notes"


def test_a_kept_file_that_the_learner_takes_away_comes_fresh(
    source: Path, target: Path
) -> None:
    lay_out(source, target)
    (target / workshop.FIRST).write_text("my work", encoding="utf-8")
    (target / workshop.FIRST).rename(target / "mine.ipynb")
    assert lay_out(source, target).new == [workshop.FIRST]
    assert (target / "mine.ipynb").read_text(encoding="utf-8") == "my work"


@pytest.mark.parametrize("manifest", ["{", "[1]", "\ud800"])
def test_with_a_broken_manifest_everything_that_differs_is_the_learners(
    source: Path, target: Path, manifest: str
) -> None:
    lay_out(source, target)
    (target / MANIFEST).write_bytes(manifest.encode("utf-8", "surrogatepass"))
    workshop.write(source, "2 + 2")
    assert sorted(lay_out(source, target).kept) == workshop.COPIED


@pytest.mark.skipif(sys.platform == "win32", reason="links want rights on Windows")
def test_a_folder_with_the_name_of_a_lesson_is_told(source: Path, target: Path) -> None:
    (target / workshop.FIRST).mkdir(parents=True)
    with pytest.raises(LabError, match="is a folder, and a lesson has that name: move"):
        lay_out(source, target)


def test_a_dangling_link_in_a_lessons_place_is_kept(source: Path, target: Path) -> None:
    target.mkdir(parents=True)
    (target / workshop.MAP).symlink_to("nowhere")
    assert lay_out(source, target).kept == [workshop.MAP]
    assert (target / workshop.MAP).is_symlink()


def test_a_file_is_no_folder_for_lessons(source: Path, tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.touch()
    with pytest.raises(LabError, match="file is a file: name a folder"):
        lay_out(source, place)
    with pytest.raises(LabError, match=r"file/in: Not a directory .*another folder"):
        lay_out(source, place / "in")


def test_the_kits_own_folder_is_no_place_for_a_copy(source: Path) -> None:
    for place in (source, source / "solutions", source / ".." / source.name):
        with pytest.raises(LabError, match="name another folder"):
            lay_out(source, place)
    assert MANIFEST not in files(source)


def test_no_room_is_one_sentence_and_leaves_no_half_file(
    source: Path, target: Path
) -> None:
    resource = pytest.importorskip("resource", reason="Windows limits no file's size")
    (source / workshop.PICTURE).write_bytes(b"x" * 100_000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        with pytest.raises(LabError, match=r"cannot be written to .*File too large"):
            lay_out(source, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not [name for name in files(target) if "map.png" in name]


def test_the_real_lessons_are_the_clones() -> None:
    if NOTEBOOKS.is_dir():
        assert lessons_folder() == NOTEBOOKS
    else:
        with pytest.raises(LabError, match="There are no lessons"):
            lessons_folder()


def test_every_tracked_file_of_the_real_lessons_is_copied_but_python() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("what is tracked is known in a clone alone")
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "notebooks"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = [Path(name) for name in tracked.stdout.split("\0") if name]
    wanted = {ROOT / name for name in names if name.suffix != ".py"}
    assert wanted <= {*pages(NOTEBOOKS)}


def test_links_of_the_real_lessons_lead_somewhere_in_the_copy(target: Path) -> None:
    if not NOTEBOOKS.is_dir():
        return
    lay_out(NOTEBOOKS, target)
    broken = [
        f"{path.relative_to(target)}: {link.url}"
        for path in target.rglob("*.ipynb")
        for cell in Page.read(path).prose
        for link in markdown.links(cell.source)
        if not re.match(r"[a-z][a-z0-9+.-]*:|//|#", link.url)
        and not (path.parent / link.url.partition("#")[0]).resolve().exists()
    ]
    assert not broken


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack a wheel of the package with the smallest lessons."""
    clone = tmp_path_factory.mktemp("clone")
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, clone)
    shutil.copytree(ROOT / "sessionkit", clone / "sessionkit")
    workshop.write(clone / "notebooks")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "made"],
        cwd=clone,
        check=True,
        capture_output=True,
    )
    (made,) = (clone / "made").glob("*.whl")
    unpacked = tmp_path_factory.mktemp("site-packages")
    zipfile.ZipFile(made).extractall(unpacked)
    return unpacked


@pytest.mark.slow
def test_a_wheel_carries_the_lessons_and_no_more(wheel: Path) -> None:
    carried = [name for name in files(wheel) if "_notebooks" in name]
    inside = {name.removeprefix("sessionkit/_notebooks/") for name in carried}
    assert {*workshop.COPIED} <= inside
    assert "conftest.py" not in inside
    assert not [name for name in inside if "checkpoint" in name]
    assert not [name for name in files(wheel) if name.startswith("notebooks")]


def sessionkit(
    *arguments: str, environment: dict[str, str], cwd: Path
) -> subprocess.Popen[str]:
    """Start the command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "sessionkit.cli", *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.slow
def test_a_wheel_copies_its_lessons(wheel: Path, tmp_path: Path) -> None:
    process = sessionkit(
        *("lab", "mine", "--copy-only"),
        environment={"PYTHONPATH": str(wheel)},
        cwd=tmp_path,
    )
    said, _ = process.communicate(timeout=STARTUP_SECONDS)
    assert process.returncode == 0, said
    assert files(tmp_path / "mine") == sorted((*workshop.COPIED, MANIFEST))
    assert said.splitlines()[-1] == f"Begin with {Path('mine', workshop.FIRST)}"


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def answer(server: dict[str, Any], path: str) -> tuple[int, str]:
    """Ask a Jupyter server; give the status and the URL that it led to."""
    asked = urllib.request.Request(
        f"{server['url']}{path}",
        headers={"Authorization": f"token {server['token']}"},
    )
    with urllib.request.urlopen(asked, timeout=STARTUP_SECONDS) as answered:
        return answered.status, answered.url


def started(process: subprocess.Popen[str], runtime: Path) -> dict[str, Any]:
    """Wait for a Jupyter server to say where it listens."""
    until = time.monotonic() + STARTUP_SECONDS
    while time.monotonic() < until and process.poll() is None:
        for path in runtime.glob("jpserver-*.json"):
            try:
                server: dict[str, Any] = json.loads(path.read_bytes())
                answer(server, "api/status")
            except (ValueError, OSError):
                continue
            return server
        time.sleep(0.1)
    process.kill()
    pytest.fail(f"JupyterLab did not start:\n{process.communicate()[0]}")


@pytest.mark.slow
def test_jupyterlab_opens_on_the_first_lesson(wheel: Path, tmp_path: Path) -> None:
    runtime = tmp_path / "runtime"
    process = sessionkit(
        *("lab", "mine", "--", "--no-browser"),
        *(f"--ServerApp.port={free_port()}", "--ServerApp.port_retries=50"),
        environment={
            "PYTHONPATH": str(wheel),
            "JUPYTER_RUNTIME_DIR": str(runtime),
            "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
            "JUPYTER_DATA_DIR": str(tmp_path / "data"),
        },
        cwd=tmp_path,
    )
    try:
        server = started(process, runtime)
        assert server["pid"] == process.pid
        assert server["hostname"] == "127.0.0.1"
        assert Path(server["root_dir"]) == tmp_path / "mine"
        _, landed = answer(server, "")
        assert landed == f"{server['url']}lab/tree/{workshop.FIRST}"
        status, _ = answer(server, f"api/contents/{workshop.FIRST}")
        assert status == 200
    finally:
        process.terminate()
        process.communicate(timeout=STARTUP_SECONDS)


def test_without_jupyterlab_one_sentence_says_how_to_get_it(
    source: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(source, target)
    monkeypatch.setattr(lab, "find_spec", lambda name: None)
    with pytest.raises(LabError, match=re.escape(installing("lab"))):
        lab.open_lab(target, workshop.FIRST)


def test_without_lessons_there_is_nothing_to_open(tmp_path: Path) -> None:
    with pytest.raises(LabError, match="There are no lessons in"):
        lab.first_lesson(tmp_path)
