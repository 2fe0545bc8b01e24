"""Send messages to the pages that show a widget; number them; slow down in silence."""

import time
from collections.abc import Callable
from typing import Any, Final

from sessionkit.live.inspector.protocol import Message

SILENCE: Final = 60
"""Messages without a word from any page, after which they become fewer.

A page that is there says after every 30 what it shows; it cannot be heard while a cell
runs, which may be for hours.
"""
SHORTEST: Final = 1 / 30
"""Seconds from one message to the next, at least."""
LONGEST: Final = 1.0
"""The same for pages that have been silent for a minute: fewer messages, never none."""
SLOWER: Final = LONGEST / 60
"""By so much of the silence the messages come later."""


class Channel:
    """Numbers the messages, so that a page notices when it missed one."""

    def __init__(
        self,
        send: Callable[[dict[str, Any]], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._send = send
        self._clock = clock
        self._pages: set[str] = set()
        self._expected = False
        self._number = 0
        self._unheard = 0
        self._silent_since = 0.0
        self._heard = 0

    @property
    def is_open(self) -> bool:
        """Whether there is a page that may be listening."""
        return bool(self._pages) or self._expected

    @property
    def interval(self) -> float:
        """Seconds that should pass from one message to the next."""
        if self._unheard < SILENCE:
            return SHORTEST
        silence = self._clock() - self._silent_since
        return min(LONGEST, max(SHORTEST, SLOWER * silence))

    @property
    def sent(self) -> int:
        """How many messages were sent."""
        return self._number

    def expect(self) -> None:
        """Note that a page will show the widget, though it may not be heard yet."""
        self._expected = True

    def opened(self, page: str) -> None:
        """Note that a page, under the name it gave itself, shows the widget."""
        self._pages.add(page)
        self._expected = False

    def closed(self, page: str) -> None:
        """Note that a page no longer shows the widget."""
        self._pages.discard(page)

    def heard(self, ask: int = 0) -> None:
        """Note that a page sent something, its request number ``ask``."""
        self._unheard = 0
        self._heard = ask or self._heard

    def send(self, message: Message) -> None:
        """Send a message, if anyone listens."""
        if self.is_open:
            self._number += 1
            self._unheard += 1
            if self._unheard == SILENCE:
                self._silent_since = self._clock()
            self._send({**message, "message": self._number, "heard": self._heard})
