"""The contract as cases for anyone's pytest."""

import asyncio
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any, ClassVar

import pytest

from sessionkit import SCENARIOS, MemorySessionStore, StoreClass, testing
from sessionkit.memory import sessions
from sessionkit.rules import GET_ALL_IS_LIVE, REMOVE_SETS_NULL
from sessionkit.suite.clauses import VERSION
from sessionkit.testing import CONTRACT_VERSION, RANDOM_TRACES, Case, cases
from tests.checking.wrong_stores import GetAllCopies, RemoveDeletes, Right


def _case(name: str, does_not: dict[str, str] | None = None) -> Case:
    for one in cases(does_not):
        case = one.values[0]
        assert isinstance(case, Case)
        if case.name == name:
            return case
    raise AssertionError(name)


def test_cases_have_the_numbers_of_the_contract() -> None:
    ids = [str(one.id) for one in cases()]

    assert CONTRACT_VERSION == VERSION
    assert ids == [*(f"{one.id}-{one.name}" for one in SCENARIOS), RANDOM_TRACES]
    assert ids[0] == "R1.1-new-session-is-any-exist"
    assert "R9.2-remove-then-get-all" in ids


async def test_a_wrong_store_fails_its_cases_and_no_other() -> None:
    red = []
    for one in cases():
        case = one.values[0]
        assert isinstance(case, Case)
        try:
            await case.check_async(GetAllCopies)
        except AssertionError:
            red.append(case.name)

    assert red == [
        "change-what-get-all-gave",
        "add-to-what-get-all-gave",
        "get-all-then-set",
        "delete-the-only-key",
        RANDOM_TRACES,
    ]


async def test_a_red_case_shows_both_answers() -> None:
    with pytest.raises(AssertionError) as caught:
        await _case("remove-then-get-all").check_async(RemoveDeletes)

    assert str(caught.value).split("\n") == [
        "Removed keys are gone",
        '  done                 1 ada set("cart", 3)',
        '                       2 ada remove("cart")',
        "                       3 ada get_all()",
        '  FortJs answers to 3  {"cart": None}',
        "  this store answers   {}",
        "  hint                 remove sets the value to None and keeps the key.",
        "  scenario             remove-then-get-all: "
        "What does get_all show of a key that was removed?",
    ]


async def test_a_declared_case_is_green_and_the_others_stay_red() -> None:
    declared = {GET_ALL_IS_LIVE: "a copy is safer"}

    await _case("change-what-get-all-gave", declared).check_async(GetAllCopies)
    await _case(RANDOM_TRACES, declared).check_async(GetAllCopies)
    with pytest.raises(AssertionError, match="keeps the key"):
        await _case("remove-then-get-all", declared).check_async(RemoveDeletes)


async def test_a_declaration_that_is_not_true_is_red() -> None:
    declared = {REMOVE_SETS_NULL: "it deletes"}

    await _case("remove-then-get-all", declared).check_async(Right)
    with pytest.raises(AssertionError, match="take the rule out of"):
        await _case(RANDOM_TRACES, declared).check_async(Right)


async def test_a_store_that_hangs_is_red_in_time() -> None:
    class Hanging(Right):
        async def get(self, key: str) -> None:
            while True:
                pass

    with pytest.raises(AssertionError, match="TimeLimit: no answer within"):
        await _case("set-then-get").check_async(Hanging, limit=0.05)


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="no rule 'live'; there are: reading creates"):
        cases({"live": "never"})


class Clock:
    """A store class whose sessions end, and the clock by which they do."""

    def __init__(self, *, never: bool = False, at_first: bool = False) -> None:
        self.now = 0.0
        self.ends: dict[str | None, float] = {}
        self._never = never
        self._at_first = at_first

    async def wait(self, lives: float) -> None:
        """Set the clock forward."""
        self.now += lives

    def __call__(self, session_id: str | None) -> MemorySessionStore:
        """Make a store that looks at the clock before each operation."""
        return Ending(session_id, self)

    def use(self, store: MemorySessionStore) -> None:
        """End the session or put off its end."""
        if self.now > self.ends.get(store.session_id, self.now) and not self._never:
            sessions.pop(store.session_id, None)
            self.ends.pop(store.session_id)
        if not (self._at_first and store.session_id in self.ends):
            self.ends[store.session_id] = self.now + 1


class Ending(MemorySessionStore):
    """A store of the clock's."""

    def __init__(self, session_id: str | None, clock: Clock) -> None:
        super().__init__(session_id)
        self._clock = clock

    async def is_any_exist(self) -> bool:
        self._clock.use(self)
        return await super().is_any_exist()

    async def get(self, key: str) -> Any:
        self._clock.use(self)
        return await super().get(key)

    async def get_all(self) -> dict[str, Any]:
        self._clock.use(self)
        return await super().get_all()

    async def set(self, key: str, value: Any) -> None:
        self._clock.use(self)
        await super().set(key, value)


