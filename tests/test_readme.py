"""The README's two commands are the ones that the workshop promises."""

import re

from tests.notebooks.disk import ROOT

OPENS = 'pip install -e ".[lab]" && sessionkit lab'
TESTS = 'pip install -e ".[test]" && pytest --nbval'
FRESH = "python3 -m venv .venv && . .venv/bin/activate"


def test_one_command_opens_the_workshop_and_one_runs_the_tests() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", readme, re.M | re.S)
    assert blocks == [f"{FRESH} && {OPENS}\n", f"{FRESH} && {TESTS}\n"]
