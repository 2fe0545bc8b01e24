"""What the messages are made of: operations, sessions, keys and values, as plain data.

Sessions and keys go by numbers, whatever their names. Texts of the store are cut and
ready to be shown. "Number" alone is the number of an operation, from 1; 0 is before the
first.
"""

from typing import TypedDict


class ValueData(TypedDict):
    """A value as it is shown; whether it is null, and has more inside to be opened."""

    value: str
    null: bool
    long: bool


class TouchedData(TypedDict):
    """Another session that an operation changed, or that was found changed then."""

    session: int
    name: str
    existed: bool
    exists: bool


class ChangeData(TypedDict):
    """What an operation did to one key; ``None`` for a key that is not there.

    ``cameBefore`` and ``cameAfter`` order the keys of a session by when they came;
    ``byBefore`` is the operation that gave it the value before.
    """

    session: int
    key: int
    name: str
    words: str
    outside: bool
    before: ValueData | None
    after: ValueData | None
    cameBefore: float
    cameAfter: float
    byBefore: int


class EntryData(TypedDict):
    """An operation; ``more`` counts the changes that were too many to be sent.

    ``session`` is ``None`` and ``who`` empty for a change that went past the store.
    ``mark`` says what it changed that is not its own, or what was changed before it
    through no operation. ``place`` names the cell or file and the line that called,
    ``code`` is that line.
    """

    number: int
    session: int | None
    who: str
    method: str
    call: str
    answer: str
    failed: bool
    existed: bool
    exists: bool
    changes: list[ChangeData]
    more: int
    touched: list[TouchedData]
    mark: str
    place: str
    code: str


class KeyData(TypedDict):
    """A key of a session with its value, and the operation that gave it that."""

    key: int
    name: str
    came: float
    by: int
    value: str
    null: bool
    long: bool


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


class AliasData(TypedDict):
    """One dict or list that has several names: sessions, keys of them, variables."""

    kind: str
    value: str
    names: list[str]


class TreeData(TypedDict):
    """A part of a value: its name in what it is part of, and its own parts.

    ``more`` counts the parts that are too many to be sent.
    """

    name: str
    value: str
    parts: "list[TreeData]"
    more: int


class Counted(TypedDict):
    """Words for one thing and for any other number, ``{count}``, of them."""

    one: str
    more: str


class Words(TypedDict):
    """What the inspector says of its stores; names in braces stand for values."""

    live: str
    behind: str
    behindNow: str
    busy: str
    paused: str
    newer: Counted
    past: str
    lost: str
    offline: str
    silent: str
    recorded: str
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
    answersThen: str
    about: str
    aboutThen: str
    unasked: str
    idle: str
    asking: str
    found: str
    elsewhere: str
    step: str
    set: str
    place: str
    jump: str
    copy: str
    copied: str
    copies: str
    span: str


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
