"""An inspector with a page that only listens: what would be sent is kept."""

import asyncio
from typing import Any

from sessionkit.live.inspector.channel import Channel
from sessionkit.live.inspector.widget import Inspector
from sessionkit.live.recorder import Recorder

Message = dict[str, Any]


class Page:
    """Opens an inspector; ``messages`` are what it was sent, oldest first."""

    def __init__(self, recorder: Recorder | None = None) -> None:
        self.messages: list[Message] = []
        self.inspector = Inspector(recorder or Recorder())
        self.inspector._channel = Channel(self._keep)

    def _keep(self, message: Message) -> None:
        self.messages.append(message)

    def say(self, kind: str, **content: Any) -> None:
        """Say something to the kernel, as the page does."""
        self.inspector._heard(self.inspector, {"kind": kind, **content}, [])

    def open(self) -> "Page":
        """Show the inspector."""
        self.say("opened", page="page")
        return self

    def of(self, kind: str) -> list[Message]:
        """Return the messages of one kind."""
        return [message for message in self.messages if message["kind"] == kind]

    @property
    def asked(self) -> Message:
        """What the store answered, as it was told last."""
        told = [one["asked"] for one in self.of("update") if "asked" in one]
        later = self.of("asked")
        return later[-1] if later else told[-1]

    async def until(self, kind: str, count: int = 1) -> Message:
        """Wait until there are so many messages of a kind; return the last."""
        async with asyncio.timeout(10):
            # what is waited for comes by timers and tasks of the loop: no event tells
            while len(self.of(kind)) < count:  # noqa: ASYNC110
                await asyncio.sleep(0)
        return self.of(kind)[-1]

    async def quiet(self) -> None:
        """Wait until nothing is due any more."""
        async with asyncio.timeout(10):
            gather = self.inspector._gather
            while gather._later or self.inspector._tasks:  # noqa: ASYNC110
                await asyncio.sleep(0.001)
