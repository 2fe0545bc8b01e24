"""The tests of what is pure Python pass in a page's Python, which is 3.14."""

import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Final

import pytest

from tests.needs import missing
from tests.site.conftest import python

pytestmark = pytest.mark.slow

ROOT: Final = Path(__file__).parents[2]
PURE: Final = (
    "tests/test_memory.py",
    "tests/traces/test_shown.py",
    "tests/traces/test_written.py",
    "tests/fortjs/test_recorded.py",
    "tests/checking/test_interface.py",
    "tests/checking/test_report.py",
    "tests/checking/test_stub.py",
    "tests/comparing/test_beside.py",
    "tests/comparing/test_prediction.py",
)
"""Not those that draw at random: a part of hypothesis is compiled for a computer."""
IMPORTS_ALL: Final = "test_no_dataclass_hides_the_text_of_its_parts"
"""It imports every module of the kit, and what those need is not in a page."""


def test_the_pure_tests_pass_there(site: Path) -> None:
    node = shutil.which("node") or ""
    if not node:
        missing("Node", "apt-get install nodejs")
    done = subprocess.run(
        [
            *(node, str(ROOT / "tests" / "site" / "pyodide.mjs")),
            *(str(python(site)), str(ROOT)),
            *(sysconfig.get_path("purelib"), "-q", "--noconftest", "-c", os.devnull),
            *("--rootdir=/project", "-p", "no:cacheprovider", "-m", "not slow"),
            *("-k", f"not {IMPORTS_ALL}", *PURE),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    passed = re.search(r"^(\d+) passed", done.stdout, re.MULTILINE)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-500:]
    assert passed
    assert int(passed[1]) > 450
