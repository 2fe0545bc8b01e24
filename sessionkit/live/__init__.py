"""What you look at: a recorder of what stores do, and what is drawn from it."""

from typing import TYPE_CHECKING

from sessionkit.face import lazy

if TYPE_CHECKING:
    from sessionkit.live.explorer import explore
    from sessionkit.live.inspector.widget import Inspector, inspect
    from sessionkit.live.moments import moment
    from sessionkit.live.predictor import predict
    from sessionkit.live.recorder import Recorder
    from sessionkit.live.side_by_side.pair import FortJs
    from sessionkit.live.side_by_side.widget import SideBySide
    from sessionkit.live.swimlanes.web_sessions import web_sessions
    from sessionkit.live.swimlanes.widget import Lanes, lanes

__all__ = [
    "FortJs",
    "Inspector",
    "Lanes",
    "Recorder",
    "SideBySide",
    "explore",
    "inspect",
    "lanes",
    "moment",
    "predict",
    "web_sessions",
]

__getattr__ = lazy(
    __name__,
    {
        "explorer": "explore",
        "inspector.widget": "Inspector inspect",
        "moments": "moment",
        "predictor": "predict",
        "recorder": "Recorder",
        "side_by_side.pair": "FortJs",
        "side_by_side.widget": "SideBySide",
        "swimlanes.web_sessions": "web_sessions",
        "swimlanes.widget": "Lanes lanes",
    },
    extra="lab",
)
