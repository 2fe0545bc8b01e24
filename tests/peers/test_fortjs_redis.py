"""The copy of FortJs's Redis example in Python answers as the example under Node."""

import subprocess
import sys
from collections.abc import AsyncIterator

import pytest

from sessionkit import check
from sessionkit.peers import FORTJS_REDIS, QUESTIONS, StoreAsked
from sessionkit.running.replay import run
from sessionkit.stores.redis_server import RedisServer
from sessionkit.suite.scenarios import SCENARIOS, Scenario
from tests.peers.fortjs_redis import FortJsRedisExample


@pytest.fixture
async def example(redis_server: RedisServer) -> AsyncIterator[FortJsRedisExample]:
    """Yield FortJs's Redis example on a server with nothing in it."""
    example = FortJsRedisExample(redis_server.url)
    await example.client.flushdb()
    yield example
    await example.close()


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
async def test_the_python_copy_answers_as_the_example_under_node(
    scenario: Scenario, example: FortJsRedisExample
) -> None:
    mine = await run(scenario.operations, example)
    nodes = await FORTJS_REDIS.answer(scenario)
    for ours, theirs in zip(mine, nodes, strict=True):
        if theirs.answer.error is not None:
            assert ours.answer.error is not None, ours
        else:
            assert ours.answer.same_as(theirs.answer, ordered=False), ours


async def test_the_python_copy_overlaps_as_the_example_under_node(
    example: FortJsRedisExample,
) -> None:
    asked = StoreAsked("copy", example)
    for question in QUESTIONS[:4]:
        mine, nodes = await asked.ask(question), await FORTJS_REDIS.ask(question)
        assert question.judge(mine) == question.judge(nodes)


async def test_check_fails_the_example_for_each_of_its_reasons(
    example: FortJsRedisExample,
) -> None:
    report = await check(example)
    assert not report.passed
    answered = {one.name: str(one.answered) for one in report.failures}
    assert answered["new-session-is-any-exist"] == "True"
    assert answered["empty-key"] == '"1"'
    assert answered["remove-then-get-all"] == "{}"
    for name in ("set-null", "falsy-values", "overwrite"):
        assert answered[name].startswith("DataError: Invalid input of type")


def test_to_import_the_kit_loads_no_peer_and_no_driver() -> None:
    code = (
        "import sys, sessionkit, sessionkit.stores.sqlite; "
        "print([one for one in ('django', 'flask', 'starlette', 'redis', 'aiohttp', "
        "'sessionkit.peers') if one in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "[]", done.stderr
