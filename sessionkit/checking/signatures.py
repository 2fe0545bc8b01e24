"""The signatures of mistakes: what one wrong answer tells of its reason, and the words.

A signature needs no more than the answer and what led to it. Mistakes that show only
in how a store behaves over many traces are in ``sessionkit.checking.lookalikes``.
"""

import inspect
import json
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Final

from sessionkit.checking.evidence import ASKS_FOR_A_BOOL, WRITES, Evidence
from sessionkit.checking.lookalikes import SetManyKeepsTheDict, SharedEmpty
from sessionkit.checking.report import DECLARED
from sessionkit.contract import METHODS
from sessionkit.rules import (
    CLEAR_FORGETS,
    KEYS_KEEP_ORDER,
    MISSING_IS_NULL,
    REMOVE_SETS_NULL,
    REMOVE_TOUCHES_ONE,
    SESSIONS_APART,
    SET_MANY_IS_SETS,
)
from sessionkit.running.call import MISSING_METHOD, NOT_ASYNC, TIME_LIMIT
from sessionkit.running.replay import PREFIXED, SHARED
from sessionkit.traces.answer import READS
from sessionkit.traces.operation import AssignId, Call, Change, method_of
from sessionkit.traces.values import Opaque, same

Predicate = Callable[[Evidence], bool]


@dataclass(frozen=True)
class Signature:
    """A kind of mistake, how it is recognised, and what to say of it.

    ``words`` may name parts of the evidence, ``{e.method}`` for one; without words it
    is for the scenario to say more. ``rule`` is the clause that such a store breaks.
    """

    kind: str
    words: str
    fits: Predicate
    rule: str = ""

    def hint(self, evidence: Evidence) -> str:
        """Say what to do, of this very answer."""
        return self.words.format(e=evidence)


def _raised(error: str, pattern: str = "") -> Predicate:
    """Fits an error by its type, any for an empty text, and by its message."""
    types, message = re.compile(error or ".*"), re.compile(pattern)

    def fits(e: Evidence) -> bool:
        name = e.error or ""
        found = message.search(e.answer.message)
        return bool(name and types.fullmatch(name) and found)

    return fits


def _came(pattern: str) -> Predicate:
    """Fits what is no value by its description."""
    return lambda e: bool(re.fullmatch(pattern, e.opaque))


def _all(*predicates: Predicate) -> Predicate:
    return lambda e: all(fits(e) for fits in predicates)


def _is_of_the_store(e: Evidence) -> bool:
    """Whether the attribute that is not there was asked of the store."""
    return e.answer.message.startswith(f"'{e.store}' object")


def _is_wrapped(e: Evidence) -> bool:
    """Whether the session's own dict came inside another, under its id."""
    one_id = e.error is None and isinstance(e.value, dict) and len(e.value) == 1
    if not one_id or e.method != "get_all" or not e.uses("get_all", "session_id"):
        return False
    ((found, values),) = e.value.items()
    own = PREFIXED.sub("", str(found)) == str(e.session_id)
    return own and same(values, e.expected.value)


def _lacks_a_way_out(e: Evidence) -> bool:
    """Whether None came where nothing that may be None is returned."""
    none = e.error is None and e.value is None and e.method in ASKS_FOR_A_BOOL
    return none and e.returns_bools


def _lost_nulls(e: Evidence) -> bool:
    """Whether all keys that are lost hold None."""
    value, wanted = e.value, e.expected.value
    if not isinstance(value, dict) or not isinstance(wanted, dict):
        return False
    left = {key: one for key, one in wanted.items() if one is not None or key in value}
    return len(left) < len(wanted) and same(left, value)


def _init_is_async(e: Evidence) -> bool:
    made = getattr(e.store_class, "__init__", None)
    return e.error == "TypeError" and inspect.iscoroutinefunction(made)


def _loops_over_keys(e: Evidence) -> bool:
    if not _raised("ValueError|TypeError", "values to unpack|cannot unpack")(e):
        return False
    loop = re.search(r"\bfor [^:]+,[^:]+ in (.+)", e.answer.where)
    return ".items()" not in loop[1] if loop else not e.answer.where


def _answers_json(e: Evidence) -> bool:
    return _is_json_of(e.value, e.expected.value)


def _holds_json(e: Evidence) -> bool:
    if not isinstance(e.value, dict) or not isinstance(e.expected.value, dict):
        return False
    keys = e.expected.value.keys() & e.value.keys()
    return any(_is_json_of(e.value[key], e.expected.value[key]) for key in keys)


def _is_json_of(text: object, value: object) -> bool:
    # "1" may be JSON of 1, or only its text
    if not isinstance(text, str | bytes) or text in (value, str(value)):
        return False
    try:
        return same(json.loads(text), value)
    except ValueError:
        return False


