"""What the devices are made of where they are live: HTML that is shown, and buttons."""

from collections.abc import Callable
from typing import Any, Final

import ipywidgets

from sessionkit.traces.shown import Shown

_AS_WIDE_AS_ITS_LABEL: Final = {"width": "auto", "align_self": "flex-start"}


class Device(ipywidgets.VBox):  # type: ignore[misc]
    """A widget that stands, where no kernel runs, as the result that it shows.

    ``result`` names the attribute that holds it: as text, and as HTML in a file.
    """

    result: str

    def __repr__(self) -> str:
        return str(self._result)

    __str__ = __repr__

    def _repr_mimebundle_(self, **options: Any) -> Any:
        data = super()._repr_mimebundle_(**options) or {}
        shown = {"text/plain": repr(self), "text/html": self._result._repr_html_()}
        return {**data, **shown}

    @property
    def _result(self) -> Shown:
        shown: Shown = getattr(self, self.result)
        return shown


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
