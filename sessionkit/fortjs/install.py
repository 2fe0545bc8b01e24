"""Put the npm package ``fortjs`` where the driver finds it: the user's cache."""

import shutil
import subprocess
from pathlib import Path
from typing import Final

import platformdirs

from sessionkit.fortjs.package import VERSION, FortJsUnavailableError

COMMAND: Final = "python -m sessionkit.fortjs install"


def installed_at() -> Path:
    """Return the folder that holds, or would hold, the npm package."""
    return platformdirs.user_cache_path("sessionkit") / f"fortjs-{VERSION}"


def is_installed() -> bool:
    """Whether the package is in the cache; says nothing about Node."""
    return (installed_at() / "node_modules" / "fortjs" / "package.json").is_file()


def program(name: str) -> str:
    """Return the path of ``node`` or ``npm``; ``FortJsUnavailableError`` without it."""
    found = shutil.which(name)
    if found is None:
        raise FortJsUnavailableError(
            f"FortJs runs under Node, and there is no {name} on this machine's PATH; "
            "install Node.js 20 or newer, which brings npm along."
        )
    return found


def install() -> Path:
    """Install the package with npm, if it is not there yet; return its folder.

    Raises ``FortJsUnavailableError`` when npm is missing or fails.
    """
    if not is_installed():
        npm_install(installed_at(), f"fortjs@{VERSION}")
    return installed_at()


def npm_install(folder: Path, *packages: str) -> None:
    """Install npm packages, such as ``fortjs@2.10.8``, into ``folder``.

    Raises ``FortJsUnavailableError`` when npm is missing or fails.
    """
    npm = program("npm")
    what = ", ".join(packages)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [
                *(npm, "install", "--prefix", str(folder), "--no-save"),
                *("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"),
                *packages,
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        raise FortJsUnavailableError(
            f"{what} cannot be put into {folder}: {error.strerror or error}."
        ) from None
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise FortJsUnavailableError(
            f"npm could not install {what} into {folder}: "
            f"{said[-1] if said else f'exit status {done.returncode}'}"
        )
