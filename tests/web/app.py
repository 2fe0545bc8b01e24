"""A Starlette application that exposes every method of the session, at /session/..."""

import asyncio
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route

from sessionkit.contract import StoreClass
from sessionkit.memory import MemorySessionStore
from sessionkit.web import Session, SessionMiddleware

NAMES = {
    "isExist": "is_exist",
    "getAll": "get_all",
    "setMany": "set_many",
    "isAnyExist": "is_any_exist",
}
"""Methods that FortJs spells otherwise."""


def session_of(request: Request) -> Session:
    """Return the session, by its own type: Starlette's says that it is a dict."""
    session: Session = request.scope["session"]
    assert request.session is session  # type: ignore[comparison-overlap]
    return session


async def exist(request: Request) -> Response:
    found = await session_of(request).is_exist(request.query_params["key"])
    return PlainTextResponse("it is there" if found else "it is not there")


async def get(request: Request) -> Response:
    value = await session_of(request).get(request.query_params["key"])
    return JSONResponse({"value": value})


async def get_all(request: Request) -> Response:
    return JSONResponse(await session_of(request).get_all())


async def add(request: Request) -> Response:
    body = await request.json()
    await session_of(request).set(body["key"], body["value"])
    return PlainTextResponse("added" if request.method == "POST" else "updated")


async def add_many(request: Request) -> Response:
    await session_of(request).set_many(await request.json())
    return PlainTextResponse("added")


async def remove(request: Request) -> Response:
    await session_of(request).remove(request.query_params["key"])
    return PlainTextResponse("removed")


async def clear(request: Request) -> Response:
    await session_of(request).clear()
    return PlainTextResponse("cleared")


async def calls(request: Request) -> Response:
    """Make several calls in one request, each ``[method, *arguments]``."""
    response = JSONResponse(None)
    session = session_of(request)
    answers = [
        await call(session, response, *one) for one in await request.json() if one
    ]
    response.body = response.render({"answers": answers})
    response.headers["content-length"] = str(len(response.body))
    return response


async def call(session: Session, response: Response, method: str, *given: Any) -> Any:
    """Make one call; what is no method of the session is for a test of its own."""
    match method:
        case "together":
            made = [
                getattr(session, NAMES.get(name, name))(*rest) for name, *rest in given
            ]
            await asyncio.gather(*made)
            return None
        case "cookie":
            response.set_cookie(*given)
            return None
        case "crash":
            raise ZeroDivisionError("on purpose")
        case "sessionId":
            return session.session_id
    return await getattr(session, NAMES.get(method, method))(*given)


ROUTES = [
    Route("/exist", exist),
    Route("/get", get),
    Route("/all", get_all),
    Route("/add", add, methods=["POST"]),
    Route("/update", add, methods=["PUT"]),
    Route("/addMany", add_many, methods=["POST"]),
    Route("/remove", remove, methods=["DELETE"]),
    Route("/clear", clear, methods=["POST"]),
    Route("/calls", calls, methods=["POST"]),
]


def make_app(store: StoreClass = MemorySessionStore, **options: Any) -> Starlette:
    """Make the application, with its sessions in ``store``."""
    return Starlette(
        routes=[Mount("/session", routes=ROUTES)],
        middleware=[
            Middleware(SessionMiddleware, store=store, **{"app_name": "shop"} | options)
        ],
    )
