"""The plans of the map add up: what is done, the breaks and the slack are the time."""

import re

import pytest

from tests.notebooks.disk import MAP, NOTEBOOKS

LONGEST = 120
"""Minutes that nobody sits through without a break."""


def plans() -> dict[str, list[str]]:
    """Give the cells of each plan's row, by what the teacher has."""
    _, _, after = (NOTEBOOKS / MAP).read_text().partition("| you have | do | slack |")
    rows = after.partition("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows]
    return {name: [do, slack] for name, do, slack in cells}


def minutes(text: str) -> list[int]:
    return [int(one) for one in re.findall(r"\((\d+)\)", text)]


def time(name: str) -> int:
    """Give the minutes of one day, such as those of "3 hours 30"."""
    if found := re.search(r"(\d+) hours(?: (\d+))?", name):
        return int(found[1]) * 60 + int(found[2] or 0)
    return int(re.findall(r"(\d+) minutes", name)[0])


@pytest.mark.parametrize("name", plans())
def test_a_plan_adds_up_and_has_slack_and_breaks(name: str) -> None:
    do, slack = plans()[name]
    days = do.split("Second day:")
    left = [int(one) for one in re.findall(r"\d+", slack)]
    assert [sum(minutes(day)) for day in days] == [time(name) - one for one in left]
    assert min(left) >= 10
    assert all("a break (15)" in day for day in days) or time(name) <= LONGEST


def test_a_day_holds_the_half_day() -> None:
    plan = {name.partition(" (")[0]: do for name, (do, _) in plans().items()}
    assert len(plan) > 5
    (half,) = re.findall(r"the half day without its slack \((\d+)\)", plan["a day"])
    assert sum(minutes(plan["half a day"])) == int(half)
