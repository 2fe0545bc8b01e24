"""The versions are those that were tried together."""

import tomllib

from jupyterlite_pyodide_kernel.constants import (
    PYODIDE_PYTHON_VERSION,
    PYODIDE_VERSION,
)

from sessionkit.workshop.site.versions import FRONT_ENDS, PYODIDE, PYTHON, WHEELS
from tests.notebooks.disk import ROOT


def test_pyodide_is_the_one_that_its_kernel_was_made_for() -> None:
    assert (PYODIDE, PYTHON) == (PYODIDE_VERSION, PYODIDE_PYTHON_VERSION)


def test_the_extra_brings_the_kernel_whose_front_end_is_in_the_site() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    name = "jupyterlite-pyodide-kernel"
    assert f"{name}=={FRONT_ENDS[name]}" in project["optional-dependencies"]["site"]


def test_a_widget_and_its_front_end_are_of_one_version() -> None:
    assert WHEELS["anywidget"] == FRONT_ENDS["anywidget"]
