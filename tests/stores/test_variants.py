"""Each variant: one behaviour changed, declared, and nothing else."""

import pytest

from sessionkit import StoreClass, check
from sessionkit.rules import (
    GET_ALL_IS_LIVE,
    MISSING_IS_NULL,
    NULL_IS_NOT_THERE,
    REMOVE_SETS_NULL,
    VALUES_ARE_LIVE,
)
from sessionkit.stores.variants import VARIANTS
from sessionkit.suite.scenarios import SCENARIOS
from sessionkit.testing import Case
from tests.slow import rest_slow
from tests.stores.conftest import quick_cases

MADE_FOR = {
    "remove deletes the key": (
        REMOVE_SETS_NULL,
        {
            "remove-then-get-all",
            "remove-key-never-set",
            "remove-twice",
            "set-many-over-tombstones",
            "set-over-a-tombstone",
            "remove-in-an-emptied-session",
        },
    ),
    "get_all hands out a copy": (
        GET_ALL_IS_LIVE,
        {
            "change-what-get-all-gave",
            "add-to-what-get-all-gave",
            "get-all-then-set",
            "delete-the-only-key",
        },
    ),
    "a missing key raises": (
        MISSING_IS_NULL,
        {
            "new-session-get",
            "get-creates-nothing",
            "read-methods-first",
            "get-a-key-never-set",
            "missing-key",
            "inherited-names-without-a-session",
            "inherited-names",
            "the-prototype-key",
            "clear-then-read",
        },
    ),
    "is_exist: the key is there": (
        NULL_IS_NOT_THERE,
        {"set-null-is-exist", "set-null", "remove-then-is-exist"},
    ),
    "values are copied through JSON": (
        VALUES_ARE_LIVE,
        {"change-a-value-that-was-stored", "change-a-value-that-was-got"},
    ),
}


def test_every_variant_is_made_for_something() -> None:
    assert MADE_FOR.keys() == VARIANTS.keys()


@pytest.mark.parametrize("name", rest_slow(2, VARIANTS))
async def test_a_variant_fails_for_its_one_reason(name: str) -> None:
    rule, scenarios = MADE_FOR[name]
    report = await check(VARIANTS[name])

    assert not report.passed
    assert {failure.rule for failure in report.failures} == {rule}
    assert {failure.name for failure in report.failures} == scenarios
    assert report.right == len(SCENARIOS) - len(scenarios)


DECLARED = [
    pytest.param(variant, case.values[0], id=f"{name}-{case.id}", marks=[*case.marks])
    for name, variant in VARIANTS.items()
    for case in quick_cases({MADE_FOR[name][0]: "it is what this variant is made for"})
]


@pytest.mark.parametrize(("variant", "case"), DECLARED)
async def test_contract_but_for_what_is_declared(
    variant: StoreClass, case: Case
) -> None:
    await case.check_async(variant)
