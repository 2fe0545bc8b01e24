"""The command's judge: whatever a store does, a report comes, in time."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import sessionkit.checking
from sessionkit.checking.data import as_data
from sessionkit.checking.report import Outcome, Report
from sessionkit.cli import main
from sessionkit.memory import MemorySessionStore
from sessionkit.workshop import judge as judging
from sessionkit.workshop.judge import JudgeError, judge
from sessionkit.workshop.load import LoadError
from tests.slow import rest_slow

SCHEMA = json.loads(
    Path(sessionkit.checking.__file__)
    .with_name("report.schema.json")
    .read_text(encoding="utf-8")
)
SECONDS = 60.0
SHORT = 8.0

HEAD = """\
import asyncio, builtins, itertools, os, signal, sys, threading
from sessionkit.memory import MemorySessionStore


class Mine(MemorySessionStore):
    async def get(self, key):
        {}
        return await super().get(key)
"""


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Write the learner's file, whose get does something first."""
    monkeypatch.chdir(tmp_path)

    def write(does: str) -> Path:
        path = tmp_path / "my_store.py"
        path.write_text(HEAD.format(does), encoding="utf-8")
        return path

    return write


def valid(report: dict[str, Any]) -> dict[str, Any]:
    jsonschema.Draft202012Validator(SCHEMA).validate(report)
    return report


def test_the_schema_is_one_and_knows_every_outcome() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert {*SCHEMA["properties"]["outcome"]["enum"]} == {*Outcome}
    with pytest.raises(jsonschema.ValidationError):
        valid({**as_data(Report("S")), "more": 1})


def test_a_right_store(write: Callable[[str], Path]) -> None:
    write("pass")
    judgement = judge("my_store.py:Mine", SECONDS)

    report = valid(judgement.report)
    assert judgement.status == 0
    assert (report["outcome"], report["store"]) == ("right", "Mine")
    assert report["failures"] == []
    assert judgement.printed == ""


@pytest.mark.parametrize(
    ("does", "says"),
    rest_slow(
        2,
        [
            ("os._exit(0)", "SystemExit: os._exit(0)"),
            ("sys.exit(3)", "The program is ended"),
            ("raise GeneratorExit", "GeneratorExit"),
            ("raise asyncio.CancelledError", "CancelledError"),
            (
                "asyncio.current_task().cancel(); await asyncio.sleep(0)",
                "It cancelled the task that was awaiting it.",
            ),
            (
                "asyncio.get_running_loop().stop(); await asyncio.sleep(0)",
                "It stopped the event loop.",
            ),
            ("raise KeyboardInterrupt", "It raised KeyboardInterrupt."),
            (
                "os.kill(os.getpid(), signal.SIGKILL)",
                "It ended the process with SIGKILL.",
            ),
            ("os.abort()", "It ended the process with SIGABRT, at line 7, in get."),
            (
                "builtins.isinstance = lambda *_: False",
                "all of Python uses: isinstance.",
            ),
            ("builtins.len = None", "It replaced what all of Python uses: len."),
            (
                "await asyncio.to_thread(threading.Event().wait)",
                "within the time limit",
            ),
            ("print('x' * 10**6); return 3", "A default in place of None"),
            ("os.fork(); return 3", "A default in place of None"),
            ("raise ValueError('x' * 10**7)", "FortJs raises nothing here"),
        ],
    ),
)
def test_whatever_a_store_does_ends_in_a_report(
    does: str, says: str, write: Callable[[str], Path]
) -> None:
    write(does)
    judgement = judge("my_store.py:Mine", SECONDS)

    assert says in valid(judgement.report)["text"]
    assert judgement.status == 1
    assert len(judgement.printed) < 11_000
    assert len(judgement.report["text"]) < 20_000


@pytest.mark.slow
def test_one_endless_call_in_c_ends_with_its_time(write: Callable[[str], Path]) -> None:
    write("sum(itertools.count())")
    judgement = judge("my_store.py:Mine", SHORT)

    assert valid(judgement.report)["outcome"] == "ended the check"
    assert (
        "It gave no answer within 8 seconds, at line 7, in get."
        in (judgement.report["text"])
    )
    assert judgement.status == 1


@pytest.mark.slow
def test_what_a_store_prints_is_shown_up_to_a_limit(
    write: Callable[[str], Path],
) -> None:
    write("print('hello'); sys.stderr.write('there\\n')")
    judgement = judge("my_store.py:Mine", SECONDS)

    assert judgement.status == 0
    assert "hello" in judgement.printed
    assert "there" in judgement.printed


@pytest.mark.parametrize("name", ["my_store.py:Mine", "my_store:Mine"])
@pytest.mark.slow
def test_files_beside_the_store_hide_nothing_that_we_import(
    name: str, write: Callable[[str], Path]
) -> None:
    path = write("pass")
    for module in ("fractions", "decimal", "random", "json", "hypothesis", "typing"):
        path.with_name(f"{module}.py").write_text("1 / 0\n", encoding="utf-8")

    assert judge(name, SECONDS).status == 0


def test_a_store_that_is_not_written_could_not_be_asked(
    write: Callable[[str], Path],
) -> None:
    path = write("pass")
    path.write_text("class Mine:\n async def get(self, key): ...\n", encoding="utf-8")
    path.write_text(
        "class Mine:\n"
        "    def __init__(self, session_id): self.session_id = session_id\n"
        + "".join(
            f"    async def {name}(self, *given): ...\n"
            for name in vars(MemorySessionStore)
            if not name.startswith("_")
        ),
        encoding="utf-8",
    )
    judgement = judge("my_store.py:Mine", SECONDS)

    assert valid(judgement.report)["outcome"] == "not attempted yet"
    assert judgement.status == 2


def test_a_class_of_two_arguments_is_named(write: Callable[[str], Path]) -> None:
    path = write("pass")
    with path.open("a", encoding="utf-8") as file:
        file.write("\n    def __init__(self, session_id, secret): ...\n")
    text = judge("my_store.py:Mine", SECONDS).report["text"]

    assert text.count("`__init__` does not take the id") == 1
    assert "more times for the same reason." in text


def test_a_function_of_pythons_own_is_refused() -> None:
    with pytest.raises(LoadError, match="builtins:print is a function of Python's own"):
        judge("builtins:print", SECONDS)


def test_our_own_fault_is_not_the_learners(
    write: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    write("pass")
    child = tmp_path / "broken.py"
    child.write_text("raise RuntimeError('oh dear')\n", encoding="utf-8")
    monkeypatch.setattr(judging, "_CHILD", child)

    with pytest.raises(JudgeError, match="oh dear"):
        judge("my_store.py:Mine", SECONDS)
    assert main(["check", "my_store.py:Mine"]) == 3
    said = capsys.readouterr()
    assert said.err.startswith("sessionkit itself went wrong. Please report this:")
    assert said.out == ""


def test_json_on_the_command_line(
    write: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    write("print('hello'); return 3")

    assert main(["check", "my_store.py:Mine", "--json", "--limit", "60"]) == 1
    said = capsys.readouterr()
    report = valid(json.loads(said.out))
    assert report["failures"][0]["answered"] == "3"
    assert report["failures"][0]["operations"] == ['ada get("user")']
    assert "hello" in said.err


@pytest.mark.parametrize("limit", ["0", "-1", "nan", "soon", "1e9"])
def test_a_limit_is_a_number_of_seconds(
    limit: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["check", "my_store.py:Mine", f"--limit={limit}"])
    assert ended.value.code == 2
    assert "give a number of seconds, above 0" in capsys.readouterr().err
