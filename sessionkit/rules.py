"""The rules of the contract: what scenarios test, and a store may declare not to do.

Each is the short name of a clause; ``sessionkit.suite.clauses.BY_RULE`` has the clause,
with its number, sentence, reason and source.
"""

from typing import Final

READING_CREATES_NOTHING: Final = "reading creates nothing"
MISSING_IS_NULL: Final = "a missing key is null"
SET_CREATES: Final = "set creates the session"
SET_REPLACES: Final = "set replaces the value of one key"
NULL_IS_NOT_THERE: Final = "null is not there"
FALSY_IS_THERE: Final = "falsy values are there"
STATE_IS_SHARED: Final = "stores with one id share one session"
SESSIONS_APART: Final = "sessions are apart"
REMOVE_SETS_NULL: Final = "remove sets null and keeps the key"
REMOVE_CREATES_NO_SESSION: Final = "remove creates no session"
REMOVE_TOUCHES_ONE: Final = "remove touches its key alone"
CLEAR_FORGETS: Final = "clear forgets the session"
SET_MANY_IS_SETS: Final = "set_many is set for each key"
GET_ALL_IS_LIVE: Final = "get_all is live"
VALUES_ARE_LIVE: Final = "values are live"
NO_ID_IS_ONE_SESSION: Final = "no id is one session"
ID_IS_ASSIGNED: Final = "the id may be assigned"
ANY_NAME_IS_A_KEY: Final = "any name is a key"
KEYS_KEEP_ORDER: Final = "keys keep their order"

RULES: Final = (
    READING_CREATES_NOTHING,
    MISSING_IS_NULL,
    SET_CREATES,
    SET_REPLACES,
    NULL_IS_NOT_THERE,
    FALSY_IS_THERE,
    STATE_IS_SHARED,
    SESSIONS_APART,
    REMOVE_SETS_NULL,
    REMOVE_CREATES_NO_SESSION,
    REMOVE_TOUCHES_ONE,
    CLEAR_FORGETS,
    SET_MANY_IS_SETS,
    GET_ALL_IS_LIVE,
    VALUES_ARE_LIVE,
    NO_ID_IS_ONE_SESSION,
    ID_IS_ASSIGNED,
    ANY_NAME_IS_A_KEY,
    KEYS_KEEP_ORDER,
)
