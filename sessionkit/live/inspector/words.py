"""What the inspector says of its stores, for the page and for where no kernel runs.

A label that only the page shows, such as a button's, stands in its panel.
"""

from typing import Final

from sessionkit.live.history import ABSENT, Change
from sessionkit.live.inspector.protocol import Counted, Words
from sessionkit.traces.values import show

WORDS: Final[Words] = {
    "live": "live",
    "paused": "paused",
    "past": "back in time",
    "operations": {"one": "{count} operation", "more": "{count} operations"},
    "sessions": {"one": "{count} session", "more": "{count} sessions"},
    "dropped": "the first {count} kept no more",
    "original": "the original",
    "fork": "fork {number}, after operation {at}",
    "keys": {"one": "{count} key", "more": "{count} keys"},
    "nulls": "all null",
    "absent": "no session",
    "range": "{first} to {last} of {count}",
    "before": "Before the first operation",
    "nothing": "No operation yet",
    "after": "{name} after operation {number}",
    "tombstone": "tombstone",
    "gone": repr(ABSENT),
    "rest": {
        "one": "… and {count} more key; find one with /",
        "more": "… and {count} more keys; find one with /",
    },
    "empty": "no key",
    "none": "There is no session.",
    "answers": "What the store answers now",
    "about": "What the store answers about {name} now",
    "idle": "Do something with a key.",
    "asking": "asking …",
    "outside": "changed through no operation",
    "step": "after operation {number}, {who} {call}",
    "place": "operation {number}",
    "jump": "Go to operation {number}",
    "copy": "Here is the {how}: copy it with Ctrl+C or ⌘C.",
    "copied": "Copied as {how}.",
    "copies": "The recorded operations as a {how}",
}


def counted(words: Counted, count: int) -> str:
    """Return the words for ``count`` things, as "1 key" or "2,000 keys"."""
    return words["one" if count == 1 else "more"].format(count=f"{count:,}")


def in_words(change: Change, *, outside: bool, limit: int) -> str:
    """Return what became of a key; the value that was is cut at ``limit``."""
    was = "" if change.before is ABSENT else f", was {show(change.before, limit=limit)}"
    by = ", through no operation" if outside else ""
    return f"{change.sign} {change.word}{was}{by}"
