"""Ask FortJs: the first operation that it would have answered otherwise."""

import pytest

from sessionkit import SCENARIOS, MemorySessionStore, Trace, on, run
from sessionkit.fortjs import FortJsUnavailableError
from sessionkit.live import verdict as subject
from sessionkit.live.verdict import verdict
from sessionkit.stores.variants import RemoveDeletesStore

SCENARIO = (on("eve").set("cart", 3), on("eve").remove("cart"), on("eve").get_all())


@pytest.fixture
def no_node(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(trace: Trace) -> Trace:
        raise FortJsUnavailableError("Node.js is missing: install it")

    monkeypatch.setattr(subject, "ask", ask)


@pytest.mark.usefixtures("no_node")
async def test_a_recorded_scenario_needs_no_node_whatever_the_ids() -> None:
    said = verdict(await run(SCENARIO, MemorySessionStore))

    assert said.number is None
    assert said.words == (
        "FortJs answers all 3 operations as this store does "
        "(recorded as remove-then-get-all)."
    )


@pytest.mark.usefixtures("no_node")
async def test_the_first_difference_is_told() -> None:
    said = verdict(await run(SCENARIO, RemoveDeletesStore))

    assert said.number == 3
    assert said.words == (
        'Operation 3, eve get_all(): FortJs answers {"cart": None}, this store {} '
        "(recorded as remove-then-get-all)."
    )


@pytest.mark.usefixtures("no_node")
async def test_without_node_the_words_say_what_to_do() -> None:
    said = verdict(await run((on("a").set("never asked", 1),), MemorySessionStore))

    assert said.words == "FortJs cannot be asked: Node.js is missing: install it"


@pytest.mark.usefixtures("no_node")
async def test_what_cannot_be_asked_is_said() -> None:
    trace = await run((on("a").set("k", object()),), MemorySessionStore)

    assert "Nothing was done yet" in verdict(Trace()).words
    assert "the first 5 operations have been dropped" in verdict(trace, 5).words


@pytest.mark.usefixtures("no_node")
@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
async def test_each_scenario_is_known(scenario: object) -> None:
    trace = await run(scenario.operations, MemorySessionStore)  # type: ignore[attr-defined]

    assert "(recorded as " in verdict(trace).words
