"""A peer: another session system, driven request by request, without a server.

Most systems load a whole session when a request begins and save it when it ends.
Between two requests the browser holds a cookie, so a cookie goes in and comes out.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable
from http.cookies import SimpleCookie
from importlib.metadata import version
from typing import Any, Final, TypeAlias

from sessionkit.peers.questions import Question
from sessionkit.running.call import call
from sessionkit.running.replay import run
from sessionkit.suite.scenarios import Scenario
from sessionkit.traces.answer import Answer, Step
from sessionkit.traces.operation import Call, calls
from sessionkit.traces.trace import Trace
from sessionkit.traces.values import snapshot

Handler: TypeAlias = Callable[[Any], Awaitable[Any]]
"""What a request does with the system's own session object; it may wait."""
LIMIT: Final = 10.0
"""Seconds that a peer has for one scenario; the first one may have to set it up."""


class Peer(ABC):
    """A session system; a subclass is one more column for ``compare``."""

    name: str
    """The system's name and the version that runs here."""

    @abstractmethod
    async def request(
        self, cookie: str | None, handler: Handler
    ) -> tuple[Any, str | None]:
        """Load, run ``handler`` on the session, save.

        ``cookie`` is the value of the session cookie that the browser brings, if any.
        Returns what the handler answered, and the cookie that the browser has then.
        """

    async def do(self, session: Any, action: Callable[[Any], Any]) -> Any:
        """Run ``action`` on the session, wherever the system wants such code to run."""
        return action(session)

    def is_there(self, session: Any) -> bool:
        """Answer whether the request came with a session."""
        return bool(self.values(session))

    def values(self, session: Any) -> dict[str, Any]:
        """Answer all keys and values, in the system's own way."""
        return dict(session)

    def clear(self, session: Any) -> None:
        """End the session, in the system's own way."""
        session.clear()

    async def answer(self, scenario: Scenario) -> Trace:
        """Run a scenario, each operation a request of its own; return the trace."""
        return await run(scenario.operations, PeerStores(self), limit=LIMIT)

    async def ask(self, question: Question) -> Trace:
        """Ask what happens when two requests overlap, or when a visitor brings an id.

        The second request begins and ends while the first is under way.
        """
        if not question.overlaps and question.brings is None:
            return await run(question.operations, PeerStores(self))
        return await _Asked(self, question).trace()


class _Asked:
    """One question to a peer, step by step."""

    def __init__(self, peer: Peer, question: Question) -> None:
        self._peer = peer
        self._question = question
        self._stores = PeerStores(peer)
        self._steps: list[Step] = []

    async def trace(self) -> Trace:
        question = self._question
        if question.brings is not None:
            self._stores.cookies["ada"] = question.brings
            self._note(Call("ada", "brings", (question.brings,)))
        await self._each(question.before)
        if question.overlaps:
            await self._overlap()
        await self._each(calls(question.after))
        if question.brings is not None:
            adopted = self._stores.cookies["ada"] == question.brings
            self._note(Call("ada", "keeps_that_id"), adopted)
        return Trace(self._steps)

    def _note(self, operation: Call, value: Any = None) -> None:
        self._steps.append(Step(operation, Answer(snapshot(value))))

    def _failed(self, operation: Call, error: Exception) -> None:
        self._steps.append(Step(operation, Answer.raised(error)))

    async def _each(self, operations: Iterable[Call]) -> None:
        for operation in operations:
            store = self._stores(operation.session_id)
            self._steps.append(Step(operation, await call(store, operation)))

    async def _overlap(self) -> None:
        loaded, second_is_over = asyncio.Event(), asyncio.Event()
        cookie = self._stores.cookies.get("ada")

        async def request(
            who: str, operations: Iterable[Call], *, is_first: bool
        ) -> None:
            async def handler(session: Any) -> None:
                values = await self._peer.do(session, self._peer.values)
                self._note(Call(who, "loads"), values)
                if is_first:
                    loaded.set()
                    # it has loaded: what it saves after this is older than the other's
                    await second_is_over.wait()
                for operation in operations:
                    own = Call(who, operation.method, operation.arguments)
                    self._note(own, await self._on(session, operation))

            try:
                _, after = await self._peer.request(cookie, handler)
            except Exception as error:  # noqa: BLE001  # the system's own, as an answer
                self._failed(Call(who, "saves"), error)
                loaded.set()  # if it failed before: the other request goes on
            else:
                # the browser keeps the cookie of whichever response comes last
                self._stores.cookies["ada"] = after
                self._note(Call(who, "saves"))

        first, second = self._question.first, self._question.second
        task = asyncio.create_task(request("ada, request 1", first, is_first=True))
        await loaded.wait()
        await request("ada, request 2", second, is_first=False)
        second_is_over.set()
        await task

    async def _on(self, session: Any, operation: Call) -> Any:
        """Do in this request what ``PeerStore`` does in a request of its own."""
        store = PeerStore(_Within(self._peer, session), operation.session_id)
        return await getattr(store, operation.method)(*operation.arguments)


