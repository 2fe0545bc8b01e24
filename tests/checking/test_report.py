"""Reports: order, words, and escaped tables."""

from sessionkit import Answer, Trace, on
from sessionkit.checking.report import Failure, Outcome, Report, smallest_first
from sessionkit.traces.answer import Step

ada = on("ada")


def _failure(name: str, length: int, rule: str, answer: Answer) -> Failure:
    trace = Trace([Step(ada.get("a"), answer)] * length)
    return Failure(
        name=name,
        question=f"{name}?",
        rule=rule,
        trace=trace,
        expected=Answer(1),
        hint="a <hint>",
    )


def test_smallest_first_and_each_cause_before_it_comes_again() -> None:
    failures = [
        _failure("long", 3, "one", Answer(2)),
        _failure("again", 2, "two", Answer(2)),
        _failure("short", 1, "two", Answer(3)),
        _failure("raised", 2, "two", Answer(error="KeyError")),
    ]
    ordered = [failure.name for failure in smallest_first(failures)]
    assert ordered == ["short", "raised", "long", "again"]


def test_the_outcome_is_that_of_the_first_failure() -> None:
    raised = _failure("raised", 1, "one", Answer(error="KeyError"))
    missing = _failure("missing", 1, "one", Answer(error="MissingMethod"))

    assert Report("S", (raised, missing)).outcome is Outcome.RAISED
    assert Report("S", (missing, raised)).outcome is Outcome.DIFFERS
    assert Report("S", not_attempted=("get",)).outcome is Outcome.NOT_ATTEMPTED
    assert Report("S", problem="none").outcome is Outcome.NOT_ATTEMPTED
    assert Report("S").passed


def test_a_report_is_escaped() -> None:
    failure = _failure("<i>", 1, "one", Answer(error="<b>", where="<u>"))
    html = Report("<s>", (failure,), ("<p1>",), declared={"<q>": "<r>"})._repr_html_()

    for tag in ("i", "b", "u", "s", "p1", "q", "r", "hint"):
        assert f"<{tag}>" not in html
        assert f"&lt;{tag}&gt;" in html
    assert html.count('scope="row"') == 5
    assert "</caption>" in html
