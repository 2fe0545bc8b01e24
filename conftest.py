"""Start every notebook's kernel in the environment its outputs were written in."""

from collections.abc import Generator

import pytest
from nbval.plugin import IPyNbCell

from tests.notebooks.environment import KERNEL_ENVIRONMENT


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    """Set the kernels' environment while nbval starts the kernel of a notebook."""
    if not isinstance(item, IPyNbCell):
        return (yield)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in KERNEL_ENVIRONMENT.items():
            patch.setenv(name, value)
        return (yield)
