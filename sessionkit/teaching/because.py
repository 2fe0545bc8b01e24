"""because: why an answer is so, kept out of the cell that asks for it."""

from sessionkit.in_a_cell import in_a_cell
from sessionkit.teaching.entries import entries
from sessionkit.traces.values import show, snapshot


@in_a_cell
def because(name: str) -> str:
    """Return the reason that a lesson's file has under a name, such as ``"05.read"``.

    An unknown name is answered in one sentence.
    """
    reasons = entries("because")
    if name in reasons:
        return str(reasons[name])
    return (
        f"There is no reason {show(snapshot(name))}; there are: {', '.join(reasons)}."
    )
