"""The contract as a page that people read: ``clauses.md``, made from the data."""

from collections.abc import Iterator
from typing import Final

from sessionkit.suite.cases import CASES, AtOnce, Case
from sessionkit.suite.clauses import CAPABILITIES, CLAUSES, VERSION, Clause
from sessionkit.traces.answer import Step
from sessionkit.traces.operation import Operation
from sessionkit.traces.trace import Trace
from sessionkit.traces.values import show

NAME: Final = "clauses.md"


def page() -> str:
    """Write the page, as Markdown."""
    return "\n".join([*_head(), *(line for one in CLAUSES for line in _clause(one))])


def _head() -> Iterator[str]:
    cases = f"{len(CLAUSES)} clauses, {len(CASES)} cases"
    yield f"# The contract of a session store, version {VERSION}\n"
    yield f"{cases}. FortJs is the authority: what its memory store answers is right."
    yield "An id, once given, never stands for anything else. A store may depart from"
    yield "a clause on purpose; it then names the clause in `does_not`, and says why."
    yield "A case that needs a capability is asked only of a store that has it:\n"
    yield from (f"- **{name}** {means}" for name, means in CAPABILITIES.items())
    yield "\nThis page is made from `clauses.json` and `cases.json` by"
    yield "`python -m sessionkit.suite write`. [The protocol](protocol.md) says how a"
    yield "store in any language is asked.\n"


def _clause(clause: Clause) -> Iterator[str]:
    yield f"## {clause.id}: {clause.sentence}\n"
    needs = f" It needs the capability **{clause.needs}**." if clause.needs else ""
    yield f"{clause.reason}{needs} To depart from it, name `{clause.rule}`.\n"
    yield f"In FortJs, [{clause.file}]({clause.url}): {clause.does}\n"
    for case in CASES:
        if case.clause == clause:
            yield from _case(case)


def _case(case: Case) -> Iterator[str]:
    yield f"**{case.id} {case.name}.** {case.question}\n"
    yield "```text"
    yield from _at_once(case.at_once) if case.at_once else _in_order(case)
    yield "```\n"


def _in_order(case: Case) -> Iterator[str]:
    assert case.scenario is not None
    steps = map(Step, case.scenario.operations, case.answers)
    for number, step in enumerate(Trace(steps), 1):
        other = case.elsewhere.get(number)
        here = f" (in Python {other}: {case.scenario.deviation})" if other else ""
        yield f"{number} {step}{here}"


def _at_once(at_once: AtOnce) -> Iterator[str]:
    def done(role: str, operations: tuple[Operation, ...]) -> Iterator[str]:
        yield from (f"{role:<10} {operation}" for operation in operations)

    yield from done("before", at_once.before)
    yield from done("at once", (*at_once.first, *at_once.second))
    yield f"left       {' or '.join(map(show, at_once.left))}"
