"""The live FortJs, which CI must have and a user's machine may lack."""

import os
from collections.abc import Iterator

import pytest

from sessionkit.fortjs import FortJsUnavailableError
from sessionkit.fortjs.live import FortJs


@pytest.fixture(scope="session")
def fortjs() -> Iterator[FortJs]:
    """One Node process for all tests that ask FortJs."""
    try:
        live = FortJs().__enter__()
    except FortJsUnavailableError as error:
        if os.environ.get("CI"):
            pytest.fail(f"CI must have FortJs: {error}")
        pytest.skip(str(error))
    yield live
    live.__exit__(None, None, None)
