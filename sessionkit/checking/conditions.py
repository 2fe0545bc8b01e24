"""When a signature fits: the conditions that ``signatures.json`` names.

Those of its groups ``types`` and ``values`` are asked where no error came. A property
of ``Evidence`` is a condition, too.
"""

import inspect
import json
import re
from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from typing import Any, Final
from unicodedata import normalize

from sessionkit.checking.bytecode import changes_the_id
from sessionkit.checking.evidence import WRITES, Evidence
from sessionkit.checking.report import DECLARED
from sessionkit.contract import METHODS
from sessionkit.running.replay import PREFIXED, SHARED
from sessionkit.traces.operation import AssignId, Call, Change, method_of
from sessionkit.traces.values import Opaque, same


def is_met(condition: str, e: Evidence) -> bool:
    """Whether a condition is met: one below, by its name, or a property of ``e``."""
    asked = IN_A_LINE.get(condition) or globals().get(condition)
    return bool((asked or attrgetter(condition))(e))


IN_A_LINE: Final[Mapping[str, Callable[[Evidence], bool]]] = {
    # the store and the call
    "is_declared": lambda e: e.expected.error == DECLARED,
    "keeps_the_id": lambda e: "session_id" in e.attributes,
    "clear_sets_none": lambda e: e.sets_the_session_to_none("clear"),
    "mentions_null": lambda e: e.mentions("null"),
    "remove_sets_none": lambda e: e.sets_the_session_to_none("remove"),
    "never_uses_self": lambda e: e.forgets_self(e.method),
    "get_all_hands_on": lambda e: e.hands_on("get_all"),
    "mentions_memory": lambda e: e.mentions(":memory:"),
    "is_a_write": lambda e: e.method in WRITES,
    "assigns_an_id": lambda e: isinstance(e.operation, AssignId),
    "assigned_an_id": lambda e: any(
        isinstance(one, AssignId) for one in e.trace.operations
    ),
    "is_decorated": lambda e: isinstance(
        inspect.getattr_static(e.store_class, e.method, None),
        classmethod | staticmethod | property,
    ),
    "has_no_id_or_another": lambda e: (
        e.session_id is None or is_met("assigned_an_id", e)
    ),
    "changes_the_id": lambda e: (
        (code := e.code("__init__")) is not None and changes_the_id(code)
    ),
    "has_no_id": lambda e: e.session_id is None,
    "has_the_empty_key": lambda e: bool(e.key == ""),
    "changes_an_argument": lambda e: (
        isinstance(e.operation, Change) and e.operation.part == "argument"
    ),
    "changes_an_answer": lambda e: (
        isinstance(e.operation, Change) and e.operation.part == "answer"
    ),
    # the error
    "is_about_the_id": lambda e: e.answer.message == repr(e.session_id),
    "is_about_the_key": lambda e: e.answer.message == repr(e.key),
    "is_asked_of_the_store": lambda e: e.answer.message.startswith(
        (f"'{e.store}' object", "'super' object")
    ),
    "absent_is_global": lambda e: e.absent in e.globals,
    "absent_is_an_attribute": lambda e: e.absent in e.attributes,
    "absent_is_a_method": lambda e: e.absent in METHODS,
    # the value
    "answers": lambda e: e.error is None and e.value is not None,
    "is_a_bool": lambda e: type(e.value) is bool,
    "is_a_number": lambda e: type(e.value) in (int, float),
    "is_a_collection": lambda e: isinstance(e.value, list | tuple | set),
    "is_nothing": lambda e: e.value in (False, 0, ""),
    "is_part_of_a_dict": lambda e: (
        isinstance(e.value, list | tuple | set) or e.opaque.startswith("a dict_")
    ),
    "is_nothing_in_a_row": lambda e: (
        e.expected.value is None and e.value in ([], (), (None,), [None])
    ),
    # what answers an empty text to everything does so of the empty key, too
    "is_the_key": lambda e: bool(e.value == e.key != ""),
    "changed_its_type": lambda e: (
        e.value is not None and bool(e.value == e.expected.value)
    ),
    "nothing_is_wanted": lambda e: e.expected.value is None,
    "is_reordered": lambda e: (
        e.error is None and e.answer.same_as(e.expected, ordered=False)
    ),
}

# The store and the call ---------------------------------------------------------------


