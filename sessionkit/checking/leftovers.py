"""What an earlier version of a learner's store may have left where all stores look."""

import inspect
from collections.abc import Iterator
from types import FunctionType
from typing import Final

from sessionkit.contract import METHODS
from sessionkit.running.replay import SHARED

_NOTHING: Final = (None, dict[object, object]())


def take_out_leftovers(store_class: object) -> None:
    """Take ``SHARED`` ids that hold nothing out of the dicts that the methods use.

    All other ids are new in each trace. These are not, and the store's own ``clear``
    empties them: where a wrong one wrote ``sessions[id] = None``, a right one that
    begins with ``if session is not None`` would never get rid of it.
    """
    for shared in _shared_dicts(store_class):
        for one in SHARED:
            if one in shared and shared[one] in _NOTHING:
                del shared[one]


def _shared_dicts(store_class: object) -> Iterator[dict[object, object]]:
    for method in METHODS:
        function = inspect.getattr_static(store_class, method, None)
        if isinstance(function, FunctionType):
            found = map(function.__globals__.get, function.__code__.co_names)
            yield from (one for one in found if type(one) is dict)
