"""The scenarios, in lesson order: a question on semantics each, and why it matters."""

from dataclasses import dataclass
from typing import Any, Final

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
    REMOVE_TOUCHES_ONE,
    SESSIONS_APART,
    SET_CREATES,
    SET_MANY_IS_SETS,
    SET_REPLACES,
    STATE_IS_SHARED,
    VALUES_ARE_LIVE,
)
from sessionkit.traces.operation import Operation, change_answer, change_argument, on


@dataclass(frozen=True, slots=True, kw_only=True)
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
        name="new-session-is-any-exist",
        group=READING,
        rule=READING_CREATES_NOTHING,
        question="Is there a session before anything was set?",
        why="A framework asks this before a write, to decide whether to make a new id.",
        hint="is_any_exist is False until the first set on this id.",
        operations=(ada.is_any_exist(),),
    ),
    Scenario(
        name="new-session-get",
        group=READING,
        rule=MISSING_IS_NULL,
        question="What does get answer when there is no session at all?",
        why="Every first visit reads before it writes; it must not fail.",
        hint="get answers None where there is nothing; it never raises.",
        operations=(ada.get("user"),),
    ),
    Scenario(
        name="new-session-is-exist",
        group=READING,
        rule=READING_CREATES_NOTHING,
        question="Does a key exist when there is no session at all?",
        why="A page shows its login link by this answer.",
        hint="is_exist answers False where there is no session; it never raises.",
        operations=(ada.is_exist("user"),),
    ),
    Scenario(
        name="new-session-get-all",
        group=READING,
        rule=READING_CREATES_NOTHING,
        question="What does get_all answer when there is no session at all?",
        why="Code loops over the answer; it wants an empty dict, not None.",
        hint="get_all answers an empty dict where there is no session.",
        operations=(ada.get_all(),),
    ),
    Scenario(
        name="get-creates-nothing",
        group=READING,
        rule=READING_CREATES_NOTHING,
        question="Is there a session after get was called?",
        why="A page that only asks who is there must not begin a session.",
        hint="get must not create the session; a setdefault in it does.",
        operations=(ada.get("user"), ada.is_any_exist()),
    ),
    Scenario(
        name="reading-creates-nothing",
        group=READING,
        rule=READING_CREATES_NOTHING,
        question="Is there a session after every read method was called once?",
        why="A crawler that only reads must not fill the memory with empty sessions.",
        hint="Reading must not create the session; a setdefault in a read method does.",
        operations=(
            ada.get("user"),
            ada.is_exist("user"),
            ada.get_all(),
            ada.is_any_exist(),
        ),
    ),
    Scenario(
        name="set-creates-the-session",
        group=WRITING,
        rule=SET_CREATES,
        question="Is there a session after the first set?",
        why="Nothing else creates one: there is no open, start or save.",
        hint="The first set on an id creates its session.",
        operations=(ada.set("user", "Ada"), ada.is_any_exist()),
    ),
    Scenario(
        name="set-then-get",
        group=WRITING,
        rule=SET_CREATES,
        question="Does get answer what set was given?",
        why="It is what a session store is for.",
        hint="get answers the value that the last set gave to that key.",
        operations=(ada.set("user", "Ada"), ada.get("user"), ada.is_exist("user")),
    ),
    Scenario(
        name="get-a-key-never-set",
        group=WRITING,
        rule=MISSING_IS_NULL,
        question="What does get answer, in a session, for a key never set?",
        why="The first page after the login asks for a cart that is not there yet.",
        hint="get answers None for a key never set, where [key] would raise.",
        operations=(ada.set("user", "Ada"), ada.get("cart")),
    ),
    Scenario(
        name="missing-key",
        group=WRITING,
        rule=MISSING_IS_NULL,
        question="In a session, what do get and is_exist answer for a key never set?",
        why="A misspelt key gives no error; it looks like a value that is not there.",
        hint="get answers None for a key never set; it raises no KeyError.",
        operations=(ada.set("user", "Ada"), ada.get("cart"), ada.is_exist("cart")),
    ),
    Scenario(
        name="overwrite",
        group=WRITING,
        rule=SET_REPLACES,
        question="What is left when a key is set twice?",
        why="The last write wins; lists are not joined and dicts not merged.",
        hint="A second set replaces the value, and leaves the other keys alone.",
        operations=(
            ada.set("cart", {"tea": 1}),
            ada.set("user", "Ada"),
            ada.set("cart", {"milk": 2}),
            ada.get_all(),
        ),
    ),
    Scenario(
        name="falsy-values",
        group=WRITING,
        rule=FALSY_IS_THERE,
        question='Do 0, "", False and an empty list exist?',
        why="A cart of 0 items was still set; `if value:` forgets it.",
        hint="Compare with None; truth is the wrong test for 0, an empty text and "
        "False.",
        operations=(
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
        name="set-null-is-exist",
        group=WRITING,
        rule=NULL_IS_NOT_THERE,
        question="Does a key exist whose value is null?",
        why="is_exist asks for a value, and null is none; the key itself is no answer.",
        hint="is_exist is False for a stored None: ask for the value, not for the key.",
        operations=(ada.set("cart", None), ada.is_exist("cart")),
    ),
    Scenario(
        name="set-null",
        group=WRITING,
        rule=NULL_IS_NOT_THERE,
        question="Does a key that was set to null exist?",
        why="To get and is_exist, null that was stored is as a key never set.",
        hint="is_exist is False for a stored None, though the key is in get_all.",
        operations=(ada.set("cart", None), ada.is_exist("cart"), ada.get_all()),
    ),
    Scenario(
        name="set-null-creates-the-session",
        group=WRITING,
        rule=SET_CREATES,
        question="Is there a session when its only value is null?",
        why="is_any_exist asks for the session, is_exist for a value in it.",
        hint="set creates the session whatever the value is, None included.",
        operations=(ada.set("cart", None), ada.is_any_exist()),
    ),
    Scenario(
        name="another-store-same-id",
        group=APART,
        rule=STATE_IS_SHARED,
        question="Does the next request, with a store object of its own, see what "
        "was set?",
        why="A framework makes a new store object for every request.",
        hint="Values kept on the object die with it; keep them where all stores look.",
        operations=(
            ada.set("user", "Ada"),
            ada.open(),
            ada.get("user"),
            ada.is_any_exist(),
        ),
    ),
    Scenario(
        name="somebody-else-has-a-session",
        group=APART,
        rule=SESSIONS_APART,
        question="Bob has a session: does Ada have one?",
        why="The question is about this id; else one visitor lets everybody in.",
        hint="is_any_exist asks for the session of its own id, not for any at all.",
        operations=(bob.set("user", "Bob"), ada.is_any_exist()),
    ),
    Scenario(
        name="two-sessions-same-key",
        group=APART,
        rule=SESSIONS_APART,
        question="Do two visitors who set the same key overwrite each other?",
        why="A store that mixes sessions shows one visitor's data to another.",
        hint="Each session id has its own values.",
        operations=(
            ada.set("user", "Ada"),
            bob.set("user", "Bob"),
            ada.get("user"),
            bob.get("user"),
        ),
    ),
    Scenario(
        name="two-sessions-get-all",
        group=APART,
        rule=SESSIONS_APART,
        question="Does get_all show the other visitor's keys?",
        why="get_all is often sent to the browser whole.",
        hint="get_all answers the values of its own session only.",
        operations=(
            ada.set("user", "Ada"),
            bob.set("cart", 3),
            ada.get_all(),
            bob.get_all(),
        ),
    ),
    Scenario(
        name="remove-then-get",
        group=REMOVING,
        rule=REMOVE_SETS_NULL,
        question="What does get answer for a key that was removed?",
        why="It looks just like a key that was never set.",
        hint="get answers None for a removed key.",
        operations=(ada.set("cart", 3), ada.remove("cart"), ada.get("cart")),
    ),
    Scenario(
        name="remove-then-is-exist",
        group=REMOVING,
        rule=NULL_IS_NOT_THERE,
        question="Does a removed key exist?",
        why="Code that asks first must be told no.",
        hint="is_exist is False for a removed key: its value is None.",
        operations=(ada.set("cart", 3), ada.remove("cart"), ada.is_exist("cart")),
    ),
    Scenario(
        name="remove-then-get-all",
        group=REMOVING,
        rule=REMOVE_SETS_NULL,
        question="What does get_all show of a key that was removed?",
        why="The key is still there with null: a tombstone. Sent as JSON, its name "
        "leaks.",
        hint="remove is no del: it sets the value to None and keeps the key.",
        operations=(ada.set("cart", 3), ada.remove("cart"), ada.get_all()),
    ),
    Scenario(
        name="remove-last-key-is-any-exist",
        group=REMOVING,
        rule=REMOVE_SETS_NULL,
        question="Is there still a session after its only key was removed?",
        why="Removing every key does not log out: only clear ends a session.",
        hint="A session of tombstones is a session; remove never ends it.",
        operations=(ada.set("cart", 3), ada.remove("cart"), ada.is_any_exist()),
    ),
    Scenario(
        name="remove-key-never-set",
        group=REMOVING,
        rule=REMOVE_SETS_NULL,
        question="What does removing a key do that was never set, in a session "
        "that is there?",
        why="It creates the key: a loop of removes makes the session grow.",
        hint="remove sets None even for a key never set, if there is a session.",
        operations=(ada.set("user", "Ada"), ada.remove("cart"), ada.get_all()),
    ),
    Scenario(
        name="remove-first",
        group=REMOVING,
        rule=REMOVE_CREATES_NO_SESSION,
        question="What does remove do when it is the very first operation?",
        why="Only set creates a session; a logout link followed twice must not.",
        hint="Without a session remove does nothing, and raises nothing.",
        operations=(ada.remove("cart"), ada.is_any_exist(), ada.get_all()),
    ),
    Scenario(
        name="remove-leaves-the-others",
        group=REMOVING,
        rule=REMOVE_TOUCHES_ONE,
        question="What does remove do to the other keys, and to the session?",
        why="Emptying the cart must not log the visitor out.",
        hint="remove is about its key alone; the other keys and the session stay.",
        operations=(
            ada.set("cart", 3),
            ada.set("user", "Ada"),
            ada.remove("cart"),
            ada.get("user"),
            ada.is_any_exist(),
        ),
    ),
    Scenario(
        name="remove-twice",
        group=REMOVING,
        rule=REMOVE_SETS_NULL,
        question="What is left when a key is removed twice?",
        why="Removing again must be harmless.",
        hint="A second remove finds the tombstone and sets None again.",
        operations=(
            ada.set("cart", 3),
            ada.remove("cart"),
            ada.remove("cart"),
            ada.get_all(),
        ),
    ),
    Scenario(
        name="set-over-a-tombstone",
        group=REMOVING,
        rule=REMOVE_SETS_NULL,
        question="What does set do to a key that was removed?",
        why="The key never left, so it comes back in its old place.",
        hint="set gives the tombstone a value again; the key keeps its place.",
        operations=(
            ada.set("cart", 3),
            ada.set("user", "Ada"),
            ada.remove("cart"),
            ada.set("cart", 1),
            ada.is_exist("cart"),
            ada.get_all(),
        ),
    ),
    Scenario(
        name="clear-then-read",
        group=CLEARING,
        rule=CLEAR_FORGETS,
        question="What do the four read methods answer after clear?",
        why="A logout must leave nothing behind: no key, no tombstone, no session.",
        hint="clear forgets the session itself, not only the values in it.",
        operations=(
            ada.set("user", "Ada"),
            ada.clear(),
            ada.is_any_exist(),
            ada.get("user"),
            ada.is_exist("user"),
            ada.get_all(),
        ),
    ),
    Scenario(
        name="clear-then-set",
        group=CLEARING,
        rule=CLEAR_FORGETS,
        question="What is in the session when it is written to after clear?",
        why="Who logs in again must not find what the visitor before left.",
        hint="A set after clear starts an empty session.",
        operations=(
            ada.set("user", "Ada"),
            ada.set("cart", 3),
            ada.clear(),
            ada.set("user", "Eve"),
            ada.get_all(),
        ),
    ),
    Scenario(
        name="clear-nothing",
        group=CLEARING,
        rule=CLEAR_FORGETS,
        question="What does clear do when there is no session?",
        why="A second logout in another tab must not fail.",
        hint="clear without a session does nothing, and raises nothing.",
        operations=(ada.clear(), ada.is_any_exist()),
    ),
    Scenario(
        name="clear-one-of-two",
        group=CLEARING,
        rule=SESSIONS_APART,
        question="Does clearing one session touch another?",
        why="One visitor's logout must not log everybody out.",
        hint="clear forgets the session of its own id only.",
        operations=(
            ada.set("user", "Ada"),
            bob.set("user", "Bob"),
            ada.clear(),
            bob.get("user"),
        ),
    ),
    Scenario(
        name="set-many-on-a-new-session",
        group=SETTING_MANY,
        rule=SET_MANY_IS_SETS,
        question="Does set_many create the session, with every key?",
        why="A login writes name, rights and time in one go.",
        hint="set_many is a set for each key, the first of which creates the session.",
        operations=(
            ada.set_many({"user": "Ada", "cart": 3}),
            ada.is_any_exist(),
            ada.get_all(),
        ),
    ),
    Scenario(
        name="set-many-of-nothing",
        group=SETTING_MANY,
        rule=SET_MANY_IS_SETS,
        question="Does set_many of an empty dict create a session?",
        why="No key, no set, no session: whoever sends an empty form stays unknown.",
        hint="With no keys there is nothing to set, so no session comes about.",
        operations=(ada.set_many({}), ada.is_any_exist()),
    ),
    Scenario(
        name="set-many-keeps-other-keys",
        group=SETTING_MANY,
        rule=SET_MANY_IS_SETS,
        question="What becomes of the keys that set_many does not name?",
        why="It adds to the session; it does not replace it.",
        hint="set_many changes the keys it names and no other.",
        operations=(ada.set("user", "Ada"), ada.set_many({"cart": 3}), ada.get_all()),
    ),
    Scenario(
        name="set-many-over-values",
        group=SETTING_MANY,
        rule=SET_MANY_IS_SETS,
        question="What does set_many do to a key that has a value already?",
        why="It replaces the value, as set does; nothing is merged or kept.",
        hint="set_many gives each key that it names its new value, whatever was there.",
        operations=(
            ada.set("cart", [1]),
            ada.set_many({"cart": [2], "user": "Ada"}),
            ada.get_all(),
        ),
    ),
    Scenario(
        name="set-many-over-tombstones",
        group=SETTING_MANY,
        rule=SET_MANY_IS_SETS,
        question="What does set_many do to removed keys?",
        why="The keys it names come back, the others stay tombstones.",
        hint="set_many gives tombstones that it names a value, and leaves the others.",
        operations=(
            ada.set_many({"user": "Ada", "cart": 3}),
            ada.remove("user"),
            ada.remove("cart"),
            ada.set_many({"cart": 1}),
            ada.get_all(),
        ),
    ),
    Scenario(
        name="set-many-with-null",
        group=SETTING_MANY,
        rule=SET_MANY_IS_SETS,
        question="Does set_many leave out values that are null?",
        why="A null in a form is a write like any other.",
        hint="set_many sets None too; filter nothing.",
        operations=(ada.set_many({"user": None}), ada.is_any_exist(), ada.get_all()),
    ),
    Scenario(
        name="set-many-then-change-the-dict",
        group=SETTING_MANY,
        rule=SET_MANY_IS_SETS,
        question="Does a later change of the dict given to set_many reach the store?",
        why="Only the values go in; the dict itself stays the caller's.",
        hint="Take the values out of the dict; do not keep the dict itself as the "
        "session.",
        operations=(
            ada.set_many({"user": "Ada"}),
            change_argument(1, ["user"], "Eve"),
            ada.get("user"),
        ),
    ),
    Scenario(
        name="change-what-get-all-gave",
        group=ALIASING,
        rule=GET_ALL_IS_LIVE,
        question="Does a change of the dict that get_all gave change the session?",
        why="It is the session itself: a write that no method saw.",
        hint="get_all hands out the mapping that the store keeps, not a copy.",
        operations=(
            ada.set("user", "Ada"),
            ada.get_all(),
            change_answer(2, ["user"], "Eve"),
            ada.get("user"),
        ),
    ),
    Scenario(
        name="add-to-what-get-all-gave",
        group=ALIASING,
        rule=GET_ALL_IS_LIVE,
        question="Does a key added to the dict that get_all gave exist?",
        why="Code that completes the answer for a template writes into the session.",
        hint="get_all hands out the mapping that the store keeps, not a copy.",
        operations=(
            ada.set("user", "Ada"),
            ada.get_all(),
            change_answer(2, ["admin"], True),
            ada.is_exist("admin"),
            ada.get_all(),
        ),
    ),
    Scenario(
        name="get-all-then-set",
        group=ALIASING,
        rule=GET_ALL_IS_LIVE,
        question="Two requests hold what get_all gave; does one see the other's "
        "change?",
        why="It is one object: what one holder changes, the other has.",
        hint="Each get_all of one session answers the same mapping.",
        operations=(
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
        name="change-the-empty-answer",
        group=ALIASING,
        rule=READING_CREATES_NOTHING,
        question="Without a session, does a change of what get_all gave create one?",
        why="Here the dict is a fresh one, and the write is lost without a word.",
        hint="Without a session get_all answers a fresh dict that nothing else holds.",
        operations=(
            ada.get_all(),
            change_answer(1, ["user"], "Ada"),
            ada.is_any_exist(),
            ada.get_all(),
        ),
    ),
    Scenario(
        name="change-after-clear",
        group=ALIASING,
        rule=CLEAR_FORGETS,
        question="Can whoever holds what get_all gave before clear still write to "
        "the session?",
        why="clear lets go of the mapping; it does not empty it.",
        hint="clear drops the session's mapping, so that old holders reach nothing.",
        operations=(
            ada.set("user", "Ada"),
            ada.get_all(),
            ada.clear(),
            change_answer(2, ["user"], "Eve"),
            ada.is_any_exist(),
            ada.get_all(),
        ),
    ),
    Scenario(
        name="change-a-value-that-was-stored",
        group=ALIASING,
        rule=VALUES_ARE_LIVE,
        question="A list was stored and then changed by its owner: what does get "
        "answer?",
        why="The store holds the list itself; a test in memory passes, in Redis it "
        "fails.",
        hint="set keeps the very object that it was given; it makes no copy.",
        operations=(
            ada.set("cart", ["tea"]),
            change_argument(1, [1], "milk"),
            ada.get("cart"),
        ),
    ),
    Scenario(
        name="change-a-value-that-was-got",
        group=ALIASING,
        rule=VALUES_ARE_LIVE,
        question="A dict that get answered is changed: what does the next get answer?",
        why="`(await get(key)).update(...)` works here without a set, and nowhere "
        "else.",
        hint="get hands out the very object that is stored; it makes no copy.",
        operations=(
            ada.set("cart", {"tea": 1}),
            ada.get("cart"),
            change_answer(2, ["tea"], 5),
            ada.get("cart"),
        ),
    ),
    Scenario(
        name="no-id-is-shared",
        group=NO_ID,
        rule=NO_ID_IS_ONE_SESSION,
        question="Two visitors bring no session id: does one see what the other "
        "stored?",
        why="They share the session of nobody; a framework must never let it be "
        "written.",
        hint="None is an id like any other: one session for all who have it.",
        operations=(visitor.set("user", "Ada"), visitor.open(), visitor.get("user")),
    ),
    Scenario(
        name="no-id-and-an-id",
        group=NO_ID,
        rule=SESSIONS_APART,
        question="Does a visitor with an id see what a visitor without one stored?",
        why="The session of nobody must at least stay apart from all others.",
        hint="The session with no id has its own values.",
        operations=(
            visitor.set("user", "Eve"),
            ada.set("cart", 3),
            ada.get_all(),
            visitor.get_all(),
        ),
    ),
    Scenario(
        name="assign-an-id",
        group=NO_ID,
        rule=ID_IS_ASSIGNED,
        question="The framework gives the store a new id, then sets: whose session "
        "is it?",
        why="This is how a first visit gets its session, in the very same store "
        "object.",
        hint="Look up session_id at each call; do not fetch the session when made.",
        operations=(
            visitor.is_any_exist(),
            visitor.assign_id("ada"),
            ada.set("user", "Ada"),
            ada.get_all(),
            visitor.get_all(),
        ),
    ),
    Scenario(
        name="inherited-names",
        group=NAMES,
        rule=ANY_NAME_IS_A_KEY,
        question="Does the key toString exist in a session where nobody set it?",
        why="Every JavaScript object inherits it, so FortJs says yes.",
        hint="Only what was set is there.",
        operations=(
            ada.set("user", "Ada"),
            ada.is_exist("toString"),
            ada.get("constructor"),
            ada.get_all(),
        ),
        deviation="inherited-names",
        in_python=((2, False), (3, None)),
    ),
    Scenario(
        name="inherited-names-without-a-session",
        group=NAMES,
        rule=READING_CREATES_NOTHING,
        question="And without a session, does the key toString exist?",
        why="There is no object yet that could inherit it.",
        hint="Only what was set is there.",
        operations=(ada.is_exist("toString"), ada.get("toString")),
    ),
    Scenario(
        name="set-an-inherited-name",
        group=NAMES,
        rule=ANY_NAME_IS_A_KEY,
        question="Can a key be called toString?",
        why="An own key hides the inherited one.",
        hint="toString is a key like any other.",
        operations=(ada.set("toString", "mine"), ada.get("toString"), ada.get_all()),
    ),
    Scenario(
        name="the-prototype-key",
        group=NAMES,
        rule=ANY_NAME_IS_A_KEY,
        question="A visitor may choose a key and calls it __proto__: what changes?",
        why="In FortJs the session inherits from the value: admin is True, set by "
        "nobody.",
        hint="__proto__ is a key like any other.",
        operations=(
            ada.set("user", "Ada"),
            ada.set("__proto__", {"admin": True}),
            ada.get("admin"),
            ada.get_all(),
        ),
        deviation="prototype-key",
        in_python=((3, None), (4, {"user": "Ada", "__proto__": {"admin": True}})),
    ),
    Scenario(
        name="empty-key",
        group=NAMES,
        rule=ANY_NAME_IS_A_KEY,
        question="Can a key be the empty text?",
        why="A form field without a name sends one.",
        hint="The empty text is a key like any other; `if key:` forgets it.",
        operations=(ada.set("", 1), ada.get(""), ada.is_exist(""), ada.get_all()),
    ),
    Scenario(
        name="key-order",
        group=NAMES,
        rule=KEYS_KEEP_ORDER,
        question="In which order does get_all give the keys?",
        why="A page that lists a session shows them so.",
        hint="Keys stand in the order in which they were first set.",
        operations=(ada.set("b", 1), ada.set("a", 2), ada.set("b", 3), ada.get_all()),
    ),
    Scenario(
        name="integer-like-keys",
        group=NAMES,
        rule=KEYS_KEEP_ORDER,
        question="In which order do keys stand that look like whole numbers?",
        why="JavaScript puts them first, by size; a cart by article number is "
        "reordered.",
        hint="Python keeps the order in which they were set.",
        operations=(
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