def init_is_async(e: Evidence) -> bool:
    made = getattr(e.store_class, "__init__", None)
    return e.error == "TypeError" and inspect.iscoroutinefunction(made)


def is_after_a_clear(e: Evidence) -> bool:
    return _last_write(e) == "clear"


def is_after_a_remove(e: Evidence) -> bool:
    return _last_write(e) == "remove"


def _last_write(e: Evidence) -> str | None:
    writes = [one for one in map(method_of, e.trace.operations) if one in WRITES]
    return writes[-1] if writes else None


# The error ----------------------------------------------------------------------------


def is_in_a_shared_dict(e: Evidence) -> bool:
    """Whether there is a session, which the method looks up in a dict of the module."""
    there = e.session_id in e.sessions and e.code(e.method) is not None
    return there and bool(e.shared(e.method))


def loops_over_keys(e: Evidence) -> bool:
    loop = re.search(r"\bfor [^:]+,[^:]+ in (.+)", e.answer.where)
    return ".items()" not in loop[1] if loop else not e.answer.where


# The type of the value ----------------------------------------------------------------


def holds_a_coroutine(e: Evidence) -> bool:
    def holds(value: object) -> bool:
        if isinstance(value, dict):
            return any(map(holds, value.values()))
        if isinstance(value, list | tuple):
            return any(map(holds, value))
        return isinstance(value, Opaque) and value.text == "a coroutine object"

    return holds(e.value)


def is_json(e: Evidence) -> bool:
    found, wanted = _dicts(e)
    return _is_json_of(e.value, e.expected.value) or any(
        _is_json_of(found[key], wanted[key]) for key in found.keys() & wanted.keys()
    )


def _is_json_of(text: object, value: object) -> bool:
    # "1" may be JSON of 1, or only its text
    if not isinstance(text, str | bytes) or text in (value, str(value)):
        return False
    try:
        return same(json.loads(text), value)
    except ValueError:
        return False


def is_in_a_row(e: Evidence) -> bool:
    value, wanted = e.value, e.expected.value
    if not isinstance(value, list | tuple) or e.method == "get_all":
        return False
    return value != wanted and any(
        same(one, wanted) or _is_json_of(one, wanted) for one in value
    )


def is_the_session(e: Evidence) -> bool:
    """Whether get answered the dict of all values."""
    values = e.sessions.get(e.session_id)
    wrong = same(e.value, values) and not same(e.value, e.expected.value)
    return bool(values) and wrong and (e.ignores("get", "key") or not _given(e))


def is_wrapped(e: Evidence) -> bool:
    """Whether the session's own dict came inside another, under its id."""
    if not isinstance(e.value, dict) or len(e.value) != 1:
        return False
    ((found, values),) = e.value.items()
    own = PREFIXED.sub("", str(found)) == str(e.session_id)
    return own and e.uses("get_all", "session_id") and same(values, e.expected.value)


def is_everybodys(e: Evidence) -> bool:
    """Whether ids lead to dicts, or to their text, and not one key of a session."""
    if not isinstance(e.value, dict) or not e.value:
        return False
    keys = {key for values in e.sessions.values() for key in values}
    for key in e.value.keys() - keys:
        alone = e.forgets_self("get_all") and isinstance(e.value[key], dict)
        if alone or PREFIXED.match(str(key)):
            return True
    sessions = all(
        (key in SHARED or PREFIXED.match(str(key)))
        and (isinstance(one, dict) or "{" in str(one))
        for key, one in e.value.items()
    )
    return sessions and not keys & e.value.keys()


# The value ----------------------------------------------------------------------------


def is_written_from_outside(e: Evidence) -> bool:
    """Whether what came was written into a dict that set_many was given before."""
    found = {e.key: e.value} if e.method == "get" else e.value
    return isinstance(found, dict) and any(
        one.path[0] in found and same(found[one.path[0]], one.value)
        for one in e.trace.operations
        if isinstance(one, Change)
        and (one.part, len(one.path)) == ("argument", 1)
        and method_of(e.trace.operations[one.number - 1]) == "set_many"
    )


def is_all_that_was_given(e: Evidence) -> bool:
    """Whether a value is the whole dict that set_many was given."""
    came, wanted = (
        [*one.values()] if isinstance(one, dict) and e.method == "get_all" else [one]
        for one in (e.value, e.expected.value)
    )
    return any(one and one in came and one not in wanted for one in _given(e))


