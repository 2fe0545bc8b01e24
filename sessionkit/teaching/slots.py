"""Trials of lesson 08's ``slot``: which of Redis Cluster's slots a name is in.

The rules are those of Redis's own description of its cluster
(https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/), and the
slots those that its servers answer to ``CLUSTER KEYSLOT``.
"""

import inspect
from binascii import crc32, crc_hqx
from typing import Any, Final

from sessionkit.in_a_cell import in_a_cell
from sessionkit.running.call import TIME_LIMIT, computing, guarded
from sessionkit.teaching.functions import LIMIT, no_function, shown, value_of
from sessionkit.teaching.trial import Outcome, StopError, Trial, error_line, tried
from sessionkit.traces.answer import Answer
from sessionkit.traces.values import visible

SLOTS: Final = 16384
PLAIN: Final = {
    "session:ada": 13088,
    "session:bob": 1769,
    "123456789": 12739,
    "session:Ada": 13798,
}
OTHER_LETTERS: Final = {"session:größe": 13421}
TAGGED: Final = {"{shop}:ada": 3808, "{shop}:bob": 3808, "session:{ada}:cart": 5938}
ODD: Final = {
    "tea{}{jam}": (
        3504,
        "Nothing stands between the first { and the next }: the whole name counts",
    ),
    "tea{jam": (12259, "There is no } after the {: the whole name counts"),
    "tea{{jam}}oil": (1488, "The part is what stands after the first {: `{jam`"),
    "tea{jam}{oil}": (6586, "The part ends at the first }: `jam`"),
    "tea}{jam}": (6586, "The } that counts comes after the {"),
    "tea{J\näm }": (
        14988,
        "Each character of the part counts as it is, a newline and a space, too: with "
        "`re`, `.` matches a newline only with `re.DOTALL`",
    ),
}
"""Names on which a quick reading of the rule goes wrong: the slot, and the reason."""


@in_a_cell
async def try_slot(function: Any) -> Trial:
    """Try lesson 08's ``slot(name)`` on names whose slots Redis has told.

    Never raises; says what is wrong.
    """
    name = getattr(function, "__name__", "your function")
    trial = no_function(function, name)
    if trial is not None:
        return trial
    if inspect.iscoroutinefunction(function):
        words = f"It only computes: write `def {name}`, without async."
        return Trial(name, Outcome.NOT_YET, (words,))
    count = len({**PLAIN, **OTHER_LETTERS, **TAGGED, **ODD})
    right = f"It answers what a Redis Cluster answers for all {count} names."
    return await tried(name, _first_fault(function), right)


async def _first_fault(function: Any) -> tuple[str, ...]:
    async def slot(name: str) -> Any:
        async def called() -> Answer:
            return Answer(function(name))

        answer = await computing(guarded(called()), LIMIT)
        if answer.error is not None and answer.error != TIME_LIMIT:
            words = f"At the name `{visible(name)}`: {error_line(answer)}"
            raise StopError(Outcome.RAISED, words)
        return value_of(answer)

    for name, right in {**PLAIN, **OTHER_LETTERS}.items():
        if (has := await slot(name)) != right or not isinstance(has, int):
            return _of_a_plain_name(name, right, has)
    for name, right in TAGGED.items():
        if (has := await slot(name)) != right:
            return (
                f"The slot of `{name}` is {right}, and yours is {shown(has)}.",
                "Where a name has a part in braces, only what stands between them "
                "counts, without the braces, so that names with the same part share "
                "a slot.",
            )
    for name, (right, because) in ODD.items():
        if (has := await slot(name)) != right:
            return (
                f"The slot of `{visible(name)}` is {right}, and yours is {shown(has)}.",
                f"{because}.",
            )
    return ()


def _of_a_plain_name(name: str, right: int, has: Any) -> tuple[str, ...]:
    first = f"The slot of `{name}` is {right}, and yours is {shown(has)}."
    if has == right:
        return (first, f"A slot is a whole number: write `% {SLOTS}`, and no `/`.")
    for wrong, because in _meanings(name):
        if has == wrong:
            return (first, because)
    if has == str(right):
        return (first, "That is a string: answer the number itself.")
    if isinstance(has, int) and has >= SLOTS:
        return (first, f"Slots are numbered from 0 to {SLOTS - 1}: take the remainder.")
    return (first, f"Take the CRC16 of the bytes, modulo {SLOTS}.")


def _meanings(name: str) -> list[tuple[int | None, str]]:
    """List wrong answers that tell what was done, with the words for each."""
    data = name.encode()
    return [
        (None, "It ran to its end and returned nothing: is the `return` missing?"),
        (
            hash(name) % SLOTS,
            "`hash` gives another number in each process, since Python salts it: the "
            "next process would look for the session elsewhere.",
        ),
        (crc32(data) % SLOTS, "This is CRC32, and Redis takes CRC16: `crc_hqx`."),
        (crc_hqx(data, 0xFFFF) % SLOTS, "Redis's CRC16 begins with 0."),
        (crc_hqx(data, 0) % (SLOTS - 1), f"There are {SLOTS} slots, from 0 on."),
        (slot_of(name) + 1, "The first slot is 0, not 1: keep the remainder as it is."),
        (
            slot_of(name) * 3 // SLOTS,
            "That is the node, one of three. The slot says it; answer the slot.",
        ),
        (
            slot_of(f"session:{name}"),
            "The name is complete as it comes: put nothing before it.",
        ),
        (
            crc_hqx(data.removeprefix(b"session:"), 0) % SLOTS,
            "The whole name counts, `session:` too.",
        ),
        *(
            (
                crc_hqx(name.encode(code, lost), 0) % SLOTS,
                "The bytes are those of UTF-8, which is what `encode()` gives.",
            )
            for code in ("latin-1", "ascii")
            for lost in ("replace", "ignore")
        ),
    ]


@in_a_cell
def slot_of(name: str) -> int:
    """Return the slot of a name, 0 to 16383."""
    begin = name.find("{")
    end = name.find("}", begin + 1)
    if begin >= 0 and end > begin + 1:
        name = name[begin + 1 : end]
    return crc_hqx(name.encode(), 0) % SLOTS
