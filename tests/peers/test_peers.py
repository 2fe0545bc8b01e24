"""Every peer does what the comparison says of it; each cell was computed here."""

import asyncio
from importlib.metadata import version
from typing import Any

import pytest

from sessionkit import MemorySessionStore, compare
from sessionkit.peers import (
    BASICS,
    FORTJS_MEMORY,
    NODE_PEERS,
    QUESTIONS,
    Answers,
    NodePeer,
    Question,
    StoreAsked,
    ask_all,
    peers_table,
)
from sessionkit.peers.adapters.sessionkit_web import SessionkitWeb
from sessionkit.peers.peer import Handler, Peer, PeerStores
from sessionkit.peers.questions import CHOSEN
from sessionkit.stores.memory import MemorySessions
from sessionkit.stores.redis import RedisSessions
from sessionkit.stores.redis_server import RedisServer
from sessionkit.stores.sqlite import SQLiteSessions
from sessionkit.suite.scenarios import BY_NAME, SCENARIOS
from sessionkit.traces.operation import method_of

MEMORY = StoreAsked("memory", MemorySessionStore)

DJANGO = f"Django {version('django')}"
CACHE, DB = f"{DJANGO}, cache", f"{DJANGO}, db"
STARLETTE = f"Starlette {version('starlette')}, cookie"
STARSESSIONS = f"starsessions {version('starsessions')}, memory"
FLASK = f"Flask {version('flask')}, cookie"
FLASK_SESSION = f"Flask-Session {version('flask-session')}, cachelib"
AIOHTTP = f"aiohttp-session {version('aiohttp-session')}, cookie"
WEB = "sessionkit.web, memory"
EXPRESS = "express-session 1.19.0, memory"
EXAMPLE = "FortJs's Redis example, redis 4.7.1"
ALL = [
    CACHE,
    DB,
    STARLETTE,
    STARSESSIONS,
    FLASK,
    FLASK_SESSION,
    AIOHTTP,
    EXPRESS,
    EXAMPLE,
]
COOKIES = [STARLETTE, FLASK, AIOHTTP]
WHOLE = [one for one in ALL if one != EXAMPLE]
"""Those that load and save a session as a whole."""


@pytest.fixture(scope="module")
def answers(all_peers: list[Peer | NodePeer]) -> Answers:
    """Ask all peers all questions, once."""
    return asyncio.run(ask_all([MEMORY, *all_peers]))


def words(answers: Answers, question: str) -> dict[str, str]:
    return {system: answers.cell(question, system).words for system in answers.systems}


def test_the_peers_are_named_with_their_versions(answers: Answers) -> None:
    assert answers.systems == ["memory", *ALL]


def test_who_loads_and_saves_a_whole_session_loses_a_write(answers: Answers) -> None:
    said = words(answers, "overlapping-writes")
    assert {system for system in said if said[system] == "lost: note"} == {*WHOLE}
    assert said["memory"] == said[EXAMPLE] == "both are kept"


def test_only_django_notices_a_logout_during_a_write(answers: Answers) -> None:
    said = words(answers, "logout-during-a-write")
    refused = "stays out; the write is refused: SessionInterrupted"
    assert said[CACHE] == said[DB] == refused
    back = [one for one in said if said[one].startswith("logged in again")]
    assert back == [one for one in ALL if not one.startswith("Django")]
    assert said["memory"] == "stays out; the write is lost"


def test_only_per_key_writes_keep_a_removed_key_away(answers: Answers) -> None:
    said = words(answers, "remove-during-a-write")
    assert said.pop("memory") == "stays removed"
    assert all(one.startswith("the removed key comes back") for one in said.values())


def test_who_adopts_an_id_that_the_visitor_chose(answers: Answers) -> None:
    said = words(answers, "an-id-the-visitor-chose")
    assert [one for one in said if said[one] == "adopted"] == [STARSESSIONS, EXAMPLE]


def test_which_types_of_values_survive(answers: Answers) -> None:
    kept = {
        question.name: [
            system
            for system, said in words(answers, question.name).items()
            if said == "kept"
        ]
        for question in QUESTIONS
        if question.name.startswith("value-")
    }
    assert kept == {
        "value-integer-keys": ["memory", CACHE, FLASK_SESSION],
        "value-a-tuple": ["memory", CACHE, FLASK, FLASK_SESSION],
        "value-bytes": ["memory", CACHE, FLASK, FLASK_SESSION],
        "value-a-datetime": ["memory", CACHE, FLASK_SESSION],
    }
    assert words(answers, "value-integer-keys")[EXPRESS] == 'becomes {"1": "tea"}'
    assert words(answers, "value-bytes")[DB] == "refused: TypeError"


async def test_one_call_shows_all_that_they_differ_in_beside_fortjs() -> None:
    table = await peers_table()
    fortjs = FORTJS_MEMORY.name
    assert table.systems == [fortjs, WEB, *ALL]
    assert len(table.cells) == (len(BASICS) + len(QUESTIONS)) * len(table.systems)
    said = {one.name: words(table, one.name) for one in BASICS}
    for cells in said.values():
        assert cells.pop(WEB) == cells[fortjs]
    assert {question: cells.pop(fortjs) for question, cells in said.items()} == {
        "left-after-remove": "the key, without a value",
        "remove-a-missing-key": "then the key is there, without a value",
        "null-or-missing": "neither is there",
        "change-what-was-read": "the session too",
    }
    python = dict.fromkeys(WHOLE[:-1], "refused: KeyError")
    express, example = WHOLE[-1], EXAMPLE
    nothing = "nothing happens"
    null = "a null is there, a missing key is not"
    assert said == {
        "left-after-remove": dict.fromkeys(ALL, "nothing"),
        "remove-a-missing-key": {**python, express: nothing, example: nothing},
        "null-or-missing": {
            **dict.fromkeys(WHOLE, null),
            example: "refused: TypeError",
        },
        "change-what-was-read": {
            **dict.fromkeys(WHOLE, "the session stays as it was"),
            example: "refused: TypeError",
        },
    }
    assert len(table._repr_html_()) < 15_000


