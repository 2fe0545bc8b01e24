"""When each session was last used, kept in a session store: so all servers know it.

Beside the session ``ID`` stands another one, ``last-use:ID``, whose one key ``until``
is the time, in seconds since 1970, at which the session ends if nobody uses it. It is a
session like any other, so this works over every store class, for all processes that
share it, and over a restart. No browser can ask for it, since no id has a colon.
"""

import enum
import time
from collections.abc import Callable
from typing import Final

from sessionkit.contract import SessionStore, StoreClass

PREFIX: Final = "last-use:"
UNTIL: Final = "until"
SLACK: Final = 0.05
"""Part of the timeout by which a session may last longer, so that few uses write."""
AT_ONCE: Final = 2
"""Sessions that one new session may end: more end than begin, and none waits long."""
MOST: Final = 100_000
"""Session ids that one process remembers to end; it forgets the oldest of more."""


class Use(enum.Enum):
    """What is known of a session that somebody wants to use."""

    UNKNOWN = enum.auto()
    KNOWN = enum.auto()
    RENEWED = enum.auto()


class LastUses:
    """Ends sessions that nobody used for ``timeout`` seconds: never earlier.

    A session is refused from then on, and 5 % of ``timeout`` later at most. Its values
    are forgotten as soon as it is asked for, or when a new session begins: each ends up
    to two that this process has seen. ``clock`` gives the seconds since 1970.
    """

    def __init__(
        self,
        sessions: StoreClass,
        times: StoreClass,
        timeout: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._sessions = sessions
        self._times = times
        self._timeout = timeout
        self._clock = clock
        # ids that were used, the longest ago first, with the time to look after them
        self._due: dict[str, float] = {}

    @property
    def look_again(self) -> float:
        """The time after which a session that is used now is to be ``use``d again."""
        return self._clock() + self._timeout * SLACK / 2

    def is_time(self, moment: float) -> bool:
        """Whether ``moment`` has come."""
        return self._clock() >= moment

    async def use(self, session_id: str) -> Use:
        """Put off the end of a session; tell whether there is one, and if it was put.

        One that something else has put into the store counts from its first use here.
        """
        now = self._clock()
        until = await self._time(session_id).get(UNTIL)
        if until is None:
            if not await self._sessions(session_id).is_any_exist():
                return Use.UNKNOWN
        elif until <= now:
            await self.end(session_id)
            return Use.UNKNOWN
        self._remember(session_id, now)
        # long enough for all that uses it until it is time to look again
        if until is not None and until >= now + self._timeout * (1 + SLACK / 2):
            return Use.KNOWN
        await self._time(session_id).set(UNTIL, self._until(now))
        return Use.RENEWED

    async def begin(self, session_id: str) -> None:
        """Note the first use of a new session; end others that nobody uses."""
        now = self._clock()
        await self._end_idle(now)
        await self._time(session_id).set(UNTIL, self._until(now))
        self._remember(session_id, now)

    async def end(self, session_id: str) -> None:
        """Forget a session's values and when it was used."""
        # in this order: without its time, what is there would count as just seen
        await self._sessions(session_id).clear()
        await self.forget(session_id)

    async def forget(self, session_id: str) -> None:
        """Forget when a session was used, which is there no more."""
        await self._time(session_id).clear()
        self._due.pop(session_id, None)

    def _time(self, session_id: str) -> SessionStore:
        return self._times(f"{PREFIX}{session_id}")

    def _until(self, now: float) -> float:
        return now + self._timeout * (1 + SLACK)

    def _remember(self, session_id: str, now: float) -> None:
        # taken out first, so that the dict stays in the order of time
        self._due.pop(session_id, None)
        self._due[session_id] = self._until(now)
        if len(self._due) > MOST:
            del self._due[next(iter(self._due))]

    async def _end_idle(self, now: float) -> None:
        for _ in range(AT_ONCE):
            session_id, due = next(iter(self._due.items()), ("", now + 1))
            if due > now:
                return
            until = await self._time(session_id).get(UNTIL)
            if until is not None and until > now:  # used in another process
                self._remember(session_id, now)
            else:
                await self.end(session_id)
