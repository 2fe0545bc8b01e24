"""The implementation report: what it says of each system, and the page it makes."""

import asyncio
import re
import sys
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from sessionkit import MemorySessionStore
from sessionkit.comparing import implementations
from sessionkit.comparing.columns import (
    Column,
    Expiring,
    Sleeping,
    Store,
    TooBusyError,
    everything,
    fixed,
)
from sessionkit.comparing.implementations import main, of_program, report
from sessionkit.comparing.implementations_page import Reported, page
from sessionkit.node.npm import installed_at
from sessionkit.suite.cases import CASE
from sessionkit.suite.clauses import BY_ID, CLAUSES
from sessionkit.suite.outcome import State
from tests.checking.wrong_stores import GetAllCopies
from tests.node.conftest import need_node
from tests.stores.conftest import need_redis
from tests.suite.test_asking import RUNNER

WORDS = re.compile(r" \d[\d.]*")
COUNTS = {
    # kept, departs by declaration, departs, not asked: of 21 clauses
    "FortJs": (20, 0, 0, 1),
    "memory": (18, 2, 0, 1),
    "SQLite": (17, 4, 0, 0),
    "Redis": (17, 4, 0, 0),
    "web sessions in memory": (17, 4, 0, 0),
    "remove deletes the key": (16, 2, 2, 1),
    "get_all hands out a copy": (17, 2, 1, 1),
    "a missing key raises": (14, 1, 5, 1),
    "is_exist: the key is there": (17, 2, 1, 1),
    "values are copied through JSON": (17, 2, 1, 1),
    "Django, cache": (9, 2, 9, 1),
    "Django, db": (9, 2, 9, 1),
    "Starlette, cookie": (9, 2, 9, 1),
    "starsessions, memory": (9, 2, 9, 1),
    "Flask, cookie": (9, 2, 9, 1),
    "Flask-Session, cachelib": (9, 2, 9, 1),
    "aiohttp-session, cookie": (9, 2, 9, 1),
    "express-session, memory": (10, 0, 10, 1),
    "FortJs's Redis example, redis": (4, 0, 16, 1),
}


@pytest.fixture(scope="module")
def whole() -> list[Reported]:
    """Ask everything, once."""
    need_redis()

    async def ask() -> list[Reported]:
        async with everything() as (columns, missing):
            assert missing == []
            return await report(columns)

    return asyncio.run(ask())


@pytest.fixture(scope="module")
def some() -> list[Reported]:
    """Ask what needs nothing but this package."""
    return asyncio.run(report(fixed()))


def _states(one: Reported) -> list[State]:
    return [one.cell(clause).state for clause in CLAUSES]


def _named(reported: list[Reported], name: str) -> Reported:
    return next(one for one in reported if WORDS.sub("", one.system) == name)


@pytest.mark.slow
def test_every_system_against_every_clause(whole: list[Reported]) -> None:
    found = {}
    for one in whole:
        count = Counter(_states(one))
        found[WORDS.sub("", one.system)] = tuple(count[state] for state in State)

    assert found == COUNTS
    assert all(len(one.outcomes) == len(CASE) == 66 for one in whole)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("system", "clause", "state"),
    [
        ("FortJs", "R21", State.NOT_ASKED),
        ("memory", "R20", State.KEPT),
        ("SQLite", "R14", State.DECLARED),
        ("SQLite", "R21", State.KEPT),
        ("Redis", "R21", State.KEPT),
        ("web sessions in memory", "R14", State.KEPT),
        ("web sessions in memory", "R16", State.DECLARED),
        ("web sessions in memory", "R21", State.KEPT),
        ("Django, cache", "R9", State.DEPARTS),
        ("Starlette, cookie", "R20", State.DEPARTS),
    ],
)
def test_cells(whole: list[Reported], system: str, clause: str, state: State) -> None:
    assert _named(whole, system).cell(BY_ID[clause]).state is state


@pytest.mark.slow
def test_a_declaration_covers_no_other_case(whole: list[Reported]) -> None:
    cell = _named(whole, "web sessions in memory").cell(BY_ID["R8"])

    assert cell.words == "≈ departs by declaration, 1 of 5"
    (declared,) = (one for one in cell.outcomes if one.state is State.DECLARED)
    assert declared.case.name == "no-id-and-an-id"
    assert declared.why.startswith("the deviation no-id-no-session (operation 4: ")


def test_a_second_run_gives_the_same_bytes(some: list[Reported]) -> None:
    again = asyncio.run(report(fixed()))

    assert page(again, date="2026-11-26") == page(some, date="2026-11-26")
    assert "Made on 2026-11-26." in page(some, date="2026-11-26")
    assert "Made on" not in page(some)


