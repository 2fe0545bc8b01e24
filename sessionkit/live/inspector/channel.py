"""Messages to the pages that show a widget: numbered, and none where nobody listens."""

from collections.abc import Callable
from typing import Any, Final

from sessionkit.live.inspector.protocol import Message

SILENCE: Final = 90
"""Messages without a word from any page, after which the pages are taken for gone."""


class Channel:
    """Numbers what is sent, so that a page can tell that it missed something."""

    def __init__(self, send: Callable[[dict[str, Any]], None]) -> None:
        self._send = send
        self._pages: set[str] = set()
        self._number = 0
        self._unheard = 0

    @property
    def is_open(self) -> bool:
        """Whether there is a page that may be listening."""
        return bool(self._pages) and self._unheard < SILENCE

    def opened(self, page: str) -> None:
        """Say that a page, named by itself, shows the widget."""
        self._pages.add(page)

    def closed(self, page: str) -> None:
        """Say that it shows it no more."""
        self._pages.discard(page)

    def heard(self) -> None:
        """Say that a page said something, so pages are there."""
        self._unheard = 0

    def send(self, message: Message) -> None:
        """Send a message, if anyone listens."""
        if self.is_open:
            self._number += 1
            self._unheard += 1
            self._send({**message, "message": self._number})