def _is_in_a_row(e: Evidence) -> bool:
    value, wanted = e.value, e.expected.value
    if not isinstance(value, list | tuple) or isinstance(wanted, dict):
        return False
    return value != wanted and any(
        same(one, wanted) or _is_json_of(one, wanted) for one in value
    )


def _is_nothing_in_a_row(e: Evidence) -> bool:
    return e.expected.value is None and e.value in ([], (), (None,), [None])


def _is_everybodys(e: Evidence) -> bool:
    """Whether ids lead to dicts, or to their text, and not one key of a session."""
    if not isinstance(e.value, dict) or not e.value or e.method != "get_all":
        return False
    keys = {key for values in e.sessions.values() for key in values}
    for key in e.value.keys() - keys:
        by_id = e.forgets_self("get_all") or PREFIXED.match(str(key))
        if by_id and isinstance(e.value[key], dict):
            return True
    sessions = all(
        (key in SHARED or PREFIXED.match(str(key)))
        and (isinstance(one, dict) or "{" in str(one))
        for key, one in e.value.items()
    )
    return sessions and not keys & e.value.keys()


def _is_default(e: Evidence) -> bool:
    """Whether get made up a value for a key that the session does not have."""
    if e.method != "get" or e.error is not None:
        return False
    none = e.sessions.get(e.session_id, {}).get(e.key) is None
    made_up = e.value in ({}, "", 0) and e.key not in e.sessions.get(e.session_id, {})
    return none and (made_up or e.value_is_written)


def _is_left_by_remove(e: Evidence) -> bool:
    """Whether get answered what was never set, and the key was removed last."""
    calls = [one for one in e.trace.operations if isinstance(one, Call)]
    values = [one.arguments[-1] for one in calls if one.method == "set"]
    last = [one for one in calls if one.method not in READS][-1:]
    removed = any(one.method == "remove" and one.arguments[0] == e.key for one in last)
    got = e.method == "get" and e.error is None and e.expected.value is None
    return got and removed and e.value not in values


def _is_the_session(e: Evidence) -> bool:
    """Whether get answered the dict of all values."""
    values = e.sessions.get(e.session_id)
    got = e.method == "get" and e.error is None and bool(values)
    wrong = got and same(e.value, values) and not same(e.value, e.expected.value)
    return wrong and (e.ignores("get", "key") or not _was_given(e))


def _is_the_key(e: Evidence) -> bool:
    # what answers an empty text to everything does so of the empty key, too
    return bool(e.method == "get" and e.error is None and e.value == e.key != "")


def _was_given(e: Evidence) -> list[Any]:
    return [
        one.arguments[0]
        for one in e.trace.operations
        if isinstance(one, Call) and one.method == "set_many"
    ]


def _is_written_from_outside(e: Evidence) -> bool:
    """Whether what came was written into a dict that set_many was given before."""
    found = {e.key: e.value} if e.method == "get" else e.value
    if e.error is not None or not isinstance(found, dict):
        return False
    return any(
        one.path[0] in found and same(found[one.path[0]], one.value)
        for one in e.trace.operations
        if isinstance(one, Change)
        and (one.part, len(one.path)) == ("argument", 1)
        and method_of(e.trace.operations[one.number - 1]) == "set_many"
    )


def _is_emptied_by_clear(e: Evidence) -> bool:
    """Whether what was handed out can be changed no more, after a clear."""
    calls = [one for one in map(method_of, e.trace.operations) if one in WRITES]
    return _is_changed_from_outside(e, "answer") and calls[-1:] == ["clear"]


def _is_changed_from_outside(e: Evidence, part: str) -> bool:
    """Whether what went in, or came out, is not there any more to be changed."""
    change = isinstance(e.operation, Change) and e.operation.part == part
    return bool(e.error) and change


def _is_all_that_was_given(e: Evidence) -> bool:
    given = _was_given(e)
    came, wanted = (
        [*one.values()] if isinstance(one, dict) and e.method == "get_all" else [one]
        for one in (e.value, e.expected.value)
    )
    return any(one and one in came and one not in wanted for one in given)


def _changed_its_type(e: Evidence) -> bool:
    try:
        return e.error is None and bool(e.value == e.expected.value != None)  # noqa: E711
    except Exception:  # noqa: BLE001  # a value may be of the store's own making
        return False


def _is_text_of(e: Evidence) -> bool:
    def is_text(value: object, wanted: object) -> bool:
        return type(value) is str and type(wanted) is not str and value == str(wanted)

    value, wanted = e.value, e.expected.value
    if isinstance(value, dict) and isinstance(wanted, dict):
        return any(is_text(value.get(key), one) for key, one in wanted.items())
    return is_text(value, wanted)


