"""Trials of lesson 07: a login and a logout in the bare shop, and a cart for two.

Mallory attacks while the handler runs, and what she got is said in words.
"""

import copy
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sessionkit.in_a_cell import in_a_cell
from sessionkit.memory import MemorySessionStore, sessions
from sessionkit.teaching.another_process import in_another_process
from sessionkit.teaching.bare_shop import COOKIE, bare_shop, browser, plant
from sessionkit.teaching.functions import shown
from sessionkit.teaching.guessing import follows, too_short
from sessionkit.teaching.handlers import (
    Site,
    Watched,
    lost,
    next_logins,
    site_routes,
    too_soon,
    try_handler,
)
from sessionkit.teaching.stopped_clock import stopped_clock
from sessionkit.teaching.trial import Trial
from sessionkit.web.ids import random_id

ADDRESS: Final = "12 High Street"


@in_a_cell
async def try_bare_login(login: Any) -> Trial:
    """Try lesson 07's login on bare sessions: a planted id is worth nothing after it.

    Ada comes with an id that Mallory planted, and after each of the handler's calls
    Mallory asks the shop with it. Never raises; says what is wrong.
    """
    trial = await try_handler(login, _site("/login/{name}", login), _plant)
    return trial.if_right(
        "Ada is logged in under a new id, and still has what she had. The planted id "
        "opens nothing, and at no time opened her account."
    )


@in_a_cell
async def try_bare_logout(logout: Any) -> Trial:
    """Try lesson 07's logout on bare sessions: a cookie kept from before is worthless.

    Never raises; says what is wrong.
    """
    trial = await try_handler(logout, _site("/logout", logout), _replay)
    return trial.if_right(
        "The session is gone from the store, so Mallory's copy of the cookie opens "
        "nothing. Ada's browser has forgotten the id, and Bob is still logged in."
    )


@asynccontextmanager
async def _site(path: str, handler: Any) -> AsyncIterator[Site]:
    watched = Watched(handler)
    seen: dict[str, Any] = {}
    routes = site_routes(path, watched, seen)
    routes.append(Route("/enter/{name}", _enter, methods=["POST"]))
    before = {*sessions}
    app = bare_shop(routes, MemorySessionStore, random_id)
    try:
        async with browser(app) as ada, browser(app) as other:
            yield Site(ada, other, watched, seen)
    finally:
        for session_id in {*sessions} - before:
            del sessions[session_id]


async def _enter(request: Request) -> Response:
    session: Any = request.session
    await session.set_many(
        {"user": request.path_params["name"], "address": ADDRESS, "coupon": None}
    )
    return JSONResponse("welcome")


async def _plant(site: Site) -> tuple[str, ...]:
    await site.bob.post("/visit")
    planted = site.bob.cookies[COOKIE]
    site.bob.cookies.clear()
    await site.bob.post("/visit")  # a session that has to stay
    plant(site.ada, planted)
    before, others = {*sessions}, _others(planted)
    meanwhile: list[tuple[str, bool]] = []

    async def ask_with_the_planted_id(done: str, now: str | None) -> None:
        if (await MemorySessionStore(planted).get("user")) == "Ada":
            meanwhile.append((done, now == planted))

    site.handler.after_each = ask_with_the_planted_id
    await site.ada.post("/login/Ada")
    site.handler.after_each = None
    values = await site.values(site.ada)
    new = site.ada.cookies.get(COOKIE) or ""
    made = [sessions[one] for one in {*sessions} - before]
    return (
        _not_in(values, made, site.handler.called)
        or (_lost(values) if new != planted else ())
        or _ended(others, "in")
        or _fixed(planted, new, meanwhile)
        or await _still_open(planted)
        or await next_logins(site, COOKIE)
        or await _computed(site, planted)
        or await _guessed(site)
    )


def _not_in(
    values: dict[str, Any], made: list[dict[str, Any]], called: list[str]
) -> tuple[str, ...]:
    if values.get("user") != "Ada":
        if any(one.get("user") == "Ada" for one in made):
            return (
                "There is a session with Ada's name, but her browser was not told its "
                "id, so she is not logged in.",
                "Assign the new id to `request.session.session_id`; the response then "
                "tells the browser.",
            )
        return (
            f"Ada is not logged in: after the login her session has {shown(values)}.",
            "`clear` came last, and ended the new session: clear the old one before "
            "you assign the new id."
            if called[-1:] == ["clear"]
            else 'Set the key "user" to `request.path_params["name"]`.',
        )
    return ()


def _lost(values: dict[str, Any]) -> tuple[str, ...]:
    return lost(
        values,
        "`remove` sets a key to None, also in the dict that `get_all` gave. `clear` "
        "leaves that dict alone."
        if values.get("seen", "") is None
        else "Take what `get_all` gives before you `clear`, and set all of it under "
        "the new id.",
    )


def _others(own: str) -> dict[str | None, dict[str, Any]]:
    """Return all sessions but one, as they are now."""
    return copy.deepcopy({one: sessions[one] for one in {*sessions} - {own}})


def _ended(others: dict[str | None, dict[str, Any]], out: str) -> tuple[str, ...]:
    if all(sessions.get(one) == values for one, values in others.items()):
        return ()
    return (
        f"Ada logged {out}, and the sessions of other visitors ended, or changed.",
        "End the session of this request, and no other.",
    )


def _fixed(
    planted: str, new: str, meanwhile: list[tuple[str, bool]]
) -> tuple[str, ...]:
    if new == planted:
        return (
            "Ada is logged in under the id that Mallory planted, so Mallory is Ada. "
            "This attack is called session fixation.",
            "Assign a new id, `random_id()`, to `request.session.session_id` before "
            "you set the user.",
        )
    return too_short(new) or too_soon(
        meanwhile,
        "before the new id, Mallory asked with the planted one, and was Ada.",
        "Change the id first, then set the user.",
    )


