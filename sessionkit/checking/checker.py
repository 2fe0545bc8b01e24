"""check: where a store answers otherwise than FortJs, smallest example first."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sessionkit.checking.alphabet import WALKED_AROUND
from sessionkit.checking.counterexample import (
    DEPENDS,
    FOUND,
    Counterexamples,
)
from sessionkit.checking.explain import Naming, signed
from sessionkit.checking.leftovers import take_out_leftovers
from sessionkit.checking.quiet import quiet
from sessionkit.checking.report import (
    DECLARED,
    VAGUE,
    Failure,
    Report,
    smallest_first,
)
from sessionkit.checking.search import Search
from sessionkit.checking.shortest import Shortest
from sessionkit.checking.stub import is_stub, waits_for
from sessionkit.checking.variations import Variations
from sessionkit.contract import METHODS, StoreClass, no_class
from sessionkit.fortjs import expected
from sessionkit.in_a_cell import in_a_cell
from sessionkit.rules import CLEAR_FORGETS, KEYS_KEEP_ORDER, REMOVE_SETS_NULL, RULES
from sessionkit.running.call import TIME_LIMIT
from sessionkit.running.replay import run
from sessionkit.running.unawaited import unawaited
from sessionkit.suite.scenarios import SCENARIOS, Scenario
from sessionkit.traces.answer import Answer
from sessionkit.traces.operation import method_of, session_ids
from sessionkit.traces.trace import Trace

LIMIT: Final = 2.0
"""Seconds that a store has for one scenario."""
EXAMPLES: Final = 300
"""Longer sequences, written out or drawn at random, to be answered as by FortJs."""

SETS: Final = frozenset({"set", "set_many"})
"""The methods without which every session stays as it is: not there."""
VALUES: Final = frozenset({"get", "get_all", "is_exist"})
"""The methods without which nobody sees whether a value was kept."""


_KEPT: Final = (
    "It answers as FortJs wherever this rule is asked: take the rule out of `does_not`."
)
_STILL: Final = {
    REMOVE_SETS_NULL: "Your remove still leaves the key with None, as FortJs does: "
    "delete it from the stored dict, or take the rule out of `does_not`."
}


@in_a_cell
async def check(
    store_class: StoreClass,
    *,
    methods: Collection[str] = METHODS,
    does_not: Mapping[str, str] | None = None,
    limit: float = LIMIT,
    examples: int = EXAMPLES,
) -> Report:
    """Run all scenarios on ``store_class``, then search for a difference from FortJs.

    The search does every short sequence of a small alphabet, each transition of the
    contract's state graph, and longer sequences over odd ids, keys and values. A store
    that really waits is asked shorter ones, the steps many at the same time, and
    nothing more after 30 seconds; the report says what was asked. One operation comes
    after another: for two requests at once, ``sessionkit.testing`` has
    ``cases(overlap=True)``.

    ``methods`` limits the check to scenarios that use only these. ``does_not`` declares
    rules (of ``sessionkit.rules.RULES``) that the store departs from on purpose,
    each with the reason; it defaults to the store class's own attribute of that name. A
    declaration that is not true is reported like any other difference. ``limit`` is in
    seconds, for each scenario and sequence, in proportion more for one of more than 60
    operations; ``examples`` are the longer sequences.

    Whatever it is given, a report comes back; nothing is raised.
    """
    name = _attribute(store_class, "__name__", type(store_class).__name__)
    declared = declarations(store_class) if does_not is None else does_not
    problem = _problem(store_class, methods, declared)
    if problem:
        return Report(str(name), problem=problem)
    take_out_leftovers(store_class)
    # once for all calls, and also where a store is made
    with unawaited():
        return await _check(
            store_class, str(name), methods, declared, limit=limit, examples=examples
        )


async def _check(
    store_class: StoreClass,
    name: str,
    methods: Collection[str],
    declared: Mapping[str, str],
    *,
    limit: float,
    examples: int,
) -> Report:
    asked = [method for method in METHODS if method in methods]
    stubs = tuple(method for method in asked if is_stub(store_class, method))
    written = {
        method
        for method in asked
        if method not in stubs and not waits_for(store_class, method, stubs)
    }
    chosen = [one for one in SCENARIOS if methods_of(one) <= written]
    if "clear" not in written:
        # nothing else empties the one session that all scenarios without an id share
        chosen = [one for one in chosen if not has_no_id(one)]
    found, wanted, right, not_asked = await _differences(
        store_class, chosen, declared, limit
    )
    search = Search(store_class, written, declared, limit=limit, examples=examples)
    with quiet():
        found = await _repeated(found, search.counterexamples)
        walks = declared.keys() <= WALKED_AROUND
        if not found and not stubs and walks:
            counterexample = await search.run()
            found += [counterexample] if counterexample is not None else []
        naming = await Naming.of(found, store_class, written, limit=limit)
        failures = smallest_first(list(map(naming.named, found)))
        shortest = Shortest(search, naming.named, walks=walks)
        failures = await _shortened(failures, shortest)
        variations = Variations(store_class, search.counterexamples)
        failures = await _varied(failures, variations)
    return Report(
        name,
        failures,
        stubs,
        scenarios=wanted,
        right=right,
        not_asked=not_asked,
        extent=search.extent,
        tells=bool(written & SETS) and bool(written & VALUES),
        declared=declared,
    )


async def _repeated(
    failures: Sequence[Failure], counterexamples: Counterexamples
) -> list[Failure]:
    """Do each failure again, but for what hangs once one has done so twice."""
    done: list[Failure] = []
    hung = False
    for failure in failures:
        hangs = failure.answered.error == TIME_LIMIT
        if failure.expected.error == DECLARED or (hangs and hung):
            done.append(failure)
            continue
        done.append(await counterexamples.repeated(failure))
        hung |= hangs
    return done


async def _shortened(
    failures: tuple[Failure, ...], shortest: Shortest
) -> tuple[Failure, ...]:
    """Make those scenarios' failures that are shown as short as they get."""
    if any(one.answered.error == TIME_LIMIT for one in failures):
        return failures  # each try might take as long
    shown = Report("", failures).shown
    return smallest_first(
        [
            await shortest.of(one) if one in shown and _may_be_less(one) else one
            for one in failures
        ]
    )