def _others(e: Evidence) -> list[dict[str, Any]]:
    return [values for one, values in e.sessions.items() if one != e.session_id]


def _is_anothers(e: Evidence) -> bool:
    if e.error is not None or e.value is None:
        return False
    if isinstance(e.value, dict) and e.method == "get_all":
        more = e.value.keys() - e.expected.value.keys()
        changed = {
            key for key, one in e.value.items() if one != e.expected.value.get(key)
        }
        return any(
            key in other and same(other[key], e.value[key])
            for other in _others(e)
            for key in more | changed
        )
    return e.method == "get" and any(
        e.key in other and same(other[e.key], e.value) for other in _others(e)
    )


def _renamed(e: Evidence) -> dict[str, str]:
    value, wanted = e.value, e.expected.value
    if not isinstance(value, dict) or not isinstance(wanted, dict):
        return {}
    lost = [key for key in wanted if key not in value]
    new = [key for key in value if key not in wanted]
    return {
        str(old): str(one)
        for old in lost
        for one in [*new, *value]
        if _folded(one) == _folded(old)
    }


def _folded(key: object) -> str:
    from unicodedata import normalize

    return normalize("NFKC", str(key)).strip().casefold()


def _tombstones_are_missing(e: Evidence) -> bool:
    """Whether all that is wrong is that removed keys are gone, or came back last."""
    value, wanted = e.value, e.expected.value
    if not isinstance(value, dict) or not isinstance(wanted, dict):
        return False
    removed = {
        one.arguments[0]
        for one in e.trace.operations
        if isinstance(one, Call) and one.method == "remove"
    }
    left = {
        key: one for key, one in wanted.items() if key in value or key not in removed
    }
    moved = bool(_set_again(e, removed) & value.keys())
    missing = len(left) < len(wanted)
    return (missing or moved) and same(left, value, ordered=not moved)


def _set_again(e: Evidence, removed: Collection[Any]) -> set[Any]:
    """Return the keys that were set once more after they were removed."""
    gone: set[Any] = set()
    again: set[Any] = set()
    for one in e.trace.operations:
        if method_of(one) == "remove":
            gone |= {*one.arguments}  # type: ignore[union-attr]
        elif method_of(one) in ("set", "set_many"):
            written = one.arguments[0]  # type: ignore[union-attr]
            again |= gone & ({*written} if isinstance(written, dict) else {written})
    return again & {*removed}


def _is_reordered(e: Evidence) -> bool:
    return e.error is None and e.answer.same_as(e.expected, ordered=False)


def _lost_keys(e: Evidence) -> bool:
    value, wanted = e.value, e.expected.value
    return (
        isinstance(value, dict)
        and isinstance(wanted, dict)
        and value.keys() < wanted.keys()
    )


def _keeps_the_empty_dict(e: Evidence) -> bool:
    """Whether a key came that was written into the answer where there is no session."""
    if e.method != "get_all" or not isinstance(e.value, dict):
        return False
    asked = e.trace.operations
    written = {one.path[0] for one in asked if isinstance(one, Change)}
    reads_only = not any(method_of(one) in WRITES for one in asked)
    return reads_only and bool(e.value) and e.value.keys() <= written


def _has_more_keys(e: Evidence) -> bool:
    value, wanted = e.value, e.expected.value
    return (
        isinstance(value, dict)
        and isinstance(wanted, dict)
        and bool(value.keys() - wanted.keys())
    )


def _holds_a_coroutine(e: Evidence) -> bool:
    def holds(value: object) -> bool:
        if isinstance(value, dict):
            return any(map(holds, value.values()))
        if isinstance(value, list | tuple):
            return any(map(holds, value))
        return isinstance(value, Opaque) and value.text == "a coroutine object"

    return holds(e.value)


_METHOD: Final = "async def {e.method}{e.head}"

MAKING: Final = (
    Signature(
        "a difference that is declared and not there",
        "",
        lambda e: e.expected.error == DECLARED,
    ),
    Signature(
        "`__init__` is async",
        "Python does not await `__init__`: write plain `def __init__`.",
        _init_is_async,
    ),
    Signature(
        "`__init__` does not take the id",
        "A store is made as `{e.store}(session_id)`: begin with `def __init__(self, "
        "session_id):` and nothing more to give, then `self.session_id = session_id`.",
        lambda e: e.error == "TypeError" and not e.takes_the_id,
    ),
    Signature(
        "`__init__` does not keep the id",
        "`__init__` has to keep it: `self.session_id = session_id`.",
        _all(
            _raised("AttributeError", "has no attribute 'session_id'"),
            lambda e: "session_id" not in e.attributes,
        ),
    ),
    Signature(
        "`session_id` cannot be assigned",
        "A framework gives the store a new id: make `session_id` a plain attribute.",
        _all(_raised(""), lambda e: isinstance(e.operation, AssignId)),
    ),
    Signature(
        "`__init__` raised an error",
        "`__init__` keeps the id and does no more; None is an id like any other.",
        lambda e: " of __init__:" in e.answer.where,
    ),
)
"""How the store is made: each of these spoils every scenario."""

