"""A report on lesson 06's store in the words of SQL: rows, and no dicts."""

import re
from dataclasses import replace
from typing import Any, Final

from sessionkit.checking.report import Failure, Report
from sessionkit.teaching.entries import lesson
from sessionkit.teaching.raised import raised

_OF_STATEMENTS: Final = (
    "Read your statements word for word, beside those in the comments. `_rows` gives "
    "the session for the first `?`, and then what you hand it, in that order."
)
_A_ROW: Final = "a row in place of its value"
_OUT_OF_A_ROW: Final = (
    "Rows came, and each is a tuple: take the text of the value out, and give it to "
    "`json.loads`."
)
_OF_DICTS: Final = re.compile(r"\bdict\b|setdefault|\.get\(|\[key\]|sorted|\bpop\b")


def in_sql(report: Report) -> Report:
    """Give a report the words of SQL, where ``check`` has those of a store of dicts."""
    return replace(report, failures=tuple(map(_of_rows, report.failures)))


def _has_rows(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, tuple) for one in value)


def _of_an_answer(failure: Failure) -> Failure:
    known = lesson("06")["rows"].get(failure.kind)
    if failure.kind != "not a bool" and _has_rows(failure.answered.value):
        return replace(failure, kind=_A_ROW, hint=_OUT_OF_A_ROW)
    if failure.kind == "not a bool" and not isinstance(failure.answered.value, list):
        return failure
    if failure.kind == "a call was not awaited":
        return failure
    if known is None and not _OF_DICTS.search(failure.hint):
        return failure
    return replace(failure, hint=known or _OF_STATEMENTS)


def _of_rows(failure: Failure) -> Failure:
    answered = failure.answered
    if answered.error is None:
        return _of_an_answer(failure)
    known = raised("06", answered)
    if known is None:
        hint = lesson("06")["rows"].get(failure.kind, failure.hint)
        return replace(failure, hint=hint)
    kind, hint = known
    return replace(failure, kind=kind, hint=hint)
