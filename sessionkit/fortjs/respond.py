"""What the real FortJs sends a browser that asks for its session as JSON."""

import json
import subprocess
from collections.abc import Sequence
from importlib.resources import as_file, files
from typing import Any, Final

from sessionkit.fortjs.install import COMMAND, installed_at, is_installed, program
from sessionkit.fortjs.package import FortJsUnavailableError

AFTER_REMOVE: Final = (("set", "user", "Ada"), ("set", "cart", 3), ("remove", "cart"))
"""FortJs's calls before the answer that is recorded."""
LIMIT: Final = 60
"""Seconds that Node has to answer."""


def respond(calls: Sequence[Sequence[Any]] = AFTER_REMOVE) -> dict[str, Any]:
    """Make ``calls`` on a new session in one HTTP request to FortJs on 127.0.0.1.

    Each call is a method of FortJs's session with its arguments. Returns the response's
    ``status``, its content ``type``, and as its ``body`` the session as JSON. Raises
    ``FortJsUnavailableError`` where FortJs cannot be asked.
    """
    node = program("node")
    if not is_installed():
        raise FortJsUnavailableError(
            f"FortJs is not installed for sessionkit; this installs it: {COMMAND}"
        )
    with as_file(files("sessionkit.fortjs") / "respond.js") as script:
        try:
            done = subprocess.run(
                [node, str(script), str(installed_at()), json.dumps(calls)],
                capture_output=True,
                encoding="utf-8",
                timeout=LIMIT,
                check=True,
            )
        except subprocess.SubprocessError as error:
            raise FortJsUnavailableError(
                f"FortJs answered no HTTP request: {error}"
            ) from None
    response: dict[str, Any] = json.loads(done.stdout)
    return response