def _given(e: Evidence) -> list[Any]:
    """Return what set_many was given."""
    return [one.arguments[0] for one in _calls(e) if one.method == "set_many"]


def _calls(e: Evidence) -> Iterator[Call]:
    return (one for one in e.trace.operations if isinstance(one, Call))


def is_text_of_it(e: Evidence) -> bool:
    def is_text(value: object, wanted: object) -> bool:
        return type(value) is str and type(wanted) is not str and value == str(wanted)

    found, wanted = _dicts(e)
    return is_text(e.value, e.expected.value) or any(
        is_text(found.get(key), one) for key, one in wanted.items()
    )


def is_anothers(e: Evidence) -> bool:
    """Whether what is wrong stands in the session of another id."""
    others = [values for one, values in e.sessions.items() if one != e.session_id]
    if isinstance(e.value, dict) and e.method == "get_all":
        wanted = e.expected.value
        wrong = {
            key: one
            for key, one in e.value.items()
            if key not in wanted or one != wanted[key]
        }
    else:
        got = e.method == "get" and e.value is not None
        wrong = {e.key: e.value} if got else {}
    return any(
        key in other and same(other[key], one)
        for other in others
        for key, one in wrong.items()
    )


def has_a_renamed_key(e: Evidence) -> bool:
    found, wanted = _dicts(e)
    lost = {_folded(key) for key in wanted if key not in found}
    return not lost.isdisjoint(map(_folded, found))


def _folded(key: object) -> str:
    return normalize("NFKC", str(key)).strip().casefold()


def lacks_tombstones(e: Evidence) -> bool:
    """Whether all that is wrong is that removed keys are gone, or came back last."""
    found, wanted = _dicts(e)
    removed = {one.arguments[0] for one in _calls(e) if one.method == "remove"}
    left = {
        key: one for key, one in wanted.items() if key in found or key not in removed
    }
    moved = not _set_again(e).isdisjoint(found)
    return (len(left) < len(wanted) or moved) and same(left, found, ordered=not moved)


def _set_again(e: Evidence) -> set[Any]:
    """Return the keys that were set once more after they were removed."""
    gone: set[Any] = set()
    again: set[Any] = set()
    for one in _calls(e):
        if one.method == "remove":
            gone |= {*one.arguments}
        elif one.method in ("set", "set_many"):
            written = one.arguments[0]
            again |= gone & ({*written} if isinstance(written, dict) else {written})
    return again


def lacks_nulls(e: Evidence) -> bool:
    """Whether all that is wrong is that keys that hold None are gone."""
    found, wanted = _dicts(e)
    left = {key: one for key, one in wanted.items() if one is not None or key in found}
    return len(left) < len(wanted) and same(left, found)


def lacks_keys(e: Evidence) -> bool:
    found, wanted = _dicts(e)
    return found.keys() < wanted.keys()


def has_more_keys(e: Evidence) -> bool:
    found, wanted = _dicts(e)
    return bool(found.keys() - wanted.keys())


def is_a_shared_empty_dict(e: Evidence) -> bool:
    """Whether a key came that was written into the answer where there is no session."""
    asked = e.trace.operations
    written = {one.path[0] for one in asked if isinstance(one, Change)}
    reads_only = not any(method_of(one) in WRITES for one in asked)
    found, _ = _dicts(e)
    return reads_only and bool(found) and found.keys() <= written


def _dicts(e: Evidence) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """Return what came and what is wanted, if both are dicts; else two empty ones."""
    both = isinstance(e.value, dict) and isinstance(e.expected.value, dict)
    return (e.value, e.expected.value) if both else ({}, {})


def is_a_default(e: Evidence) -> bool:
    """Whether get made up a value for a key that the session does not have."""
    values = e.sessions.get(e.session_id, {})
    made_up = e.value in ({}, "", 0) and e.key not in values
    return values.get(e.key) is None and (made_up or e.value_is_written)


def is_left_by_remove(e: Evidence) -> bool:
    """Whether get answered what was never set, and the key was removed last."""
    values = [one.arguments[-1] for one in _calls(e) if one.method == "set"]
    last = [one for one in _calls(e) if one.method in WRITES][-1:]
    removed = any(one.method == "remove" and one.arguments[0] == e.key for one in last)
    return removed and e.value not in values