class PeerStores:
    """A store class over a peer: one browser, with its cookies, for each id.

    A visitor without an id brings no cookie and keeps none.
    """

    def __init__(self, peer: Peer) -> None:
        self.peer = peer
        self.cookies: dict[str | None, str | None] = {}

    def __call__(self, session_id: str | None) -> "PeerStore":
        """Make the store of one browser."""
        return PeerStore(self, session_id)

    async def request(self, session_id: str | None, handler: Handler) -> Any:
        """Send a request with the browser's cookie; keep the cookie that comes back."""
        cookie = self.cookies.get(session_id)
        answer, cookie = await self.peer.request(cookie, handler)
        if session_id is not None:
            self.cookies[session_id] = cookie
        return answer


class _Within(PeerStores):
    """The request under way, treated as if it were made for one operation."""

    def __init__(self, peer: Peer, session: Any) -> None:
        super().__init__(peer)
        self._session = session

    async def request(
        self,
        session_id: str | None,  # noqa: ARG002 - the request knows whose it is
        handler: Handler,
    ) -> Any:
        return await handler(self._session)


class PeerStore:
    """A session store in which each operation is a request to the peer."""

    def __init__(self, stores: PeerStores, session_id: str | None) -> None:
        self._stores = stores
        self._peer = stores.peer
        self.session_id = session_id

    async def _do(self, action: Callable[[Any], Any]) -> Any:
        async def handler(session: Any) -> Any:
            return await self._peer.do(session, action)

        return await self._stores.request(self.session_id, handler)

    async def is_any_exist(self) -> bool:
        return bool(await self._do(self._peer.is_there))

    async def get(self, key: str) -> Any:
        return await self._do(lambda session: session.get(key))

    async def get_all(self) -> dict[str, Any]:
        answer: dict[str, Any] = await self._do(self._peer.values)
        return answer

    async def is_exist(self, key: str) -> bool:
        return bool(await self._do(lambda session: key in session))

    async def set(self, key: str, value: Any) -> None:
        await self._do(lambda session: session.__setitem__(key, value))

    async def set_many(self, values: dict[str, Any]) -> None:
        await self._do(lambda session: session.update(values))

    async def remove(self, key: str) -> None:
        await self._do(lambda session: session.__delitem__(key))

    async def clear(self) -> None:
        await self._do(self._peer.clear)


def named(distribution: str, keeps: str) -> str:
    """Return a name such as ``Django 5.2.1, cache``."""
    return f"{distribution} {version(distribution)}, {keeps}"


def cookie_after(headers: Iterable[str], name: str, before: str | None) -> str | None:
    """Return the cookie ``name`` after a response with these Set-Cookie headers."""
    for header in headers:
        morsel = SimpleCookie(header).get(name)
        if morsel is not None:
            gone = morsel["max-age"] == "0" or "1970" in morsel["expires"]
            before = None if gone else morsel.value
    return before
