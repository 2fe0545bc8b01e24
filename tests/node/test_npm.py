"""The npm packages in the user's cache, and what is said where they cannot come."""

from pathlib import Path

import pytest

from sessionkit.node import npm
from sessionkit.node.__main__ import main
from sessionkit.node.packages import PACKAGES, NodeUnavailableError
from sessionkit.node.process import Node
from tests.node.conftest import StandIns


def test_the_packages_and_their_versions() -> None:
    assert PACKAGES == {
        "fortjs": "2.10.8",
        "express-session": "1.19.0",
        "redis": "4.7.1",
    }


def test_installing_again_changes_nothing(
    node: Node, no_programs: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is there already needs no npm."""
    before = npm.installed_at().stat().st_mtime_ns

    assert main(["install"]) == 0
    said = f"fortjs, express-session, redis are in {npm.installed_at()}\n"
    assert capsys.readouterr().out == said
    assert npm.is_installed()
    assert npm.installed_at().stat().st_mtime_ns == before


def test_without_npm(
    no_programs: None, empty_cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["install"]) == 2
    assert "there is no npm on this machine's PATH" in capsys.readouterr().err
    assert not empty_cache.exists()


@pytest.mark.parametrize("missing", PACKAGES)
def test_each_package_is_needed(stand_ins: StandIns, missing: str) -> None:
    stand_ins.pretend_installed()
    assert npm.is_installed()
    (stand_ins.cache / "node_modules" / missing / "package.json").unlink()
    assert not npm.is_installed()


def test_npm_is_asked_for_all_packages_at_their_versions(stand_ins: StandIns) -> None:
    stand_ins.script("npm", 'echo "$@" >"$(dirname "$0")/asked"')
    assert npm.install() == stand_ins.cache
    asked = (stand_ins.folder / "asked").read_text()
    assert asked.startswith(f"install --prefix {stand_ins.cache} --no-save ")
    assert asked.endswith(" fortjs@2.10.8 express-session@1.19.0 redis@4.7.1\n")


def test_npm_fails(stand_ins: StandIns) -> None:
    stand_ins.script("npm", "echo first >&2; echo 'no network' >&2; exit 7")
    with pytest.raises(NodeUnavailableError, match=r"fortjs@2.10.8.*no network"):
        npm.install()


def test_npm_fails_without_a_word(stand_ins: StandIns) -> None:
    stand_ins.script("npm", "exit 7")
    with pytest.raises(NodeUnavailableError, match="exit status 7"):
        npm.install()


def test_the_cache_is_not_writable(stand_ins: StandIns) -> None:
    stand_ins.script("npm", "exit 0")
    stand_ins.cache.parent.write_text("a file where a folder should be")
    expected = r"fortjs@2\.10\.8, .* cannot be put into"
    with pytest.raises(NodeUnavailableError, match=expected):
        npm.install()
