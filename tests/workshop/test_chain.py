"""The chain goes the whole way, ends what it started, and names the link that broke."""

import contextlib
import io
import json
import subprocess
import sys
import urllib.error
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest

from sessionkit.workshop import chain as module
from sessionkit.workshop.chain import PATIENCE, _Way, chain


@pytest.mark.slow
def test_every_link_holds_here_and_nothing_is_left_running(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started = []
    popen = subprocess.Popen

    def watched(*given: object, **named: object) -> object:
        started.append(popen(*given, **named))  # type: ignore[call-overload]
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", watched)
    links = list(chain(60))
    assert [(one.name, one.broken) for one in links] == [
        ("a JupyterLab starts on 127.0.0.1", ""),
        ("it starts a kernel", ""),
        ("the kernel runs a cell", ""),
        ("the inspector answers a message", ""),
    ]
    (server,) = started
    assert server.poll() is not None


@pytest.fixture(scope="module")
def started() -> Iterator[_Way]:
    """Start a JupyterLab, once for all that breaks after its start."""
    with contextlib.ExitStack() as ends:
        way = _Way(ends, PATIENCE)
        way.server()
        yield way


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "value", "link", "said"),
    [
        ("SUM", "1 / 0", 2, "ZeroDivisionError: division by zero"),
        ("SUM", "6 * 8", 2, "6 * 8 is 48 there"),
        ("INSPECTOR", "import not_there", 3, "No module named 'not_there'"),
    ],
)
def test_the_link_that_breaks_is_the_last_and_says_what_mends_it(
    name: str,
    value: str,
    link: int,
    said: str,
    started: _Way,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_Way, "server", lambda way: way.__dict__.update(vars(started)))
    monkeypatch.setattr(module, name, value)
    links = list(chain(60))
    assert len(links) == link + 1
    assert said in str(links[-1])
    assert "python -m pip install" in str(links[-1]).splitlines()[-1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("python", "said"),
    [
        (
            "/nowhere/python",
            "the kernel python3 is /nowhere/python, which is not there",
        ),
        ("/bin/false", "the kernel python3 is /bin/false, which cannot import"),
    ],
)
def test_a_kernel_of_another_python_is_named(
    python: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = tmp_path / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    argv = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    named = {"argv": argv, "display_name": "x", "language": "python"}
    spec.write_text(json.dumps(named))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    link = list(chain(60))[-1]
    assert link.name == "it starts a kernel"
    assert link.broken.startswith(said)
    assert link.mend.endswith("python -m ipykernel install --user")


def test_whatever_breaks_is_a_link(monkeypatch: pytest.MonkeyPatch) -> None:
    def shadowed(_: _Way) -> None:
        raise AttributeError("module 'websocket' has no attribute 'x'")

    monkeypatch.setattr(_Way, "server", shadowed)
    monkeypatch.setenv("PYTHONPATH", "/mine")
    (link,) = chain()
    assert link.broken == "module 'websocket' has no attribute 'x'"
    assert link.mend.startswith("PYTHONPATH is /mine: try without it")


def test_what_a_server_says_is_read() -> None:
    body = io.BytesIO(b'{"message": "no such kernel"}')
    error = urllib.error.HTTPError("x", 500, "Internal", Message(), body)
    assert module._reason(error) == "no such kernel"
    assert module._reason(urllib.error.URLError("no way")) == "no way"


@pytest.mark.parametrize(
    ("does", "patience", "broken"),
    [
        (
            "echo first; echo no such module >&2; exit 1",
            30,
            "it ended at once: no such module",
        ),
        ("exec sleep 600", 0.2, "it does not answer within 0.2 s"),
    ],
)
def test_a_server_that_does_not_start_is_said_to(
    does: str,
    patience: float,
    broken: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\n{does}\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    (link,) = chain(patience)
    assert link.broken == broken
