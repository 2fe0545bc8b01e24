"""What FortJs would have answered to what was done here."""

from dataclasses import dataclass

from sessionkit.fortjs import FortJsUnavailableError, ask, in_python, recorded
from sessionkit.suite.scenarios import SCENARIOS
from sessionkit.traces.trace import Trace, TraceError
from sessionkit.traces.values import same, snapshot


@dataclass(frozen=True)
class Verdict:
    """In words, with the first operation that FortJs answers otherwise, if any."""

    words: str
    number: int | None = None


def verdict(trace: Trace, dropped: int = 0) -> Verdict:
    """Hold ``trace`` against FortJs, by its recorded answers or, with Node, live.

    ``dropped`` operations before the first of the trace are not known. Where FortJs
    cannot be asked, the words say why and what to do.
    """
    if dropped:
        return Verdict(
            f"FortJs cannot be asked: the first {dropped:,} operations are kept no "
            "more. Give the recorder a larger `most`, or begin with a new one."
        )
    if not trace:
        return Verdict("Nothing was done yet that FortJs could be asked about.")
    try:
        answers, how = _answers(trace)
    except (FortJsUnavailableError, TraceError) as error:
        return Verdict(f"FortJs cannot be asked: {error}")
    for number, (mine, fortjs) in enumerate(zip(trace, answers, strict=True), 1):
        answer = in_python(fortjs)
        if not mine.answer.same_as(answer):
            return Verdict(
                f"Operation {number}, {mine.operation}: FortJs answers {answer}, "
                f"this store {mine.answer} ({how}).",
                number,
            )
    count = "the one operation" if len(trace) == 1 else f"all {len(trace)} operations"
    return Verdict(f"FortJs answers {count} as this store does ({how}).")


def _answers(trace: Trace) -> tuple[Trace, str]:
    asked = snapshot(_plain(trace))
    for scenario in SCENARIOS:
        record = recorded(scenario.name)[: len(trace)]
        if same(snapshot(_plain(record)), asked):
            return record, f"recorded as {scenario.name}"
    return ask(trace), "asked live"


def _plain(trace: Trace) -> list[list[object]]:
    """Write operations as lists, with the ids numbered: their names mean nothing."""
    ids: dict[str | None, object] = {None: None, "": ""}
    return [
        [
            ids.setdefault(one.session_id, len(ids)),
            one.method,
            *one.arguments,
        ]
        for one in trace.operations
    ]
