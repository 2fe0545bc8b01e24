"""expose: a wrong store told from FortJs, scored against the shortest trace."""

from typing import Any

import pytest

from sessionkit import MemorySessionStore, change_answer, on
from sessionkit.checking.lookalikes.reading import AnybodysSession
from sessionkit.checking.lookalikes.writing import ListsAreJoined
from sessionkit.teaching import expose

ada, bob = on("ada"), on("bob")
SHORT = [bob.set("user", "Bob"), ada.is_any_exist()]


async def test_the_shortest_trace_is_proven_to_be_the_shortest() -> None:
    shown = await expose(AnybodysSession, SHORT)

    assert str(shown).split("\n") == [
        "✓ exposed: operation 2 tells AnybodysSession from FortJs.",
        "2 operations: no shorter trace of the kit's operations exposes it.",
        "Your trace",
        "                          FortJs's rules  AnybodysSession",
        '1 bob set("user", "Bob")',
        "2 ada is_any_exist()      False           True             ≠ differs",
    ]
    assert str(await expose(AnybodysSession, SHORT)) == str(shown)


async def test_a_longer_trace_is_told_what_it_can_leave_out() -> None:
    longer = [bob.set("a", 1), bob.get("a"), ada.is_any_exist(), ada.get("a")]

    assert (
        "You took 4 operations; the shortest trace that the kit knows has 2. "
        "You can leave out 2 operations of yours."
    ) in str(await expose(AnybodysSession, longer))


async def test_nothing_is_called_shortest_where_nothing_proves_it() -> None:
    lists = [ada.set("a", [1]), ada.set("a", [2]), ada.get("a")]

    assert "3 operations: the kit knows no shorter trace that shows it." in str(
        await expose(ListsAreJoined, lists)
    )


async def test_a_trace_that_shows_no_difference_says_so() -> None:
    assert "? cannot tell yet: AnybodysSession does all of this as FortJs does." in str(
        await expose(AnybodysSession, [bob.set("a", 1), bob.is_any_exist()])
    )
    assert "nothing is read in this trace" in str(
        await expose(AnybodysSession, SHORT[:1])
    )
    assert "MemorySessionStore does all of this as FortJs does." in str(
        await expose(MemorySessionStore, SHORT)
    )


async def test_a_change_of_nothing_is_told() -> None:
    change = change_answer(1, ["cart"], 3)

    assert (
        "operation 2 changes nothing: it is to change what operation 1 "
        "answered, and that is not a dict or list: None."
    ) in str(await expose(AnybodysSession, [bob.get("a"), change, bob.get("a")]))
    assert "but is operation 1 itself. Put more before it." in str(
        await expose(AnybodysSession, [change, bob.get("a")])
    )
    later = change_answer(2, ["cart"], 3)
    assert "which comes later. Put it after that." in str(
        await expose(AnybodysSession, [later, bob.get("a")])
    )


async def test_a_store_that_raises_is_exposed_too() -> None:
    class Raising(MemorySessionStore):
        async def get(self, key: str) -> Any:
            return (await self.get_all())[key]

    shown = str(await expose(Raising, [ada.get("a")]))

    assert (
        "One operation: no shorter trace of the kit's operations exposes it." in shown
    )
    assert "KeyError" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((AnybodysSession,), "○ not attempted: write a trace that tells Anybodys"),
        ((AnybodysSession, ...), "○ not attempted"),
        ((AnybodysSession, []), "○ not attempted"),
        ((3, SHORT), "? not understood: expose takes a store class, and"),
        ((AnybodysSession("ada"), SHORT), "? not understood: expose takes the class"),
        ((AnybodysSession, 3), "? not understood: A trace is a list of operations"),
        ((AnybodysSession, ["get"]), '? not understood: element 1 is "get", which'),
        ((AnybodysSession, SHORT * 30), "? not understood: A trace has at most 50"),
    ],
)
async def test_what_makes_no_sense_is_answered_in_one_sentence(
    arguments: Any, said: str
) -> None:
    assert str(await expose(*arguments)).startswith(said)
