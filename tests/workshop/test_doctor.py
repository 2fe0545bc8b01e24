"""doctor says what is missing, whether that matters, and what mends it."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

import sessionkit.node.npm
import sessionkit.stores.redis_server
from sessionkit.workshop import doctor
from sessionkit.workshop.doctor import (
    Finding,
    Piece,
    examine,
    is_ready,
    package,
    program,
    table,
)


def piece(version: str | None, *, needed: bool = True, name: str = "Thing") -> Piece:
    """Make a piece of which version 2 or newer will do, but not 11."""
    return Piece(
        name, lambda: version, "does it", "get it", needed, least=(2,), below=(11,)
    )


@pytest.mark.parametrize(
    ("version", "fine"),
    [
        ("2", True),
        ("2.0.1", True),
        ("10.1", True),
        ("1.9", False),
        ("11.0", False),
        (None, False),
    ],
)
def test_ready_means_that_what_is_needed_will_do(
    version: str | None, fine: bool
) -> None:
    assert is_ready(examine([piece("2"), piece(version)])) is fine


def test_what_is_not_needed_may_be_missing() -> None:
    assert is_ready(examine([piece("2"), piece(None, needed=False)]))


def test_each_line_has_name_version_purpose_and_what_mends_it() -> None:
    findings = examine(
        [
            piece("2.1", name="Here"),
            piece(None, name="Gone"),
            piece("1.0", name="Old", needed=False),
        ]
    )
    assert table(findings).splitlines() == [
        "Here  2.1      does it",
        "Gone  missing  does it             -> get it",
        "Old   1.0      does it (optional)  -> get it",
        "",
        "The lessons still need: Gone.",
    ]
    assert table(findings[:1]).endswith("\nAll that the lessons need is here.")


def test_a_package_is_found_without_importing_it() -> None:
    found = package("pytest")()
    assert found == pytest.__version__
    assert package("no-such-distribution")() is None
    code = (
        "import sys; from sessionkit.workshop import doctor; doctor.examine(); "
        "print([m for m in ('jupyterlab', 'ipykernel', 'nbval') if m in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "[]"


def script(folder: Path, text: str) -> None:
    """Put a program of the name ``thing`` into a folder."""
    path = folder / "thing"
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.mark.skipif(sys.platform == "win32", reason="the programs are shell scripts")
@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("echo v20.19.2", "20.19.2"),
        ("echo 'thing 10 of today'", "10"),
        ("echo v1; exit 3", None),
        ("echo broken", None),
        ("printf '\\377'", None),
        ("exec sleep 60", None),
    ],
)
def test_a_program_says_its_version(
    text: str, version: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(doctor, "PROGRAM_SECONDS", 0.5)
    assert program("thing")() is None
    script(tmp_path, text)
    assert program("thing")() == version


def test_fortjs_is_looked_for_in_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    for there in (True, False):
        monkeypatch.setattr(
            sessionkit.node.npm, "is_installed", lambda there=there: there
        )
        assert doctor.fortjs() == (sessionkit.fortjs.VERSION if there else None)


def test_redis_is_what_the_lessons_would_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sessionkit.stores.redis_server, "find_spec", lambda _: None)
    assert doctor.redis_server() is None
    script(tmp_path, "echo Redis server v=7.0.15 sha=0")
    (tmp_path / "thing").rename(tmp_path / "redis-server")
    assert doctor.redis_server() == "7.0.15"


def test_this_machine_can_run_the_lessons_on_one_screen() -> None:
    findings = examine()
    assert is_ready(findings), table(findings)
    nothing = [Finding(one.piece, None) for one in findings]
    lines = table(nothing).splitlines()
    assert max(map(len, lines)) <= 110
    assert len(lines) <= 24
    assert " ".join(lines[-2:]) == (
        "The lessons still need: Python, sessionkit, JupyterLab, ipykernel, "
        "anywidget, ipywidgets, Starlette, uvicorn, httpx, pygal."
    )
