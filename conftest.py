"""What holds for all tests: how many examples, and in which environment kernels start.

``pytest --hypothesis-profile=full`` draws more examples, and others each time.
"""

from collections.abc import Generator

import pytest
from hypothesis import settings
from nbval.plugin import IPyNbCell

from tests.notebooks.environment import KERNEL_ENVIRONMENT

settings.register_profile("quick", max_examples=25, deadline=None, derandomize=True)
settings.register_profile("full", max_examples=200, deadline=None, print_blob=True)
settings.load_profile("quick")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    """Set the kernels' environment while nbval starts the kernel of a notebook."""
    if not isinstance(item, IPyNbCell):
        return (yield)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in KERNEL_ENVIRONMENT.items():
            patch.setenv(name, value)
        return (yield)
