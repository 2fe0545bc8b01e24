"""What the site is made of comes once, and what is said where it cannot."""

import sys
from pathlib import Path

import platformdirs
import pytest

from sessionkit.workshop.site import SiteError, downloads
from sessionkit.workshop.site.versions import FRONT_ENDS, PYODIDE, WHEELS

WANTED = {**WHEELS, **FRONT_ENDS}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep downloads in a folder of the test's."""
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda _: tmp_path / "cache")
    return tmp_path / "cache" / "site"


def file(name: str) -> str:
    return f"{name.replace('-', '_')}-{WANTED[name]}-py3-none-any.whl"


def script(folder: Path, name: str, body: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def test_one_call_of_pip_brings_what_is_missing(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.mkdir(parents=True)
    for name in WANTED:
        if name not in {"h11", "anyio"}:
            (cache / file(name)).touch()
    (cache / "h11-0.1-py3-none-any.whl").touch()  # of an earlier edition
    body = f'echo "$@" >>{tmp_path}/asked\ntouch {file("h11")} {file("anyio")}'
    pip = script(tmp_path, "python", body)
    monkeypatch.setattr(sys, "executable", str(pip))
    found = downloads.wheels()
    assert downloads.wheels() == found
    assert found == {name: cache / file(name) for name in WANTED}
    (asked,) = (tmp_path / "asked").read_text().splitlines()
    pins = [one for one in asked.split() if "==" in one]
    assert pins == [f"anyio=={WANTED['anyio']}", f"h11=={WANTED['h11']}"]


def test_pip_cannot(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pip = script(tmp_path, "python", "echo 'ERROR: No network.' >&2; exit 1")
    monkeypatch.setattr(sys, "executable", str(pip))
    with pytest.raises(SiteError) as said:
        downloads.wheels()
    assert str(said.value) == (
        "pip failed: ERROR: No network. The first build needs a network and the "
        "clients of both registries, pip and npm; later ones take everything from "
        f"{cache}."
    )
    assert [*cache.iterdir()] == []


def test_pyodide_comes_once(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = f"pyodide-{PYODIDE}.tgz"
    script(tmp_path, "npm", f'echo "$@" >>{tmp_path}/asked\ntouch {archive}')
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert downloads.pyodide() == downloads.pyodide() == cache / archive
    assert (tmp_path / "asked").read_text() == f"pack pyodide@{PYODIDE} --silent\n"


def test_no_npm(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(cache))
    with pytest.raises(SiteError, match="there is no npm on this machine's PATH"):
        downloads.pyodide()


def test_the_cache_cannot_be_written(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.parent.write_text("a file in its place")
    with pytest.raises(SiteError, match="cannot keep what the site is made of"):
        downloads.wheels()
