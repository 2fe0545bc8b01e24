"""What the inspector says of its stores, for the page and for where no kernel runs.

A label that only the page shows, such as a button's, stands in its panel.
"""

from typing import Final

from sessionkit.live.history import ABSENT, Change
from sessionkit.live.inspector.shapes import Counted, Words
from sessionkit.traces.values import show

WORDS: Final[Words] = {
    "live": "live",
    "behind": "behind by up to {seconds} s while a cell runs",
    "behindNow": (
        "behind: a cell runs, and lets nothing through for {seconds} s; "
        "there may be more than is shown"
    ),
    "busy": "busy: a cell runs; what you asked for comes after it",
    "paused": "paused",
    "newer": {"one": "{count} newer operation", "more": "{count} newer operations"},
    "past": "back in time",
    "lost": (
        "disconnected: the kernel no longer knows this inspector; run its cell again"
    ),
    "offline": "disconnected: the page has no connection to the kernel",
    "silent": (
        "no answer for {seconds} s: a cell runs, or the kernel no longer knows this "
        "inspector; then run its cell again"
    ),
    "recorded": "a recording: no kernel runs here",
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
    "answersThen": "What the store answered after operation {number}",
    "about": "What the store answers about {name} now",
    "aboutThen": "What the store answered about {name} after operation {number}",
    "unasked": "The recording does not have what the store answered here.",
    "idle": "Do something with a key.",
    "asking": "asking …",
    "found": "{who} was changed through no operation",
    "elsewhere": "changed {who} as well",
    "step": "after operation {number}, {who} {call}",
    "set": "last written by operation {number}",
    "place": "operation {number}",
    "jump": "Go to operation {number}",
    "copy": "Here is the {how}: copy it with Ctrl+C or ⌘C.",
    "copied": "Copied as {how}.",
    "copies": "The recorded operations as a {how}",
    "span": "Operations {first} to {last}",
}


def counted(words: Counted, count: int) -> str:
    """Return the words for ``count`` things, as "1 key" or "2,000 keys"."""
    return words["one" if count == 1 else "more"].format(count=f"{count:,}")


def in_words(change: Change, by: str, *, limit: int) -> str:
    """Return what became of a key, and by whom; the value before is cut at ``limit``.

    ``by`` is what ``by_whom`` says.
    """
    was = "" if change.before is ABSENT else f", was {show(change.before, limit=limit)}"
    return f"{change.sign} {change.word}{was}{by}"