CODE: Final = (
    Signature(
        "a call is missing",
        "`self.{e.uncalled}` is the method itself, which is always true: call it, "
        "`await {e.uncalled_call}`.",
        lambda e: bool(e.uncalled),
    ),
    Signature(
        "clear keeps the id",
        "After clear the id is still there, with None: take it out, "
        "`.pop(self.session_id, None)`.",
        lambda e: e.sets_the_session_to_none("clear"),
        CLEAR_FORGETS,
    ),
    Signature(
        "None in place of the whole session",
        "remove sets one key of the session's dict to None, and here the dict itself "
        "became None: `sessions[self.session_id][key] = None`.",
        lambda e: e.sets_the_session_to_none("remove"),
        REMOVE_TOUCHES_ONE,
    ),
    Signature(
        "a method that changes the id",
        "{e.assigner} assigns `self.session_id`, which is for the framework to do: the "
        "store keeps the id that it is given.",
        lambda e: bool(e.assigner),
    ),
    Signature(
        "clear removes a key of that name",
        "remove takes a key of the session. clear takes the id itself out of the dict "
        "that all stores share: `.pop(self.session_id, None)`.",
        lambda e: e.clear_removes_the_id,
        CLEAR_FORGETS,
    ),
    Signature(
        "the store in place of its id",
        "{e.self_for_id} looks for `self`, which is the store object; its id is "
        "`self.session_id`.",
        lambda e: bool(e.self_for_id),
    ),
    Signature(
        "a local name in place of the shared one",
        "`{e.shadowed} = ...` inside a method makes a new, local dict: change the "
        "shared one, by `{e.shadowed}[...]` or one of its methods.",
        lambda e: bool(e.shadowed),
    ),
    Signature(
        "a text in place of a name",
        "`{e.fixed.name}` is never used in {e.fixed.method}, which has the text "
        '"{e.fixed.text}" in its place: write `{e.fixed.name}`, without quotes.',
        lambda e: e.fixed is not None,
    ),
    Signature(
        "a comparison in place of an assignment",
        "`==` compares, and changes nothing: in {e.comparing} write `=`.",
        lambda e: bool(e.comparing),
    ),
)
"""What the code of a store tells, whatever it answered."""

REFUSED: Final = (
    Signature(
        "the session with no id is refused",
        "None is an id like any other: one session for all who have it.",
        lambda e: e.session_id is None and "raise " in e.answer.where,
    ),
    Signature(
        "the empty text is no key",
        "The empty text is a key like any other; `if key:` forgets it.",
        lambda e: e.key == "" and "raise " in e.answer.where,
    ),
)
"""What an error tells where the same line refuses nobody and nothing else."""

