"""The cells whose outputs differ in a page from the stored ones, and why.

By notebook and cell id: what the output says there instead.
"""

from typing import Final

from sessionkit.page import INSTEAD

# without threads a step of SQLite waits for nobody, so check has the time to ask more
_ASKED_MORE: Final = "every sequence of up to 3 operations"
_NO_PROGRAMS: Final = f"A page in a browser cannot start another program. {INSTEAD}"

# said by Python 3.14, which the page has; 3.11 says "is not iterable"
_OF_PYTHON_3_14: Final = "&#x27;NoneType&#x27; is not a container or iterable"

DIFFERS: Final[dict[str, dict[str, str]]] = {
    "02_build_the_memory_store.ipynb": {"together-inspector": _OF_PYTHON_3_14},
    "06_store_it_elsewhere.ipynb": {"restart-kit": _ASKED_MORE},
    "solutions/06_store_it_elsewhere.ipynb": {
        "restart-kit": _ASKED_MORE,
        "processes-predict": _NO_PROGRAMS,
    },
}
