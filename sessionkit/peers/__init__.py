"""Other people's session systems, driven as they are, for comparison with FortJs.

``await peers_table()`` shows, in one call, what each answers to the questions in which
they differ, beside FortJs. ``compare(systems=peers())`` runs the scenarios on all of
them; ``ask_all(peers())`` asks what scenarios cannot: overlapping requests, a visitor's
own id, types of values.
To add a system, write a ``Peer`` (``sessionkit.peers.peer``) and pass one object more.
"""

from typing import TYPE_CHECKING

from sessionkit.face import lazy

if TYPE_CHECKING:
    from sessionkit.peers.basics import BASICS
    from sessionkit.peers.questions import QUESTIONS, Asked, Question, StoreAsked
    from sessionkit.peers.recorded import (
        EXPRESS,
        FORTJS_MEMORY,
        FORTJS_REDIS,
        NODE_PEERS,
        NodePeer,
    )
    from sessionkit.peers.systems import peers, peers_table
    from sessionkit.peers.table import Answers, Judged, ask_all

__all__ = [
    "BASICS",
    "EXPRESS",
    "FORTJS_MEMORY",
    "FORTJS_REDIS",
    "NODE_PEERS",
    "QUESTIONS",
    "Answers",
    "Asked",
    "Judged",
    "NodePeer",
    "Question",
    "StoreAsked",
    "ask_all",
    "peers",
    "peers_table",
]

__getattr__ = lazy(
    __name__,
    {
        "basics": "BASICS",
        "questions": "Asked QUESTIONS Question StoreAsked",
        "recorded": "EXPRESS FORTJS_MEMORY FORTJS_REDIS NODE_PEERS NodePeer",
        "systems": "peers peers_table",
        "table": "Answers Judged ask_all",
    },
    extra="peers",
)
