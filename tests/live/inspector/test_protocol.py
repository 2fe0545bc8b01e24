"""Both sides of the messages say the same, and so does what is sent."""

from typing import Any, get_args, get_type_hints, is_typeddict

import pytest
from anywidget import AnyWidget

from sessionkit.live.inspector import protocol
from sessionkit.live.inspector.protocol import TRAITS
from sessionkit.live.inspector.shapes import Words
from sessionkit.live.inspector.sizes import SIZES
from sessionkit.live.inspector.widget import Inspector
from sessionkit.live.recorder import Recorder
from tests.live.inspector.kernel_says import kernel_says
from tests.live.inspector.typedefs import PATH, typedefs

MESSAGES: dict[str, Any] = {
    get_args(get_type_hints(one)["kind"])[0]: one for one in get_args(protocol.Message)
}
ADDED = ("message", "heard")
"""What the channel adds to each."""


def test_the_pages_types_are_written_from_the_kernels() -> None:
    assert PATH.read_text("utf-8") == typedefs(), (
        "this brings page/protocol.js up to date: "
        "python -m tests.live.inspector.typedefs"
    )


def test_the_types_of_the_page_hold_every_field() -> None:
    text = typedefs()

    assert " name: string," in text
    assert " session?: number | null," in text
    assert " entries?: EntryData[]," in text
    assert ' how: "scenario" | "test",' in text
    assert " rows: string[][]," in text
    for typed in [*MESSAGES.values(), Words, protocol.Act]:
        assert f"}}}} {typed.__name__}\n" in text


def test_the_traits_are_those_that_are_synced() -> None:
    inherited = AnyWidget.class_traits(sync=True)
    synced = set(Inspector.class_traits(sync=True)) - set(inherited)

    assert sorted(synced) == sorted(TRAITS)


def _check(data: Any, typed: Any) -> None:
    """Hold data against a typed dict, through and through."""
    if is_typeddict(typed):
        assert set(data) <= set(typed.__annotations__), typed
        assert set(data) >= typed.__required_keys__, typed
        for name, hint in get_type_hints(typed).items():
            if name in data:
                _check(data[name], hint)
    elif isinstance(data, list):
        (inner,) = get_args(typed)
        for one in data:
            _check(one, inner)
    elif isinstance(data, dict):
        (inner,) = (one for one in get_args(typed) if is_typeddict(one))
        _check(data, inner)


def test_what_is_sent_has_the_fields_that_are_written_down() -> None:
    said = kernel_says()
    _check(said["traits"], protocol.Traits)
    for message in said["messages"]:
        data = {name: one for name, one in message.items() if name not in ADDED}
        _check(data, MESSAGES[message["kind"]])

    assert [one["kind"] for one in said["messages"]] == ["update"]


def test_the_check_of_fields_would_catch() -> None:
    with pytest.raises(AssertionError):
        _check({"kind": "said", "words": ""}, protocol.Said)
    with pytest.raises(AssertionError):
        _check({"kind": "problem", "words": "", "why": ""}, protocol.Problem)


def test_the_sizes_fit_each_other() -> None:
    assert SIZES["below"] < SIZES["rows"] <= SIZES["kept"]
    assert Inspector(Recorder()).sizes == SIZES
