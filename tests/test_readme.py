"""The README's two commands are as promised, and CONTRIBUTING names what is there."""

import re

from tests.notebooks.disk import ROOT

OPENS = 'pip install -e ".[lab]" && sessionkit lab'
TESTS = 'pip install -e ".[test]" && pytest --nbval'
FRESH = "python3 -m venv .venv && . .venv/bin/activate"


def test_one_command_opens_the_workshop_and_one_runs_the_tests() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", readme, re.M | re.S)
    assert blocks == [f"{FRESH} && {OPENS}\n", f"{FRESH} && {TESTS}\n"]


def test_what_contributing_names_is_there() -> None:
    text = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:sessionkit|tests|notebooks|\.ci)/[\w./-]*)`", text)
    missing = [name for name in named if not (ROOT / name).exists()]
    assert len(named) > 20
    assert missing == []
