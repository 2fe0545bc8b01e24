"""The contract as cases for anyone's pytest."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sessionkit import SCENARIOS
from sessionkit.rules import GET_ALL_IS_LIVE, REMOVE_SETS_NULL
from sessionkit.testing import RANDOM_TRACES, Case, cases
from tests.checking.wrong_stores import GetAllCopies, RemoveDeletes, Right


def _case(name: str, does_not: dict[str, str] | None = None) -> Case:
    for one in cases(does_not):
        case = one.values[0]
        assert isinstance(case, Case)
        if case.name == name:
            return case
    raise AssertionError(name)


def test_cases_are_numbered_and_named() -> None:
    ids = [str(one.id) for one in cases()]

    assert len(ids) == len(SCENARIOS) + 1
    assert ids[0] == "01-new-session-is-any-exist"
    assert ids[-1] == f"{len(ids)}-{RANDOM_TRACES}"
    assert [int(one.split("-")[0]) for one in ids] == list(range(1, len(ids) + 1))
    assert [one.split("-", 1)[1] for one in ids[:-1]] == [s.name for s in SCENARIOS]


async def test_a_wrong_store_fails_its_cases_and_no_other() -> None:
    red = []
    for one in cases():
        case = one.values[0]
        assert isinstance(case, Case)
        try:
            await case.check(GetAllCopies)
        except AssertionError:
            red.append(case.name)

    assert red == [
        "change-what-get-all-gave",
        "add-to-what-get-all-gave",
        "get-all-then-set",
        RANDOM_TRACES,
    ]


async def test_a_red_case_shows_both_answers() -> None:
    with pytest.raises(AssertionError) as caught:
        await _case("remove-then-get-all").check(RemoveDeletes)

    assert str(caught.value).split("\n") == [
        "Removed keys are gone",
        '  done                 1 ada set("cart", 3)',
        '                       2 ada remove("cart")',
        "                       3 ada get_all()",
        '  FortJs answers to 3  {"cart": None}',
        "  this store answers   {}",
        "  hint                 remove sets the value to None and keeps the key.",
        "  scenario             remove-then-get-all: What does get_all show of a key "
        "that was removed?",
    ]


async def test_a_declared_case_is_green_and_the_others_stay_red() -> None:
    declared = {GET_ALL_IS_LIVE: "a copy is safer"}

    await _case("change-what-get-all-gave", declared).check(GetAllCopies)
    await _case(RANDOM_TRACES, declared).check(GetAllCopies)
    with pytest.raises(AssertionError, match="keeps the key"):
        await _case("remove-then-get-all", declared).check(RemoveDeletes)


async def test_a_declaration_that_is_not_true_is_red() -> None:
    declared = {REMOVE_SETS_NULL: "it deletes"}

    await _case("remove-then-get-all", declared).check(Right)
    with pytest.raises(AssertionError, match="take the rule out of"):
        await _case(RANDOM_TRACES, declared).check(Right)


async def test_a_store_that_hangs_is_red_in_time() -> None:
    class Hanging(Right):
        async def get(self, key: str) -> None:
            while True:
                pass

    with pytest.raises(AssertionError, match="TimeLimit: no answer within"):
        await _case("set-then-get").check(Hanging, limit=0.05)


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="no rule 'live'; there are: reading creates"):
        cases({"live": "never"})


SUITE = """
import pytest
from sessionkit import MemorySessionStore
from sessionkit.memory import sessions
from sessionkit.testing import Case, cases

class MyStore(MemorySessionStore):
    async def remove(self, key):
        sessions.get(self.session_id, {}).pop(key, None)

@pytest.mark.asyncio
@pytest.mark.parametrize("case", cases())
async def test_contract(case: Case) -> None:
    await case.check(MyStore)
"""


def test_somebody_elses_suite_is_readably_red(tmp_path: Path) -> None:
    (tmp_path / "test_mine.py").write_text(SUITE)
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\nasyncio_default_fixture_loop_scope = function\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "-k", "remove or falsy"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1, done.stderr
    assert re.search(
        r"FAILED test_mine.py::test_contract\[[0-9]+-remove-then-get-all\]", done.stdout
    )
    assert '  FortJs answers to 3  {"cart": None}' in done.stdout
    assert "  this store answers   {}" in done.stdout
    assert "3 failed" in done.stdout
    assert "[10-falsy-values]" not in done.stdout.split("short test summary")[1]
