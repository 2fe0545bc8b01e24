"""compare: scenarios down, systems across."""

from dataclasses import dataclass
from typing import Any

import pytest

from sessionkit import (
    SCENARIOS,
    Answer,
    MemorySessionStore,
    Scenario,
    Trace,
    compare,
)
from sessionkit.comparing.table import FORTJS, SYSTEMS, StoreSystem, System, Table
from sessionkit.fortjs import recorded
from sessionkit.suite.scenarios import BY_NAME
from sessionkit.traces.answer import Step

REMOVED = BY_NAME["remove-then-get-all"]
PROTOTYPE = BY_NAME["the-prototype-key"]


@pytest.fixture(scope="module")
def everything() -> dict[str, Table]:
    """Keep the table of all scenarios and systems once it is made."""
    return {}


async def _table(everything: dict[str, Table]) -> Table:
    if not everything:
        everything["table"] = await compare()
    return everything["table"]


async def test_the_whole_table(everything: dict[str, Table]) -> None:
    table = await _table(everything)

    assert [row.scenario for row in table.rows] == list(SCENARIOS)
    assert table.systems == tuple(one.name for one in SYSTEMS[1:])
    assert SYSTEMS[0].name == "FortJs 2.10.8"
    assert str(table).split("\n\n")[0].split("\n") == [
        "MemorySessionStore: differs from FortJs in 3 of 59 scenarios, "
        "3 of them by a named deviation",
        "remove deletes the key: differs from FortJs in 9 of 59 scenarios, "
        "3 of them by a named deviation",
        "get_all hands out a copy: differs from FortJs in 7 of 59 scenarios, "
        "3 of them by a named deviation",
        "a missing key raises: differs from FortJs in 10 of 59 scenarios, "
        "1 of them by a named deviation",
        "is_exist: the key is there: differs from FortJs in 6 of 59 scenarios, "
        "3 of them by a named deviation",
        "values are copied through JSON: differs from FortJs in 5 of 59 scenarios, "
        "3 of them by a named deviation",
    ]


async def test_a_cell_says_by_sign_and_words(everything: dict[str, Table]) -> None:
    table = await _table(everything)
    cells = {
        (name, system): table.cell(name, system).short
        for name, system in [
            (REMOVED.name, "MemorySessionStore"),
            (REMOVED.name, "remove deletes the key"),
            (PROTOTYPE.name, "MemorySessionStore"),
            ("new-session-get", "a missing key raises"),
        ]
    }
    assert list(cells.values()) == [
        "= as FortJs",
        "≠ differs: ada get_all() → {}",
        '≠ deviation prototype-key: ada get("admin") → None',
        "≠ differs: ada get(\"user\") → KeyError: 'user'",
    ]


async def test_the_port_differs_by_named_deviations_only(
    everything: dict[str, Table],
) -> None:
    table = await _table(everything)
    for row in table.rows:
        port = row.cells[0]
        assert port.system == "MemorySessionStore"
        assert port.differs == (row.scenario.deviation is not None)
        assert port.deviation == row.scenario.deviation


async def test_fortjs_has_a_column_of_its_own(everything: dict[str, Table]) -> None:
    table = await _table(everything)
    by_name = {row.scenario.name: row for row in table.rows}

    shown = str(by_name[PROTOTYPE.name].fortjs)
    assert shown.split("\n")[2:] == [
        '3 ada get("admin") → True',
        '4 ada get_all() → {"user": "Ada"}',
    ]
    assert by_name[REMOVED.name].fortjs[2].answer == Answer({"cart": None})
    html = table._repr_html_().replace("<wbr>", "")
    assert ">FortJs 2.10.8</th>" in html
    assert "ada get(&quot;admin&quot;) → True" in html


async def test_the_text_shows_what_differs_beside_fortjs() -> None:
    system = StoreSystem("mine", dict(_variants())["remove deletes the key"])
    table = await compare([REMOVED], [FORTJS, system])

    assert str(table).split("\n") == [
        "mine: differs from FortJs in 1 of 1 scenarios",
        "",
        "remove-then-get-all · mine",
        "  ≠ differs: ada get_all() → {}",
        '  = FortJs: ada get_all() → {"cart": None}',
    ]
    assert repr(table) == str(table)


def _variants() -> Any:
    from sessionkit.stores.variants import VARIANTS

    return VARIANTS.items()


async def test_differing_leaves_out_where_all_agree(
    everything: dict[str, Table],
) -> None:
    table = (await _table(everything)).differing()
    names = [row.scenario.name for row in table.rows]

    assert len(names) == 25
    assert REMOVED.name in names
    assert "set-creates-the-session" not in names


@dataclass
class Parrot:
    """Somebody else's system: one object with a name, and an answer."""

    name: str

    async def answer(self, scenario: Scenario) -> Trace:
        """Answer every operation in the same way."""
        return Trace(Step(one, Answer(self.name)) for one in scenario.operations)


async def test_to_add_a_system_is_to_add_an_object() -> None:
    parrot: System = Parrot("<b>polly</b>\u202e")
    table = await compare([REMOVED], [*SYSTEMS, parrot])

    assert table.systems[-1] == parrot.name
    cell = table.cell(REMOVED.name, parrot.name)
    assert cell.differs
    assert cell.difference == 1
    assert cell.short == ('≠ differs: ada set("cart", 3) → "<b>polly</b>\\u202e"')
    html = table._repr_html_()
    assert "<b>" not in html
    assert "&lt;b&gt;polly&lt;/b&gt;" in html


async def test_the_table_in_html(everything: dict[str, Table]) -> None:
    table = await _table(everything)
    html = table._repr_html_()
    differing = sum(cell.differs for row in table.rows for cell in row.cells)

    assert ">Scenarios on several systems</span></caption>" in html
    assert html.count('<th scope="row" ') == len(SCENARIOS)
    assert html.count('<th scope="col" ') == 2 + len(table.systems)
    assert html.count(">≠ ") == differing == 40
    assert html.count("= as FortJs") == 6 * len(SCENARIOS) - differing


async def test_a_hanging_system_is_a_cell_too() -> None:
    class Hanging(MemorySessionStore):
        async def get_all(self) -> dict[str, Any]:
            while True:
                pass

    table = await compare([REMOVED], [StoreSystem("slow", Hanging, limit=0.05)])
    assert "TimeLimit: no answer within the time limit" in str(table)


async def test_an_unknown_cell() -> None:
    table = await compare([REMOVED], [FORTJS])
    with pytest.raises(KeyError, match="no cell for scenario 'x' and system 'y'"):
        table.cell("x", "y")


async def test_fortjs_is_the_record_without_undefined() -> None:
    trace = await FORTJS.answer(BY_NAME["missing-key"])

    assert trace.operations == recorded("missing-key").operations
    assert trace[1].answer == Answer(None)
