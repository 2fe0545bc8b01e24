"""What a start imports, compiled beforehand."""

from pathlib import Path

import pytest

from sessionkit.workshop.site import SiteError, compiling
from sessionkit.workshop.site.wheels import zipped


@pytest.fixture
def pyodide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with a standard library, and an empty cache."""
    monkeypatch.setattr(compiling, "KEPT", tmp_path)
    library = {"json/__init__.py": b"1", "xmlrpc/client.py": b"2"}
    (tmp_path / compiling.LIBRARY).write_bytes(zipped(library))
    return tmp_path


def test_no_node_is_one_sentence(
    pyodide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(SiteError, match=r"with Node, .* install Node\.js 20"):
        compiling.compiled(pyodide, {})


def test_what_cannot_be_compiled_is_one_sentence(pyodide: Path) -> None:
    with pytest.raises(SiteError, match=r"cannot be compiled: Error .*pyodide\.mjs"):
        compiling.compiled(pyodide, {})


def test_compiled_modules_take_their_place_and_are_kept(
    pyodide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = {
        "/lib/python314.zip/json/__init__.py": b"json",
        "/lib/python3.14/site-packages/one.py": b"one",
        "/lib/python3.14/site-packages/sessionkit/memory.py": b"memory",
    }
    calls = []

    def compile_(*given: object) -> bytes:
        calls.append(given)
        return zipped(made)

    monkeypatch.setattr(compiling, "_compile", compile_)
    start = {"one.py": b"", "two.py": b"", "sessionkit/memory.py": b"source"}
    for _ in range(2):
        library, found = compiling.compiled(pyodide, start)
        assert library == {"json/__init__.pyc": b"json"}
        assert found == {
            "one.pyc": b"one",
            "two.py": b"",
            "sessionkit/memory.py": b"source",
            "sessionkit/__pycache__/memory.cpython-314.pyc": b"memory",
        }
    assert len(calls) == 1
    compiling.compiled(pyodide, {**start, "two.py": b"new"})
    assert len(calls) == 2
    assert len([*pyodide.glob("compiled-*.zip")]) == 1