async def _still_open(planted: str) -> tuple[str, ...]:
    left = sessions.get(planted)
    if left is None:
        return ()
    return (
        "Ada has a new id, but the old one was not dropped: Mallory sends it, and "
        f"reads {shown(left)}.",
        "A new id is only half of it. `clear` the session under the old id before you "
        "assign the new one (ASVS 7.2.4).",
    )


async def _computed(site: Site, planted: str) -> tuple[str, ...]:
    handler = site.handler.handler
    with stopped_clock(getattr(handler, "__globals__", {})):
        one, other = [await _twin_gives(site, planted) for _ in range(2)]
    if one == planted:
        return (
            "Mallory plants the id again, now that it has no session. The login keeps "
            "that id: Ada is logged in under it.",
            "Assign a new id at each login, with or without a session before it.",
        )
    if one != other:
        return ()
    return (
        "Two copies of your handler got the planted id at one moment, and both gave "
        f"the new id {shown(one)}: nothing in it is secret, so Mallory can compute it.",
        "`random_id()` gives one that nobody can compute. Counters, clocks, hashes and "
        "the module `random` can all be computed.",
    )


async def _twin_gives(site: Site, planted: str) -> str:
    """Return what id the handler gives in another process, from one state on."""
    handler, state = site.handler.handler, random.getstate()
    plant(site.bob, planted)
    site.handler.handler = in_another_process(handler)
    random.seed(1)
    try:
        await site.bob.post("/login/Ada")
    finally:
        site.handler.handler = handler
        random.setstate(state)
    return site.bob.cookies[COOKIE]


async def _guessed(site: Site) -> tuple[str, ...]:
    ids = [site.bob.cookies[COOKIE]]
    for _ in range(2):
        await site.bob.post("/login/Bob")
        ids.append(site.bob.cookies[COOKIE])
    return follows(ids)


async def _replay(site: Site) -> tuple[str, ...]:
    await site.ada.post("/visit")  # a guest's, which has to stay
    site.ada.cookies.clear()
    await site.ada.post("/enter/Ada")
    await site.bob.post("/enter/Bob")
    kept = site.ada.cookies[COOKIE]
    before, others = sessions[kept], _others(kept)
    await site.ada.post("/logout")
    told, left = site.ada.cookies.get(COOKIE), sessions.get(kept)
    called = site.handler.called
    return (
        (_begun_again(left) if left is not before and "clear" in called else ())
        or _replayed(left, called, told == kept)
        or await _moved(site, told, kept)
        or _ended(others, "out")
        or await _guest(site)
        or _ended(others, "out, as did a guest")
    )


def _begun_again(left: dict[str, Any] | None) -> tuple[str, ...]:
    if left is None:
        return ()
    return (
        "What was set after `clear` began the session again, under the id that it had: "
        f"Mallory sends the cookie that she kept, and reads {shown(left)}.",
        "Let `clear` be the last thing that is done with the session.",
    )


def _replayed(
    left: dict[str, Any] | None, called: list[str], keeps_cookie: bool
) -> tuple[str, ...]:
    if left is None:
        return ()
    if "clear" in called:
        return (
            "Mallory sends the cookie that she kept, and reads "
            f"{shown(left)}: `clear` came after the assignment to `session_id`, and "
            "cleared the session of that id.",
            "Clear first, while the store object still has Ada's id.",
        )
    if left.get("user") == "Ada":
        return (
            "Mallory kept a copy of Ada's cookie. She sends it after the logout, and "
            f"is Ada: {shown(left)}. This is session hijacking, by a replay.",
            ("" if keeps_cookie else "Only Ada's browser was told. ")
            + "The session has to end in the store: `await request.session.clear()`.",
        )
    reason = (
        "`remove` sets a key to None and leaves the session; `clear` ends it."
        if "remove" in called
        else "The session has to end, not only lose its user: `clear` ends it."
    )
    return (
        "Mallory sends the cookie that she kept. She is not Ada, but the id still "
        f"opens a session: {shown(left)}.",
        reason,
    )


async def _moved(site: Site, told: str | None, kept: str) -> tuple[str, ...]:
    if told == kept:
        return (
            "The session is gone, but Ada's browser still has the id and sends it "
            "with each request: whoever shops next at this browser gets an id that "
            "is known.",
            "Assign None to `request.session.session_id`; then the response deletes "
            "the cookie.",
        )
    if told is not None and (values := await site.values(site.ada)):
        return (
            "Ada's browser was told another id, under which her session goes on: "
            f"{shown(values)}.",
            "`clear` it, and assign None to `request.session.session_id`.",
        )
    if told is not None:
        return (
            f"The session is gone, but Ada's browser was told another id, "
            f"{shown(told)}, and sends it with each request: it should have none.",
            "Assign None to `request.session.session_id`; then the response deletes "
            "the cookie.",
        )
    return ()


async def _guest(site: Site) -> tuple[str, ...]:
    site.ada.cookies.clear()
    await site.ada.post("/visit")
    kept = site.ada.cookies[COOKIE]
    await site.ada.post("/logout")
    if kept not in sessions:
        site.ada.cookies.clear()
        await site.ada.post("/logout")  # with no session at all: a raise is told
        return ()
    return (
        "A visitor who never logged in logs out, and her session goes on: "
        f"{shown(sessions[kept])}.",
        "End the session at each logout, with or without a user in it.",
    )
