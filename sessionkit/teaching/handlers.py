"""Trials of handlers, in lesson 05 here: each runs in a small application.

The application runs in this process, with no server between, so that a mistake in a
handler is one line with the learner's own line of code.
"""

import asyncio
import functools
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Any, Final, TypeVar

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sessionkit.contract import METHODS as CONTRACT
from sessionkit.in_a_cell import in_a_cell
from sessionkit.stores.memory import MemorySessions
from sessionkit.stores.values import dump, load
from sessionkit.teaching.carts import cart_fault
from sessionkit.teaching.functions import awaited, not_tried, shown, value_of
from sessionkit.teaching.raised import raised
from sessionkit.teaching.trial import Outcome, StopError, Trial, tried
from sessionkit.traces.answer import Answer
from sessionkit.web import SessionMiddleware
from sessionkit.web.ids import random_id

COOKIE: Final = "sessionkit_session_id"
HAD: Final = {"seen": "tea", "visits": 0, "coupon": None}
"""What a session holds after a visit, before a login."""
OTHER: Final = "d'Arc"
"""A name that a rule for names changes: capitals, letters alone."""
READING: Final = {"get", "get_all"}
METHODS: Final = (*CONTRACT, "regenerate")

Handler = Callable[[Request], Awaitable[Response]]
S = TypeVar("S")
Visits = Callable[[S], Awaitable[tuple[str, ...]]]
"""What browsers do in a trial; returns what is wrong, or nothing."""


class CopyingSessions(MemorySessions):
    """Sessions in memory that hand out copies, as a file or a server does."""

    def pack(self, key: str, value: Any) -> str:
        return dump(key, value)

    def unpack(self, key: str, kept: Any) -> Any:  # noqa: ARG002  # as its base has it
        return load(kept)

    def unpack_all(self, kept: dict[str, Any]) -> dict[str, Any]:
        return {key: self.unpack(key, value) for key, value in kept.items()}


@dataclass
class Site:
    """An application with the learner's handler, and two browsers that ask it."""

    ada: httpx.AsyncClient
    bob: httpx.AsyncClient
    handler: "Watched"

    seen: dict[str, Any]
    """What the session held when a browser last asked for ``/values``."""

    async def values(self, browser: httpx.AsyncClient) -> dict[str, Any]:
        """Return all that the session of a browser holds."""
        await browser.get("/values")
        return self.seen.copy()


@dataclass
class Watched:
    """A learner's handler: what goes wrong in it ends the trial, in a sentence."""

    handler: Any
    called: list[str] = field(default_factory=list)
    """The session's methods that it called, in order."""
    under_way: dict[Any, str] = field(default_factory=dict)
    """What each task that has begun a call has called."""
    at_once: set[str] = field(default_factory=set)
    """Methods that were under way together, one of which writes."""
    after_each: Callable[[str, str | None], Awaitable[None]] | None = None
    """What to do after each of them, with its name and the session's id."""

    async def __call__(self, request: Request) -> Response:
        """Run the handler for a request."""
        self._watch(request.session)
        answer = await awaited(self._answer(request))
        if self.at_once:
            names = " and ".join(f"`{name}`" for name in sorted(self.at_once))
            words = f"{names} were under way at once, and either may end first."
            raise StopError(Outcome.NOT_YET, words, "Await each before the next.")
        value = value_of(answer, *self._hints(answer, request))
        _must_have_an_id(request.session)
        return _response(value)

    def plain(self) -> Handler:
        """Return it as a function, which Starlette takes for async."""

        async def handle(request: Request) -> Response:
            return await self(request)

        return handle

    async def _answer(self, request: Request) -> Answer:
        answer = self.handler(request)
        return Answer(await answer if inspect.isawaitable(answer) else answer)

    def _hints(self, answer: Answer, request: Request) -> tuple[str, ...]:
        if answer.error == "KeyError" and "path_params" in answer.where:
            names = ", ".join(f'"{name}"' for name in request.path_params)
            return (f"This path has one parameter: {names}.",)
        if "query_params" in answer.where:
            return (_IN_THE_PATH,)
        known = raised("05", answer)
        if known is not None:
            return known[1:]
        said = f"{answer.error}: {answer.message}"
        if "NoneType" in said and "get" in self.called:
            return (_NONE_CAME,)
        return ()

    def _watch(self, session: Any) -> None:
        for name in METHODS:
            if hasattr(session, name):
                setattr(session, name, self._watched(getattr(session, name), session))

    def _watched(self, method: Callable[..., Awaitable[Any]], session: Any) -> Any:
        @functools.wraps(method)
        async def watched(*arguments: Any, **named: Any) -> Any:
            self.called.append(method.__name__)
            async with self._begun(method.__name__):
                answer = await method(*arguments, **named)
            if self.after_each is not None:
                now = getattr(session, "session_id", None)
                await self.after_each(method.__name__, now)
            return answer

        return watched

    @asynccontextmanager
    async def _begun(self, name: str) -> AsyncIterator[None]:
        """Note what is under way beside this call, and let it begin, too."""
        task = asyncio.current_task()
        if task in self.under_way:  # a method that calls another one
            yield
            return
        self.under_way[task] = name
        try:
            await asyncio.sleep(0)
            names = {*self.under_way.values()}
            if len(names) > 1 and not names <= READING:
                self.at_once |= names
            yield
        finally:
            del self.under_way[task]


