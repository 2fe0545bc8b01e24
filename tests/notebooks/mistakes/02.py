"""Mistakes of lesson 02, build the memory store."""

from tests.notebooks.mistakes import Mistake

MISTAKES = [
    Mistake(
        "get-write",
        "begins a session by reading",
        """
        class Store(Store):
            async def get(self, key):
                return sessions.setdefault(self.session_id, {}).get(key)
        """,
        "setdefault",
    ),
]
