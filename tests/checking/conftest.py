"""What the tests of ``check`` have in common."""

import pytest

from tests.checking.wrong_stores import kept


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Forget the sessions of other tests: some wrong stores count all of them."""
    kept.clear()
