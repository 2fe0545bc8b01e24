"""FortJs's answers as the package ships them."""

import json
from importlib.resources import files

import pytest

from sessionkit import SCENARIOS, Answer, MemorySessionStore, Scenario, run
from sessionkit.fortjs import (
    DEVIATIONS,
    VERSION,
    expected,
    in_python,
    recorded,
    recorded_response,
)
from sessionkit.fortjs.answers import NAME
from sessionkit.peers.recording import fortjs_questions
from sessionkit.traces.values import UNDEFINED, Undefined

DEPARTING = [scenario for scenario in SCENARIOS if scenario.in_python]


def test_the_file_holds_the_questions_and_no_stale_record() -> None:
    data = json.loads((files("sessionkit.fortjs") / NAME).read_text("ascii"))

    assert data["fortjs"] == VERSION == "2.10.8"
    assert list(data["records"]) == list(fortjs_questions())


@pytest.mark.parametrize("name", fortjs_questions())
def test_a_record_answers_the_operations_that_are_asked_now(name: str) -> None:
    trace = recorded(name)

    assert repr(trace.operations) == repr(fortjs_questions()[name])


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
async def test_the_port_answers_every_scenario_as_expected(scenario: Scenario) -> None:
    assert await run(scenario.operations, MemorySessionStore) == expected(scenario)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_python_departs_at_the_named_operations_and_nowhere_else(
    scenario: Scenario,
) -> None:
    departs = {
        number
        for number, (step, here) in enumerate(
            zip(recorded(scenario.name), expected(scenario).answers, strict=True), 1
        )
        if in_python(step) != here
    }

    assert departs == {number for number, _ in scenario.in_python}
    assert bool(departs) == (scenario.deviation is not None)
    assert scenario.deviation in (None, *(one.name for one in DEVIATIONS))


def test_the_scenarios_that_depart() -> None:
    assert {one.name: one.deviation for one in DEPARTING} == {
        "inherited-names": "inherited-names",
        "the-prototype-key": "prototype-key",
        "integer-like-keys": "integer-like-keys-first",
    }


def test_undefined_and_the_list_of_set_many_are_left_out_in_python() -> None:
    missing = recorded("missing-key")
    many = recorded("set-many-on-a-new-session")

    assert isinstance(missing[1].answer.value, Undefined)
    assert in_python(missing[1]) == Answer(None)
    assert many[0].answer.value == [UNDEFINED, UNDEFINED]
    assert in_python(many[0]) == Answer(None)
    assert in_python(many[1]) == Answer(True)


def test_the_body_that_a_browser_gets_is_recorded() -> None:
    assert recorded_response() == '{"user":"Ada","cart":null}'


def test_an_unknown_record_names_those_there_are() -> None:
    with pytest.raises(LookupError, match="no record of 'x'; there are: new-sess"):
        recorded("x")
