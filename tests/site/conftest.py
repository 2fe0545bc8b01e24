"""The site, built once for every test that looks at the real one."""

import os
from pathlib import Path

import pytest

from sessionkit.workshop.site import SiteError, build


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site; return its folder. SITE names one that is built already."""
    built = os.environ.get("SITE")
    if built:
        return Path(built)
    try:
        return build(tmp_path_factory.mktemp("site") / "out")
    except SiteError as error:
        pytest.fail(str(error))
