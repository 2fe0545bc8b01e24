"""A report as data: what ``sessionkit check --json`` prints.

``report.schema.json`` beside this file says what is in it.
"""

from typing import Any, Final

from sessionkit.checking.report import Failure, Report

FORMAT: Final = "sessionkit report 1"


def as_data(report: Report) -> dict[str, Any]:
    """Return a report as data that JSON can carry; operations and answers are text."""
    return {
        "format": FORMAT,
        "store": report.store,
        "outcome": report.outcome.value,
        "passed": report.passed,
        "problem": report.problem or report.ended,
        "not_attempted": list(report.not_attempted),
        "declared": {str(rule): str(why) for rule, why in report.declared.items()},
        "failures": [_failure(one) for one in report.failures],
        "text": str(report),
    }


def _failure(failure: Failure) -> dict[str, Any]:
    return {
        "kind": failure.kind,
        "hint": failure.hint,
        "rule": failure.rule,
        "operations": [str(one) for one in failure.trace.operations],
        "expected": str(failure.expected),
        "answered": str(failure.answered),
        "where": failure.answered.where,
        "scenario": failure.name,
        "question": failure.question,
    }
