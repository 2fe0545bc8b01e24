"""The systems that the implementation report asks, each a column of it."""

import asyncio
import contextlib
import pkgutil
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

import sessionkit
from sessionkit.checking.checker import declarations
from sessionkit.comparing.table import StoreSystem
from sessionkit.contract import StoreClass
from sessionkit.errors import SessionkitError
from sessionkit.fortjs import VERSION
from sessionkit.memory import MemorySessionStore
from sessionkit.peers.peer import PeerStores
from sessionkit.peers.questions import QUESTIONS, Question, StoreAsked
from sessionkit.peers.recorded import FORTJS_MEMORY, NODE_PEERS
from sessionkit.rules import KEYS_KEEP_ORDER
from sessionkit.running.replay import run
from sessionkit.stores.variants import VARIANTS
from sessionkit.suite.answering import Wait, by_clause, waiting
from sessionkit.suite.cases import CASE, Case
from sessionkit.suite.clauses import BY_RULE
from sessionkit.suite.document import WAIT
from sessionkit.suite.outcome import Outcome, State, at_once, in_order
from sessionkit.suite.scenarios import Scenario
from sessionkit.traces.answer import Step
from sessionkit.traces.operation import calls, method_of
from sessionkit.traces.trace import Trace

YOURS: Final = "Yours"
OURS: Final = f"FortJs and sessionkit {sessionkit.__version__}"
CHANGED: Final = "sessionkit's memory store with one behaviour changed"
PYTHON: Final = "Other session systems of Python"
NODE: Final = "Other session systems of Node, by their recorded answers"

_QUESTION: Final = {one.name: one for one in QUESTIONS}
_NEVER: Final = "it forgets no session by itself"
_NO_CLOCK: Final = "its time cannot be set forward here"
_NO_STORES: Final = "it has no store objects, and two first requests bring no id"


class StoreMissingError(SessionkitError, LookupError):
    """There is no store class of a name; the message says why."""


class TooBusyError(SessionkitError, RuntimeError):
    """A store's time cannot be told from the time that this machine took."""


class System(Protocol):
    """Something that can be asked; to add your own, write these three."""

    @property
    def name(self) -> str:
        """Its name, with its version if it has one."""

    async def answer(self, scenario: Scenario) -> Trace:
        """Run the scenario's operations from empty sessions; return the trace."""

    async def ask(self, question: Question) -> Trace:
        """Ask what two requests at once leave; the last answer is ``get_all``'s."""


@dataclass(frozen=True)
class Store(StoreSystem):
    """A store class, asked for both."""

    async def ask(self, question: Question) -> Trace:
        """Let the requests overlap at every await."""
        return await StoreAsked(self.name, self.store_class).ask(question)


@dataclass(frozen=True)
class RecordedFortJs:
    """FortJs by its recorded answers."""

    name: str = f"FortJs {VERSION}"

    async def answer(self, scenario: Scenario) -> Trace:
        """Return the recorded trace."""
        return Trace(map(Step, scenario.operations, CASE[scenario.id].answers))

    async def ask(self, question: Question) -> Trace:
        """Return the recorded trace."""
        return await FORTJS_MEMORY.ask(question)


@dataclass(frozen=True)
class Expiring:
    """A store class whose sessions end, with what lets their time pass."""

    store_class: StoreClass
    wait: Wait

    async def answer(self, scenario: Scenario) -> Trace:
        """Run a scenario that waits; return the trace."""
        return await run(scenario.operations, waiting(self.store_class, self.wait))


LIFE: Final = 2.0
"""Seconds that a session lives in a store that has no clock to set forward."""
_TRIES: Final = 5


@dataclass(frozen=True)
class Sleeping(Expiring):
    """Sleeps in real time, and asks again if this machine was busy meanwhile."""

    wait: Wait = field(default=lambda lives: asyncio.sleep(lives * LIFE))
    clock: Callable[[], float] = time.monotonic

    async def answer(self, scenario: Scenario) -> Trace:
        """Run a scenario that waits; return the trace."""
        waits = [one for one in scenario.operations if method_of(one) == WAIT]
        asleep = sum(one.arguments[0] for one in calls(waits)) * LIFE
        for _ in range(_TRIES):
            begun = self.clock()
            trace = await super().answer(scenario)
            # later than that, a session that was used in time has ended
            if self.clock() - begun < asleep + LIFE * 0.3:
                return trace
        raise TooBusyError(
            f"this machine is too busy to ask how a session ends: {scenario}"
        )