class _Page(HTMLParser):
    """Collects what the tests ask about."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def of(self, tag: str) -> Iterator[dict[str, str | None]]:
        """Give the attributes of each such tag."""
        return (attributes for name, attributes in self.tags if name == tag)


def test_each_cell_leads_to_its_trace_without_a_script(some: list[Reported]) -> None:
    found = _Page(page(some))
    links = [str(one["href"]) for one in found.of("a")]
    inside = [one.removeprefix("#") for one in links if one.startswith("#")]
    targets = [one["id"] for one in found.of("section")]

    assert sorted(inside) == sorted(map(str, targets))
    assert len({*inside}) == len(some) * len(CLAUSES)
    assert not [*found.of("script")]
    assert all(one.get("scope") in ("row", "col") for one in found.of("th"))
    assert len([*found.of("caption")]) == len([*found.of("table")]) == 4


def test_a_trace_stands_where_its_cell_leads(some: list[Reported]) -> None:
    text = page(some)
    place = [one.system for one in some].index("remove deletes the key") + 1
    section = text.split(f'<section id="s{place}-R9">')[1].split("</section>")[0]

    assert "remove deletes the key: ≠ departs, 5 of 7" in section
    assert (
        "≠ R9.2 What does get_all show of a key that was removed? Departs: operation 3:"
        " FortJs answers {&quot;cart&quot;: None}.<pre>1 ada set(&quot;cart&quot;, 3)\n"
        "2 ada remove(&quot;cart&quot;)\n3 ada get_all() → {}</pre>"
    ) in section


async def test_everything_is_escaped() -> None:
    class Nasty(MemorySessionStore):
        async def get(self, key: str) -> Any:
            return "<script>alert(1)</script>"

    system = Store("<b>mine</b>", Nasty)
    text = page(await report([Column(table="<i>t</i>", system=system)]), ["<u>"], "<s>")

    for tag in ("<b>mine", "<i>", "<script>", "<u>", "<s>"):
        assert tag not in text
    assert "Not in this report: &lt;u&gt;" in text


def test_states_are_told_by_sign_and_word() -> None:
    assert {state.value[0] for state in State} == {"=", "≈", "≠", "–"}  # noqa: RUF001
    assert all(state.value[1] == " " and len(state.value) > 5 for state in State)


async def test_the_live_fortjs_has_the_column_of_the_recorded(
    some: list[Reported],
) -> None:
    need_node()
    live = await of_program(f"node {RUNNER} {installed_at()}")

    assert live.system == some[0].system == "FortJs 2.10.8"
    assert _states(live) == _states(some[0])


def test_your_own_store_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Declared(GetAllCopies):
        does_not = {"get_all is live": "a copy is safer"}  # noqa: RUF012

    monkeypatch.setattr(implementations, "everything", _Nothing)
    monkeypatch.setattr(sys.modules[__name__], "Mine", Declared, raising=False)
    out = tmp_path / "report.html"
    program = f"{sys.executable} -m tests.suite.programs deletes"
    arguments = [str(out), "--store", f"{__name__}:Mine", "--program", program]

    assert main(arguments) == 0
    text = out.read_text("utf-8")
    assert "asked of 2 systems" in text
    assert "a copy is safer (operation 4: FortJs answers &quot;Eve&quot;)" in text
    assert "deletes: ≠ departs" in text
    assert "≠ departs, 5&nbsp;of&nbsp;7" in text


class _Nothing:
    async def __aenter__(self) -> tuple[list[Column], list[str]]:
        return [], []

    async def __aexit__(self, *_: object) -> None:
        return None


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--store", "no_such_module:Store"], "no store class 'no_such_module:Store'"),
        (["--store", "sessionkit:Nope"], "no store class 'sessionkit:Nope'"),
        (["--program", "no-such-program"], "no-such-program cannot be started"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_sentence(
    arguments: list[str],
    says: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "report.html"

    assert main([str(out), *arguments]) == 2
    assert says in capsys.readouterr().err
    assert not out.exists()


def test_where_it_cannot_be_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(implementations, "everything", _Nothing)

    assert main([str(tmp_path / "no" / "report.html")]) == 2
    assert "cannot be written: No such file or directory" in capsys.readouterr().err


async def test_a_busy_machine_is_no_fault_of_a_store() -> None:
    async def at_once(lives: float) -> None:
        return None

    times = iter(range(0, 1000, 100))
    scenario = CASE["R21.2"].scenario
    assert scenario is not None
    sleeping = Sleeping(MemorySessionStore, at_once, times.__next__)
    with pytest.raises(TooBusyError, match="too busy to ask how a session ends: used-"):
        await sleeping.answer(scenario)


async def test_a_store_that_never_ends_a_session_departs() -> None:
    async def at_once(lives: float) -> None:
        return None

    expiring = Expiring(MemorySessionStore, at_once)
    column = Column(table="t", system=Store("m", MemorySessionStore), expiring=expiring)
    outcome = await column.outcome(CASE["R21.1"])

    assert outcome.state is State.DEPARTS
    assert outcome.why == "operation 3: FortJs answers False"
