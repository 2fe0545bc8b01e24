"""The scenarios: complete, well formed, and what the workshop promises."""

import re
from collections import Counter

import pytest

from sessionkit import SCENARIOS, Scenario
from sessionkit.contract import METHODS
from sessionkit.rules import RULES
from sessionkit.suite.scenarios import (
    ALIASING,
    APART,
    BY_NAME,
    CLEARING,
    NAMES,
    NO_ID,
    READING,
    REMOVING,
    SETTING_MANY,
    WRITING,
)
from sessionkit.traces.operation import method_of

GROUPS = (
    READING,
    WRITING,
    APART,
    REMOVING,
    CLEARING,
    SETTING_MANY,
    ALIASING,
    NO_ID,
    NAMES,
)

PROMISED = {
    "is_any_exist before anything was set": "new-session-is-any-exist",
    "get before anything was set": "new-session-get",
    "is_exist before anything was set": "new-session-is-exist",
    "get_all before anything was set": "new-session-get-all",
    "remove, then get": "remove-then-get",
    "remove, then is_exist": "remove-then-is-exist",
    "remove, then get_all": "remove-then-get-all",
    "remove, then is_any_exist": "remove-last-key-is-any-exist",
    "remove a key never set": "remove-key-never-set",
    "remove as the first operation": "remove-first",
    "set null": "set-null",
    "falsy values": "falsy-values",
    "set_many with nothing": "set-many-of-nothing",
    "set_many on a new session": "set-many-on-a-new-session",
    "set_many over tombstones": "set-many-over-tombstones",
    "clear, then read": "clear-then-read",
    "clear, then set": "clear-then-set",
    "two sessions, the same key": "two-sessions-same-key",
    "no session id, shared by all who have none": "no-id-another-store",
    "change what get_all gave, with a session": "change-what-get-all-gave",
    "change what get_all gave, without a session": "change-the-empty-answer",
    "change a nested value that was stored": "change-a-value-that-was-stored",
    "change a nested value that was got": "change-a-value-that-was-got",
    "overwrite": "overwrite",
    "inherited names": "inherited-names",
    "integer-like keys and their order": "integer-like-keys",
}


def test_there_are_enough_and_each_has_its_own_name() -> None:
    assert len(SCENARIOS) >= 25
    assert len(BY_NAME) == len(SCENARIOS)
    assert len({scenario.question for scenario in SCENARIOS}) == len(SCENARIOS)
    assert len({repr(scenario.operations) for scenario in SCENARIOS}) == len(SCENARIOS)


@pytest.mark.parametrize("promised", PROMISED)
def test_what_was_promised_is_asked(promised: str) -> None:
    assert PROMISED[promised] in BY_NAME


def test_promises_are_kept_by_a_scenario_each() -> None:
    assert len(set(PROMISED.values())) == len(PROMISED) >= 25


def test_every_rule_is_asked_for_and_every_one_is_known() -> None:
    assert Counter({scenario.rule for scenario in SCENARIOS}) == Counter(RULES)


def test_groups_follow_one_another() -> None:
    groups = [scenario.group for scenario in SCENARIOS]

    assert tuple(dict.fromkeys(groups)) == GROUPS
    assert groups == sorted(groups, key=GROUPS.index)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_a_scenario_is_well_formed(scenario: Scenario) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", scenario.name)
    assert scenario.question.endswith("?")
    assert scenario.question[0].isupper()
    assert len(scenario.why) > 20
    assert len(scenario.hint) > 20
    assert scenario.why.endswith(".")
    assert scenario.hint.endswith(".")
    assert scenario.rule in RULES
    assert scenario.operations
    assert method_of(scenario.operations[-1]) in METHODS
    assert all(0 < n <= len(scenario.operations) for n, _ in scenario.in_python)
    assert str(scenario) == scenario.name


def test_every_method_is_asked_about() -> None:
    used = {method_of(one) for scenario in SCENARIOS for one in scenario.operations}

    assert {*METHODS} <= used
