"""What FortJs answers to what was done here."""

from dataclasses import dataclass, replace

from sessionkit.fortjs import FortJsUnavailableError, ask, recorded, without_undefined
from sessionkit.suite.scenarios import SCENARIOS
from sessionkit.traces.json import TraceError
from sessionkit.traces.operation import (
    AssignId,
    Call,
    Change,
    Open,
    Operation,
    Together,
    session_ids,
    together,
)
from sessionkit.traces.trace import Trace


@dataclass(frozen=True)
class Verdict:
    """The verdict, with the number of the first operation that differs, if any."""

    words: str
    number: int | None = None


def verdict(trace: Trace, dropped: int = 0) -> Verdict:
    """Compare ``trace`` with FortJs, by its recorded answers or, with Node, live.

    The first ``dropped`` operations are not in the trace. If FortJs cannot be asked,
    the words say why and what to do.
    """
    if dropped:
        return Verdict(
            f"FortJs cannot be asked: the first {dropped:,} operations have "
            "been dropped. Give the recorder a larger `most`, or begin with a new one."
        )
    if not trace:
        return Verdict("Nothing was done yet that FortJs could be asked about.")
    try:
        answers, how = _answers(trace)
    except (FortJsUnavailableError, TraceError) as error:
        return Verdict(f"FortJs cannot be asked: {error}")
    number = trace.first_difference(answers)
    if number is not None:
        mine, answer = trace[number - 1], answers[number - 1].answer
        return Verdict(
            f"Operation {number}, {mine.operation}: FortJs answers {answer}, "
            f"this store {mine.answer} ({how}).",
            number,
        )
    count = "the one operation" if len(trace) == 1 else f"all {len(trace)} operations"
    return Verdict(f"FortJs answers {count} as this store does ({how}).")


def _answers(trace: Trace) -> tuple[Trace, str]:
    asked = _numbered(trace)
    for scenario in SCENARIOS:
        record = recorded(scenario.name)[: len(trace)]
        if _numbered(record) == asked:
            return without_undefined(record), f"recorded as {scenario.name}"
    return without_undefined(ask(trace)), "asked live"


def _numbered(trace: Trace) -> list[Operation]:
    """Write operations with their ids numbered: what an id is called means nothing."""
    ids: dict[str | None, str | None] = {None: None, "": ""}

    def numbered(operation: Operation) -> Operation:
        for one in session_ids(operation):
            ids.setdefault(one, str(len(ids)))
        match operation:
            case Change():
                return operation
            case Together(first, second):
                return together(map(numbered, first), map(numbered, second))
            case AssignId(session_id, new_id, store):
                return AssignId(ids[session_id], ids[new_id], store)
            case Call(session_id) | Open(session_id):
                return replace(operation, session_id=ids[session_id])

    return [numbered(one) for one in trace.operations]