def _may_be_less(failure: Failure) -> bool:
    known = failure.kind == DEPENDS or failure.expected.error == DECLARED
    return not known and failure.name != FOUND


async def _varied(
    failures: tuple[Failure, ...], variations: Variations
) -> tuple[Failure, ...]:
    """Name those that are shown for what they are seen to hang on."""
    # what is named already may be behind all the rest: that is mended first
    if any(one.kind not in VAGUE and not one.deletes for one in failures):
        return failures
    named: list[Failure] = []
    while True:
        # a new reason for one that is shown may bring up another
        shown = [one for one in Report("", failures).shown if one not in named]
        if not shown:
            return failures
        new = {id(one): await variations.named(one) for one in shown}
        named += new.values()
        failures = smallest_first([new.get(id(one), one) for one in failures])


def declarations(store_class: StoreClass) -> Mapping[str, str]:
    """Return the rules that a store departs from on purpose, each with the reason."""
    declared: Mapping[str, str] = _attribute(store_class, "does_not", {})
    return declared


def _attribute(store_class: StoreClass, name: str, default: Any) -> Any:
    try:
        return getattr(store_class, name, default)
    except Exception:  # noqa: BLE001  # a class of somebody's own may refuse
        return default


def has_no_id(scenario: Scenario) -> bool:
    """Whether a scenario uses the session with no id."""
    return any(None in session_ids(one) for one in scenario.operations)


def _place(scenario: Scenario) -> tuple[bool, bool]:
    """Return what a scenario comes by: those with no id last, with a clear first.

    Then the first session of a new file or server is one that is cleared.
    """
    return has_no_id(scenario), "clear" not in methods_of(scenario)


