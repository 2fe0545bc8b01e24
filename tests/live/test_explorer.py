"""explore: filter, open, and step through what a comparison or a report found."""

from typing import Any

import pytest

from sessionkit import SCENARIOS, MemorySessionStore, check, compare
from sessionkit.comparing.table import FORTJS, StoreSystem
from sessionkit.live.explorer import Explorer, explore
from sessionkit.live.inspector.widget import NOW, Inspector
from sessionkit.peers import EXPRESS, FORTJS_MEMORY, QUESTIONS, ask_all
from sessionkit.stores.variants import RemoveDeletesStore

SYSTEMS = (
    FORTJS,
    StoreSystem("memory", MemorySessionStore),
    StoreSystem("deletes", RemoveDeletesStore),
)


@pytest.fixture
async def explorer() -> Explorer:
    return explore(await compare(SCENARIOS, SYSTEMS), systems=SYSTEMS)


async def test_what_differs_is_listed_first(explorer: Explorer) -> None:
    assert all(item.differs for item in explorer.listed)
    assert explorer.opened is explorer.listed[0]

    explorer.filter(differing=False)
    assert len(explorer.listed) == 2 * len(SCENARIOS)


async def test_the_filters_narrow_the_list(explorer: Explorer) -> None:
    explorer.filter(system="deletes", find="remove-then-get-all")

    assert [item.line for item in explorer.listed] == [
        "remove-then-get-all · deletes · ≠ differs: ada get_all() → {}"
    ]
    assert "1 of 118 listed" in str(explorer)
    assert "≠ differs" in explorer._shown.value

    explorer.filter(find="nothing has this name")
    assert explorer.opened is None
    assert explorer._step.disabled


async def test_it_is_stepped_through_at_the_difference(explorer: Explorer) -> None:
    explorer.filter(system="deletes", find="remove-then-get-all")
    inspector = await explorer.step()

    assert isinstance(inspector, Inspector)
    assert explorer._place.children == (inspector,)
    assert inspector.number == 3
    assert inspector.at == NOW  # the last operation is no past: it follows
    assert [str(one) for one in inspector.recorder.trace] == [
        'ada set("cart", 3)',
        'ada remove("cart")',
        "ada get_all() → {}",
    ]
    explorer.filter(find="clear")
    assert explorer._place.children == ()


async def test_a_system_known_by_its_answers_alone_has_no_steps(
    explorer: Explorer,
) -> None:
    explorer = explore(await compare(SCENARIOS, SYSTEMS), systems=())

    assert explorer._step.disabled
    with pytest.raises(LookupError, match="known here by its answers alone"):
        await explorer.step()


async def test_a_report_is_opened_too() -> None:
    class Keeps(MemorySessionStore):
        """Its remove does nothing but look."""

        async def remove(self, key: str) -> None:
            await self.get(key)

    report = await check(Keeps)
    explorer = explore(report, Keeps)
    inspector = await explorer.step()

    assert len(explorer.listed) == len(report.failures)
    assert inspector.number == len(report.failures[0].trace)
    assert explorer._repr_mimebundle_()["text/html"] == report._repr_html_()


async def test_an_error_is_said_in_words(
    explorer: Explorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*arguments: Any) -> None:
        raise OSError("no <b>room</b>")

    monkeypatch.setattr(explorer, "step", broken)
    explorer._step.click()
    await explorer._task

    assert explorer._words.value == "This could not be done: no <b>room</b>"


async def test_answers_of_peers_are_held_against_those_of_fortjs() -> None:
    overlapping, _, _, chosen = QUESTIONS[:4]
    answers = await ask_all([FORTJS_MEMORY, EXPRESS], [overlapping, chosen])
    explorer = explore(answers)

    assert [item.line for item in explorer.listed] == [
        f"overlapping-writes · {EXPRESS.name} · lost: note"
    ]
    assert len(explorer.filter(differing=False).listed) == 4
    table = explorer.children[0]
    assert table.selected_index == 0
    assert table.children[0].value == answers._repr_html_()
    assert len(explore(await ask_all([EXPRESS], QUESTIONS)).listed) == len(QUESTIONS)
