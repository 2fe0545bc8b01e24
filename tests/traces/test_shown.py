"""Results that are described once: their text and their HTML."""

import dataclasses
import importlib
import pkgutil

import sessionkit
from sessionkit.traces.shown import Columns, Shown, Steps, Verdict


def test_no_dataclass_hides_the_text_of_its_parts() -> None:
    for module in pkgutil.walk_packages(sessionkit.__path__, "sessionkit."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    kinds = [one for one in Shown.__subclasses__() if dataclasses.is_dataclass(one)]
    assert len(kinds) >= 4
    assert [one.__name__ for one in kinds if one.__repr__ is not Shown.__repr__] == []


def test_steps_line_up_their_numbers_and_leave_out_what_says_nothing() -> None:
    rows = [(f"ada get({n})", "") for n in range(9)] + [("ada get(9)", "3")]
    first, *_, last = Steps("What?", rows, indent="  ").text().split("\n")[1:]
    assert first == "   1 ada get(0)"
    assert last == "  10 ada get(9) → 3"


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    rows = [("1 ada get", "None", "12", "≠ differs"), ("2 ada set", "", "", "")]
    shown = Columns("What?", ["operation", "FortJs", "Mine", "this step"], rows)
    assert shown.text().split("\n") == [
        "What?",
        "           FortJs  Mine",
        "1 ada get  None    12    ≠ differs",
        "2 ada set",
    ]


def test_everything_is_escaped_and_only_the_first_line_is_strong() -> None:
    html = Verdict(["<b>", "a & b"]).html()
    assert html == "<p><strong>&lt;b&gt;</strong><br>a &amp; b</p>"
