"""The command: exit statuses, and one clear sentence for whatever is wrong."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import sessionkit
from sessionkit import cli
from sessionkit.cli import main
from sessionkit.workshop import doctor
from sessionkit.workshop.chain import Link
from sessionkit.workshop.doctor import Piece
from sessionkit.workshop.judge import Judgement
from sessionkit.workshop.lab import LabError, lay_out
from sessionkit.workshop.load import load
from tests.workshop import laid_out as workshop

Capture = pytest.CaptureFixture[str]

STORE = """\
from sessionkit.memory import MemorySessionStore


class Mine(MemorySessionStore):
    pass


class Other:
    pass


not_a_class = 3
"""


@dataclass
class Report:
    """What a check gave."""

    passed: bool

    def __str__(self) -> str:
        """Say it."""
        return f"the report: {self.passed}"


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[type]:
    """Collect what the check is asked about; a class called Other differs."""
    asked: list[type] = []

    def judge(name: str, seconds: float) -> Judgement:
        store_class = load(name)
        asked.append(store_class)
        report = Report(store_class.__name__ != "Other")
        return Judgement({"text": str(report)}, int(not report.passed), "")

    monkeypatch.setattr(cli, "judge", judge)
    return asked


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Write the learner's file in the current folder, ``my_store.py``."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))

    def write(text: str) -> Path:
        path = tmp_path / "my_store.py"
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        return path

    return write


def test_no_command_prints_help(capsys: Capture) -> None:
    assert main([]) == 0
    said = capsys.readouterr().out
    assert all(command in said for command in ("lab", "progress", "doctor"))


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--version"], 0),
        (["doctor", "--help"], 0),
        (["nothing"], 2),
        (["check"], 2),
        (["lab", "--copy-only", ""], 2),
        (["doctor", "--", "--no-browser"], 2),
    ],
)
def test_argparse_answers(arguments: list[str], status: int, capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == status
    said = capsys.readouterr()
    if arguments == ["--version"]:
        assert said.out.strip() == sessionkit.__version__
    assert "Traceback" not in said.err


def test_a_real_check_of_the_real_store(
    write: Callable[[str], Path], capsys: Capture
) -> None:
    write(STORE)
    assert main(["check", "my_store.py:Mine"]) == 0
    assert main(["check", "my_store.py:Other"]) == 1
    assert "Mine" in capsys.readouterr().out


def test_a_reader_that_has_gone_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "sessionkit.cli", "doctor", "--quick"],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (1, "")


def test_check_prints_the_report_and_exits_by_it(
    checked: list[type], write: Callable[[str], Path], capsys: Capture
) -> None:
    path = write(STORE)
    assert main(["check", "my_store.py:Mine"]) == 0
    assert main(["check", f"{path}:Mine"]) == 0
    assert main(["check", "my_store.py:Other"]) == 1
    assert main(["check", "sessionkit.memory:MemorySessionStore"]) == 0
    assert [one.__name__ for one in checked] == [
        *("Mine", "Mine", "Other", "MemorySessionStore"),
    ]
    out = capsys.readouterr().out
    assert out.count("the report: True") == 3
    assert out.count("the report: False") == 1


def test_a_file_may_use_dataclasses_and_its_neighbours(
    checked: list[type], write: Callable[[str], Path], tmp_path: Path
) -> None:
    (tmp_path / "neighbour_of_mine.py").write_text("X = 1\n", encoding="utf-8")
    write(
        "from __future__ import annotations\n"
        "from dataclasses import dataclass, KW_ONLY\n"
        "import neighbour_of_mine\n"
        "@dataclass\n"
        "class Mine:\n"
        "    _: KW_ONLY\n"
        "    session_id: str | None = None\n"
    )
    assert main(["check", "my_store.py:Mine"]) == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("my_store.py", "'my_store.py' names no class. Name it as file.py:Class"),
        ("my_store.py:", "names no class"),
        (":Mine", "names no class"),
        ("my_store.py:Mine()", "names no class"),
        ("gone.py:Mine", "There is no file gone.py."),
        ("my_store.py:Nine", "my_store.py has no Nine; its classes: Mine, Other."),
        ("my_store.py:not_a_class", "no class for not_a_class; its classes: Mine"),
        ("my-store:Mine", "'my-store' is neither a file nor a module."),
        ("gone.deep:Mine", "There is no module gone."),
        ("sessionkit.gone:Mine", "There is no module sessionkit.gone."),
        ("sessionkit.contract:Gone", "its classes: SessionStore"),
    ],
)
def test_a_name_of_nothing_is_one_sentence(
    name: str,
    said: str,
    checked: list[type],
    write: Callable[[str], Path],
    capsys: Capture,
) -> None:
    write(STORE)
    assert main(["check", name]) == 2
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.err.count("\n") == 1
    assert not captured.out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("class Mine\n", "my_store.py, line 1: SyntaxError: expected ':'"),
        ("\n  x = 1\n", "my_store.py, line 2: IndentationError: unexpected indent"),
        ("import not_there_at_all\n", "line 1: ModuleNotFoundError: No module named"),
        ("x = 1\nx / 0\n", "my_store.py, line 2: ZeroDivisionError: division by zero"),
        ("import sys\nsys.exit(5)\n", "my_store.py, line 2: SystemExit: 5"),
        ("import json\n\njson.loads('{')\n", "my_store.py, line 3: JSONDecodeError: "),
        ("raise ValueError\n", "my_store.py, line 1: ValueError\n"),
        ("def f(): raise ValueError('no')\n\nf()\n", "my_store.py, line 1: ValueError"),
        ("# coding: nonsense\n", ": SyntaxError: "),
        ("x = '\udcff'\n", "my_store.py, line 1: SyntaxError: "),
        ("x = '\0'\n", "my_store.py"),
        ("x = 1\n", "my_store.py has no Mine; it has no classes."),
    ],
)
@pytest.mark.parametrize("name", ["my_store.py:Mine", "my_store:Mine"])
def test_a_file_that_cannot_be_loaded_is_one_sentence(
    name: str,
    text: str,
    said: str,
    checked: list[type],
    write: Callable[[str], Path],
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(text)
    monkeypatch.delitem(sys.modules, "my_store", raising=False)
    assert main(["check", name]) == 2
    error = capsys.readouterr().err
    if name.startswith("my_store:"):
        error = error.replace("my_store:", "my_store.py:")
        error = error.replace("my_store has", "my_store.py has")
    assert said in error
    assert "Traceback" not in error
    assert error.count("\n") == 1


def test_lab_copies_and_says_where_to_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    source = workshop.write(tmp_path / "kit")
    monkeypatch.setattr(cli, "lessons_folder", lambda: source)
    monkeypatch.chdir(tmp_path)
    assert main(["lab", "--copy-only"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Lessons in sessionkit-workshop: 4 new, 0 updated",
        f"Begin with {Path('sessionkit-workshop', workshop.FIRST)}",
    ]


def test_lab_opens_what_it_copied_and_passes_options_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    monkeypatch.setattr(cli, "lessons_folder", lambda: workshop.write(tmp_path / "kit"))
    monkeypatch.setattr(cli, "open_lab", lambda *given: opened.append(given))
    assert main(["lab", str(tmp_path / "mine"), "--", "--no-browser"]) == 0
    assert opened == [(tmp_path / "mine", workshop.FIRST, ["--no-browser"])]
    assert (tmp_path / "mine" / workshop.FIRST).is_file()


def test_lab_that_cannot_says_why_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def nowhere() -> Path:
        raise LabError("There are no lessons.")

    monkeypatch.setattr(cli, "lessons_folder", nowhere)
    assert main(["lab", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "There are no lessons.\n"


def test_ctrl_c_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "lessons_folder", interrupted)
    assert main(["lab"]) == 130


@pytest.mark.parametrize(
    ("version", "broken", "status"),
    [("1", "", 0), ("1", "no answer", 1), (None, "", 1)],
)
def test_doctor_exits_by_what_is_needed_and_what_works(
    version: str | None,
    broken: str,
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    needed = Piece("Thing", lambda: version, "does it", "get it", needed=True)
    monkeypatch.setattr(doctor.examine, "__defaults__", ((needed,),))
    link = Link("it starts a kernel", 1.0, broken, "start it")
    monkeypatch.setattr(cli, "chain", lambda: [link])
    assert main(["doctor"]) == status
    said = capsys.readouterr().out
    assert "Thing" in said
    assert ("it starts a kernel (1.0 s)" in said) is (status == 0)
    assert ("no answer\n  -> start it" in said) is bool(broken)


def test_lab_begins_where_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["lab", "--copy-only", "--from", "02.6"]) == 0
    name = "02_build_the_memory_store_from_6.ipynb"
    begun = Path("sessionkit-workshop", name)
    assert f"Begin with {begun}\n" in capsys.readouterr().out
    assert begun.is_file()
    assert main(["lab", "--copy-only", "--from", "02.99"]) == 2
    assert "02.6 (remove)" in capsys.readouterr().err
    assert main(["lab", "--copy-only", "--from", "99.1"]) == 2
    assert "There is no lesson 99. There are: 00, 01" in capsys.readouterr().err
    begun.write_text("mine")
    assert main(["lab", "--copy-only", "--from", "02.6"]) == 0
    assert f"{begun} was there and stays as it is." in capsys.readouterr().out
    assert begun.read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "A lesson's number is missing."),
        (".6", "A lesson's number is missing."),
        (
            "02",
            "Lesson 02 needs a section too. Begin it at one of: 02.1 (is_any_exist)",
        ),
    ],
)
def test_lab_asked_for_no_place_writes_nothing(
    name: str, said: str, tmp_path: Path, capsys: Capture
) -> None:
    mine = tmp_path / "mine"
    assert main(["lab", str(mine), "--copy-only", "--from", name]) == 2
    assert capsys.readouterr().err.startswith(said)
    assert not mine.exists()


def test_progress_is_a_table_or_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["progress"]) == 1
    assert "`sessionkit lab` makes one" in capsys.readouterr().err
    main(["lab", "--copy-only"])
    capsys.readouterr()
    assert main(["progress"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("lesson  predictions")
    assert "Next exercise: lesson 01" in said
    assert main(["progress", "--json"]) == 0
    tasks = json.loads(capsys.readouterr().out)
    assert {one["state"] for one in tasks} == {"left"}
    assert {*tasks[0]} == {"lesson", "section", "kind", "cell", "state"}
    Path("sessionkit-workshop", "04_watch_it_live.ipynb").unlink()
    assert main(["progress"]) == 0
    assert "Not in sessionkit-workshop: lesson 04." in capsys.readouterr().err
    Path("empty").mkdir()
    assert main(["progress", "empty"]) == 1
    assert "There are no lessons in empty" in capsys.readouterr().err


def test_reset_keeps_what_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    source = workshop.write(tmp_path / "kit")
    monkeypatch.setattr(cli, "lessons_folder", lambda: source)
    mine = tmp_path / "mine"
    assert main(["reset", "0", str(mine)]) == 1
    assert "There is no folder" in capsys.readouterr().err
    assert not mine.exists()
    mine.mkdir()
    for _ in range(2):  # an untouched lesson is kept nowhere
        assert main(["reset", "0", str(mine)]) == 0
        assert capsys.readouterr().out == "Lesson 0 is as it was shipped.\n"
    for kept in ("00_start_here_mine.ipynb", "00_start_here_mine1.ipynb"):
        (mine / workshop.FIRST).write_text(kept)
        assert main(["reset", "00", str(mine)]) == 0
        assert str(mine / kept) in capsys.readouterr().out
        assert (mine / kept).read_text() == kept
        assert json.loads((mine / workshop.FIRST).read_bytes())["cells"]
    assert main(["reset", "07", str(mine)]) == 2
    assert "There is no lesson 07. There are: 00." in capsys.readouterr().err


@pytest.mark.parametrize("refused", ["rename", "replace"])
def test_a_reset_that_fails_leaves_the_lesson_where_it_is(
    refused: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    source = workshop.write(tmp_path / "kit")
    monkeypatch.setattr(cli, "lessons_folder", lambda: source)
    mine = tmp_path / "mine" / workshop.FIRST
    lay_out(source, mine.parent)
    mine.write_text("mine")
    with monkeypatch.context() as patched:
        patched.setattr(Path, refused, no_space)
        assert main(["reset", "00", str(mine.parent)]) == 1
    said = capsys.readouterr().err
    assert "No space left on device" in said
    assert said.count("\n") == 1
    assert mine.read_text() == "mine"


def no_space(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_sheets_are_written(tmp_path: Path, capsys: Capture) -> None:
    assert main(["sheets", str(tmp_path / "to print")]) == 0
    pages = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert [page.stem for page in pages] == ["predictions", "answers", "handout"]
    assert all(page.is_file() for page in pages)
    assert main(["sheets", str(pages[0])]) == 1
    assert "Name another folder." in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_report_that_nobody_can_write_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(STORE)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sessionkit.cli", "check", "mine.py:Mine"],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (
        3,
        "The report cannot be written: No space left on device.\n",
    )
