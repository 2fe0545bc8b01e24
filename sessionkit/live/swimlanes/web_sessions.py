"""Sessions as a request of a web application has them, for lanes of two requests."""

import itertools
from typing import Final

from sessionkit.contract import SessionStore, StoreClass
from sessionkit.in_a_cell import in_a_cell
from sessionkit.stores.expiring import Terms
from sessionkit.stores.memory import MemorySessions
from sessionkit.stores.plain import expiring
from sessionkit.web.errors import SessionError
from sessionkit.web.session import Session

ONE_ID: Final = (
    "lanes show the session of one id, and this would go on under another: after a "
    "clear in the same request, or by regenerate"
)


@in_a_cell
def web_sessions(store: StoreClass | None = None) -> StoreClass:
    """Return a store class whose stores are what a request has as its session.

    Each is made when its request begins, and knows when the session ended meanwhile, as
    under ``SessionMiddleware``. The sessions are kept in ``store``, or in a
    ``MemorySessions``, and never end by time. What would move the session to another id
    raises ``SessionError``.
    """
    ticks = itertools.count(1.0)
    terms = Terms(clock=lambda: next(ticks))
    kept = store if store is not None else MemorySessions(clock=terms.clock)
    stores = expiring(kept, terms)
    begun: set[str | None] = set()

    def web_session(session_id: str | None) -> SessionStore:
        def new_id() -> str:
            if session_id in begun:
                raise SessionError(ONE_ID)
            begun.add(session_id)
            return str(session_id)

        return Session(stores, session_id, new_id, next(ticks))

    name = getattr(kept, "__name__", type(kept).__name__)
    web_session.__name__ = f"web session in {name}"
    return web_session