ERRORS: Final = (
    Signature(
        "a call was not awaited",
        "`{e.unawaited}` was called without `await`, which gives a coroutine and runs "
        "nothing: write `await {e.unawaited_call}`.",
        lambda e: bool(e.unawaited),
    ),
    Signature(
        "a call was not awaited",
        "`gather` gives a future, and nothing waits for it: write "
        "`await asyncio.gather(...)`.",
        lambda e: e.gathers_and_goes_on,
    ),
    Signature(
        "a call was not awaited",
        "A coroutine came back: an `await` is missing in {e.method}.",
        lambda e: _came("a coroutine object")(e) or _holds_a_coroutine(e),
    ),
    Signature(
        "a call was not awaited",
        "Something was done with a coroutine in place of a value: write `await` before "
        "the call that gives it.",
        _raised("", "'coroutine' object|type '?coroutine|(not|got) '?coroutine"),
    ),
    Signature(
        "a method is missing",
        "A session store has eight methods; add `async def {e.method}`.",
        _raised(MISSING_METHOD),
    ),
    Signature(
        "`yield` in place of `return`",
        "A method with `yield` is a generator and answers nothing: use `return`.",
        _raised(NOT_ASYNC, "generator object"),
    ),
    Signature(
        "a method that is not async",
        "All eight methods are awaited; write `async def {e.method}(self, ...)`.",
        _raised(NOT_ASYNC),
    ),
    Signature(
        "no answer within the time limit",
        "Look for a loop that never ends, or a wait for something that never comes; "
        "scenarios that use {e.method} too were not run.",
        _raised(TIME_LIMIT),
    ),
    Signature(
        "`next` found nothing",
        "`next(...)` raises StopIteration where nothing is left; give it a second "
        "argument to answer then: `next(..., None)`.",
        _raised("RuntimeError", "raised StopIteration"),
    ),
    Signature(
        "a plain name in place of an attribute",
        "`set` alone is Python's own: write `self.set`.",
        _raised("TypeError", "^set expected at most 1 argument"),
    ),
    Signature(
        "`await` before something that is not async",
        "Only a call of an `async def` is awaited; take the `await` away.",
        _raised("TypeError", "can't be used in 'await' expression"),
    ),
    Signature(
        "a dict changed while it was looped over",
        "Loop over a list of its keys, which stays as it is: `for key in "
        "list(values):`.",
        _raised("RuntimeError", "(changed|mutated).* during iteration"),
    ),
    Signature(
        "a loop over a dict without `.items()`",
        "A loop over a dict gives its keys alone: write `for key, value in "
        "values.items():`.",
        _loops_over_keys,
    ),
    Signature(
        "a local name in place of the shared one",
        "A function that assigns a name makes it local; change the shared mapping "
        "(`sessions[...] = ...`) instead of assigning the name itself.",
        _all(_raised("UnboundLocalError"), lambda e: e.absent in e.globals),
    ),
    Signature(
        "a name that has no value yet",
        "`{e.absent}` gets its value in a line that did not run before this one: look "
        "at the order of the lines, and at the `if` around them.",
        _raised("UnboundLocalError"),
    ),
    Signature(
        "a plain name in place of an attribute",
        "`{e.absent}` belongs to the store: write `self.{e.absent}`.",
        _all(_raised("NameError"), lambda e: e.absent in e.attributes),
    ),
    Signature(
        "a name that is not defined",
        "`{e.absent}` is not defined: run the cell that makes it, or fix a typo.",
        _raised("NameError"),
    ),
    Signature(
        "an attribute in place of a plain name",
        "`{e.absent}` belongs to no store but to all of them: write it without "
        "`self.`.",
        _all(
            _raised("AttributeError"),
            lambda e: e.absent in e.globals and _is_of_the_store(e),
        ),
    ),
    Signature(
        "None in place of a dict or a row",
        "Something gave None, as `.get(...)` and `fetchone()` do when they find "
        "nothing, and {e.method} went on with it: ask for None first.",
        _raised("AttributeError|TypeError", "'?NoneType'? .*(object|iterable)"),
    ),
    Signature(
        "a method that is not there yet",
        "{e.absent} is not written yet. If a later step writes it, do without it here.",
        _all(
            _raised("AttributeError", "object has no attribute"),
            lambda e: e.absent in METHODS and e.absent not in e.attributes,
        ),
    ),
    Signature(
        "a misspelt attribute",
        "There is no `self.{e.absent}`; there is `self.{e.alike}`.",
        _all(
            _raised("AttributeError", "object has no attribute"),
            lambda e: bool(e.alike) and _is_of_the_store(e),
        ),
    ),
    Signature(
        "an attribute that is not there",
        "`self.{e.absent}` is not set on this store object. The next request has an "
        "object of its own: keep values where all objects look, under the id.",
        _all(_raised("AttributeError", "object has no attribute"), _is_of_the_store),
    ),
    Signature(
        "what a dict does not have",
        "A dict has no `{e.absent}`: ask with `key in values`, read with "
        "`values.get(key)`, write with `values[key] = ...`, take away with "
        "`values.pop(key, None)`.",
        _raised("AttributeError", "^'(default)?dict' object has no attribute"),
    ),
    Signature(
        "other parameters than the contract's",
        f"Begin it with `{_METHOD}:`.",
        _all(
            _raised("TypeError", r"positional argument|unexpected keyword"),
            lambda e: not e.answer.where,
        ),
    ),
    Signature(
        "other arguments than the method takes",
        "A call in this line does not give what the method takes: compare it with the "
        "`def` line.",
        _raised(
            "TypeError",
            r"\) missing \d+ required|\) takes .* positional argument"
            r"|\) got an unexpected keyword argument",
        ),
    ),
    Signature(
        "a method that calls itself without an end",
        "A method calls itself without an end; `self.{e.method}(...)` inside "
        "{e.method} does.",
        _raised("RecursionError"),
    ),
    Signature(
        "not written yet",
        "This part of {e.method} is not written yet.",
        _raised("NotImplementedError"),
    ),
    Signature(
        "a row in place of its value",
        "A row of a table is a tuple; take the column out of it, `row[0]`, before "
        "`json.loads`.",
        _raised("TypeError", "must be str, bytes or bytearray, not (tuple|Row|list)"),
    ),
    Signature(
        "NULL in place of JSON null",
        "The column holds NULL, which comes back as None, and `json.loads` takes text: "
        "keep `json.dumps(None)`, or ask for None before `json.loads`.",
        _raised("TypeError", "must be str, bytes or bytearray, not NoneType"),
    ),
    Signature(
        "text that is not JSON",
        "`json.loads` reads what `json.dumps` wrote, and was given something else: is "
        "`json.dumps` missing in set?",
        _raised("JSONDecodeError|TypeError", "Expecting|must be str, bytes|Extra data"),
    ),
    Signature(
        "a value that JSON cannot carry",
        "`json.dumps` was given something that is no JSON value; look at what it is "
        "given.",
        _raised("TypeError", "is not JSON serializable"),
    ),
    Signature(
        "a second INSERT of one key",
        "The row is there already, and `INSERT` alone raises: add `ON CONFLICT (...) "
        "DO UPDATE SET ... = excluded. ...`.",
        _raised("IntegrityError", "UNIQUE|PRIMARY KEY"),
    ),
    Signature(
        "a new database at each call",
        'Each `connect(":memory:")` makes a new, empty database: connect once, and '
        "keep the connection for all stores.",
        _all(
            _raised("OperationalError", "no such table"),
            lambda e: e.mentions(":memory:"),
        ),
    ),
    Signature(
        "a table that is not there",
        "Make it before the first call: `CREATE TABLE IF NOT EXISTS ...`.",
        _raised("OperationalError", "no such table"),
    ),
    Signature(
        "values pasted into SQL",
        "Write `?` in the SQL and give the values beside it: a value that is pasted "
        "into the text may break it.",
        _raised("OperationalError", "syntax error|unrecognized token|no such column"),
    ),
    Signature(
        "a dict or list given to SQL",
        "A column holds text, numbers or NULL: keep `json.dumps(value)`, and answer "
        "`json.loads(...)`.",
        _raised("InterfaceError|ProgrammingError", "binding parameter|not supported"),
    ),
    Signature(
        "the program is ended",
        "`exit` ends the whole program with all its visitors; a store never does.",
        _raised("SystemExit"),
    ),
    Signature(
        "a `raise` of your own",
        "FortJs raises nothing here, and this line does: {e.method} answers what the "
        "contract says, or does nothing.",
        _all(_raised("[^N].*|Na.*"), lambda e: ": raise" in e.answer.where),
    ),
    Signature(
        "an index where there is no session",
        "clear does nothing where there is no session, and raises nothing: "
        "`.pop(self.session_id, None)`.",
        _all(
            _raised("KeyError"),
            lambda e: e.method == "clear" and e.answer.message == repr(e.session_id),
        ),
    ),
    Signature(
        "an index that is no key of the dict",
        "`values[...]` raises for what is no key of `values`: loop over "
        "`values.items()`, which gives each key with its value.",
        _all(
            _raised("KeyError"),
            lambda e: (
                e.method == "set_many"
                and e.answer.message != repr(e.session_id)
                and "of set_many" in e.answer.where
            ),
        ),
    ),
    Signature(
        "an index where there is no session",
        "`[self.session_id]` raises where there is no session, and {e.method} begins "
        "one: `.setdefault(self.session_id, {{}})`, or ask first.",
        _all(
            _raised("KeyError"),
            lambda e: (
                e.method in ("set", "set_many")
                and e.answer.message == repr(e.session_id)
            ),
        ),
    ),
    Signature(
        "an index where there is no session",
        "`[self.session_id]` raises where there is no session: use "
        "`.get(self.session_id)`, or ask first.",
        _all(
            _raised("KeyError"),
            lambda e: e.answer.message == repr(e.session_id) != repr(e.key),
        ),
    ),
    Signature(
        "an index where there is no such key",
        "remove sets None, even for a key that was never set: `values[key] = None`.",
        _all(
            _raised("KeyError"),
            lambda e: e.method == "remove" and e.answer.message == repr(e.key),
        ),
    ),
    Signature(
        "an index where there is no such key",
        "`[key]` raises for a key never set: use `.get(key)`.",
        _all(
            _raised("KeyError"),
            lambda e: e.answer.message == repr(e.key) and e.method not in WRITES,
        ),
        MISSING_IS_NULL,
    ),
    Signature(
        "a value in place of a key",
        "A key is hashed, and a dict or a list cannot be: is the order "
        "`[key] = value`?",
        _raised("TypeError", "unhashable type|as a dict key"),
    ),
    Signature(
        "no dict where one is needed",
        "{e.method} needs the session's dict here, and found something else: look at "
        "what is put under the id.",
        _raised(
            "AttributeError|TypeError",
            "^'(list|set|tuple)' object (has no|does not support)|^list indices must",
        ),
    ),
    Signature(
        "what was given is changed",
        "{e.method} cannot be done, as the store changed what it was given: that is "
        "the caller's, so take the values out and leave it as it is.",
        lambda e: _is_changed_from_outside(e, "argument"),
    ),
    Signature(
        "clear empties what was handed out",
        "Who got the dict from get_all keeps it, with its values, after clear: take "
        "the id out of the dict of all sessions, `.pop(self.session_id, None)`, and "
        "leave the session's own dict as it is.",
        _is_emptied_by_clear,
        CLEAR_FORGETS,
    ),
    Signature(
        "an error in place of an answer",
        "FortJs raises nothing here; {e.method} raised {e.error}.",
        _raised(""),
    ),
)
"""What an error tells, from the special to the general."""