def _must_have_an_id(session: Any) -> None:
    if not hasattr(session, "session_id"):
        words = "After your handler the session has no `session_id` any more."
        raise StopError(Outcome.NOT_YET, words, "Assign to it; do not delete it.")
    session_id = session.session_id
    if session_id is None or isinstance(session_id, str):
        return
    raise StopError(
        Outcome.NOT_YET,
        f"`session_id` is {shown(session_id)}, and an id is a string.",
        "Call the function for its answer: write `()` after its name."
        if callable(session_id)
        else "Assign a string, or None to make the browser forget its id.",
    )


def _response(answered: Any) -> Response:
    if isinstance(answered, Response):
        return _successful(answered)
    if answered is None:
        words = "It ran to its end and returned nothing: is the `return` missing?"
        raise StopError(
            Outcome.NOT_YET, words, "End it with `return JSONResponse(...)`."
        )
    if inspect.isclass(answered):
        words = f"It returned the class {answered.__name__}, and not a response."
    else:
        words = f"It returned {shown(answered)}, and not a response."
    raise StopError(Outcome.NOT_YET, words, "End it with `return JSONResponse(...)`.")


def _successful(response: Response) -> Response:
    if response.status_code < HTTPStatus.BAD_REQUEST:
        return response
    words = f"It answered with the status {response.status_code}, which is an error's."
    raise StopError(Outcome.NOT_YET, words, "All went well: leave `status_code` out.")


_IN_THE_PATH: Final = (
    "What the visitor sends is part of the path: read it from `request.path_params`."
)
_NONE_CAME: Final = (
    "`get` answers None for a key that is not there: put another value in its place "
    "before you go on."
)


@in_a_cell
async def try_cart(add: Any) -> Trial:
    """Try lesson 05's ``add``: on sessions in memory, then on a store that copies.

    Ada and Bob put articles into their carts, and each time the answer and the key
    ``cart`` of the session are looked at. Never raises; says what is wrong.
    """
    routes = [("/cart/{article}", add)]
    trial = await try_handler(add, _site(routes, MemorySessions()), _shop)
    if not trial.passed:
        return trial
    copying = await try_handler(add, _site(routes, CopyingSessions()), _shop)
    if copying.outcome is Outcome.NOT_YET:
        why = (
            "Right with the memory store, wrong with a store that hands out copies, as "
            "SQLite and Redis do.",
            *copying.words[:2],
            "You changed the cart and did not `set` it afterwards: what you hold is a "
            "copy, which is thrown away.",
        )
        return replace(copying, words=why)
    return copying.if_right(
        "Each visitor has a cart, in memory and on a store that hands out copies."
    )


@in_a_cell
async def try_login(login: Any) -> Trial:
    """Try lesson 05's login: it keeps the values, and changes the id in time.

    Ada visits, Mallory learns her id, Ada logs in; after each of her session's
    operations Mallory asks with the old id. Then Ada logs in with an id under which
    Mallory is logged in. Never raises; says what is wrong.
    """
    routes = [("/login/{name}", login)]
    trial = await try_handler(login, _site(routes, MemorySessions()), _log_in)
    return trial.if_right(
        "Ada is logged in under a new id, and still has what she had. "
        "The old id is nobody's, and nobody was ever logged in under it."
    )


