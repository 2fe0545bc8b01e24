"""The contract, and what every store that lasts promises beyond it."""

import asyncio
import datetime
import enum
import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sessionkit import check
from sessionkit.stores.errors import NotStorableError
from sessionkit.stores.sqlite import SQLiteSessions
from sessionkit.testing import RANDOM_TRACES, Case
from sessionkit.traces.values import same
from tests.stores.conftest import Make, Sessions, quick_cases


class Colour(enum.IntEnum):
    """A number that would come back as no colour."""

    RED = 1


SCENARIOS = [
    one for one in quick_cases(SQLiteSessions.does_not) if one.id != RANDOM_TRACES
]
"""The last case is ``check``, which a test of its own asks, and looks at its report."""


@pytest.mark.parametrize("case", SCENARIOS)
async def test_contract(case: Case, sessions: Sessions) -> None:
    await case.check_async(sessions)


@pytest.mark.slow
async def test_check_is_right_and_names_what_is_declared(sessions: Sessions) -> None:
    report = await check(sessions)
    assert report.passed, report
    assert str(report.extent) == (
        "every sequence of up to 2 operations chosen from 13, "
        "each of 1,517 steps between states, and 100 longer sequences"
    )
    assert set(report.declared) == {"get_all is live", "values are live"}


@pytest.mark.slow
async def test_a_session_that_expires_keeps_the_contract_too(make: Make) -> None:
    report = await check(make(expires_after=60))
    assert report.passed, report


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ((1, 2), "a tuple"),
        ({1: "tea"}, "an int as a key"),
        ({None: "tea"}, "a NoneType as a key"),
        (b"tea", "a bytes"),
        ({"tea"}, "a set"),
        (datetime.date(2026, 1, 1), "a date"),
        (Colour.RED, "a Colour"),
        (math.nan, "no nan"),
        (-math.inf, "no -inf"),
        pytest.param(10**5000, "too many digits", id="a long number"),
        ({"of": [{"it": (1,)}]}, "a tuple (at ['of'][0]['it'])"),
    ],
)
async def test_what_json_cannot_carry_is_refused_before_anything_is_written(
    value: Any, says: str, sessions: Sessions
) -> None:
    store = sessions("ada")
    with pytest.raises(NotStorableError) as caught:
        await store.set_many({"user": "Ada", "cart": value})
    assert says in str(caught.value)
    assert "'cart'" in str(caught.value)
    assert await store.is_any_exist() is False


async def test_a_value_that_contains_itself_is_refused(sessions: Sessions) -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(NotStorableError, match="contains itself"):
        await sessions("ada").set("cart", loop)


@pytest.mark.parametrize("key", [1, None, b"user", "\ud800"])
async def test_a_key_that_is_no_text_is_refused(key: Any, sessions: Sessions) -> None:
    store = sessions("ada")
    for operation in (store.set(key, 1), store.get(key), store.remove(key)):
        with pytest.raises(NotStorableError):
            await operation


@pytest.mark.parametrize("session_id", [1, b"ada", "\udfff"])
async def test_an_id_that_is_no_text_is_refused(
    session_id: Any, sessions: Sessions
) -> None:
    with pytest.raises(NotStorableError, match="session id"):
        await sessions(session_id).get("user")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@pytest.mark.slow
@given(
    st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=8), JSON, min_size=1)
)
@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_values_and_keys_come_back_as_they_were(
    sessions: Sessions, values: dict[str, Any]
) -> None:
    store = sessions("ada")
    await store.clear()
    await store.set_many(values)
    assert same(await store.get_all(), values)


async def test_more_keys_than_redis_keeps_in_order_stay_in_order(
    sessions: Sessions,
) -> None:
    store = sessions("ada")
    keys = [f"{number * 7919 % 1000}" for number in range(1000)]
    for key in keys[:10]:
        await store.set(key, "short")
    await store.set_many(dict.fromkeys(keys, "x" * 100))
    await store.remove(keys[3])
    await store.set(keys[5], 1)
    assert list(await store.get_all()) == keys


async def test_overlapping_writes_to_different_keys_are_all_there(
    sessions: Sessions,
) -> None:
    await asyncio.gather(
        *(sessions("ada").set(f"key {number}", number) for number in range(300))
    )
    assert len(await sessions("ada").get_all()) == 300


