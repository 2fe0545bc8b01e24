"""What is said of a change and of numbers."""

import pytest

from sessionkit.live.history import ABSENT, Change
from sessionkit.live.inspector.words import WORDS, counted, in_words


@pytest.mark.parametrize(
    ("before", "after", "by", "words"),
    [
        (ABSENT, 3, "", "+ added"),
        (3, None, "", "~ changed, was 3"),
        (None, ABSENT, "", "- deleted, was None"),
        (
            [1],
            [1, 2],
            ", through no operation",
            "~ changed, was [1], through no operation",
        ),
    ],
)
def test_a_change_in_words(before: object, after: object, by: str, words: str) -> None:
    change = Change("ada", "cart", before, after)

    assert in_words(change, by, limit=120) == words


def test_a_value_that_was_is_cut() -> None:
    change = Change("ada", "cart", "x" * 1_000, 1)

    assert len(in_words(change, "", limit=20)) < 60


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 keys"), (1, "1 key"), (2_000, "2,000 keys")]
)
def test_a_number_of_things(count: int, words: str) -> None:
    assert counted(WORDS["keys"], count) == words
