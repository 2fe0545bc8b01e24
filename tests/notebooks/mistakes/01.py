"""Mistakes of lesson 01, the contract."""

from tests.notebooks.mistakes import Mistake

WHOLE = """
class Contract(Protocol):
    session_id: str | None

    async def is_any_exist(self) -> bool: ...
    async def set(self, key: str, value: object) -> None: ...
    async def get(self, key: str) -> object: ...
    async def is_exist(self, key: str) -> bool: ...
    async def get_all(self) -> dict[str, object]: ...
    async def remove(self, key: str) -> None: ...
    async def clear(self) -> None: ...
    async def set_many(self, values: dict[str, object]) -> None: ...
"""


def wrong(name: str, right: str, instead: str, verdict_says: str) -> Mistake:
    """Put something else in place of one part of the contract."""
    assert WHOLE.count(right) == 1, right
    code = WHOLE.replace(right, instead)
    return Mistake("exercise-protocol", name, code, verdict_says)


MISTAKES = [
    wrong(
        "a plain class",
        "class Contract(Protocol)",
        "class Contract",
        "Contract is not a Protocol: write `class Contract(Protocol):`",
    ),
    wrong(
        "another type of answer",
        "is_any_exist(self) -> bool",
        "is_any_exist(self) -> str",
        "is_any_exist says `-> str`: write `-> bool`.",
    ),
    wrong(
        "a list of keys in place of the dict",
        "-> dict[str, object]:",
        "-> list[str]:",
        "get_all says `-> list[str]`: write `-> dict[str, Any]`.",
    ),
    wrong(
        "an answer from set",
        "value: object) -> None",
        "value: object) -> bool",
        "set says `-> bool`: write `-> None`.",
    ),
    wrong(
        "no word on the answer",
        "is_exist(self, key: str) -> bool",
        "is_exist(self, key: str)",
        "is_exist does not say what it answers: put `-> bool` before the colon.",
    ),
    wrong(
        "a method that is not async",
        "async def clear",
        "def clear",
        "clear is not async: begin it with `async def clear`.",
    ),
    wrong(
        "a method forgotten",
        "    async def remove(self, key: str) -> None: ...\n",
        "",
        "The method remove is missing.",
    ),
    wrong(
        "the id as an argument",
        "get(self, key: str)",
        "get(self, session_id: str, key: str)",
        "get takes (self, session_id, key); it should take (self, key).",
    ),
    wrong(
        "keyword arguments in place of a dict",
        "values: dict[str, object])",
        "**values: object)",
        "set_many takes (self, **values); it should take (self, values).",
    ),
    wrong(
        "an id that everybody has",
        "session_id: str | None",
        "session_id: str",
        "an id is a str, or None for a visitor without one",
    ),
    wrong(
        "no id at all",
        "    session_id: str | None\n",
        "",
        "session_id is missing: declare it",
    ),
    wrong(
        "the function any",
        "get(self, key: str) -> object",
        "get(self, key: str) -> any",
        "get says `-> any, a function`: write `-> Any`.",
    ),
    wrong(
        "keys that are numbers",
        "is_exist(self, key: str)",
        "is_exist(self, key: int)",
        "is_exist takes key as int: write `key: str`.",
    ),
    wrong(
        "a value that may be left out",
        "value: object) -> None",
        "value: object = None) -> None",
        "set could be called without value",
    ),
    wrong(
        "a method that makes a session",
        "    async def clear",
        "    async def create(self) -> None: ...\n    async def clear",
        "The contract has no create",
    ),
    wrong(
        "the id in an `__init__`",
        "    session_id: str | None\n",
        "    def __init__(self, session_id): self.session_id = session_id\n",
        "A Protocol needs no `__init__`: leave it out",
    ),
    wrong(
        "the id as a method",
        "    session_id: str | None\n",
        "    async def session_id(self) -> str | None: ...\n",
        "session_id is a method or a property: it is a plain attribute",
    ),
    wrong(
        "a dict that each store would have to have",
        "    session_id: str | None\n",
        "    session_id: str | None\n    sessions: dict[str, object]\n",
        "The contract has no sessions: with it",
    ),
    wrong(
        "a method for the store's own use",
        "    async def clear",
        "    async def _values(self) -> dict[str, object]: ...\n    async def clear",
        "The contract has no _values: with it",
    ),
    wrong(
        "a dunder method",
        "    async def clear",
        "    def __getitem__(self, key: str) -> object: ...\n    async def clear",
        "The contract has no __getitem__: with it",
    ),
    wrong(
        "a method that is written already",
        "is_any_exist(self) -> bool: ...",
        "is_any_exist(self) -> bool: return True",
        "is_any_exist has code: a Protocol only says that it is there",
    ),
    wrong(
        "the type of the keys alone",
        "-> dict[str, object]:",
        "-> dict[str]:",
        "get_all says `-> dict[str]`: write `-> dict[str, Any]`.",
    ),
    wrong(
        "a list of anything in place of one value",
        "get(self, key: str) -> object",
        "get(self, key: str) -> list[object]",
        "get says `-> list[object]`: write `-> Any`.",
    ),
    wrong(
        "the name of JavaScript beside Python's",
        "    async def set_many",
        "    async def setMany(self, values: object) -> None: ...\n"
        "    async def set_many",
        "The contract has no setMany: with it",
    ),
    wrong(
        "a decorator",
        "    async def is_any_exist",
        "    @property\n    async def is_any_exist",
        "is_any_exist is not a plain method: remove the line with `@` above it.",
    ),
]
