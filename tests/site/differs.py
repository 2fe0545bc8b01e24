"""The cells whose outputs may differ in a page from the stored ones, and why.

By notebook and cell id: what the output says there in any case.
"""

from typing import Final

# said by Python 3.14, which the page has; 3.11 says "is not iterable"
_OF_PYTHON_3_14: Final = "&#x27;NoneType&#x27; is not a container or iterable"
# SQLite is slow there: on a busy machine check's 30 seconds are up, as its report says
_ANSWERED_RIGHT: Final = "SQLiteSessions: right\\nIt "
# a file is in memory there, so that a commit costs little beside its rows
_COMMITS: Final = "500 commits cost more than twice one commit: "
# its clock counts what others do, too: "run it again" may be said of short calls
_COSTS: Final = "rows without an index: grows with the sessions"

DIFFERS: Final[dict[str, dict[str, str]]] = {
    "02_build_the_memory_store.ipynb": {"together-inspector": _OF_PYTHON_3_14},
    "06_store_it_elsewhere.ipynb": {"restart-kit": _ANSWERED_RIGHT},
    "08_scale_it.ipynb": {"commits": _COMMITS, "costs-say": _COSTS},
}
