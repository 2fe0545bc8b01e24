"""The site, built once for every test that looks at the real one."""

from pathlib import Path

import pytest

from sessionkit.workshop.site import build


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site; return its folder. pip and npm bring what is not cached."""
    return build(tmp_path_factory.mktemp("site") / "out")