def methods_of(scenario: Scenario) -> set[str | None]:
    """Return the methods of the contract that a scenario calls."""
    return {method_of(one) for one in scenario.operations} & {*METHODS}


def _blames_clear(failure: Failure) -> bool:
    return (
        failure.rule == CLEAR_FORGETS
        or method_of(failure.trace[-1].operation) == "clear"
    )


def first_difference(
    scenario: Scenario,
    trace: Trace,
    declared: Collection[str] = (),
    store_class: object = None,
) -> Failure | None:
    """Return the first difference of a store's ``trace`` from FortJs, or ``None``.

    The order of keys is none if the rule on it is among those ``declared``. The code of
    ``store_class``, if it is given, helps to name the mistake.
    """
    fortjs, ordered = expected(scenario), KEYS_KEEP_ORDER not in declared
    number = trace.first_difference(fortjs, ordered=ordered)
    if number is None:
        return None
    done, answer = trace[:number], fortjs[number - 1].answer
    failure = Failure(
        name=scenario.name,
        question=scenario.question,
        rule=scenario.rule,
        trace=done,
        expected=answer,
        hint=scenario.hint,
    )
    return signed(failure, store_class)


def _kept_though_declared(
    rule: str, traces: Sequence[tuple[Scenario, Trace]]
) -> Failure | None:
    failure = None
    for scenario, trace in traces:
        if first_difference(scenario, trace) is not None:
            return None
        failure = Failure(
            name=scenario.name,
            question=f'`does_not` says "{rule}": does this store differ there?',
            rule=rule,
            trace=trace,
            expected=Answer(
                error=DECLARED, message="the store says that it differs here"
            ),
            hint=_STILL.get(rule, _KEPT),
        )
    return failure


def _problem(
    store_class: StoreClass, methods: Collection[str], declared: Mapping[str, str]
) -> str:
    if said := no_class("check", store_class):
        return said
    if not isinstance(declared, Mapping):
        made = type(declared).__name__
        return f"does_not is a dict, from rules to reasons, and not a {made}."
    for rule, why in declared.items():
        if not isinstance(why, str) or not why.strip():
            return f'does_not gives no reason for "{rule}": say why, in a string.'
    if isinstance(methods, str):
        return f'methods is a list: methods=["{methods}"].'
    for what, names, known in (
        ("method", methods, METHODS),
        ("rule", declared, RULES),
    ):
        unknown = [str(name) for name in names if name not in known]
        if unknown:
            return f"There is no {what} {unknown[0]!r}; there are: {', '.join(known)}."
    return ""


async def _differences(
    store_class: StoreClass,
    scenarios: Sequence[Scenario],
    declared: Mapping[str, str],
    limit: float,
) -> tuple[list[Failure], int, int, int]:
    """Return the failures; how many scenarios were wanted, right, and not asked.

    Those that a declaration covers are not wanted.
    """
    failures: list[Failure] = []
    hanging: set[str | None] = set()
    declared_traces: list[tuple[Scenario, Trace]] = []
    covered = right = not_asked = 0
    for scenario in sorted(scenarios, key=_place):
        # each more scenario with a method that hangs would take its whole time limit,
        # and where clear is wrong, the session with no id is not empty at the start
        if methods_of(scenario) & hanging or (
            has_no_id(scenario) and any(map(_blames_clear, failures))
        ):
            not_asked += 1
            continue
        trace = await run(scenario.operations, store_class, limit=limit)
        if trace.answers[-1].error == TIME_LIMIT:
            hanging |= {method_of(trace[-1].operation)}
        failure = first_difference(scenario, trace, declared, store_class)
        if scenario.rule in declared:
            declared_traces.append((scenario, trace))
        if failure is not None and failure.rule not in declared:
            failures.append(failure)
        elif failure is not None or scenario.rule in declared:
            covered += 1
        else:
            right += 1
    for rule in declared:
        of_rule = [pair for pair in declared_traces if pair[0].rule == rule]
        failure = _kept_though_declared(rule, of_rule)
        failures += [failure] if failure is not None else []
    return failures, len(scenarios) - covered, right, not_asked
