"""What the kernel and the page say to each other: every message, field by field.

``page/protocol.js`` says the same in the page's types, and a test holds both together.
A kernel that runs in the browser (JupyterLite) leaves out what is ``None``, so to the
page a field that may be ``None`` is one that may be missing.

Sessions and keys go by numbers, whatever their names. Texts of the store are cut and
ready to be shown. "Number" alone is the number of an operation, from 1; 0 is before the
first.
"""

from typing import Literal, NotRequired, TypedDict, final


class ValueData(TypedDict):
    """A value as it is shown, and whether it is null."""

    value: str
    null: bool


class ChangeData(TypedDict):
    """What an operation did to one key; ``None`` for a key that is not there.

    ``cameBefore`` and ``cameAfter`` order the keys of a session by when they came.
    """

    key: int
    name: str
    words: str
    outside: bool
    before: ValueData | None
    after: ValueData | None
    cameBefore: float
    cameAfter: float


class EntryData(TypedDict):
    """An operation; ``more`` counts the changes that were too many to be sent.

    ``session`` is ``None`` and ``who`` empty for a change that went past the store.
    """

    number: int
    session: int | None
    who: str
    call: str
    answer: str
    failed: bool
    existed: bool
    exists: bool
    changes: list[ChangeData]
    more: int


class KeyData(TypedDict):
    """A key of a session with its value."""

    key: int
    name: str
    came: float
    value: str
    null: bool


class StateData(TypedDict):
    """The keys of a session after an operation: the first ones of ``total``.

    ``complete`` tells whether these are all of the session's keys.
    """

    session: int
    name: str
    number: int
    exists: bool
    total: int
    complete: bool
    keys: list[KeyData]


class SessionData(TypedDict):
    """A row of the list of sessions."""

    session: int
    name: str
    exists: bool
    keys: int
    nulls: int


class SessionsData(TypedDict):
    """The rows from ``offset`` on, of ``total`` that were found."""

    offset: int
    total: int
    rows: list[SessionData]


@final
class Looked(TypedDict):
    """What is looked at, after operation ``at``; ``found`` are keys searched for."""

    at: int
    sessions: SessionsData
    states: list[StateData]
    found: StateData | None


class Update(TypedDict):
    """What happened since the last update; with ``reset`` all that the page needs.

    ``number`` is the last operation, ``dropped`` counts the oldest, which are dropped;
    ``known`` counts the sessions that were ever seen, ``existing`` those that exist.
    """

    kind: Literal["update"]
    number: int
    dropped: int
    known: int
    existing: int
    reset: NotRequired[bool]
    branches: NotRequired[list[int]]
    entries: NotRequired[list[EntryData]]
    at: NotRequired[int]
    sessions: NotRequired[SessionsData]
    states: NotRequired[list[StateData]]
    found: NotRequired[StateData | None]


class Earlier(TypedDict):
    """Earlier operations, which the page asked for."""

    kind: Literal["entries"]
    entries: list[EntryData]


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


class Answered(TypedDict):
    """What a call gave that was made by the form."""

    kind: Literal["answered"]
    words: str


class Said(TypedDict):
    """What FortJs says, with the operation that the words are about, if any."""

    kind: Literal["said"]
    words: str
    number: int | None


class Problem(TypedDict):
    """What could not be done, and why."""

    kind: Literal["problem"]
    words: str


class Copied(TypedDict):
    """The recorded operations as a text to copy."""

    kind: Literal["text"]
    how: Literal["scenario", "test"]
    text: str


Message = Update | Earlier | Asked | Answered | Said | Problem | Copied
"""What the kernel sends; the channel adds ``message``, which counts from 1."""


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


Request = Opened | Closed | Missed | Shown | WantEarlier | Act | Copy | AskFortJs
"""What a page sends."""


class Counted(TypedDict):
    """Words for one thing and for any other number, ``{count}``, of them."""

    one: str
    more: str


class Words(TypedDict):
    """What the inspector says of its stores; names in braces stand for values."""

    live: str
    paused: str
    past: str
    operations: Counted
    sessions: Counted
    dropped: str
    original: str
    fork: str
    keys: Counted
    nulls: str
    absent: str
    range: str
    before: str
    nothing: str
    after: str
    tombstone: str
    gone: str
    rest: Counted
    empty: str
    none: str
    answers: str
    about: str
    idle: str
    asking: str
    outside: str
    step: str
    place: str
    jump: str
    copy: str
    copied: str
    copies: str


class Sizes(TypedDict):
    """How much the page shows and keeps, in items; ``step`` is in milliseconds."""

    page: int
    few: int
    rows: int
    below: int
    ahead: int
    kept: int
    step: int
    shown: int


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
