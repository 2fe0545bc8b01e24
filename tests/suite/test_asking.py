"""Programs in any language, asked the contract over standard input and output."""

import subprocess
import sys
from pathlib import Path

import pytest

from sessionkit.fortjs import recorded
from sessionkit.node.npm import installed_at
from sessionkit.suite import asking
from sessionkit.suite.asking import Asked, Program, ProgramError, ask
from sessionkit.suite.cases import CASE, CASES
from sessionkit.suite.outcome import State
from sessionkit.suite.scenarios import SCENARIOS
from tests.node.conftest import need_node
from tests.notebooks.disk import ROOT
from tests.slow import rest_slow

RUNNER = Path(asking.__file__).with_name("runner.js")


def _program(kind: str, limit: float = 30) -> Program:
    return Program([sys.executable, "-m", "tests.suite.programs", kind], limit=limit)


async def _asked(kind: str) -> Asked:
    async with _program(kind) as program:
        return await ask(program)


async def test_the_real_fortjs_agrees_on_every_case() -> None:
    need_node()
    async with Program(["node", str(RUNNER), str(installed_at())]) as program:
        asked = await ask(program)
        raw = {one.name: await program.run(one.operations) for one in SCENARIOS}

    assert str(asked) == "FortJs 2.10.8: 66 cases: 64 kept, 2 not asked"
    assert [one.case for one in asked.outcomes] == list(CASES)
    assert {one.case.clause.id for one in asked.outcomes if not one.trace} == {"R21"}
    assert raw == {one.name: recorded(one.name) for one in SCENARIOS}


def test_the_runner_has_at_most_a_hundred_lines() -> None:
    assert len(RUNNER.read_text("utf-8").splitlines()) <= 100


async def test_a_store_in_another_language_may_deviate_as_python_does() -> None:
    asked = await _asked("right")

    assert asked.passed
    assert str(asked) == (
        "right: 66 cases: 56 kept, 3 departs by declaration, 7 not asked"
    )
    declared = [one.why for one in asked.outcomes if one.state is State.DECLARED]
    assert declared == [
        "the deviation inherited-names",
        "the deviation prototype-key",
        "the deviation integer-like-keys-first",
    ]


async def test_what_departs_is_shown() -> None:
    asked = await _asked("deletes")

    assert not asked.passed
    assert {one.case.clause.id for one in asked.departing} >= {"R9"}
    shown = str(asked).split("\n\n")
    assert shown[0].startswith("deletes: 66 cases: ")
    assert (
        "≠ departs: R9.2 remove-then-get-all: operation 3: FortJs answers "
        '{"cart": None}\n'
        "  What does get_all show of a key that was removed?\n"
        '  1 ada set("cart", 3)\n'
        '  2 ada remove("cart")\n'
        "  3 ada get_all() → {}\n"
        "  hint: remove is no del: it sets the value to None and keeps the key."
    ) in shown


async def test_an_error_departs() -> None:
    outcome = (await _asked("raises")).outcomes[0]

    assert outcome.state is State.DEPARTS
    assert str(outcome.trace) == "1 ada is_any_exist() → Oops: it broke"


async def test_what_is_declared_passes_and_what_is_lacking_is_not_asked() -> None:
    declared, lacking = await _asked("declared"), await _asked("lacking")

    assert declared.passed
    assert declared.outcomes[CASES.index(CASE["R14.1"])].why == (
        'a copy is safer (operation 4: FortJs answers "Eve")'
    )
    left_out = {one.case.id for one in lacking.outcomes if one.state is State.NOT_ASKED}
    assert lacking.passed
    assert left_out == {case.id for case in CASES if case.needs}


@pytest.mark.slow
async def test_a_declaration_that_is_not_true_does_not_pass() -> None:
    asked = await _asked("untrue")

    assert not asked.passed
    assert str(asked).endswith(
        "\nR9 is declared, and kept in each case: declare it no more"
    )


@pytest.mark.parametrize(
    ("kind", "says"),
    rest_slow(
        1,
        [
            ("version 2", "the program speaks protocol 2, and not 1"),
            ("unknown capability", "no capability 'fly'; there are: live, no id"),
            ("unknown clause", "no clause 'R999'; there are: R1, R2"),
            ("has is a number", '"has" is a list and "does_not" an object'),
            ("too few", "1 operations need as many answers: {'answers': []}"),
            ("no answers", "no answer to an operation: 3"),
            ("no such tag", "no value: {'$': 'wings'}"),
            ("says hi", "a reply is an object in JSON, and not hi"),
            ("faults", "the program could not: it is Sunday"),
            ("ends", "the program ended without a reply to {'run': "),
        ],
    ),
)
async def test_what_is_no_reply_is_said_in_one_sentence(kind: str, says: str) -> None:
    with pytest.raises(ProgramError) as caught:
        await _asked(kind)
    assert says in str(caught.value)


@pytest.mark.slow
async def test_a_program_that_hangs_is_ended_in_time() -> None:
    async with _program("hangs", limit=2) as program:
        with pytest.raises(ProgramError, match="no reply within 2 seconds to"):
            await ask(program)


async def test_a_program_that_is_not_there() -> None:
    with pytest.raises(ProgramError, match="no-such-program cannot be started"):
        async with Program(["no-such-program"]):
            pass


def _command(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sessionkit.suite", *arguments]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("kind", "status", "says"),
    rest_slow(
        1,
        [
            ("right", 0, "right: 66 cases: 56 kept"),
            ("deletes", 1, "≠ departs: R9.2"),
            ("faults", 2, "the program could not: it is Sunday"),
        ],
    ),
)
def test_the_command_tells_by_its_exit_status(
    kind: str, status: int, says: str
) -> None:
    done = _command("ask", f"{sys.executable} -m tests.suite.programs {kind}")

    assert done.returncode == status, done.stderr
    assert says in (done.stderr if status == 2 else done.stdout)