async def try_handler(
    handler: Any, a_site: AbstractAsyncContextManager[S], visits: Visits[S]
) -> Trial:
    """Let browsers visit a site with the handler; never raises for what it does."""
    name = getattr(handler, "__name__", "your handler")
    trial = not_tried(handler)
    if trial is not None:
        return trial
    return await tried(name, _visited(a_site, visits))


async def _visited(
    a_site: AbstractAsyncContextManager[S], visits: Visits[S]
) -> tuple[str, ...]:
    try:
        async with a_site as site:
            return await visits(site)
    except StopError:
        raise
    except Exception as error:  # noqa: BLE001  # what it made of session and response
        words = f"Its response could not be sent: {Answer.raised(error)}."
        raise StopError(Outcome.RAISED, words) from None


@asynccontextmanager
async def _site(
    routes: list[tuple[str, Any]], store: MemorySessions
) -> AsyncIterator[Site]:
    ((path, handler),) = routes
    watched = Watched(handler)
    seen: dict[str, Any] = {}
    app = Starlette(routes=site_routes(path, watched, seen))
    app.add_middleware(SessionMiddleware, store=store, new_id=random_id)
    url = "http://the-shop"
    transport = httpx.ASGITransport(app)
    async with (
        httpx.AsyncClient(transport=transport, base_url=url) as ada,
        httpx.AsyncClient(transport=transport, base_url=url) as bob,
    ):
        yield Site(ada, bob, watched, seen)


def site_routes(path: str, watched: Watched, seen: dict[str, Any]) -> list[Route]:
    """Return the handler's route, one that visits, and one that looks at the values."""

    async def values(request: Request) -> Response:
        seen.clear()
        session: Any = request.session
        seen.update(await session.get_all())
        return Response()

    return [
        Route("/visit", _visit, methods=["POST"]),
        Route("/values", values),
        Route(path, watched.plain(), methods=["POST"]),
    ]


async def _visit(request: Request) -> Response:
    session: Any = request.session
    await session.set_many(HAD)
    return JSONResponse("hello")


async def _shop(site: Site) -> tuple[str, ...]:
    had: dict[str, list[str]] = {"Ada": [], "Bob": []}
    await site.bob.post("/visit")  # a session, and no cart in it
    for who, browser, article in (
        ("Ada", site.ada, "tea"),
        ("Bob", site.bob, "Oat milk"),
        ("Ada", site.ada, "jam"),
        ("Ada", site.ada, "tea"),
    ):
        before, wanted = had[who], [*had[who], article]
        answered = _body(await browser.post(f"/cart/{article}"))
        values = await site.values(browser)
        if answered != wanted or values.get("cart") != wanted:
            said = f"{who} puts {article} into the cart {shown(before)}."
            return said, *cart_fault(answered, values, wanted, had)
        had[who] = wanted
    return await _keeps_the_rest(site)


async def _keeps_the_rest(site: Site) -> tuple[str, ...]:
    await site.ada.post("/visit")
    await site.ada.post("/cart/jam")
    values = await site.values(site.ada)
    if HAD.items() <= values.items():
        return ()
    return (
        f"Ada came with {shown(HAD)}, and after the next article has {shown(values)}.",
        "`clear` forgets everything, and would log her out: `set` only the cart."
        if "clear" in site.handler.called
        else "Write one key; leave the others as they are.",
    )


async def _log_in(site: Site) -> tuple[str, ...]:
    await site.ada.post("/visit")
    old = site.ada.cookies[COOKIE]
    meanwhile: list[tuple[str, bool]] = []

    async def ask_with_the_old_id(done: str, now: str | None) -> None:
        values = await _with_id(site, old)
        if values.get("user") == "Ada":
            meanwhile.append((done, now == old))

    site.handler.after_each = ask_with_the_old_id
    await site.ada.post("/login/Ada")
    site.handler.after_each = None
    values = await site.values(site.ada)
    if fault := _login_fault(values, site.handler.called):
        return fault
    if site.ada.cookies.get(COOKIE) == old:
        return (
            "Ada still has the id that she came with, so Mallory, who knows it, is "
            "Ada, too. This attack is called session fixation.",
            "`await request.session.regenerate()` gives the session a new id.",
        )
    return too_soon(
        meanwhile,
        "before the id changed, Mallory asked with the old id, and was Ada.",
        "Regenerate first, then set: no id that was known before is ever logged in.",
    ) or await next_logins(site, COOKIE)


