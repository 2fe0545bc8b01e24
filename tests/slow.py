"""Parameters of which only some run by default."""

from collections.abc import Iterable
from typing import Any

import pytest


def rest_slow(first: int, parameters: Iterable[Any]) -> list[Any]:
    """Mark all parameters but the first few as slow; a tuple is one set of them."""
    return [
        one if number < first else _slow(one) for number, one in enumerate(parameters)
    ]


def sample(each: int, parameters: Iterable[Any]) -> list[Any]:
    """Mark as slow what is not each so-manieth parameter, as ``rest_slow`` does."""
    return [
        _slow(one) if number % each else one for number, one in enumerate(parameters)
    ]


def _slow(one: Any) -> Any:
    values = one if isinstance(one, tuple) else (one,)
    return pytest.param(*values, marks=pytest.mark.slow)
