"""Operations as text: what is put behind the end of a list is appended."""

import pytest

from sessionkit import change_answer, change_argument, delete_argument, on, run
from sessionkit.memory import MemorySessionStore
from sessionkit.suite.scenarios import BY_NAME

ada = on("ada")


async def test_what_is_put_behind_the_end_of_a_list_is_appended() -> None:
    trace = await run(
        [
            ada.set("cart", ["tea"]),
            ada.set("user", {"orders": [1]}),
            change_argument(1, [1], "milk"),
            change_argument(1, [2], "jam"),
            change_argument(1, [0], "coffee"),
            change_argument(2, ["orders", 1], 2),
            change_argument(2, ["name"], "Eve"),
            ada.get("cart"),
        ],
        MemorySessionStore,
    )

    assert [operation for operation, _ in trace.rows[2:7]] == [
        '(the argument of 1).append("milk")',
        '(the argument of 1).append("jam")',
        '(the argument of 1)[0] = "coffee"',
        '(the argument of 2)["orders"].append(2)',
        '(the argument of 2)["name"] = "Eve"',
    ]
    assert trace[-1].answer.value == ["coffee", "milk", "jam"]


async def test_a_change_of_what_is_not_there_is_written_as_it_stands() -> None:
    trace = await run(
        [
            *(ada.get("cart"), change_answer(1, ["a", 0], 1)),
            *(change_argument(9, [0], 1), ada.set("cart", []), delete_argument(4, [0])),
        ],
        MemorySessionStore,
    )

    assert [operation for operation, _ in trace.rows[1:]] == [
        '(the answer of 1)["a"][0] = 1',
        "(the argument of 9)[0] = 1",
        'ada set("cart", [])',
        "del (the argument of 4)[0]",
    ]


async def test_the_contract_appends_milk() -> None:
    operations = BY_NAME["change-a-value-that-was-stored"].operations
    trace = await run(operations, MemorySessionStore)
    assert '2 (the argument of 1).append("milk")' in str(trace)


async def test_an_operation_that_is_awaited_says_that_it_is_only_written() -> None:
    for one in (on("ada").get("cart"), change_answer(1, ["cart"], 3)):
        with pytest.raises(TypeError, match="is only written down here, not run"):
            await one
