"""What a page shows without a kernel, bounded: it travels among the synced traits."""

from sessionkit.live.inspector.payload import View
from sessionkit.live.inspector.protocol import Asked, Snapshot, Update


def snapshot(view: View, number: int, size: int, asked: list[Asked]) -> Snapshot:
    """Return what a page without a kernel shows: the last operations that fit.

    ``number`` is the last of them; they have ``size`` characters of JSON at most.
    """
    entries = view.last_entries(number, size)
    update: Update = {
        **view.counts(number),
        "dropped": number - len(entries),
        "reset": True,
        "entries": entries,
        "at": number,
        "sessions": view.sessions(0, "", number),
        "states": view.all_states(number),
        "found": None,
    }
    return {"update": update, "asked": asked}
