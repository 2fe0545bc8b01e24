"""The contract as data: whole, in one form, and true to what FortJs answered."""

import hashlib
import json
from collections import Counter
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sessionkit.fortjs import DEVIATIONS, VERSION, expected
from sessionkit.peers.questions import QUESTIONS
from sessionkit.rules import RULES
from sessionkit.suite import clauses, document
from sessionkit.suite.__main__ import written
from sessionkit.suite.cases import CASES
from sessionkit.suite.clauses import BY_RULE, CAPABILITIES, CLAUSES, RETIRED
from sessionkit.suite.scenarios import BY_NAME, SCENARIOS

RELEASED = {
    "1.0.0": "d567ba3810034431",
    "1.1.0": "1f3b079ec60ef021",
    "1.1.1": "a4cc3351aa01ea62",
    "1.2.0": "d2be3e179f52575b",
}
"""What each version of the contract asks. A new line for each new version: whoever
runs the suite must be able to say which they passed."""


@pytest.mark.parametrize("name", ["clauses", "cases"])
def test_the_files_have_the_form_that_the_schema_says(name: str) -> None:
    schema = document.read(document.SCHEMA)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator({**schema, "oneOf": [{"$ref": f"#/$defs/{name}"}]})

    data = document.read(f"{name}.json")
    assert [one.message for one in validator.iter_errors(data)] == []


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        ("id", "R0.1"),
        ("id", "9.2"),
        ("question", "No question."),
        ("needs", ["wings"]),
        ("operations", []),
        ("operations", [["ada", "fly"]]),
        ("operations", [["ada", "get"]]),
        ("operations", [["ada", "set", "cart"]]),
        ("operations", [["ada", "get", "cart", 3]]),
        ("operations", [[3, "clear"]]),
        ("operations", [["change_answer", 0, ["cart"], 3]]),
        ("operations", [["change_answer", 1, [], 3]]),
        ("operations", [["together", [["ada", "clear"]]]]),
        ("operations", [["together", [["ada", "clear"]], [["ada", "fly"]]]]),
        ("operations", [[{"session": "ada", "store": ""}, "clear"]]),
        ("operations", [[{"session": "ada", "name": "another"}, "clear"]]),
        ("deviation", "without-elsewhere"),
        ("colour", "blue"),
    ],
)
def test_the_schema_refuses_another_form(place: str, wrong: Any) -> None:
    data = document.read(document.CASES)
    validator = Draft202012Validator(document.read(document.SCHEMA))
    del data["cases"][1:]
    assert validator.is_valid(data)

    data["cases"][0][place] = wrong
    assert not validator.is_valid(data)


@pytest.mark.parametrize("name", ["clauses.json", "cases.json", "clauses.md"])
def test_what_is_made_is_as_it_would_be_made_now(name: str) -> None:
    assert (files("sessionkit.suite") / name).read_text("utf-8") == written()[name]


def test_the_answers_are_those_that_fortjs_gave() -> None:
    compared = 0
    for case in CASES:
        if case.scenario in SCENARIOS:
            assert case.scenario is not None
            here = tuple(
                case.elsewhere.get(number, answer)
                for number, answer in enumerate(case.answers, 1)
            )
            assert here == expected(case.scenario).answers, case
            compared += 1
    assert compared == len(SCENARIOS) == 59


def test_every_rule_has_its_clause_and_every_clause_its_cases() -> None:
    optional = {one.rule for one in CLAUSES if one.needs in ("overlap", "expiry")}
    asked = Counter(case.clause.id for case in CASES)

    assert tuple(one.rule for one in CLAUSES if one.rule not in optional) == RULES
    assert len(BY_RULE) == len(CLAUSES) == 21
    assert {*asked} == {one.id for one in CLAUSES}
    assert {one.rule for one in SCENARIOS} == {*RULES}
    assert {need for case in CASES for need in case.needs} == {*CAPABILITIES}


def test_the_source_is_the_version_that_was_asked() -> None:
    data = document.read(document.CLAUSES)

    assert data["authority"]["version"] == VERSION
    assert f"/blob/v{VERSION}/" in clauses.SOURCE
    assert all(one.url.endswith(".ts") for one in CLAUSES)


def test_deviations_of_cases_are_named_ones() -> None:
    named = {one.name for one in DEVIATIONS}
    assert {one.deviation for one in SCENARIOS} - {None} <= named


def test_ids_are_used_once_and_never_again() -> None:
    ids = [*(one.id for one in CLAUSES), *(one.id for one in CASES)]

    assert len({*ids}) == len(ids)
    assert {*ids} & {*RETIRED} == set()


def test_an_id_stays_with_what_it_was_given_to() -> None:
    version = clauses.VERSION
    asked = [
        [*(one.id for one in CLAUSES), *RETIRED],
        [{k: v for k, v in one.items() if k not in WORDS} for one in _cases()],
    ]
    digest = hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]

    assert RELEASED.get(version) == digest, (
        "what the contract asks has changed: raise the version in clauses.json as "
        "sessionkit.suite.clauses.VERSION says, and add its line here"
    )


WORDS = ("group", "question", "why", "hint")


def _cases() -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = document.read(document.CASES)["cases"]
    return cases


def test_the_operations_are_read_as_they_are_written() -> None:
    for case in _cases():
        for place in ("operations", "before", "first", "second"):
            for line in case.get(place, []):
                assert document.line(document.operation(line)) == line


@pytest.mark.parametrize(
    "line",
    [
        ["ada", "fly"],
        ["ada"],
        [],
        [3, "clear"],
        ["ada", "assign_id", 3],
        ["change_answer", "2", ["user"], 3],
        ["together", [["ada", "clear"]], 3],
        [{"session": "ada"}, "clear"],
        [{"session": "ada", "store": 2}, "clear"],
        [{"session": "change_answer", "store": "another"}, 1, ["user"], 3],
    ],
)
def test_what_is_no_operation_is_refused(line: list[Any]) -> None:
    with pytest.raises(ValueError, match="no operation: "):
        document.operation(line)


def test_requests_at_once_are_those_that_the_peers_are_asked() -> None:
    questions = {one.name: one for one in QUESTIONS if one.overlaps}
    at_once = {one.name: one.at_once for one in CASES if one.at_once}

    assert [*at_once] == [*questions]
    for name, case in at_once.items():
        question = questions[name]
        assert (case.before, case.first, case.second) == (
            question.before,
            question.first,
            question.second,
        )


@pytest.mark.parametrize(
    ("left", "allowed"),
    [
        ({"user": "Eve"}, True),
        ({"cart": None, "user": "Eve"}, True),
        ({"user": "Ada"}, False),
        ({"user": "Eve", "cart": 3}, False),
        (None, False),
    ],
)
def test_what_may_be_left_has_no_order_and_no_null(left: Any, allowed: bool) -> None:
    (case,) = (one.at_once for one in CASES if one.name == "remove-during-a-write")
    assert case is not None
    assert case.allows(left) is allowed


def test_scenarios_keep_their_ids() -> None:
    assert BY_NAME["remove-then-get-all"].id == "R9.2"
    assert all(one.id for one in SCENARIOS)