@dataclass(frozen=True, kw_only=True)
class Column:
    """A system in a table of the report.

    ``does_not`` has the reasons, by the ids of clauses, for what it departs from on
    purpose, and ``lacks`` those for capabilities that it has not. Without ``expiring``
    it is not asked for its expiry, ``because`` of what that says.
    """

    table: str
    system: System
    does_not: Mapping[str, str] = field(default_factory=dict)
    lacks: Mapping[str, str] = field(default_factory=dict)
    expiring: "Expiring | None" = None
    because: str = _NEVER

    async def outcome(self, case: Case) -> Outcome:
        """Ask one case."""
        lacked = [self.lacks[one] for one in sorted(case.needs) if one in self.lacks]
        declared = dict(self.does_not)
        if lacked:
            declared[case.clause.id] = "; ".join(lacked)
        if case.at_once is not None:
            trace = await self.system.ask(_QUESTION[case.name])
            return at_once(case, trace[-1].answer.value, trace, declared)
        assert case.scenario is not None
        if "overlap" in case.needs and not isinstance(
            self.system, Store | RecordedFortJs
        ):
            return Outcome(case, State.NOT_ASKED, _NO_STORES, Trace())
        if "expiry" not in case.needs:
            trace = await self.system.answer(case.scenario)
        elif self.expiring is None:
            return Outcome(case, State.NOT_ASKED, self.because, Trace())
        else:
            trace = await self.expiring.answer(case.scenario)
        ordered = BY_RULE[KEYS_KEEP_ORDER].id not in declared
        return in_order(case, trace, declared, ordered=ordered)


def fixed() -> list[Column]:
    """Return the columns that need no server, no file and no library."""
    memory = Store("memory", MemorySessionStore)
    return [
        Column(table=OURS, system=RecordedFortJs()),
        Column(table=OURS, system=memory),
        *(
            Column(table=CHANGED, system=Store(name, variant))
            for name, variant in VARIANTS.items()
        ),
        *(Column(table=NODE, system=one, because=_NO_CLOCK) for one in NODE_PEERS),
    ]


@contextlib.asynccontextmanager
async def everything() -> AsyncIterator[tuple[list[Column], list[str]]]:
    """Make every column; also return a sentence for each system that is not here."""
    async with contextlib.AsyncExitStack() as stack:
        columns, missing = fixed(), []
        for make in (_sqlite, _redis, _web, _peers):
            try:
                columns += await stack.enter_async_context(make())
            # what is not installed here must not keep the others out of the report
            except (ImportError, SessionkitError) as error:
                missing.append(str(error))
        yield columns, missing


@contextlib.asynccontextmanager
async def _sqlite() -> AsyncIterator[list[Column]]:
    from sessionkit.stores.sqlite import SQLiteSessions

    with tempfile.TemporaryDirectory(prefix="sessionkit-report-") as folder:
        path = Path(folder) / "sessions.db"
        async with (
            SQLiteSessions(path) as lasting,
            SQLiteSessions(path, expires_after=LIFE, prefix="ends") as ends,
        ):
            yield [_lasting(f"SQLite {sqlite3.sqlite_version}", lasting, ends)]


@contextlib.asynccontextmanager
async def _redis() -> AsyncIterator[list[Column]]:
    from sessionkit.stores.redis import RedisSessions
    from sessionkit.stores.redis_server import RedisServer

    with RedisServer() as server:
        with server.client() as client:
            version = client.info("server")["redis_version"]
        async with (
            RedisSessions(server.url) as lasting,
            RedisSessions(server.url, expires_after=LIFE, prefix="ends") as ends,
        ):
            yield [_lasting(f"Redis {version}", lasting, ends)]


def _lasting(name: str, lasting: StoreClass, ends: StoreClass) -> Column:
    """Return the column of a store whose sessions last, or end if it is told so."""
    return Column(
        table=OURS,
        system=Store(name, lasting),
        does_not=by_clause(declarations(lasting)),
        expiring=Sleeping(ends),
    )


@contextlib.asynccontextmanager
async def _web() -> AsyncIterator[list[Column]]:
    from sessionkit.peers.adapters.sessionkit_web import SessionkitWeb
    from sessionkit.web.deviations import NO_ID_NO_SESSION

    web = SessionkitWeb("web sessions in memory")
    lacks = {"no id": f"the deviation {NO_ID_NO_SESSION.name}"}
    expiring = Expiring(PeerStores(web), web.wait)
    yield [Column(table=OURS, system=web, lacks=lacks, expiring=expiring)]


@contextlib.asynccontextmanager
async def _peers() -> AsyncIterator[list[Column]]:
    from sessionkit.peers.systems import python_peers

    yield [
        Column(table=PYTHON, system=one, because=_NO_CLOCK) for one in python_peers()
    ]


def of_store(name: str) -> Column:
    """Return the column of a store class that is named ``module:Class``.

    Raises ``StoreMissingError`` if there is none of that name.
    """
    try:
        store_class = pkgutil.resolve_name(name)
    except (ImportError, AttributeError, ValueError) as error:
        raise StoreMissingError(f"no store class {name!r}: {error}") from None
    declared = by_clause(declarations(store_class))
    return Column(
        table=YOURS,
        system=Store(name, store_class),
        does_not=declared,
        because=_NO_CLOCK,
    )