def _red(case: Case, store_class: StoreClass, says: str) -> list[str]:
    """Check a case; return its id if it is red, and then it must say so."""
    try:
        case.check(store_class)
    except AssertionError as error:
        return [case.id] if says in str(error) else [str(error)]
    return []


def _ids(**asked: Any) -> list[str]:
    return [str(one.id) for one in cases(**asked)]


def test_what_a_store_can_lack_is_asked_if_it_says_that_it_can() -> None:
    clock = Clock()
    usual = {*_ids()}

    assert {*_ids(overlap=True)} - usual == {
        "R20.1-overlapping-writes",
        "R20.2-logout-during-a-write",
        "R20.3-remove-during-a-write",
        "R20.4-begun-by-two-at-once",
        "R20.5-two-stores-alive",
    }
    assert {*_ids(wait=clock.wait)} - usual == {
        "R21.1-unused-for-too-long",
        "R21.2-used-again-in-time",
    }


@pytest.mark.parametrize(
    ("clock", "red"),
    [
        (Clock(), []),
        (Clock(never=True), ["R21.1"]),
        (Clock(at_first=True), ["R21.2"]),
    ],
)
def test_sessions_that_end(clock: Clock, red: list[str]) -> None:
    found = []
    for one in cases(wait=clock.wait):
        case = one.values[0]
        assert isinstance(case, Case)
        if case.id.startswith("R21"):
            found += _red(case, clock, "hint: ")

    assert found == red


class ReadsAndWritesAll(MemorySessionStore):
    """Writes the whole session as it was read, some time before."""

    async def set(self, key: str, value: Any) -> None:
        values = dict(await self.get_all())
        await asyncio.sleep(0)
        sessions[self.session_id] = {**values, key: value}


class KeepsWhatItRead(MemorySessionStore):
    """Remembers what it read, as if no other store object were there."""

    async def get(self, key: str) -> Any:
        self.__dict__.setdefault(key, await super().get(key))
        return self.__dict__[key]


@pytest.mark.parametrize(
    ("store_class", "red"),
    [
        (MemorySessionStore, []),
        (ReadsAndWritesAll, ["R20.1", "R20.2", "R20.3", "R20.4"]),
        (KeepsWhatItRead, ["R20.5"]),
    ],
)
def test_two_requests_at_once(store_class: StoreClass, red: list[str]) -> None:
    found = []
    for one in cases(overlap=True):
        case = one.values[0]
        assert isinstance(case, Case)
        if case.id.startswith("R20"):
            found += _red(case, store_class, "hint: ")

    assert found == red


def test_a_declaration_of_the_class_itself_counts() -> None:
    class Declared(GetAllCopies):
        does_not: ClassVar = {GET_ALL_IS_LIVE: "a copy is safer"}

    case = _case("change-what-get-all-gave")
    case.check(Declared)
    with pytest.raises(AssertionError, match="FortJs answers"):
        case.check(GetAllCopies)


async def test_in_an_async_test_it_says_what_to_write() -> None:
    with pytest.raises(RuntimeError, match="this one write: await"):
        _case("set-then-get").check(Right)


def _pytest(folder: Path, *options: str) -> str:
    """Run pytest as somebody has it who has no plugin for async tests."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    # another project has no notebooks; only to load nbval takes two seconds
    command += ["-p", "no:nbval"]
    done = subprocess.run(
        [*command, "-p", "no:asyncio", "-W", "error", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


EXAMPLE = textwrap.dedent(
    "".join(re.findall(r"::\n\n((?:(?: {4}.*)?\n)+)", testing.__doc__ or ""))
)
PROJECT = """
from sessionkit import MemorySessionStore
from sessionkit.memory import sessions
from sessionkit.stores import SQLiteSessions as MySessions

class MyStore(MemorySessionStore):
    pass
"""
DELETES = """
    async def remove(self, key):
        sessions.get(self.session_id, {}).pop(key, None)
"""


@pytest.mark.slow
def test_the_example_works_as_it_is_printed(tmp_path: Path) -> None:
    (tmp_path / "my_project.py").write_text(PROJECT)
    example = EXAMPLE.replace("import MyStore", "import MySessions, MyStore")
    (tmp_path / "test_mine.py").write_text(example)
    said = _pytest(tmp_path)

    assert EXAMPLE.count("def test_") == 2
    assert f"{len(cases()) + len(cases(overlap=True))} passed" in said, said


@pytest.mark.slow
def test_somebody_elses_suite_is_readably_red(tmp_path: Path) -> None:
    (tmp_path / "my_project.py").write_text(f"{PROJECT}{DELETES}")
    first = EXAMPLE[: EXAMPLE.index("@pytest.fixture")]
    (tmp_path / "test_mine.py").write_text(first)
    said = _pytest(tmp_path, "-k", "remove or falsy")

    assert "FAILED test_mine.py::test_contract[R9.2-remove-then-get-all]" in said
    assert '  FortJs answers to 3  {"cart": None}' in said
    assert "  this store answers   {}" in said
    assert "4 failed" in said
    assert "R6.1-falsy-values" not in said.split("short test summary")[1]
