"""Parameters of which only the first few run by default."""

from collections.abc import Iterable
from typing import Any

import pytest


def rest_slow(first: int, parameters: Iterable[Any]) -> list[Any]:
    """Mark all parameters but the first few as slow; a tuple is one set of them."""
    return [
        one
        if number < first
        else pytest.param(
            *(one if isinstance(one, tuple) else [one]), marks=pytest.mark.slow
        )
        for number, one in enumerate(parameters)
    ]
