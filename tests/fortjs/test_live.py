"""FortJs under Node: recording, and what is said where it cannot be asked."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sessionkit import MemorySessionStore, Operation, on, run
from sessionkit.fortjs import FortJsUnavailableError, ask, install, live
from sessionkit.fortjs.__main__ import main
from sessionkit.fortjs.answers import NAME, recorded_response
from sessionkit.fortjs.install import COMMAND, installed_at, is_installed
from sessionkit.fortjs.live import FortJs
from sessionkit.fortjs.record import ask_all, record
from sessionkit.fortjs.respond import respond
from sessionkit.traces.trace import TraceError
from sessionkit.traces.values import UNDEFINED, same

ada = on("ada")


@pytest.fixture
def no_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take away both Node and npm."""
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.fixture
def empty_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Stand as a user who has not installed FortJs for sessionkit."""
    folder = tmp_path / "cache" / "fortjs"
    monkeypatch.setattr(install, "installed_at", lambda: folder)
    monkeypatch.setattr(live, "installed_at", lambda: folder)
    return folder


def _script(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def test_recording_again_gives_the_file_that_ships(fortjs: FortJs) -> None:
    shipped = Path(live.__file__).with_name(NAME).read_text("ascii")

    assert ask_all() == shipped


@pytest.mark.slow
def test_a_changed_answer_is_a_difference(
    fortjs: FortJs, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = ask_all()
    changed = shipped.replace('"value": "Ada"', '"value": "Eve"', 1)
    assert changed != shipped
    monkeypatch.setattr("sessionkit.fortjs.record.ask_all", lambda: changed)

    assert record(check=True) == ["set-then-get"]
    assert main(["record", "--check"]) == 1
    assert "differs from the live FortJs: set-then-get" in capsys.readouterr().out


@pytest.mark.slow
def test_an_unchanged_record_is_none(
    fortjs: FortJs, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["record", "--check"]) == 0
    assert "0 differ from the record" in capsys.readouterr().out


def test_installing_again_changes_nothing(
    fortjs: FortJs, no_programs: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is there already needs no npm."""
    before = installed_at().stat().st_mtime_ns

    assert main(["install"]) == 0
    assert capsys.readouterr().out == f"fortjs is in {installed_at()}\n"
    assert is_installed()
    assert installed_at().stat().st_mtime_ns == before


async def test_ask_answers_in_fortjs_own_terms(fortjs: FortJs) -> None:
    trace = await run([ada.set("cart", 3), ada.get("user")], MemorySessionStore)

    answers = ask(trace.operations).answers

    assert [one.value for one in answers] == [UNDEFINED, UNDEFINED]


