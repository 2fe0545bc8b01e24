"""Put the npm packages where the driver finds them: the user's cache."""

import shutil
import subprocess
from pathlib import Path
from typing import Final

import platformdirs

from sessionkit.node.packages import PACKAGES, NodeUnavailableError
from sessionkit.page import cannot, in_page

COMMAND: Final = "python -m sessionkit.node install"


def installed_at() -> Path:
    """Return the folder that holds, or would hold, the npm packages."""
    names = "-".join(f"{name}-{version}" for name, version in PACKAGES.items())
    return platformdirs.user_cache_path("sessionkit") / names


def is_installed() -> bool:
    """Whether all packages are in the cache; says nothing about Node."""
    modules = installed_at() / "node_modules"
    return all((modules / name / "package.json").is_file() for name in PACKAGES)


def program(name: str) -> str:
    """Return the path of ``node`` or ``npm``; ``NodeUnavailableError`` without it."""
    if in_page():
        raise NodeUnavailableError(cannot("ask FortJs, which runs under Node"))
    found = shutil.which(name)
    if found is None:
        raise NodeUnavailableError(
            f"FortJs runs under Node, and there is no {name} on this machine's PATH; "
            "install Node.js 20 or newer, and npm."
        )
    return found


def require_installed() -> Path:
    """Return the folder of the packages; ``NodeUnavailableError`` without them."""
    if not is_installed():
        raise NodeUnavailableError(
            f"FortJs is not installed for sessionkit; this installs it: {COMMAND}"
        )
    return installed_at()


def install() -> Path:
    """Install the packages with npm, if they are not there yet; return their folder.

    Raises ``NodeUnavailableError`` when npm is missing or fails.
    """
    folder = installed_at()
    if is_installed():
        return folder
    npm = program("npm")
    packages = [f"{name}@{version}" for name, version in PACKAGES.items()]
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
        raise NodeUnavailableError(
            f"{what} cannot be put into {folder}: {error.strerror or error}."
        ) from None
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise NodeUnavailableError(
            f"npm could not install {what} into {folder}: "
            f"{said[-1] if said else f'exit status {done.returncode}'}"
        )
    return folder
