"""Faults of the kinds that once passed: each is told, and by the search alone."""

import pytest

from sessionkit import check
from sessionkit.checking.counterexample import BEFORE
from sessionkit.checking.report import Report
from tests.checking.outside import OUTSIDE
from tests.slow import rest_slow

reports: dict[type, Report] = {}
"""What check said, for both tests."""


async def _report(store_class: type) -> Report:
    if store_class not in reports:
        reports[store_class] = await check(store_class)
    return reports[store_class]


@pytest.mark.parametrize("store_class", rest_slow(4, OUTSIDE.values()), ids=OUTSIDE)
async def test_it_is_told(store_class: type) -> None:
    report = await _report(store_class)

    assert not report.passed
    assert report.failures[0].question != BEFORE


@pytest.mark.slow
async def test_most_are_told_by_the_search_alone() -> None:
    every = [await _report(one) for one in OUTSIDE.values()]

    searched = [one for one in every if one.failures[0].name == "found by search"]
    assert len(searched) >= 30