VALUES = [
    float("nan"),
    float("inf"),
    float("-inf"),
    -0.0,
    "\ud800\0\u202e🔑",
    {"$": "NaN", "__proto__": {"$": [1]}},
    [[], {}, None, True],
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_comes_back_from_node_as_it_went(fortjs: FortJs, value: object) -> None:
    trace = fortjs.ask([ada.set("value", value), ada.get("value")])

    assert same(trace[1].answer.value, value), trace


def test_a_browser_sees_the_name_of_a_removed_key(fortjs: FortJs) -> None:
    response = respond()

    assert response == {
        "status": 200,
        "type": "application/json",
        "body": '{"user":"Ada","cart":null}',
    }
    assert recorded_response() == response["body"]
    assert respond([["set", "cart", 0]])["body"] == '{"cart":0}'


def test_a_call_that_fortjs_has_not_is_no_response(fortjs: FortJs) -> None:
    assert respond([["walk"]])["status"] == 500


def test_a_trace_is_asked_by_its_operations(fortjs: FortJs) -> None:
    once = fortjs.ask([ada.set("cart", 3), ada.remove("cart"), ada.get_all()])

    assert fortjs.ask(once) == once
    assert ask(once) == once


def test_one_trace_leaves_nothing_for_the_next(fortjs: FortJs) -> None:
    for session in ("ada", "", None):
        visitor = on(session)
        fortjs.ask([visitor.set("user", "Ada")])
        assert fortjs.ask([visitor.is_any_exist()])[0].answer.value is False


def test_what_json_cannot_carry_is_refused_before_node(fortjs: FortJs) -> None:
    with pytest.raises(TraceError, match=r"^operation 2, ada set\(.*type tuple"):
        fortjs.ask([ada.get("a"), ada.set("a", (1, 2))])
    assert fortjs.ask([ada.is_any_exist()])[0].answer.value is False


@pytest.mark.parametrize("nested", ["deep", "cyclic"])
def test_what_is_nested_too_deep_is_refused_before_node(
    fortjs: FortJs, nested: str
) -> None:
    value: list[object] = []
    if nested == "cyclic":
        value.append(value)
    else:
        for _ in range(100_000):
            value = [value]

    with pytest.raises(TraceError, match=r"operation 1, .*nested"):
        fortjs.ask([ada.set("a", value)])


def test_an_error_in_fortjs_is_an_answer(fortjs: FortJs) -> None:
    answer = fortjs.ask([Operation("ada", "set_many", (None,))])[0].answer

    assert answer.error == "TypeError"
    assert answer.message == "Cannot convert undefined or null to object"


def test_a_fault_of_the_driver_is_told_and_it_goes_on(
    fortjs: FortJs, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {"session": "ada", "method": "set", "arguments": ["a", {"$": "tug"}]}
    with monkeypatch.context() as patched:
        patched.setattr(live, "encode_operation", lambda number, operation: wrong)
        with pytest.raises(FortJsUnavailableError, match=r"failed: .*such tag: tug"):
            fortjs.ask([ada.is_any_exist()])
    assert fortjs.ask([ada.is_any_exist()])[0].answer.value is False


def test_without_node(no_programs: None) -> None:
    expected = "there is no node on this machine's PATH; install Node.js 20 or newer"
    with pytest.raises(FortJsUnavailableError, match=expected):
        ask([ada.get("a")])


def test_without_npm(
    no_programs: None, empty_cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["install"]) == 2
    assert "there is no npm on this machine's PATH" in capsys.readouterr().err
    assert not empty_cache.exists()


def test_without_the_package(
    fortjs: FortJs, empty_cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # is_installed was imported by name into live, and looks through install
    with pytest.raises(FortJsUnavailableError, match=f"this installs it: {COMMAND}"):
        ask([ada.get("a")])
    assert main(["record", "--check"]) == 2
    assert COMMAND in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")
class TestStandIns:
    """Programs in the place of Node and npm that fail as the real ones may."""

    @pytest.fixture(autouse=True)
    def _path(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_cache: Path
    ) -> None:
        self.folder = tmp_path
        self.cache = empty_cache
        monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    def _pretend_installed(self) -> None:
        package = self.cache / "node_modules" / "fortjs"
        package.mkdir(parents=True)
        (package / "package.json").write_text("{}")

    def test_npm_fails(self) -> None:
        _script(self.folder, "npm", "echo first >&2; echo 'no network' >&2; exit 7")
        with pytest.raises(FortJsUnavailableError, match=r"fortjs@2.10.8.*no network"):
            install.install()

    def test_npm_fails_without_a_word(self) -> None:
        _script(self.folder, "npm", "exit 7")
        with pytest.raises(FortJsUnavailableError, match="exit status 7"):
            install.install()

    def test_the_cache_is_not_writable(self) -> None:
        _script(self.folder, "npm", "exit 0")
        self.cache.parent.write_text("a file where a folder should be")
        with pytest.raises(
            FortJsUnavailableError, match=r"fortjs@2\.10\.8 cannot be put into"
        ):
            install.install()

    def test_node_ends_at_once(self) -> None:
        self._pretend_installed()
        _script(self.folder, "node", "echo 'bad option' >&2; exit 9")
        with pytest.raises(FortJsUnavailableError, match="before it answered: bad opt"):
            ask([ada.get("a")])

    def test_node_ends_without_a_word(self) -> None:
        self._pretend_installed()
        _script(self.folder, "node", "exit 9")
        with pytest.raises(FortJsUnavailableError, match="it said nothing"):
            ask([ada.get("a")])

    def test_node_says_what_is_no_answer(self) -> None:
        self._pretend_installed()
        _script(self.folder, "node", "read line; echo 'Debugger attached.'")
        with pytest.raises(FortJsUnavailableError, match="Debugger attached"):
            ask([ada.get("a")])

    def test_the_package_is_broken(self, fortjs: FortJs) -> None:
        """The real Node says that it cannot load what stands in the cache."""
        self._pretend_installed()
        with pytest.raises(
            FortJsUnavailableError, match=r"Cannot find module 'fortjs'$"
        ):
            ask([ada.get("a")])


@pytest.mark.slow
def test_the_command_as_a_user_runs_it(fortjs: FortJs) -> None:
    command = [sys.executable, "-m", "sessionkit.fortjs", "record", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("0 differ from the record\n")
