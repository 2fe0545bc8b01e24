"""What you look at: a recorder of what stores do, and what is drawn from it."""

from typing import TYPE_CHECKING

from sessionkit.face import lazy

if TYPE_CHECKING:
    from sessionkit.live.explorer import explore
    from sessionkit.live.inspector.widget import Inspector, inspect
    from sessionkit.live.moments import moment
    from sessionkit.live.predictor import predict
    from sessionkit.live.recorder import Recorder

__all__ = [
    "Inspector",
    "Recorder",
    "explore",
    "inspect",
    "moment",
    "predict",
]

__getattr__ = lazy(
    __name__,
    {
        "Inspector": "inspector.widget",
        "Recorder": "recorder",
        "explore": "explorer",
        "inspect": "inspector.widget",
        "moment": "moments",
        "predict": "predictor",
    },
    extra="lab",
)
