"""Which coroutines were made and never awaited: Python's own warning, caught."""

import re
import warnings
from typing import Any, Final

_WARNING: Final = re.compile(r"coroutine '(.+)' was never awaited")
_listening: Final[dict[int, list[str]]] = {}
_before: "Final[list[warnings.catch_warnings[None]]]" = []
# a filter that shows a warning once for each line would hide the second store's
_EACH: Final = ("always", _WARNING, RuntimeWarning, None, 0)


class unawaited:  # noqa: N801  # used as a context: with unawaited() as names
    """Collect the names of functions that were called without ``await``.

    Such a call does nothing, and all that Python says of it is a ``RuntimeWarning``
    when the coroutine is thrown away. In the block that warning becomes a name in the
    list; all other warnings go where they went before. Blocks may overlap, as the calls
    of two tasks do: then the one that began last gets the name.
    """

    def __enter__(self) -> list[str]:
        if not _listening:
            _listen()
        self._names: list[str] = []
        _listening[id(self)] = self._names
        return self._names

    def __exit__(self, *error: object) -> None:
        del _listening[id(self)]
        if not _listening:
            _before.pop().__exit__(None, None, None)


def _listen() -> None:
    before = warnings.catch_warnings()
    before.__enter__()
    _before.append(before)
    show = warnings.showwarning
    # as `filterwarnings` does, which takes as long as reading a store
    warnings.filters.insert(0, _EACH)  # type: ignore[attr-defined]

    def listen(message: Warning | str, *rest: Any, **more: Any) -> None:
        found = _WARNING.match(str(message))
        if found is None or not _listening:
            show(message, *rest, **more)
            return
        *_, names = _listening.values()
        names.append(found[1].rpartition(".")[2])

    warnings.showwarning = listen