@pytest.mark.slow
async def test_asked_again_they_answer_the_same() -> None:
    table, again = await peers_table(), await peers_table()
    assert (str(table), table._repr_html_()) == (str(again), again._repr_html_())


async def test_our_own_web_sessions_keep_both_the_writes_and_the_logout() -> None:
    ours = SessionkitWeb(store_class=MemorySessions())
    table = await ask_all([ours], QUESTIONS[:4])
    assert {cell.question.name: cell.words for cell in table.cells} == {
        "overlapping-writes": "both are kept",
        "logout-during-a-write": "stays out; the write is refused: SessionEndedError",
        "remove-during-a-write": "stays removed",
        "an-id-the-visitor-chose": "not adopted",
    }


@pytest.mark.parametrize("question", [*BASICS, *QUESTIONS[:4]], ids=lambda q: q.name)
async def test_the_port_overlaps_as_fortjs_does_under_node(question: Question) -> None:
    port, fortjs = await MEMORY.ask(question), await FORTJS_MEMORY.ask(question)
    assert question.judge(port) == question.judge(fortjs)


def test_behind_each_cell_is_its_trace(answers: Answers) -> None:
    cell = answers.cell("overlapping-writes", STARSESSIONS)
    assert [method_of(step.operation) for step in cell.trace] == [
        *("set", "loads", "loads", "set", "saves", "set", "saves", "get_all")
    ]
    assert '6 ada, request 1 set("cart", 3)' in str(cell)
    assert "lost: note" in cell._repr_html_()
    assert "lost: note" in answers._repr_html_()


def test_a_cell_that_there_is_not_says_which_there_are(answers: Answers) -> None:
    with pytest.raises(LookupError, match="overlapping-writes"):
        answers.cell("overlapping", STARSESSIONS)


async def test_the_stores_that_last_keep_both_and_refuse_what_json_lacks(
    redis_server: RedisServer,
) -> None:
    async with (
        SQLiteSessions(":memory:") as file,
        RedisSessions(redis_server.url, prefix="asked") as server,
    ):
        answers = await ask_all(
            [StoreAsked("file", file), StoreAsked("server", server)]
        )
    for system in ("file", "server"):
        cells = [answers.cell(one.name, system).words for one in QUESTIONS]
        assert cells[0] == "both are kept"
        assert cells[1].startswith("stays out")
        assert cells[2:4] == ["stays removed", "not adopted"]
        assert cells[4:] == ["refused: NotStorableError"] * 4


@pytest.mark.slow
async def test_compare_shows_all_peers_on_all_scenarios(
    all_peers: list[Peer | NodePeer],
) -> None:
    table = await compare(systems=all_peers)
    assert table.systems == tuple(ALL)
    for system in ALL:
        assert table.cell("set-null", system).differs
        assert table.cell("remove-then-get-all", system).differs
    same = [one for one in ALL if not table.cell("remove-key-never-set", one).differs]
    assert same == []
    raised = table.cell("remove-first", CACHE).trace[0].answer
    assert (raised.error, raised.message) == ("KeyError", "'cart'")


@pytest.mark.parametrize("name", ["set-then-get", "clear-then-set", "key-order"])
async def test_every_peer_keeps_what_is_set(
    name: str, all_peers: list[Peer | NodePeer]
) -> None:
    table = await compare([BY_NAME[name]], all_peers)
    differs = [one for one in ALL if table.cell(name, one).differs]
    # whose numbers come back as texts
    assert differs == ([EXAMPLE] if name == "key-order" else [])


async def test_a_request_that_fails_before_its_handler_ends_the_overlap() -> None:
    class Broken(Peer):
        name = "broken"

        async def request(
            self, cookie: str | None, handler: Handler
        ) -> tuple[Any, str | None]:
            raise OSError("no disk")

    trace = await asyncio.wait_for(Broken().ask(QUESTIONS[0]), 10)
    assert {step.answer.error for step in trace} == {"OSError"}


@pytest.mark.parametrize("system", COOKIES)
async def test_a_cookie_that_was_tampered_with_is_no_session(
    system: str, all_peers: list[Peer | NodePeer]
) -> None:
    [peer] = [one for one in all_peers if one.name == system]
    assert isinstance(peer, Peer)
    stores = PeerStores(peer)
    await stores("ada").set("user", "Ada")
    cookie = stores.cookies["ada"]
    assert cookie is not None
    stores.cookies["ada"] = cookie[:-4] + ("aaaa" if cookie[-4:] != "aaaa" else "bbbb")
    assert await stores("ada").get("user") is None
    stores.cookies["ada"] = cookie
    assert await stores("ada").get("user") == "Ada"


async def test_the_record_of_node_has_every_scenario_and_question() -> None:
    for recorded in NODE_PEERS:
        for scenario in SCENARIOS:
            trace = await recorded.answer(scenario)
            assert trace.operations == scenario.operations
    for asked in (FORTJS_MEMORY, *NODE_PEERS):
        for question in (*BASICS, *QUESTIONS):
            assert len(await asked.ask(question)) > 0


def test_the_chosen_id_has_the_form_of_djangos() -> None:
    assert len(CHOSEN) == 32
    assert CHOSEN.isalnum()
    assert CHOSEN.islower()
