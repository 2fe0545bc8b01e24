"""What holds for all tests: how many examples, and how nbval starts kernels.

``pytest --hypothesis-profile=full`` draws more examples, and others each time.
"""

import sys
from collections.abc import Generator

import pytest
from hypothesis import settings

# jsonschema would put together the grammar of an international address, which takes
# two seconds, for a format that nothing here asks for. That is why pyproject.toml
# keeps nbval from being loaded before this.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

from nbval import kernel  # noqa: E402
from nbval.plugin import IPyNbCell  # noqa: E402

from tests.notebooks.environment import KERNEL_ENVIRONMENT  # noqa: E402

pytest_plugins = ["nbval.plugin"]

# nbval lays out each message for its log, which nobody reads: a third of its time
kernel.pformat = lambda message: message

settings.register_profile("quick", max_examples=15, deadline=None, derandomize=True)
settings.register_profile("full", max_examples=200, deadline=None, print_blob=True)
settings.load_profile("quick")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    """Set the kernels' environment while nbval starts the kernel of a notebook."""
    if not isinstance(item, IPyNbCell):
        return (yield)
    with pytest.MonkeyPatch.context() as environment:
        for name, value in KERNEL_ENVIRONMENT.items():
            environment.setenv(name, value)
        return (yield)
