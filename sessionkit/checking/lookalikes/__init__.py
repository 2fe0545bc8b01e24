"""Stores with one misconception each: what a wrong store is recognised by.

If a store answers as one of these does, wherever both were asked, the misconception is
its reason. ``lookalikes.json`` beside this file says what each is called, what to say
of it, and which clause it breaks.
"""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Final

from sessionkit.checking.lookalikes import (
    copying,
    keys,
    reading,
    removing,
    sessions,
    writing,
)
from sessionkit.checking.lookalikes.base import Lookalike


def _named() -> Iterator[type[Lookalike]]:
    modules = (reading, writing, sessions, removing, copying, keys)
    found = {name: one for module in modules for name, one in vars(module).items()}
    text = (files(__name__) / "lookalikes.json").read_text("utf-8")
    for entry in json.loads(text):
        for name in entry["stores"].split():
            one: type[Lookalike] = found[name]
            one.kind, one.words = entry["kind"], entry["words"]
            one.rule = entry["rule"]
            yield one


LOOKALIKES: Final[tuple[type[Lookalike], ...]] = tuple(_named())
"""All of them; of two that fit, the first is the likelier mistake."""
BY_NAME: Final = {"Lookalike": Lookalike} | {one.__name__: one for one in LOOKALIKES}
"""They, and the right store that they are made of."""
