"""The data files that ship are what FortJs and its peers answer now."""

import subprocess
import sys
from pathlib import Path

import pytest

from sessionkit.node.npm import COMMAND
from sessionkit.node.process import Node
from sessionkit.peers import recording
from sessionkit.peers.__main__ import main
from sessionkit.peers.recording import AFTER_REMOVE, FILES, ask_all, record
from sessionkit.stores.redis_server import RedisServer

pytestmark = pytest.mark.slow  # CI asks Node, and everybody else believes the files


@pytest.fixture(scope="module")
def texts(node: Node, redis_server: RedisServer) -> tuple[str, ...]:
    """Ask Node everything, once."""
    return ask_all(redis_server.url)


def test_recording_again_gives_the_files_that_ship(texts: tuple[str, ...]) -> None:
    assert len(FILES) == len(texts) == 3
    for file, text in zip(FILES, texts, strict=True):
        assert text == file.read_text("ascii")


@pytest.fixture
def answered(
    texts: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> list[str]:
    """Give the texts that Node is to answer, and records in a folder of the test's."""
    files = [tmp_path / name for name in ("fortjs.json", "peers.json", "python.json")]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, "ascii")
    answered = [*texts]
    monkeypatch.setattr(recording, "FILES", files)
    monkeypatch.setattr(recording, "ask_all", lambda redis_url: answered)
    return answered


@pytest.mark.parametrize(
    ("number", "old", "new", "differs"),
    [
        (0, '"value": "Ada"', '"value": "Eve"', "set-then-get"),
        (0, '"value": false', '"value": 0', "new-session-is-any-exist"),
        (0, '"fortjs": "2.10.8"', '"fortjs": "2.10.9"', "fortjs"),
        (0, '"status": 200', '"status": 201', "response"),
        (1, '"value": "Ada"', '"value": "Eve"', "express set-then-get"),
        (1, '"redis": "4.7.1"', '"redis": "4.7.2"', "packages"),
        (2, '"hex":"746561"', '"hex":"746562"', "Django, cache value-bytes"),
    ],
)
def test_a_changed_answer_is_a_difference_until_it_is_recorded(
    answered: list[str],
    capsys: pytest.CaptureFixture[str],
    redis_server: RedisServer,
    number: int,
    old: str,
    new: str,
    differs: str,
) -> None:
    before = answered[number]
    answered[number] = before.replace(old, new, 1)
    assert answered[number] != before

    assert record("", check=True) == [differs]
    assert recording.FILES[number].read_text("ascii") == before
    assert main(["record", "--check"]) == 1
    said = f"differs from the record: {differs}\n1 answers differ from the record\n"
    assert capsys.readouterr().out == said
    assert record("") == [differs]
    assert recording.FILES[number].read_text("ascii") == answered[number]
    assert record("", check=True) == []


def test_a_stale_and_a_missing_record_differ(answered: list[str]) -> None:
    answered[1] = answered[1].replace('"set-then-get"', '"set-and-get"')
    names = [
        f"{peer} {name}"
        for name in ("set-then-get", "set-and-get")
        for peer in ("express", "redis")
    ]
    assert sorted(record("", check=True)) == sorted(names)
    assert isinstance(recording.FILES[0], Path)
    recording.FILES[0].unlink()
    assert "set-then-get" in record("")


def test_the_command_as_a_user_runs_it(node: Node, redis_server: RedisServer) -> None:
    command = [sys.executable, "-m", "sessionkit.peers", "record", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (
        *(0, "0 answers differ from the record\n", ""),
    )


def test_without_the_packages(
    node: Node,
    redis_server: RedisServer,
    empty_cache: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["record", "--check"]) == 2
    assert COMMAND in capsys.readouterr().err


def test_without_the_redis_library(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "sessionkit.stores.redis_server")
    monkeypatch.setitem(sys.modules, "redis", None)
    assert main(["record", "--check"]) == 2
    assert capsys.readouterr().err == (
        "to record needs redis, for a Redis server; this installs it: "
        'python -m pip install -e ".[redis]" in your clone\n'
    )


def test_a_browser_sees_the_name_of_a_removed_key(node: Node) -> None:
    def respond(calls: object) -> dict[str, object]:
        return node.exchange({"system": "fortjs", "respond": calls})

    assert respond(AFTER_REMOVE) == {
        "status": 200,
        "type": "application/json",
        "body": '{"user":"Ada","cart":null}',
    }
    # a second visitor of the same process has a session of her own
    assert respond([["set", "cart", 0]])["body"] == '{"cart":0}'
    assert respond([["walk"]])["status"] == 500