TYPES: Final = (
    Signature(
        "a call is missing",
        "A function came back: its call, `(...)`, is missing.",
        _came("a function object"),
    ),
    Signature(
        "a call is missing",
        "A method came back: its call, `(...)`, is missing.",
        _came("a (builtin_function_or_)?method object"),
    ),
    Signature(
        "an answer where none is wanted",
        "{e.method} answers nothing: drop its `return`.",
        lambda e: e.method in WRITES and e.error is None and e.value is not None,
    ),
    Signature(
        "a missing `return`",
        "None came back: is a `return` missing in {e.method}?",
        lambda e: (
            e.error is None
            and e.value is None
            and e.method not in WRITES
            and e.never_returns
        ),
    ),
    Signature(
        "a missing `return`",
        "None came back on one way through {e.method}: does it end without a "
        "`return`? Write `return False` there.",
        _lacks_a_way_out,
    ),
    Signature(
        "not a bool",
        "{e.method} answers True or False, and {e.shown} is neither: compare what "
        "`.get(...)` gives (`... is not None`), or ask with `in`.",
        lambda e: (
            e.method in ASKS_FOR_A_BOOL
            and type(e.value) is not bool
            and type(e.value) not in (int, float)
        ),
    ),
    Signature(
        "not a bool",
        "{e.method} answers True or False, and {e.shown} is a number: compare it "
        "(`... > 0`), or write `bool(...)`.",
        lambda e: e.method in ASKS_FOR_A_BOOL and type(e.value) is not bool,
    ),
    Signature(
        "None in place of an empty dict",
        "get_all answers an empty dict where there is no session: does `.get(...)` "
        "lack a second argument, or one way through get_all its `return`?",
        lambda e: e.method == "get_all" and e.value is None,
    ),
    Signature(
        "JSON text in place of the value",
        "That is JSON text: `json.loads` is missing in {e.method}.",
        lambda e: _answers_json(e) or _holds_json(e),
    ),
    Signature(
        "a list or a tuple in place of the value",
        "The value came inside a list or a tuple, as a row of a table is one: take it "
        "out, `row[0]`.",
        _is_in_a_row,
    ),
    Signature(
        "a list or a tuple in place of the value",
        "get answers None where there is nothing, and here an empty list or row came.",
        _all(lambda e: e.method == "get", _is_nothing_in_a_row),
    ),
    Signature(
        "no dict where one is needed",
        "get_all answers what is put under the id, which is no dict: look at what "
        "is put there.",
        lambda e: (
            e.method == "get_all"
            and isinstance(e.value, list | tuple | set)
            and e.hands_on("get_all")
        ),
    ),
    Signature(
        "not a dict",
        "get_all answers the dict itself, not its keys, values or items.",
        lambda e: (
            e.method == "get_all"
            and (
                isinstance(e.value, list | tuple | set)
                or e.opaque.startswith("a dict_")
            )
        ),
    ),
    Signature(
        "not a dict",
        "{e.shown} behaves like a dict and is none: answer a dict.",
        lambda e: e.method == "get_all" and bool(e.opaque),
    ),
    Signature(
        "the whole session in place of one value",
        "get answers one value out of the session's dict: is `.get(key)` missing "
        "behind it?",
        _is_the_session,
    ),
    Signature(
        "the key in place of its value",
        "get answers the value that is stored under the key, and not the key itself.",
        _is_the_key,
    ),
    Signature(
        "the session inside another dict",
        "get_all answers the session's own dict; here it came inside another, under "
        "its id: leave the outer `{{...}}` out.",
        _is_wrapped,
    ),
    Signature(
        "everybody's dict",
        "This dict holds the sessions of all visitors, by their ids: answer that of "
        "`self.session_id` alone.",
        _is_everybodys,
        SESSIONS_APART,
    ),
    Signature(
        "a method that does not look at the id",
        "{e.method} never uses `self`, so it cannot know whose session it is: look "
        "under `self.session_id` first.",
        lambda e: (
            e.method in READS - {"is_any_exist"}
            and e.error is None
            and e.forgets_self(e.method)
        ),
        SESSIONS_APART,
    ),
    Signature(
        "a method that does not look at the id",
        "{e.forgetful} never uses `self`, so it cannot know whose session it is: look "
        "under `self.session_id` first.",
        lambda e: bool(e.forgetful) and not e.forgets_self(e.method),
        SESSIONS_APART,
    ),
    Signature(
        "a value of another type",
        "{e.expected} went in and {e.shown} came out: something between changes the "
        "type, as SQLite makes 1 of True.",
        lambda e: _changed_its_type(e) and not _is_reordered(e),
    ),
)
"""What a value tells by its type alone, which is right in no store."""

