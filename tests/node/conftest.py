"""The live Node, which CI must have and a user's machine may lack."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sessionkit.node import npm
from sessionkit.node.npm import COMMAND, is_installed, program
from sessionkit.node.packages import PACKAGES, NodeUnavailableError
from sessionkit.node.process import Node
from tests.needs import missing
from tests.stores.conftest import redis_server

__all__ = ["redis_server"]


def need_node() -> None:
    """Skip the test, or fail it in CI, where there is no Node or no npm package."""
    try:
        program("node")
    except NodeUnavailableError:
        missing("Node", "installing Node.js 20 or newer")
    if not is_installed():
        missing("FortJs", COMMAND)


@pytest.fixture(scope="session")
def node() -> Iterator[Node]:
    """One Node process for all tests that ask FortJs."""
    need_node()
    with Node() as live:
        yield live


@pytest.fixture
def no_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take away both Node and npm."""
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.fixture
def empty_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Stand as a user who has not installed the packages for sessionkit."""
    folder = tmp_path / "cache" / "packages"
    monkeypatch.setattr(npm, "installed_at", lambda: folder)
    return folder


class StandIns:
    """Programs in the place of Node and npm that fail as the real ones may."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder
        self.cache = cache

    def script(self, name: str, text: str) -> None:
        """Write a program of that name, a shell script."""
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)

    def pretend_installed(self) -> None:
        """Put packages into the cache that hold nothing."""
        for name in PACKAGES:
            package = self.cache / "node_modules" / name
            package.mkdir(parents=True)
            (package / "package.json").write_text("{}")


@pytest.fixture
def stand_ins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, empty_cache: Path
) -> StandIns:
    """Give a folder before all others on the PATH, and an empty cache."""
    if os.name == "nt":
        pytest.skip("the stand-ins are shell scripts")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    return StandIns(tmp_path, empty_cache)
