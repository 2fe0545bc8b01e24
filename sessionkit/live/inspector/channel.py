"""Send messages to the pages that show a widget; number them; skip silent pages."""

from collections.abc import Callable
from typing import Any, Final

from sessionkit.live.inspector.protocol import Message

SILENCE: Final = 90
"""Messages without a reply from any page, after which all pages count as gone."""


class Channel:
    """Numbers the messages, so that a page notices when it missed one."""

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
        """Note that a page, under the name it gave itself, shows the widget."""
        self._pages.add(page)

    def closed(self, page: str) -> None:
        """Note that a page no longer shows the widget."""
        self._pages.discard(page)

    def heard(self) -> None:
        """Note that a page sent something: pages are there."""
        self._unheard = 0

    def send(self, message: Message) -> None:
        """Send a message, if anyone listens."""
        if self.is_open:
            self._number += 1
            self._unheard += 1
            self._send({**message, "message": self._number})