async def test_overlapping_set_many_are_never_mixed(make: Make) -> None:
    keys = [f"key {number}" for number in range(200)]
    one, other = make(), make()  # with connections of their own
    await one("ada").set_many(dict.fromkeys(keys, -1))

    async def write(value: int) -> None:
        await one("ada").set_many(dict.fromkeys(keys, value))

    async def read() -> None:
        assert len(set((await other("ada").get_all()).values())) == 1

    await asyncio.gather(*(write(n) for n in range(40)), *(read() for _ in range(80)))


async def test_prefixes_keep_sessions_apart(make: Make) -> None:
    one, other = make(prefix="one"), make(prefix="other")
    await one("ada").set("user", "Ada")
    await one(None).set("user", "nobody")
    assert await other("ada").is_any_exist() is False
    assert await other(None).is_any_exist() is False


@pytest.mark.parametrize(
    "session_id",
    ["", ":", "a:b", "'; DROP TABLE sessions; --", "../../etc", "{a}b", "%s", "a\0b"],
    ids=ascii,
)
async def test_an_id_is_only_ever_a_name(session_id: str, sessions: Sessions) -> None:
    await sessions(session_id).set(session_id, session_id)
    assert await sessions(session_id).get_all() == {session_id: session_id}
    assert await sessions(None).is_any_exist() is False


async def test_close_may_come_twice_and_the_store_opens_again(
    sessions: Sessions,
) -> None:
    await sessions.close()
    await sessions("ada").set("user", "Ada")
    await sessions.close()
    await sessions.close()
    assert await sessions("ada").get("user") == "Ada"


@pytest.mark.parametrize("seconds", [0, -1, math.nan])
async def test_an_expiry_of_no_time_is_refused(seconds: float, make: Make) -> None:
    with pytest.raises(ValueError, match="expires_after"):
        make(expires_after=seconds)


async def test_a_session_has_a_size_that_it_may_not_pass(make: Make) -> None:
    sessions = make(session_size=1000)
    store, bob = sessions("ada"), sessions("bob")
    await store.set("cart", "x" * 600)
    done = await asyncio.gather(
        store.set("note", "y" * 600), bob.set("user", "Bob"), return_exceptions=True
    )
    refused, right = done
    assert isinstance(refused, NotStorableError)
    for said in ("'note'", "1,2", "session_size allows 1,000"):
        assert said in str(refused)
    assert right is None
    assert list(await store.get_all()) == ["cart"]
    assert await bob.get("user") == "Bob"
    await store.set("cart", "z" * 700)  # in its place, and so not on top of it
    await store.set_many({"cart": 1, "note": "y" * 600})
    assert await store.get("cart") == 1


async def test_what_follows_a_zero_in_a_key_counts_too(make: Make) -> None:
    store = make(session_size=1000)("ada")
    for number in range(2):
        await store.set("\0" + "k" * 400 + f"{number}", number)
    with pytest.raises(NotStorableError, match="session_size"):
        await store.set("\0" + "k" * 400, 2)
    await store.set("\0" + "k" * 400 + "1", 12)


async def test_too_much_at_once_is_refused_before_it_is_sent(make: Make) -> None:
    store = make(session_size=1000)("ada")
    with pytest.raises(NotStorableError, match=r"'cart', 'note'.*1,2\d\d char"):
        await store.set_many({"cart": "x" * 600, "note": "y" * 600})
    assert await store.is_any_exist() is False


async def test_a_session_that_is_too_large_already_may_become_smaller(
    make: Make,
) -> None:
    await make()("ada").set_many({"cart": "x" * 2000, "note": "y" * 2000})
    store = make(session_size=1000)("ada")
    with pytest.raises(NotStorableError):
        await store.set("user", "Ada")
    await store.set("note", "y" * 900)
    await store.remove("cart")
    await store.set("user", "Ada")


@pytest.mark.parametrize("size", [0, -1, True, 1.5, None])
async def test_a_size_that_is_none_is_refused(size: int, make: Make) -> None:
    with pytest.raises(ValueError, match="session_size"):
        make(session_size=size)