VALUES: Final = (
    Signature(
        SetManyKeepsTheDict.kind,
        SetManyKeepsTheDict.words,
        _is_written_from_outside,
        SetManyKeepsTheDict.rule,
    ),
    Signature(
        "the whole dict in place of each value",
        "set_many gives each key its own value: `self.set(key, value)`.",
        _is_all_that_was_given,
        SET_MANY_IS_SETS,
    ),
    Signature(
        "text in place of the value",
        "A value went in, and its text came out: is `str(...)` too much, or "
        "`json.loads` missing?",
        _is_text_of,
    ),
    Signature(
        "removed keys in another place",
        "Keys stand in the order in which they were first set; remove and a later set "
        "leave a key in its place.",
        lambda e: _tombstones_are_missing(e) and _is_reordered(e),
        REMOVE_SETS_NULL,
    ),
    Signature(
        "removed keys are gone",
        "remove sets the value to None and keeps the key.",
        _tombstones_are_missing,
        REMOVE_SETS_NULL,
    ),
    Signature(
        "a key that was changed",
        "A key is kept just as it is given: no lower(), strip() or normalize().",
        lambda e: bool(_renamed(e)),
    ),
    Signature(
        "another session's values",
        "What came is another visitor's: look under `self.session_id` alone.",
        _is_anothers,
        SESSIONS_APART,
    ),
    Signature(
        "keys in another order",
        "Keys stand in the order in which they were first set.",
        _is_reordered,
        KEYS_KEEP_ORDER,
    ),
    Signature(
        "removed keys are left out",
        "get_all answers keys with None, too: filter nothing.",
        _lost_nulls,
        REMOVE_SETS_NULL,
    ),
    Signature(
        "a key that is lost",
        "{e.lost} was set, and is not there. Did an operation above not keep it, or "
        "does get_all leave it out?",
        _lost_keys,
    ),
    Signature(
        SharedEmpty.kind,
        SharedEmpty.words,
        _keeps_the_empty_dict,
        SharedEmpty.rule,
    ),
    Signature(
        "a key that nobody set",
        "{e.more} is there, and nobody set it in this session. Did an operation above "
        "write it, or does get_all add it?",
        _has_more_keys,
    ),
    Signature(
        "a value that is lost",
        "There is a value under this key. Did an operation above not keep it under "
        "this id and key, or does get not look there?",
        lambda e: (
            e.method == "get" and e.value is None and e.expected.value is not None
        ),
    ),
    Signature(
        "a default in place of None",
        "get answers None where nothing was set, and {e.shown} came: is that a default "
        "in get, as in `.get(key, {e.shown})`?",
        _is_default,
        MISSING_IS_NULL,
    ),
    Signature(
        "another value than None after remove",
        "After remove the key holds None, and here it holds {e.shown}.",
        _is_left_by_remove,
        REMOVE_SETS_NULL,
    ),
    Signature(
        "a value where there is none",
        "This key has no value here, so get answers None. Does get look elsewhere, or "
        "did an operation above leave a value there?",
        lambda e: e.method == "get" and e.expected.value is None,
    ),
    Signature(
        "True in place of False",
        "This id has no session here. Does is_any_exist look elsewhere, or did an "
        "operation above begin one, or leave it there?",
        lambda e: e.method == "is_any_exist" and e.value is True,
    ),
    Signature(
        "False in place of True",
        "This id has a session here. Does is_any_exist look elsewhere, or did an "
        "operation above not begin it, or end it?",
        lambda e: e.method == "is_any_exist" and e.value is False,
    ),
    Signature(
        "True in place of False",
        "This key has no value here: it was never set, or holds None. Does is_exist "
        "look elsewhere, or did an operation above leave a value there?",
        lambda e: e.value is True,
    ),
    Signature(
        "False in place of True",
        "This key has a value here: anything other than None is one, an empty text, "
        "too. Does is_exist look elsewhere, or did an operation above not keep it?",
        lambda e: e.value is False,
    ),
)
"""What a value tells where no lookalike tells more."""

SEEN: Final = (
    Signature(
        "an old value",
        "{e.stale}",
        lambda e: bool(e.stale),
    ),
    Signature(
        "a value that was changed",
        "{e.altered}",
        lambda e: bool(e.altered),
    ),
)
"""What a value tells where nothing else in the whole report is named."""
