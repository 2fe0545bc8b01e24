"""What the command refuses before it fetches or deletes anything, and how it serves."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from sessionkit.cli import main


def test_a_folder_with_something_else_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    assert main(["site", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"{tmp_path} holds something else than a site")
    assert [one.name for one in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_in_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").write_text("")
    assert main(["site", str(tmp_path / "out")]) == 1
    assert "is a file: name a folder for the site" in capsys.readouterr().err


def test_what_is_not_installed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(
        "sessionkit.workshop.site.building.find_spec",
        lambda name: None if name.startswith("jupyterlite") else object(),
    )
    assert main(["site", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err == (
        "jupyterlite_core and jupyterlite_pyodide_kernel are not installed. Install "
        'what the site needs with: python -m pip install -e ".[site]" in your clone\n'
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("port", ["65536", "-1", "http"])
def test_a_port_that_is_none(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["site", f"--port={port}"])
    assert "give a whole number, 0 to 65,535" in capsys.readouterr().err


def test_a_site_that_is_there_is_served_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "jupyter-lite.json").write_text("{}")
    (tmp_path / "index.html").write_text("the map")
    command = [sys.executable, "-m", "sessionkit.cli", "site", "--serve", "--port=0"]
    with subprocess.Popen(
        [*command, tmp_path], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        first, second = server.stdout.readline(), server.stdout.readline()
        address = first.removeprefix("The workshop is at ").split(" ", maxsplit=1)[0]
        try:
            assert address.startswith("http://127.0.0.1:")
            assert httpx.get(address).text == "the map"
            assert second.startswith("Only this machine reaches it")
        finally:
            server.terminate()
