"""What the kernel and the page say to each other: every message, field by field.

``page/protocol.js`` says the same in the page's types, and a test holds both together.
A kernel that runs in the browser (JupyterLite) leaves out what is ``None``, so to the
page a field that may be ``None`` is one that may be missing.

What the messages are made of stands in ``shapes.py``.
"""

from typing import Final, Literal, NotRequired, TypedDict, final, get_type_hints

from sessionkit.live.inspector.shapes import (
    AliasData,
    EntryData,
    SessionsData,
    Sizes,
    StateData,
    TreeData,
    Words,
)


@final
class Looked(TypedDict):
    """What is looked at, after operation ``at``; ``found`` are keys searched for."""

    at: int
    sessions: SessionsData
    states: list[StateData]
    found: StateData | None


class Asked(TypedDict):
    """What the store answers about a key after operation ``at``.

    Each row is a question and its answer; ``name`` is the key. Without rows ``words``
    may say why the store cannot be asked.
    """

    kind: Literal["asked"]
    at: int
    session: int | None
    key: int | None
    name: str
    rows: list[list[str]]
    words: str


class Update(TypedDict):
    """What happened since the last update; with ``reset`` all that the page needs.

    ``number`` is the last operation, ``dropped`` counts the oldest, which are dropped;
    ``known`` counts the sessions that were ever seen, ``existing`` those that exist.
    ``newer`` counts the operations after ``number``, which a pause holds back. What is
    done within the next ``wait`` seconds may be shown only after them.
    """

    kind: Literal["update"]
    number: int
    dropped: int
    known: int
    existing: int
    newer: int
    wait: float
    reset: NotRequired[bool]
    branches: NotRequired[list[int]]
    entries: NotRequired[list[EntryData]]
    at: NotRequired[int]
    sessions: NotRequired[SessionsData]
    states: NotRequired[list[StateData]]
    found: NotRequired[StateData | None]
    asked: NotRequired[Asked]
    aliases: NotRequired[list[AliasData]]


class Earlier(TypedDict):
    """Earlier operations, which the page asked for."""

    kind: Literal["entries"]
    entries: list[EntryData]


class Answered(TypedDict):
    """What a call gave that was made by the form."""

    kind: Literal["answered"]
    words: str


class Said(TypedDict):
    """What FortJs says of the operations up to ``last``, and which of them differs."""

    kind: Literal["said"]
    words: str
    number: int | None
    last: int


class Problem(TypedDict):
    """What could not be done, and why."""

    kind: Literal["problem"]
    words: str


class Copied(TypedDict):
    """The recorded operations, from ``first`` to ``last``, as a text to copy."""

    kind: Literal["text"]
    how: Literal["scenario", "test"]
    text: str
    first: int
    last: int


class Whole(TypedDict):
    """A value, whole, as a tree; it is that of a key after operation ``at``."""

    kind: Literal["value"]
    at: int
    session: int
    key: int
    name: str
    tree: TreeData


class Pong(TypedDict):
    """The request was heard, and there is nothing else to say."""

    kind: Literal["pong"]


Message = Update | Earlier | Asked | Answered | Said | Problem | Copied | Whole | Pong
"""What the kernel sends.

The channel adds ``message``, which counts from 1, and ``heard``, the number ``ask`` of
the last request that was heard.
"""


class Snapshot(TypedDict):
    """What a page shows without a kernel: an update, and what was answered when."""

    update: NotRequired[Update]
    asked: list[Asked]


class Opened(TypedDict):
    """A page, which names itself, shows the inspector: it needs everything."""

    kind: Literal["opened"]
    page: str


class Closed(TypedDict):
    """A page shows the inspector no more."""

    kind: Literal["closed"]
    page: str


class Missed(TypedDict):
    """A message did not come through: the page needs everything."""

    kind: Literal["missed"]


class Shown(TypedDict):
    """The page is there, and shows what it is sent."""

    kind: Literal["shown"]


class Ping(TypedDict):
    """The page wants to know whether the kernel hears it."""

    kind: Literal["ping"]


class WantValue(TypedDict):
    """The page wants the value of a key, whole, after operation ``at``."""

    kind: Literal["value"]
    session: int
    key: int
    at: int


class WantEarlier(TypedDict):
    """The page needs earlier operations, up to ``last``."""

    kind: Literal["entries"]
    last: int


class Act(TypedDict):
    """What was typed into the form."""

    kind: Literal["act"]
    session: str
    method: str
    key: str
    value: str


class Copy(TypedDict):
    """The page wants the recorded operations as a text."""

    kind: Literal["copy"]
    how: Literal["scenario", "test"]


class AskFortJs(TypedDict):
    """The page wants to know what FortJs would have answered."""

    kind: Literal["fortjs"]


Told = Opened | Closed | Missed | Shown | Ping | WantEarlier | WantValue
Request = Told | Act | Copy | AskFortJs
"""What a page sends; it adds ``ask``, which counts its requests."""


class Traits(TypedDict):
    """What both sides hold, and either may change but for the first five.

    ``at``, ``session`` and ``key`` are -1 where they follow the store.
    """

    title: str
    methods: list[str]
    with_key: list[str]
    sizes: Sizes
    words: Words
    at: int
    session: int
    key: int
    offset: int
    find_session: str
    find_key: str
    paused: bool
    branch: int
    snapshot: Snapshot
    recorded: bool


TRAITS: Final = tuple(get_type_hints(Traits))
"""The names of the traits that both sides hold."""
