"""What the devices are made of where they are live: HTML that is shown, and buttons."""

from collections.abc import Callable
from typing import Any, Final

import ipywidgets

_AS_WIDE_AS_ITS_LABEL: Final = {"width": "auto", "align_self": "flex-start"}


def html(text: str) -> Any:
    """Show HTML, looking as in the output of a cell."""
    shown = ipywidgets.HTML(text, layout={"overflow": "auto"})
    return shown.add_class("jp-RenderedHTMLCommon")


def button(label: str, tooltip: str, pressed: Callable[[], object]) -> Any:
    """Make a button as wide as its label, which calls ``pressed``."""
    made = ipywidgets.Button(
        description=label, tooltip=tooltip, layout=_AS_WIDE_AS_ITS_LABEL
    )
    made.on_click(lambda _button: pressed())
    return made


def row(buttons: list[Any]) -> Any:
    """Set buttons in a row that wraps."""
    return ipywidgets.HBox(buttons, layout={"flex_flow": "row wrap"})
