"""The application of ``app.py`` on the real FortJs, under Node."""

import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from sessionkit.node.npm import installed_at, program
from tests.node.conftest import need_node

SCRIPT = Path(__file__).with_suffix(".js")


class FortJsApp:
    """A Node process that serves FortJs on 127.0.0.1; use it in ``with``."""

    def __enter__(self) -> Self:
        need_node()
        self._node = subprocess.Popen(
            [program("node"), str(SCRIPT), str(installed_at())],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._node.stdout is not None
        port = self._node.stdout.readline().strip()
        if not port:
            pytest.fail(f"FortJs did not start: {self._node.communicate()[1]}")
        self.url = f"http://127.0.0.1:{port}"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._node.kill()
        self._node.communicate()

    def ended(self) -> str:
        """Wait until the process ends by itself; return what it said."""
        said = self._node.communicate(timeout=30)[1]
        assert self._node.returncode != 0
        return said
