"""What a test needs: in CI it must be there, elsewhere the test skips and says how."""

import os

import pytest


def missing(what: str, command: str) -> None:
    """Skip the test, or fail it in CI, for want of ``what``; ``command`` brings it."""
    message = f"{what} is not there; this brings it: {command}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)
