"""The chain goes the whole way, ends what it started, and names the link that broke."""

import subprocess
import sys
from pathlib import Path

import pytest

from sessionkit.workshop import chain as module
from sessionkit.workshop.chain import chain


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
    name: str, value: str, link: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, value)
    links = list(chain(60))
    assert len(links) == link + 1
    assert said in str(links[-1])
    assert "\n  -> python -m pip install" in str(links[-1])


def test_a_server_that_ends_at_once_says_its_last_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho first\necho no such module >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    (link,) = chain(30)
    assert link.broken == "it ended at once: no such module"


def test_a_server_that_never_answers_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\nexec sleep 600\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    (link,) = chain(0.2)
    assert link.broken == "it does not answer within 0.2 s"
