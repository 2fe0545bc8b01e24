"""The peers that can be asked here."""

import re
from importlib import import_module
from typing import Final

from sessionkit.errors import SessionkitError
from sessionkit.extras import installing
from sessionkit.in_a_cell import in_a_cell
from sessionkit.page import in_page
from sessionkit.peers.basics import BASICS
from sessionkit.peers.peer import Peer
from sessionkit.peers.python_record import RecordedPeer, recorded_peers
from sessionkit.peers.questions import QUESTIONS
from sessionkit.peers.recorded import FORTJS_MEMORY, NODE_PEERS, NodePeer
from sessionkit.peers.table import Answers, ask_all
from sessionkit.stores.memory import MemorySessions

PEERS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("django", "Django", ("cache",)),
    ("django", "Django", ("db",)),
    ("starlette", "StarletteCookie", ()),
    ("starsessions", "Starsessions", ()),
    ("flask", "flask_cookie", ()),
    ("flask", "flask_session", ()),
    ("aiohttp", "AiohttpSession", ()),
)
"""Module, maker and its arguments: each is imported only when it is asked for."""


_VERSION: Final = re.compile(r" \d\S*(?=,)")


class PeersMissingError(SessionkitError, RuntimeError):
    """The libraries to compare with are not installed; the message says how to."""


@in_a_cell
def peers(*, versions: bool = True) -> list[Peer | RecordedPeer | NodePeer]:
    """Make all peers: those of Python, which run here, and those of Node, as recorded.

    Without ``versions`` the names of the Python peers leave out their versions, for a
    page that is the same at every version. In a page of a browser, which has none of
    them, they are recorded, too, and have no versions.

    Raises ``PeersMissingError`` where a library is not installed.
    """
    if in_page():
        return [*recorded_peers(), *NODE_PEERS]
    return [*python_peers(versions=versions), *NODE_PEERS]


def python_peers(*, versions: bool = True) -> list[Peer]:
    """Make the peers of Python; arguments and errors are as for ``peers``."""
    made: list[Peer] = []
    for module, maker, arguments in PEERS:
        try:
            found = import_module(f"sessionkit.peers.adapters.{module}")
        except ModuleNotFoundError as error:
            raise PeersMissingError(
                f"{error.name} is not installed; this installs all peers: "
                f"{installing('peers')}"
            ) from None
        peer: Peer = getattr(found, maker)(*arguments)
        if not versions:
            peer.name = _VERSION.sub("", peer.name)
        made.append(peer)
    return made


@in_a_cell
async def peers_table(*, versions: bool = True) -> Answers:
    """Ask FortJs, our own ``sessionkit.web`` and all peers; the cells are words.

    Needs no server, no Node and no network: Python's peers run here, FortJs and the
    other systems of Node are recorded. The answers are the same each time; ``cell``
    gives the trace behind one. ``versions`` is as for ``peers``.

    Raises ``PeersMissingError`` where a library is not installed.
    """
    others = peers(versions=versions)  # first, as it says what is missing
    web = import_module("sessionkit.peers.adapters.sessionkit_web")
    ours: Peer = web.SessionkitWeb(store_class=MemorySessions())
    return await ask_all([FORTJS_MEMORY, ours, *others], (*BASICS, *QUESTIONS))
