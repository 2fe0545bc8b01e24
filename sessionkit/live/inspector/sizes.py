"""How much the page shows and keeps, which the kernel tells it."""

from typing import Final

from sessionkit.live.inspector.payload import PAGE
from sessionkit.live.inspector.shapes import Sizes

SIZES: Final[Sizes] = {
    "page": PAGE,
    # up to so many sessions or keys need no field to find one
    "few": 10,
    # operations in sight, and how many of them are after the one that is shown
    "rows": 15,
    "below": 5,
    # how many operations beyond the last in sight are asked for with it
    "ahead": 40,
    "kept": 10_000,
    # milliseconds from one operation to the next, while it plays
    "step": 700,
    # messages after which the kernel hears that they are seen
    "shown": 30,
}
