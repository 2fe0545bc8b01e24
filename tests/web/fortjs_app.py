"""The application of ``app.py`` on the real FortJs, under Node."""

import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from sessionkit.fortjs import FortJsUnavailableError
from sessionkit.fortjs.install import COMMAND, installed_at, is_installed, program
from tests.needs import missing

SCRIPT = Path(__file__).with_suffix(".js")


class FortJsApp:
    """A Node process that serves FortJs on 127.0.0.1; use it in ``with``."""

    def __enter__(self) -> Self:
        try:
            node = program("node")
        except FortJsUnavailableError as error:
            missing("Node.js", str(error))
        if not is_installed():
            missing("FortJs", COMMAND)
        self._node = subprocess.Popen(
            [node, str(SCRIPT), str(installed_at())],
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
