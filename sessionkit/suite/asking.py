"""Ask a program in any language the whole contract, as ``protocol.md`` describes it."""

import asyncio
import json
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from sessionkit.errors import SessionkitError
from sessionkit.rules import KEYS_KEEP_ORDER
from sessionkit.suite.cases import CASES, Case
from sessionkit.suite.clauses import BY_ID, BY_RULE, CAPABILITIES
from sessionkit.suite.document import line
from sessionkit.suite.outcome import Outcome, State, at_once, in_order, lacking
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.operation import Operation
from sessionkit.traces.trace import Trace, without_undefined
from sessionkit.traces.values import decode

PROTOCOL: Final = 1
LIMIT: Final = 30.0
"""Seconds that a program has for one reply; one that expires may have to wait."""
_LONGEST: Final = 2**24
"""Characters of a reply."""


class ProgramError(SessionkitError, RuntimeError):
    """A program does not speak the protocol; the message says what it did."""


@dataclass(frozen=True, slots=True)
class Hello:
    """What a program says of the store that it asks.

    ``does_not`` has the reasons by the ids of clauses.
    """

    name: str
    version: str
    has: frozenset[str]
    does_not: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.name} {self.version}".strip()


class Program:
    """A program that speaks the protocol; use it in ``async with``.

    ``command`` is the program with its arguments, ``limit`` the seconds that it has for
    a reply. Raises ``ProgramError`` for a program that cannot be started.
    """

    def __init__(self, command: Sequence[str], *, limit: float = LIMIT) -> None:
        self._command = command
        self._limit = limit

    async def __aenter__(self) -> Self:
        try:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                limit=_LONGEST,
            )
        except (OSError, ValueError) as error:
            raise ProgramError(
                f"{' '.join(self._command)} cannot be started: {error}"
            ) from None
        return self

    async def __aexit__(self, *error: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), self._limit)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def hello(self) -> Hello:
        """Ask who it is. Raises ``ProgramError`` for what is no hello."""
        reply = await self.exchange({"hello": PROTOCOL})
        spoken = reply.get("protocol")
        if spoken != PROTOCOL:
            raise ProgramError(
                f"the program speaks protocol {spoken!r}, and not {PROTOCOL}"
            )
        has, does_not = reply.get("has", []), reply.get("does_not", {})
        if not isinstance(has, list) or not isinstance(does_not, dict):
            raise ProgramError(
                f'"has" is a list and "does_not" an object: {_shown(reply)}'
            )
        _known("capability", has, CAPABILITIES)
        _known("clause", does_not, BY_ID)
        name, version = str(reply.get("name", "")), str(reply.get("version", ""))
        return Hello(name, version, frozenset(has), dict(does_not))

    async def run(self, operations: Sequence[Operation]) -> Trace:
        """Run operations from empty sessions; return the trace, as it was answered.

        Raises ``ProgramError`` for what is no answer to each.
        """
        reply = await self.exchange({"run": list(map(line, operations))})
        answers = reply.get("answers")
        if not isinstance(answers, list) or len(answers) != len(operations):
            raise ProgramError(
                f"{len(operations)} operations need as many answers: {_shown(reply)}"
            )
        return Trace(map(Step, operations, map(_answer, answers)))

    async def exchange(self, request: dict[str, Any]) -> dict[str, Any]:
        """Send a request and return the reply; ``ProgramError`` for what is none."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(f"{json.dumps(request)}\n".encode())
            await self._process.stdin.drain()
            reading = self._process.stdout.readline()
            text = await asyncio.wait_for(reading, self._limit)
        except TimeoutError:
            self._process.kill()
            raise ProgramError(
                f"no reply within {self._limit:g} seconds to {_shown(request)}"
            ) from None
        except (ConnectionError, ValueError) as error:
            raise ProgramError(f"the program cannot be asked: {error}") from None
        if not text:
            raise ProgramError(
                f"the program ended without a reply to {_shown(request)}; what it "
                "said is above"
            )
        return _reply(text)


def _reply(text: bytes) -> dict[str, Any]:
    try:
        reply = json.loads(text)
    except (ValueError, RecursionError):
        reply = None
    if not isinstance(reply, dict):
        raise ProgramError(f"a reply is an object in JSON, and not {_shown(text)}")
    if "fault" in reply:
        raise ProgramError(f"the program could not: {_shown(reply['fault'])}")
    return reply


def _answer(data: Any) -> Answer:
    match data:
        case {"error": str(error), "message": str(message)}:
            return Answer(error=error, message=message)
        case {"value": value}:
            return Answer(_decoded(value))
    raise ProgramError(f"no answer to an operation: {_shown(data)}")


def _decoded(data: Any) -> Any:
    try:
        return decode(data)
    except (KeyError, TypeError, ValueError):
        raise ProgramError(f"no value: {_shown(data)}") from None


def _known(what: str, names: Iterable[str], known: Mapping[str, object]) -> None:
    for name in names:
        if name not in known:
            raise ProgramError(f"no {what} {name!r}; there are: {', '.join(known)}")


def _shown(data: object, *, limit: int = 300) -> str:
    text = data.decode("utf-8", "replace") if isinstance(data, bytes) else str(data)
    return text.strip() if len(text) <= limit else f"{text[:limit]}…"


@dataclass(frozen=True)
class Asked:
    """What a program answered to the whole contract."""

    hello: Hello
    outcomes: tuple[Outcome, ...]

    @property
    def departing(self) -> list[Outcome]:
        """The outcomes that depart from FortJs and are not declared."""
        return [one for one in self.outcomes if one.state is State.DEPARTS]

    @property
    def untrue(self) -> list[str]:
        """The ids of clauses that are declared, and kept in every case asked."""
        departed = {
            one.case.clause.id for one in self.outcomes if one.state is State.DECLARED
        }
        return [one for one in self.hello.does_not if one not in departed]

    @property
    def passed(self) -> bool:
        """Whether nothing departs but what is declared, and all declared does."""
        return not self.departing and not self.untrue

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        states = [one.state for one in self.outcomes]
        counts = ", ".join(
            f"{states.count(state)} {state.value[2:]}"
            for state in State
            if state in states
        )
        yield f"{self.hello}: {len(states)} cases: {counts}"
        for outcome in self.departing:
            yield f"\n{outcome}\n  {outcome.case.question}"
            yield from (f"  {row}" for row in str(outcome.trace).split("\n"))
            yield f"  hint: {outcome.case.hint}"
        for clause in self.untrue:
            yield f"\n{clause} is declared, and kept in each case: declare it no more"


async def ask(program: Program, cases: Iterable[Case] = CASES) -> Asked:
    """Ask a program that runs all cases; return what it answered.

    Raises ``ProgramError`` where it does not speak the protocol.
    """
    hello = await program.hello()
    return Asked(hello, tuple([await ask_one(program, hello, one) for one in cases]))


async def ask_one(program: Program, hello: Hello, case: Case) -> Outcome:
    """Ask one case, as far as the program has what it needs."""
    left_out = lacking(case, hello.has)
    if left_out is not None:
        return left_out
    if case.at_once is not None:
        trace = without_undefined(await program.run(case.at_once.operations))
        return at_once(case, trace[-1].answer.value, trace, hello.does_not)
    assert case.scenario is not None
    trace = without_undefined(await program.run(case.scenario.operations))
    ordered = BY_RULE[KEYS_KEEP_ORDER].id not in hello.does_not
    return in_order(case, trace, hello.does_not, ordered=ordered)
