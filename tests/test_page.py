"""What a page of a browser cannot do is said in one line; all else works there."""

import sys
from typing import Any

import pytest

from sessionkit.live.predictor import predict
from sessionkit.node.npm import program
from sessionkit.node.packages import NodeUnavailableError
from sessionkit.page import INSTEAD, in_page
from sessionkit.peers import NodePeer, peers, peers_table
from sessionkit.peers.python_record import RecordedPeer
from sessionkit.stores import StoreError
from sessionkit.stores.redis_server import RedisServer
from sessionkit.workshop.doctor import examine, is_ready, table


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the kit believe that it runs in a page."""
    monkeypatch.setattr(sys, "platform", "emscripten")


def test_a_computer_is_no_page() -> None:
    assert not in_page()


def test_node_is_not_to_be_installed_in_a_page(page: None) -> None:
    with pytest.raises(NodeUnavailableError) as raised:
        program("node")
    assert str(raised.value) == (
        f"A page in a browser cannot ask FortJs, which runs under Node. {INSTEAD}"
    )


def test_there_is_no_redis_server_in_a_page(page: None) -> None:
    with pytest.raises(StoreError) as raised:
        RedisServer()
    assert str(raised.value) == (
        f"A page in a browser cannot start a Redis server. {INSTEAD}"
    )


def test_a_library_is_not_to_be_installed_in_a_page(
    page: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sessionkit.stores

    monkeypatch.delitem(vars(sessionkit.stores), "RedisServer", raising=False)
    monkeypatch.delitem(sys.modules, "sessionkit.stores.redis_server")
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(ImportError) as raised:
        from sessionkit.stores import RedisServer  # noqa: F401
    assert str(raised.value) == (
        f"A page in a browser cannot run RedisServer, which needs redis. {INSTEAD}"
    )


async def _other_program() -> int:
    raise OSError(138, "emscripten does not support processes.")


async def test_a_guess_at_what_was_not_tried_is_neither_right_nor_wrong(
    page: None,
) -> None:
    asked = predict("How many?", choices=[300, 600], answer=_other_program)
    said = str(await asked.answer(600))

    assert f"A page in a browser cannot start another program. {INSTEAD}" in said
    assert "You said" not in said


async def test_elsewhere_the_same_error_is_the_answer() -> None:
    asked = predict("How many?", choices=[300, 600], answer=_other_program)

    assert "<an error: OSError>" in str(await asked.answer(600))


async def test_the_record_of_the_peers_is_what_they_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = await peers_table(versions=False)
    monkeypatch.setattr(sys, "platform", "emscripten")
    recorded: Any = await peers_table(versions=False)

    assert all(isinstance(one, RecordedPeer | NodePeer) for one in peers())
    assert str(recorded) == str(asked)
    assert [one.trace for one in recorded.cells] == [one.trace for one in asked.cells]


def test_doctor_asks_for_nothing_that_a_page_cannot_have(page: None) -> None:
    found = examine()

    assert [one.piece.name for one in found] == ["Python", "sessionkit"]
    assert is_ready(found)
    assert "->" not in table(found)
