"""Name the reason of a difference: by its signature, or by a store that does alike."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from sessionkit.checking.evidence import Evidence
from sessionkit.checking.lookalikes import LOOKALIKES, Lookalike
from sessionkit.checking.report import Failure
from sessionkit.checking.signatures import ERRORS, MAKING, TYPES, VALUES, Signature
from sessionkit.contract import METHODS, StoreClass
from sessionkit.fortjs import expected
from sessionkit.memory import MemorySessionStore
from sessionkit.rules import CLEAR_FORGETS
from sessionkit.running.call import TIME_LIMIT
from sessionkit.running.replay import run
from sessionkit.running.time_limit import drive
from sessionkit.suite.scenarios import SCENARIOS, Scenario
from sessionkit.traces.operation import method_of, session_ids
from sessionkit.traces.trace import Trace

Difference = Trace | None
"""A trace up to its first answer that is not FortJs's; ``None`` if all are."""
_CERTAIN = (*MAKING, *ERRORS, *TYPES)


def signed(failure: Failure, store_class: object) -> Failure:
    """Name a failure by what its one answer tells; it stays as it is if nothing does.

    The hint that it comes with is kept where the signature has none.
    """
    return _signed(failure, store_class, (*_CERTAIN, *VALUES)) or failure


async def explain(
    failures: Sequence[Failure],
    store_class: StoreClass,
    methods: Collection[str],
    *,
    limit: float,
) -> list[Failure]:
    """Name the kind of each failure of a store, with its hint, and its rule if known.

    What an answer alone does not tell is found by asking the store more: it is named
    after a lookalike that goes wrong in the same way, and goes wrong nowhere else.
    ``methods`` are those that may be called, ``limit`` is in seconds for each scenario.
    """
    certain = [_signed(one, store_class, _CERTAIN) for one in failures]
    if all(certain):
        return [one for one in certain if one is not None]
    done = await _scenarios_on(store_class, _askable(failures, methods), limit)
    return [
        sure or _after_a_lookalike(one, done) or signed(one, store_class)
        for sure, one in zip(certain, failures, strict=True)
    ]


def _signed(
    failure: Failure, store_class: object, signatures: Iterable[Signature]
) -> Failure | None:
    evidence = Evidence(failure.trace, failure.expected, store_class)
    for one in signatures:
        if one.fits(evidence):
            return replace(
                failure,
                kind=one.kind,
                hint=one.hint(evidence) or failure.hint,
                rule=one.rule or failure.rule,
            )
    return None


def _askable(
    failures: Sequence[Failure], methods: Collection[str]
) -> Sequence[Scenario]:
    """Return the scenarios that end soon and begin with empty sessions."""
    last = [(one, method_of(one.trace[-1].operation)) for one in failures]
    hanging = {name for one, name in last if one.answered.error == TIME_LIMIT}
    blamed = any(name == "clear" or one.rule == CLEAR_FORGETS for one, name in last)
    with_ids = blamed or "clear" not in methods
    return [
        one
        for one in SCENARIOS
        if {method_of(each) for each in one.operations} & {*METHODS}
        <= {*methods} - hanging
        and not (with_ids and any(None in session_ids(each) for each in one.operations))
    ]


async def _scenarios_on(
    store_class: StoreClass, scenarios: Sequence[Scenario], limit: float
) -> Mapping[str, Difference]:
    done = {}
    for scenario in scenarios:
        trace = await run(scenario.operations, store_class, limit=limit)
        done[scenario.name] = _to_the_difference(trace, expected(scenario))
    return done


def _to_the_difference(trace: Trace, fortjs: Trace) -> Difference:
    number = trace.first_difference(fortjs)
    return None if number is None else trace[:number]


def _after_a_lookalike(
    failure: Failure, done: Mapping[str, Difference]
) -> Failure | None:
    for one in LOOKALIKES:
        if _does_the_same(one, failure.trace) and _is_wrong_only_there(one, done):
            return replace(failure, kind=one.kind, hint=one.words, rule=one.rule)
    return None


def _does_the_same(lookalike: type[Lookalike], trace: Trace) -> bool:
    """Whether it answers as the store did, up to the last answer, which is wrong."""
    lookalike.held.clear()
    own = drive(run(trace, lookalike))
    fortjs = drive(run(trace, MemorySessionStore))
    return own == trace and own.first_difference(fortjs) == len(trace)


def _is_wrong_only_there(
    lookalike: type[Lookalike], done: Mapping[str, Difference]
) -> bool:
    """Whether the store differs, too, wherever the lookalike does, and not later."""
    for name, own in _differences(LOOKALIKES.index(lookalike)).items():
        if own is None or name not in done:
            continue
        store = done[name]
        if store is None or len(store) > len(own):
            return False
        if len(store) == len(own) and store != own:
            return False
    return True


@cache
def _differences(number: int) -> Mapping[str, Difference]:
    lookalike, found = LOOKALIKES[number], {}
    for scenario in SCENARIOS:
        lookalike.held.clear()
        trace = drive(run(scenario.operations, lookalike))
        found[scenario.name] = _to_the_difference(trace, expected(scenario))
    return found