def too_soon(
    meanwhile: list[tuple[str, bool]], before: str, advice: str
) -> tuple[str, ...]:
    """Say after which call the old id was Ada's, and whether she had no other yet."""
    if not meanwhile:
        return ()
    done, had_the_old_id = meanwhile[0]
    if had_the_old_id:
        return f"After `{done}` and {before}", advice
    return (
        "Ada had the new id already, and Mallory asked with the old one, and was Ada: "
        "the dict that `get_all` gives is the old session itself, and what you put "
        "into it is put into that.",
        'Make a new dict: `{**values, "user": name}`.',
    )


async def next_logins(site: Site, cookie: str) -> tuple[str, ...]:
    """Let Bob log in at his browser, then where Ada is; say what is wrong with that."""
    old = site.ada.cookies.get(cookie)
    site.bob.cookies.clear()
    await site.bob.post("/login/Bob")
    name = (await site.values(site.bob)).get("user")
    if name != "Bob":
        said = f'Bob logs in, and his "user" is {shown(name)}.'
        return said, _NOT_SET if name is None else _THE_NAME
    if site.bob.cookies.get(cookie) == old:
        return (
            "Ada and Bob were given the same id, so they share a session.",
            "`random_id()` gives another one at each call.",
        )
    await site.ada.post("/login/Bob")
    name = (await site.values(site.ada)).get("user")
    if name != "Bob":
        return (
            "Ada goes, and Bob logs in at her browser without a logout in between: his "
            f'"user" is {shown(name)}.',
            "The session still had the previous user: at each login set the new user, "
            "after any values that you carry over.",
        )
    if site.ada.cookies.get(cookie) == old:
        return (
            "Ada goes, and Bob logs in at her browser without a logout in between, "
            "under the id that she had. So Mallory can log in herself and plant the "
            "id that she gets: she is then whoever logs in with it.",
            "Change the id at each login, whoever was logged in before.",
        )
    return await _once_more(site, cookie)


async def _once_more(site: Site, cookie: str) -> tuple[str, ...]:
    old = site.bob.cookies.get(cookie)
    await site.bob.post("/login/Bob")
    if site.bob.cookies.get(cookie) != old:
        return await _with_another_name(site)
    return (
        "Bob is logged in, logs in once more, and keeps the id that he had. So does "
        "whoever knows it.",
        "Change the id at each login, whoever was logged in before (ASVS 7.2.4).",
    )


async def _with_another_name(site: Site) -> tuple[str, ...]:
    await site.bob.post(f"/login/{OTHER}")
    name = (await site.values(site.bob)).get("user")
    said = f'{OTHER} logs in, and her "user" is {shown(name)}.'
    return () if name == OTHER else (said, _THE_NAME)


_THE_NAME: Final = 'The name is `request.path_params["name"]`, as it comes.'
_NOT_SET: Final = (
    "Bob had no session yet, and what `get_all` gives then is kept nowhere: `set` the "
    "user."
)


async def _with_id(site: Site, session_id: str) -> dict[str, Any]:
    site.bob.cookies.clear()
    site.bob.cookies.set(COOKIE, session_id)
    return await site.values(site.bob)


def _login_fault(values: dict[str, Any], called: list[str]) -> tuple[str, ...]:
    """Say what is wrong with what Ada has after her login, whatever her id."""
    if values.get("user") != "Ada":
        return (
            f"Ada is not logged in: after the login her session has {shown(values)}.",
            _COOKIE_BY_HAND
            if not values and called[-1:] == ["set"]
            else 'Set the key "user" to `request.path_params["name"]`.',
        )
    reason = (
        "`clear` forgets everything; `regenerate` changes the id and keeps the values."
        if "clear" in called
        else "Write one key; leave the others as they are."
    )
    return lost(values, reason)


_COOKIE_BY_HAND: Final = (
    "Her browser no longer sends the session's id: leave the cookie to the middleware, "
    "which sets it after `regenerate`."
)


def lost(values: dict[str, Any], reason: str) -> tuple[str, ...]:
    """Say that a login lost something of what Ada came with, or nothing."""
    if HAD.items() <= values.items():
        return ()
    came = f"Ada came with {shown(HAD)}, and after the login has {shown(values)}."
    return came, reason


def _body(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return response.text
