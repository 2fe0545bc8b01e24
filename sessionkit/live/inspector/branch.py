"""A branch of an inspector: the original, or what was done after a fork."""

from dataclasses import dataclass, field

from sessionkit.contract import SessionStore
from sessionkit.live.rebuild import Rebuilt
from sessionkit.live.recorder import Recorder


@dataclass
class Branch:
    """A recorder that an inspector can show; ``at`` is where it forked, or 0."""

    recorder: Recorder
    at: int = 0
    rebuilt: Rebuilt | None = None
    stores: dict[str | None, SessionStore] = field(default_factory=dict)

    def store(self, session_id: str | None) -> SessionStore:
        """Return the store by which the inspector acts on a session."""
        if self.rebuilt is not None:
            return self.rebuilt.store(session_id)
        if session_id not in self.stores:
            watched = self.recorder.watch(self.recorder.store_class)
            self.stores[session_id] = watched(session_id)
        return self.stores[session_id]
