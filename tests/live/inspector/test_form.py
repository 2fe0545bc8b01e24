"""The row of controls: four texts, as the call that they mean."""

import pytest

from sessionkit import Operation, on
from sessionkit.live.inspector.form import FormError, read_form


@pytest.mark.parametrize(
    ("typed", "operation"),
    [
        (("ada", "set", "cart", "3"), on("ada").set("cart", 3)),
        (
            ("ada", "set", "cart", ' {"a": [null]} '),
            on("ada").set("cart", {"a": [None]}),
        ),
        (("ada", "set", "user", "ada"), on("ada").set("user", "ada")),
        (("ada", "set", "user", "'ada'"), on("ada").set("user", "ada")),
        (("ada", "set", "user", " two words "), on("ada").set("user", "two words")),
        (("ada", "set", "user", "3 teas"), on("ada").set("user", "3 teas")),
        (("ada", "set", "user", "None"), on("ada").set("user", None)),
        (("ada", "set", "user", "True"), on("ada").set("user", True)),
        (("ada", "set", "user", "{'a': 1}"), on("ada").set("user", {"a": 1})),
        (("ada", "set", "user", "1, 2"), on("ada").set("user", "1, 2")),
        (("ada", "get", "cart", "what is here counts not"), on("ada").get("cart")),
        (("", "remove", "cart", ""), on(None).remove("cart")),
        (("ada", "get_all", "cart", ""), on("ada").get_all()),
        (("ada", "set_many", "", '{"a": 1}'), on("ada").set_many({"a": 1})),
    ],
)
def test_what_was_typed(typed: tuple[str, str, str, str], operation: Operation) -> None:
    assert read_form(*typed) == operation


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("ada", "set", "cart", ""), "A value is missing"),
        (("ada", "set", "", "3"), "set needs a key"),
        (("ada", "get", "", ""), "get needs a key"),
        (("ada", "set_many", "", "[1]"), "set_many takes keys with values"),
        (("ada", "set", "cart", "[" * 100_000), "The value is not complete"),
        (("ada", "__class__", "", ""), 'There is no method "__class__"'),
    ],
)
def test_one_sentence_says_what_to_type(
    typed: tuple[str, str, str, str], says: str
) -> None:
    with pytest.raises(FormError) as raised:
        read_form(*typed)

    assert says in str(raised.value)
