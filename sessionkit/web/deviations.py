"""Where sessions here answer HTTP differently from FortJs, on purpose: the one list.

How a store's values may differ is the list of ``sessionkit.fortjs``.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Deviation:
    """A chosen difference from FortJs's session manager, with the reason."""

    name: str
    fortjs: str
    here: str
    reason: str

    def __str__(self) -> str:
        return (
            f"{self.name}\n  FortJs: {self.fortjs}\n  here:   {self.here}\n"
            f"  why:    {self.reason}"
        )


RANDOM_IDS: Final = Deviation(
    "random-ids",
    "makes ids from network address, process id and clock: each just above the last",
    "takes 256 random bits, secrets.token_urlsafe(32)",
    "whoever sees one id must not be able to guess another's",
)
SAME_SITE_LAX: Final = Deviation(
    "same-site-lax",
    "sends no SameSite",
    "sends SameSite=Lax",
    "a form on another site must not act with the visitor's session",
)
SECURE_OVER_HTTPS: Final = Deviation(
    "secure-over-https",
    "sends no Secure, not even over https",
    "sends Secure when the request came over https",
    "one plain http link would show the id to the network",
)
REGENERATE: Final = Deviation(
    "regenerate",
    "keeps the id for as long as there is a session",
    "regenerate() moves the values to a new id; the old one ends with the response",
    "an id from before the login, planted or seen, must not be logged in",
)
IDLE_TIMEOUT: Final = Deviation(
    "idle-timeout",
    "ends the cookie an hour after it was made, in use or not; never ends the values",
    "ends both an hour after the last use, or twelve hours after the session began",
    "a stolen id must not work for ever, nor a busy visitor be logged out every hour",
)
EXPIRED_COOKIE_IS_EMPTY: Final = Deviation(
    "expired-cookie-is-empty",
    "expires the cookie with the browser's own text as its value, or undefined or null",
    "sends no value",
    "what a visitor sent does not belong in our headers: a line break crashes FortJs",
)
NO_ID_NO_SESSION: Final = Deviation(
    "no-id-no-session",
    "asks the store for the session of no id, which all who have no cookie share",
    "a visitor without an id has no session, whatever the store holds under None",
    "one stray write would give all visitors one session, with no cookie at all",
)
ONLY_TOKENS_ARE_IDS: Final = Deviation(
    "only-tokens-are-ids",
    "asks the store for whatever the cookie says",
    "an id is 1 to 128 letters, digits, _ and -; nothing else reaches the store",
    "a store need not cope with a megabyte, a NUL or the name of anything else",
)
STARLETTE_READS_COOKIES: Final = Deviation(
    "starlette-reads-cookies",
    "decodes %XX in every cookie, keeps spaces and quotes around a value",
    "takes values as sent, without spaces and quotes around them, as Starlette does",
    "one way of reading cookies in an application is enough; our ids need no decoding",
)
BROKEN_COOKIES_BREAK_NOTHING: Final = Deviation(
    "broken-cookies-break-nothing",
    "crashes at a cookie with a % that begins no %XX",
    "answers as if that cookie were not there",
    "no single request may end the service for everybody",
)
OTHER_COOKIES_STAY: Final = Deviation(
    "other-cookies-stay",
    "sends the last cookie alone: one that the application sets loses the session's",
    "sends every cookie",
    "a session whose cookie is lost is a login that does nothing",
)
VARY_COOKIE: Final = Deviation(
    "vary-cookie",
    "does not tell caches that the answer depends on the cookie",
    "adds Vary: Cookie when the handler used the session",
    "a shared cache must not show one visitor's page to the next",
)
ONE_SESSION_FOR_OVERLAPPING_WRITES: Final = Deviation(
    "one-session-for-overlapping-writes",
    "makes a session for each first write that overlaps, and all but one are lost",
    "makes one session; the other writes wait for its id",
    "on a store that waits, await gather(set, set) would lose values",
)
LATE_SESSIONS_ARE_REFUSED: Final = Deviation(
    "late-sessions-are-refused",
    "stores a session that begins after the response, and nobody can come back to it",
    "raises SessionError before anything is stored",
    "a write that is lost silently is the hardest to find",
)
NO_COOKIE_WITH_A_CRASH: Final = Deviation(
    "no-cookie-with-a-crash",
    "sends the cookie of a new session with the error page of status 500",
    "Starlette makes that page outside its middleware, so it has no cookie",
    "a request that failed need not begin a session; its values end with the timeout",
)

HOST_PREFIX: Final = Deviation(
    "host-prefix",
    "uses the same cookie name over http and https",
    "puts __Host- before the cookie's name over https",
    "no other host and no page without https can plant a cookie with such a name",
)
ENDED_SESSIONS_STAY_ENDED: Final = Deviation(
    "ended-sessions-stay-ended",
    "lets a request that was under way at the logout begin the session again",
    "writes nothing then, and raises SessionEndedError",
    "what a slow request writes must not undo a logout",
)
NOTHING_TO_FORGET: Final = Deviation(
    "nothing-to-forget",
    "sends an expired cookie for each clear",
    "sends none to a browser that sent no cookie",
    "there is nothing to forget",
)

DEVIATIONS: Final = (
    RANDOM_IDS,
    SAME_SITE_LAX,
    SECURE_OVER_HTTPS,
    REGENERATE,
    IDLE_TIMEOUT,
    EXPIRED_COOKIE_IS_EMPTY,
    NO_ID_NO_SESSION,
    ONLY_TOKENS_ARE_IDS,
    STARLETTE_READS_COOKIES,
    BROKEN_COOKIES_BREAK_NOTHING,
    OTHER_COOKIES_STAY,
    VARY_COOKIE,
    ONE_SESSION_FOR_OVERLAPPING_WRITES,
    LATE_SESSIONS_ARE_REFUSED,
    NO_COOKIE_WITH_A_CRASH,
    HOST_PREFIX,
    ENDED_SESSIONS_STAY_ENDED,
    NOTHING_TO_FORGET,
)
