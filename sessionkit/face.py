"""The face of a room: its public names, each loaded when it is first asked for.

So ``import sessionkit.live`` costs nothing, and a lesson that only records needs no
widget library.
"""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from sessionkit.extras import installing
from sessionkit.page import cannot, in_page


def lazy(room: str, names: Mapping[str, str], extra: str) -> Callable[[str], Any]:
    """Return the ``__getattr__`` (PEP 562) of the package ``room``.

    ``names`` gives for each module inside the room the public names that it defines.
    Asking for a name whose libraries are not installed raises ``ModuleNotFoundError``
    that names the ``extra`` of sessionkit which brings them.
    """
    places = {one: module for module, all_ in names.items() for one in all_.split()}

    def load(name: str) -> Any:
        if name not in places:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        try:
            found = getattr(import_module(f"{room}.{places[name]}"), name)
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] == "sessionkit":
                raise
            message = (
                cannot(f"run {name}, which needs {error.name}")
                if in_page()
                else f"{room}.{name} needs {error.name}, which is not installed; this "
                f"brings it: {installing(extra)}"
            )
            raise ModuleNotFoundError(message, name=error.name) from None
        setattr(sys.modules[room], name, found)
        return found

    return load
