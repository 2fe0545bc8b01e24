"""The scenarios, in lesson order: a question on semantics each, and why it matters."""

from dataclasses import dataclass
from typing import Any, Final

from sessionkit.operation import Operation, change_answer, change_argument, on
from sessionkit.rules import (
    ANY_NAME_IS_A_KEY,
    CLEAR_FORGETS,
    FALSY_IS_THERE,
    GET_ALL_IS_LIVE,
    ID_IS_ASSIGNED,
    KEYS_KEEP_ORDER,
    MISSING_IS_NULL,
    NO_ID_IS_ONE_SESSION,
    NULL_IS_NOT_THERE,
    READING_CREATES_NOTHING,
    REMOVE_CREATES_NO_SESSION,
    REMOVE_SETS_NULL,
    SESSIONS_APART,
    SET_CREATES,
    SET_MANY_IS_SETS,
    SET_REPLACES,
    STATE_IS_SHARED,
    VALUES_ARE_LIVE,
)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named run of operations that asks one question about semantics.

    ``rule`` is the clause of the contract that it tests, one of
    ``sessionkit.rules.RULES``; a store that
    departs from it can declare so. Where Python answers otherwise than FortJs,
    ``deviation`` names the entry of ``sessionkit.fortjs.DEVIATIONS`` that says why, and
    ``in_python`` gives the number (from 1) of each such operation with its answer here.
    """

    name: str
    group: str
    rule: str
    question: str
    why: str
    hint: str
    operations: tuple[Operation, ...]
    deviation: str | None = None
    in_python: tuple[tuple[int, Any], ...] = ()

    def __str__(self) -> str:
        return self.name


READING: Final = "Reading before anything was set"
WRITING: Final = "Writing and reading back"
APART: Final = "One session, many stores"
REMOVING: Final = "Removing"
CLEARING: Final = "Clearing"
SETTING_MANY: Final = "Setting many at once"
ALIASING: Final = "Changes from outside"
NO_ID: Final = "Visitors without an id"
NAMES: Final = "Names that are special elsewhere"

ada, bob, visitor = on("ada"), on("bob"), on(None)

SCENARIOS: Final = (
    Scenario(
        "new-session-is-any-exist",
        READING,
        READING_CREATES_NOTHING,
        "Is there a session before anything was set?",
        "A framework asks this before a write, to decide whether to make a new id.",
        "is_any_exist is False until the first set on this id.",
        (ada.is_any_exist(),),
    ),
    Scenario(
        "new-session-get",
        READING,
        MISSING_IS_NULL,
        "What does get answer when there is no session at all?",
        "Every first visit reads before it writes; it must not fail.",
        "get answers None where there is nothing; it never raises.",
        (ada.get("user"),),
    ),
    Scenario(
        "new-session-is-exist",
        READING,
        READING_CREATES_NOTHING,
        "Does a key exist when there is no session at all?",
        "A page shows its login link by this answer.",
        "is_exist answers False where there is no session; it never raises.",
        (ada.is_exist("user"),),
    ),
    Scenario(
        "new-session-get-all",
        READING,
        READING_CREATES_NOTHING,
        "What does get_all answer when there is no session at all?",
        "Code loops over the answer; it wants an empty dict, not None.",
        "get_all answers an empty dict where there is no session.",
        (ada.get_all(),),
    ),
    Scenario(
        "reading-creates-nothing",
        READING,
        READING_CREATES_NOTHING,
        "Is there a session after every read method was called once?",
        "A crawler that only reads must not fill the memory with empty sessions.",
        "Reading must not create the session; a setdefault in a read method does.",
        (ada.get("user"), ada.is_exist("user"), ada.get_all(), ada.is_any_exist()),
    ),
    Scenario(
        "set-creates-the-session",
        WRITING,
        SET_CREATES,
        "Is there a session after the first set?",
        "Nothing else creates one: there is no open, start or save.",
        "The first set on an id creates its session.",
        (ada.set("user", "Ada"), ada.is_any_exist()),
    ),
    Scenario(
        "set-then-get",
        WRITING,
        SET_CREATES,
        "Does get answer what set was given?",
        "It is what a session store is for.",
        "get answers the value that the last set gave to that key.",
        (ada.set("user", "Ada"), ada.get("user"), ada.is_exist("user")),
    ),
    Scenario(
        "missing-key",
        WRITING,
        MISSING_IS_NULL,
        "In a session, what do get and is_exist answer for a key never set?",
        "A misspelt key gives no error; it looks like a value that is not there.",
        "get answers None for a key never set; it raises no KeyError.",
        (ada.set("user", "Ada"), ada.get("cart"), ada.is_exist("cart")),
    ),
    Scenario(
        "overwrite",
        WRITING,
        SET_REPLACES,
        "What is left when a key is set twice?",
        "The last write wins; lists are not joined and dicts not merged.",
        "A second set replaces the value, and leaves the other keys alone.",
        (
            ada.set("cart", {"tea": 1}),
            ada.set("user", "Ada"),
            ada.set("cart", {"milk": 2}),
            ada.get_all(),
        ),
    ),
    Scenario(
        "falsy-values",
        WRITING,
        FALSY_IS_THERE,
        'Do 0, "", False and an empty list exist?',
        "A cart of 0 items was still set; `if value:` forgets it.",
        "Compare with None; truth is the wrong test for 0, an empty text and False.",
        (
            ada.set("visits", 0),
            ada.set("note", ""),
            ada.set("member", False),
            ada.set("cart", []),
            ada.is_exist("visits"),
            ada.is_exist("note"),
            ada.is_exist("member"),
            ada.is_exist("cart"),
            ada.get("visits"),
            ada.get("member"),
        ),
    ),
    Scenario(
        "set-null",
        WRITING,
        NULL_IS_NOT_THERE,
        "Does a key that was set to null exist?",
        "To get and is_exist, null that was stored is as a key never set.",
        "is_exist is False for a stored None, though the key is in get_all.",
        (ada.set("cart", None), ada.is_exist("cart"), ada.get_all()),
    ),
    Scenario(
        "set-null-creates-the-session",
        WRITING,
        SET_CREATES,
        "Is there a session when its only value is null?",
        "is_any_exist asks for the session, is_exist for a value in it.",
        "set creates the session whatever the value is, None included.",
        (ada.set("cart", None), ada.is_any_exist()),
    ),
    Scenario(
        "another-store-same-id",
        APART,
        STATE_IS_SHARED,
        "Does the next request, with a store object of its own, see what was set?",
        "A framework makes a new store object for every request.",
        "Values kept on the object die with it; keep them where all stores look.",
        (ada.set("user", "Ada"), ada.open(), ada.get("user"), ada.is_any_exist()),
    ),
    Scenario(
        "somebody-else-has-a-session",
        APART,
        SESSIONS_APART,
        "Bob has a session: does Ada have one?",
        "The question is about this id; else one visitor lets everybody in.",
        "is_any_exist asks for the session of its own id, not for any at all.",
        (bob.set("user", "Bob"), ada.is_any_exist()),
    ),
    Scenario(
        "two-sessions-same-key",
        APART,
        SESSIONS_APART,
        "Do two visitors who set the same key overwrite each other?",
        "A store that mixes sessions shows one visitor's data to another.",
        "Each session id has its own values.",
        (
            ada.set("user", "Ada"),
            bob.set("user", "Bob"),
            ada.get("user"),
            bob.get("user"),
        ),
    ),
    Scenario(
        "two-sessions-get-all",
        APART,
        SESSIONS_APART,
        "Does get_all show the other visitor's keys?",
        "get_all is often sent to the browser whole.",
        "get_all answers the values of its own session only.",
        (ada.set("user", "Ada"), bob.set("cart", 3), ada.get_all(), bob.get_all()),
    ),
    Scenario(
        "remove-then-get",
        REMOVING,
        REMOVE_SETS_NULL,
        "What does get answer for a key that was removed?",
        "It looks just like a key that was never set.",
        "get answers None for a removed key.",
        (ada.set("cart", 3), ada.remove("cart"), ada.get("cart")),
    ),
    Scenario(
        "remove-then-is-exist",
        REMOVING,
        NULL_IS_NOT_THERE,
        "Does a removed key exist?",
        "Code that asks first must be told no.",
        "is_exist is False for a removed key: its value is None.",
        (ada.set("cart", 3), ada.remove("cart"), ada.is_exist("cart")),
    ),
    Scenario(
        "remove-then-get-all",
        REMOVING,
        REMOVE_SETS_NULL,
        "What does get_all show of a key that was removed?",
        "The key is still there with null: a tombstone. Sent as JSON, its name leaks.",
        "remove is no del: it sets the value to None and keeps the key.",
        (ada.set("cart", 3), ada.remove("cart"), ada.get_all()),
    ),
    Scenario(
        "remove-last-key-is-any-exist",
        REMOVING,
        REMOVE_SETS_NULL,
        "Is there still a session after its only key was removed?",
        "Removing every key does not log out: only clear ends a session.",
        "A session of tombstones is a session; remove never ends it.",
        (ada.set("cart", 3), ada.remove("cart"), ada.is_any_exist()),
    ),
    Scenario(
        "remove-key-never-set",
        REMOVING,
        REMOVE_SETS_NULL,
        "What does removing a key do that was never set, in a session that is there?",
        "It creates the key: a loop of removes makes the session grow.",
        "remove sets None even for a key never set, if there is a session.",
        (ada.set("user", "Ada"), ada.remove("cart"), ada.get_all()),
    ),
    Scenario(
        "remove-first",
        REMOVING,
        REMOVE_CREATES_NO_SESSION,
        "What does remove do when it is the very first operation?",
        "Only set creates a session; a logout link followed twice must not.",
        "Without a session remove does nothing, and raises nothing.",
        (ada.remove("cart"), ada.is_any_exist(), ada.get_all()),
    ),
    Scenario(
        "remove-twice",
        REMOVING,
        REMOVE_SETS_NULL,
        "What is left when a key is removed twice?",
        "Removing again must be harmless.",
        "A second remove finds the tombstone and sets None again.",
        (ada.set("cart", 3), ada.remove("cart"), ada.remove("cart"), ada.get_all()),
    ),
    Scenario(
        "set-over-a-tombstone",
        REMOVING,
        REMOVE_SETS_NULL,
        "What does set do to a key that was removed?",
        "The key never left, so it comes back in its old place.",
        "set gives the tombstone a value again; the key keeps its place.",
        (
            ada.set("cart", 3),
            ada.set("user", "Ada"),
            ada.remove("cart"),
            ada.set("cart", 1),
            ada.is_exist("cart"),
            ada.get_all(),
        ),
    ),
    Scenario(
        "clear-then-read",
        CLEARING,
        CLEAR_FORGETS,
        "What do the four read methods answer after clear?",
        "A logout must leave nothing behind: no key, no tombstone, no session.",
        "clear forgets the session itself, not only the values in it.",
        (
            ada.set("user", "Ada"),
            ada.clear(),
            ada.is_any_exist(),
            ada.get("user"),
            ada.is_exist("user"),
            ada.get_all(),
        ),
    ),
    Scenario(
        "clear-then-set",
        CLEARING,
        CLEAR_FORGETS,
        "What is in the session when it is written to after clear?",
        "Who logs in again must not find what the visitor before left.",
        "A set after clear starts an empty session.",
        (
            ada.set("user", "Ada"),
            ada.set("cart", 3),
            ada.clear(),
            ada.set("user", "Eve"),
            ada.get_all(),
        ),
    ),
    Scenario(
        "clear-nothing",
        CLEARING,
        CLEAR_FORGETS,
        "What does clear do when there is no session?",
        "A second logout in another tab must not fail.",
        "clear without a session does nothing, and raises nothing.",
        (ada.clear(), ada.is_any_exist()),
    ),
    Scenario(
        "clear-one-of-two",
        CLEARING,
        SESSIONS_APART,
        "Does clearing one session touch another?",
        "One visitor's logout must not log everybody out.",
        "clear forgets the session of its own id only.",
        (ada.set("user", "Ada"), bob.set("user", "Bob"), ada.clear(), bob.get("user")),
    ),
    Scenario(
        "set-many-on-a-new-session",
        SETTING_MANY,
        SET_MANY_IS_SETS,
        "Does set_many create the session, with every key?",
        "A login writes name, rights and time in one go.",
        "set_many is a set for each key, the first of which creates the session.",
        (ada.set_many({"user": "Ada", "cart": 3}), ada.is_any_exist(), ada.get_all()),
    ),
    Scenario(
        "set-many-of-nothing",
        SETTING_MANY,
        SET_MANY_IS_SETS,
        "Does set_many of an empty dict create a session?",
        "No key, no set, no session: whoever sends an empty form stays unknown.",
        "With no keys there is nothing to set, so no session comes about.",
        (ada.set_many({}), ada.is_any_exist()),
    ),
    Scenario(
        "set-many-keeps-other-keys",
        SETTING_MANY,
        SET_MANY_IS_SETS,
        "What becomes of the keys that set_many does not name?",
        "It adds to the session; it does not replace it.",
        "set_many changes the keys it names and no other.",
        (ada.set("user", "Ada"), ada.set_many({"cart": 3}), ada.get_all()),
    ),
    Scenario(
        "set-many-over-values",
        SETTING_MANY,
        SET_MANY_IS_SETS,
        "What does set_many do to a key that has a value already?",
        "It replaces the value, as set does; nothing is merged or kept.",
        "set_many gives each key that it names its new value, whatever was there.",
        (
            ada.set("cart", [1]),
            ada.set_many({"cart": [2], "user": "Ada"}),
            ada.get_all(),
        ),
    ),
    Scenario(
        "set-many-over-tombstones",
        SETTING_MANY,
        SET_MANY_IS_SETS,
        "What does set_many do to removed keys?",
        "The keys it names come back, the others stay tombstones.",
        "set_many gives tombstones that it names a value, and leaves the others.",
        (
            ada.set_many({"user": "Ada", "cart": 3}),
            ada.remove("user"),
            ada.remove("cart"),
            ada.set_many({"cart": 1}),
            ada.get_all(),
        ),
    ),
    Scenario(
        "set-many-with-null",
        SETTING_MANY,
        SET_MANY_IS_SETS,
        "Does set_many leave out values that are null?",
        "A null in a form is a write like any other.",
        "set_many sets None too; filter nothing.",
        (ada.set_many({"user": None}), ada.is_any_exist(), ada.get_all()),
    ),
    Scenario(
        "set-many-then-change-the-dict",
        SETTING_MANY,
        SET_MANY_IS_SETS,
        "Does a later change of the dict given to set_many reach the store?",
        "Only the values go in; the dict itself stays the caller's.",
        "Take the values out of the dict; do not keep the dict itself as the session.",
        (
            ada.set_many({"user": "Ada"}),
            change_argument(1, ["user"], "Eve"),
            ada.get("user"),
        ),
    ),
    Scenario(
        "change-what-get-all-gave",
        ALIASING,
        GET_ALL_IS_LIVE,
        "Does a change of the dict that get_all gave change the session?",
        "It is the session itself: a write that no method saw.",
        "get_all hands out the mapping that the store keeps, not a copy.",
        (
            ada.set("user", "Ada"),
            ada.get_all(),
            change_answer(2, ["user"], "Eve"),
            ada.get("user"),
        ),
    ),
    Scenario(
        "add-to-what-get-all-gave",
        ALIASING,
        GET_ALL_IS_LIVE,
        "Does a key added to the dict that get_all gave exist?",
        "Code that completes the answer for a template writes into the session.",
        "get_all hands out the mapping that the store keeps, not a copy.",
        (
            ada.set("user", "Ada"),
            ada.get_all(),
            change_answer(2, ["admin"], True),
            ada.is_exist("admin"),
            ada.get_all(),
        ),
    ),
    Scenario(
        "get-all-then-set",
        ALIASING,
        GET_ALL_IS_LIVE,
        "Two requests hold what get_all gave; does one see the other's change?",
        "It is one object: what one holder changes, the other has.",
        "Each get_all of one session answers the same mapping.",
        (
            ada.set("user", "Ada"),
            ada.get_all(),
            ada.open(),
            ada.get_all(),
            change_answer(2, ["cart"], 3),
            change_answer(4, ["cart"], 4),
            ada.get_all(),
        ),
    ),
    Scenario(
        "change-the-empty-answer",
        ALIASING,
        READING_CREATES_NOTHING,
        "Without a session, does a change of what get_all gave create one?",
        "Here the dict is a fresh one, and the write is lost without a word.",
        "Without a session get_all answers a fresh dict that nothing else holds.",
        (
            ada.get_all(),
            change_answer(1, ["user"], "Ada"),
            ada.is_any_exist(),
            ada.get_all(),
        ),
    ),
    Scenario(
        "change-after-clear",
        ALIASING,
        CLEAR_FORGETS,
        "Can whoever holds what get_all gave before clear still write to the session?",
        "clear lets go of the mapping; it does not empty it.",
        "clear drops the session's mapping, so that old holders reach nothing.",
        (
            ada.set("user", "Ada"),
            ada.get_all(),
            ada.clear(),
            change_answer(2, ["user"], "Eve"),
            ada.is_any_exist(),
            ada.get_all(),
        ),
    ),
    Scenario(
        "change-a-value-that-was-stored",
        ALIASING,
        VALUES_ARE_LIVE,
        "A list was stored and then changed by its owner: what does get answer?",
        "The store holds the list itself; a test in memory passes, in Redis it fails.",
        "set keeps the very object that it was given; it makes no copy.",
        (
            ada.set("cart", ["tea"]),
            change_argument(1, [1], "milk"),
            ada.get("cart"),
        ),
    ),
    Scenario(
        "change-a-value-that-was-got",
        ALIASING,
        VALUES_ARE_LIVE,
        "A dict that get answered is changed: what does the next get answer?",
        "`(await get(key)).update(...)` works here without a set, and nowhere else.",
        "get hands out the very object that is stored; it makes no copy.",
        (
            ada.set("cart", {"tea": 1}),
            ada.get("cart"),
            change_answer(2, ["tea"], 5),
            ada.get("cart"),
        ),
    ),
    Scenario(
        "no-id-is-shared",
        NO_ID,
        NO_ID_IS_ONE_SESSION,
        "Two visitors bring no session id: does one see what the other stored?",
        "They share the session of nobody; a framework must never let it be written.",
        "None is an id like any other: one session for all who have it.",
        (visitor.set("user", "Ada"), visitor.open(), visitor.get("user")),
    ),
    Scenario(
        "no-id-and-an-id",
        NO_ID,
        SESSIONS_APART,
        "Does a visitor with an id see what a visitor without one stored?",
        "The session of nobody must at least stay apart from all others.",
        "The session with no id has its own values.",
        (
            visitor.set("user", "Eve"),
            ada.set("cart", 3),
            ada.get_all(),
            visitor.get_all(),
        ),
    ),
    Scenario(
        "assign-an-id",
        NO_ID,
        ID_IS_ASSIGNED,
        "The framework gives the store a new id, then sets: whose session is it?",
        "This is how a first visit gets its session, in the very same store object.",
        "Look up session_id at each call; do not fetch the session when made.",
        (
            visitor.is_any_exist(),
            visitor.assign_id("ada"),
            ada.set("user", "Ada"),
            ada.get_all(),
            visitor.get_all(),
        ),
    ),
    Scenario(
        "inherited-names",
        NAMES,
        ANY_NAME_IS_A_KEY,
        "Does the key toString exist in a session where nobody set it?",
        "Every JavaScript object inherits it, so FortJs says yes.",
        "Only what was set is there.",
        (
            ada.set("user", "Ada"),
            ada.is_exist("toString"),
            ada.get("constructor"),
            ada.get_all(),
        ),
        deviation="inherited-names",
        in_python=((2, False), (3, None)),
    ),
    Scenario(
        "inherited-names-without-a-session",
        NAMES,
        READING_CREATES_NOTHING,
        "And without a session, does the key toString exist?",
        "There is no object yet that could inherit it.",
        "Only what was set is there.",
        (ada.is_exist("toString"), ada.get("toString")),
    ),
    Scenario(
        "set-an-inherited-name",
        NAMES,
        ANY_NAME_IS_A_KEY,
        "Can a key be called toString?",
        "An own key hides the inherited one.",
        "toString is a key like any other.",
        (ada.set("toString", "mine"), ada.get("toString"), ada.get_all()),
    ),
    Scenario(
        "the-prototype-key",
        NAMES,
        ANY_NAME_IS_A_KEY,
        "A visitor may choose a key and calls it __proto__: what changes?",
        "In FortJs the session inherits from the value: admin is True, set by nobody.",
        "__proto__ is a key like any other.",
        (
            ada.set("user", "Ada"),
            ada.set("__proto__", {"admin": True}),
            ada.get("admin"),
            ada.get_all(),
        ),
        deviation="prototype-key",
        in_python=((3, None), (4, {"user": "Ada", "__proto__": {"admin": True}})),
    ),
    Scenario(
        "empty-key",
        NAMES,
        ANY_NAME_IS_A_KEY,
        "Can a key be the empty text?",
        "A form field without a name sends one.",
        "The empty text is a key like any other; `if key:` forgets it.",
        (ada.set("", 1), ada.get(""), ada.is_exist(""), ada.get_all()),
    ),
    Scenario(
        "key-order",
        NAMES,
        KEYS_KEEP_ORDER,
        "In which order does get_all give the keys?",
        "A page that lists a session shows them so.",
        "Keys stand in the order in which they were first set.",
        (ada.set("b", 1), ada.set("a", 2), ada.set("b", 3), ada.get_all()),
    ),
    Scenario(
        "integer-like-keys",
        NAMES,
        KEYS_KEEP_ORDER,
        "In which order do keys stand that look like whole numbers?",
        "JavaScript puts them first, by size; a cart by article number is reordered.",
        "Python keeps the order in which they were set.",
        (
            ada.set("b", 1),
            ada.set("10", 2),
            ada.set("9", 3),
            ada.set("01", 4),
            ada.get_all(),
        ),
        deviation="integer-like-keys-first",
        in_python=((5, {"b": 1, "10": 2, "9": 3, "01": 4}),),
    ),
)

BY_NAME: Final = {scenario.name: scenario for scenario in SCENARIOS}


def named(scenario: Scenario | str) -> Scenario:
    """Return ``scenario``, looked up if it is given by its name.

    Raises ``LookupError``, which lists the names there are, for another name.
    """
    if isinstance(scenario, Scenario):
        return scenario
    if scenario not in BY_NAME:
        raise LookupError(f"no scenario {scenario!r}; there are: {', '.join(BY_NAME)}")
    return BY_NAME[scenario]
