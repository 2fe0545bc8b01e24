"""Where the Python port answers otherwise than FortJs, on purpose: the one list."""

from dataclasses import dataclass
from typing import Final

from sessionkit.traces.operation import Call, Operation, on


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """A chosen difference from FortJs, with the reason and an example that shows it.

    The example's answers, FortJs's as recorded and the port's, differ in some step.
    """

    name: str
    fortjs: str
    python: str
    reason: str
    example: tuple[Operation, ...]

    def __str__(self) -> str:
        return (
            f"{self.name}\n  FortJs: {self.fortjs}\n  here:   {self.python}\n"
            f"  why:    {self.reason}"
        )


ada = on("ada")

UNDEFINED_IS_NONE: Final = Deviation(
    name="undefined-is-none",
    fortjs="answers undefined for a key never set in a session, and from set, "
    "remove and clear",
    python="answers None",
    reason="Python has one word for nothing; is_exist cannot tell the two apart anyway",
    example=(ada.set("user", "Ada"), ada.get("cart")),
)
INHERITED_NAMES: Final = Deviation(
    name="inherited-names",
    fortjs="finds what every ordinary JavaScript object inherits: toString, "
    "constructor and ten more",
    python="finds only the keys that were set",
    reason="a Python dict inherits no keys, and no program wants these",
    example=(ada.set("user", "Ada"), ada.is_exist("toString"), ada.get("valueOf")),
)
PROTOTYPE_KEY: Final = Deviation(
    name="prototype-key",
    fortjs="writing an object or null as __proto__, into a session that is there, "
    "replaces what the session inherits",
    python="__proto__ is an ordinary key",
    reason="a visitor who chooses a key could plant values that nobody set",
    example=(
        ada.set("user", "Ada"),
        ada.set("__proto__", {"admin": True}),
        ada.is_exist("admin"),
        ada.get_all(),
    ),
)
INTEGER_LIKE_KEYS_FIRST: Final = Deviation(
    name="integer-like-keys-first",
    fortjs="whole numbers from 0 to 4294967294, as keys, come first in every "
    "object, in ascending order",
    python="every dict keeps the order in which its keys were set",
    reason="it is the order of Python's dict",
    example=(ada.set("b", 1), ada.set("2", 2), ada.set("1", 3), ada.get_all()),
)
SET_MANY_ANSWERS_NOTHING: Final = Deviation(
    name="set-many-answers-nothing",
    fortjs="setMany answers a list with one undefined for each key",
    python="set_many answers None",
    reason="the list says nothing: its type in ISessionStore is void[]",
    example=(ada.set_many({"user": "Ada", "cart": 3}),),
)
SET_MANY_TAKES_A_DICT: Final = Deviation(
    name="set-many-takes-a-dict",
    fortjs="setMany takes anything but null and undefined: a list sets keys 0, 1, …, "
    "and a number sets none",
    python="set_many takes a dict and raises AttributeError for anything that is not "
    "a mapping",
    reason="a list given by mistake would be stored under keys that nobody asked for",
    example=(ada.set_many(["tea"]), ada.get_all()),
)
KEYS_STAY_AS_THEY_ARE: Final = Deviation(
    name="keys-stay-as-they-are",
    fortjs="turns every key into text: 1 and '1' are the same key",
    python="a key is a str by contract; in the memory store 1 and '1' are two keys",
    reason="the annotation says str, and a silent conversion would hide the mistake",
    example=(ada.set("1", "text"), Call("ada", "get", (1,))),
)
ONE_KIND_OF_NUMBER: Final = Deviation(
    name="one-kind-of-number",
    fortjs="has one kind of number: 1.0 is 1, and above 2**53 whole numbers are "
    "rounded",
    python="keeps int and float apart, and ints exact",
    reason="the memory store keeps the very object that it was given",
    example=(
        ada.set("id", 2**53 + 1),
        ada.get("id"),
        ada.set("sum", 2.0),
        ada.get("sum"),
    ),
)

DEVIATIONS: Final = (
    UNDEFINED_IS_NONE,
    SET_MANY_ANSWERS_NOTHING,
    INHERITED_NAMES,
    PROTOTYPE_KEY,
    INTEGER_LIKE_KEYS_FIRST,
    SET_MANY_TAKES_A_DICT,
    KEYS_STAY_AS_THEY_ARE,
    ONE_KIND_OF_NUMBER,
)
