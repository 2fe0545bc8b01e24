"""The packages that the site is made of, kept in the user's cache."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import platformdirs
from packaging.utils import canonicalize_name, parse_wheel_filename

from sessionkit.workshop.site.errors import SiteError
from sessionkit.workshop.site.versions import (
    FRONT_ENDS,
    PLATFORM,
    PYODIDE,
    PYTHON,
    WHEELS,
)

ONCE: Final = (
    "The first build needs a network and the clients of both registries, pip and npm; "
    "later ones take everything from"
)


def wheels() -> dict[str, Path]:
    """Return the wheels of the page and of the front ends, by name.

    One call of pip brings those that are not in the cache. Raises ``SiteError`` where
    it cannot.
    """
    wanted = {**WHEELS, **FRONT_ENDS}
    missing = [name for name in wanted if name not in _kept(wanted)]
    if missing:
        _fetch(
            [
                *(sys.executable, "-m", "pip", "download", "--no-deps"),
                *("--disable-pip-version-check", "--quiet", "--only-binary=:all:"),
                *("--implementation", "cp", "--python-version", PYTHON),
                *("--abi", f"cp{PYTHON.replace('.', '')}", "--abi", "none"),
                *("--platform", PLATFORM, "--dest", "."),
                *(f"{name}=={wanted[name]}" for name in missing),
            ]
        )
    kept = _kept(wanted)
    for name, version in wanted.items():
        if name not in kept:
            raise SiteError(f"pip said that it brought {name} {version}, and did not.")
    return kept


def pyodide() -> Path:
    """Return the archive of Pyodide's npm package.

    npm brings it if it is not in the cache; raises ``SiteError`` where it cannot.
    """
    archive = folder() / f"pyodide-{PYODIDE}.tgz"
    if not archive.is_file():
        npm = shutil.which("npm")
        if npm is None:
            raise SiteError(
                "The first build takes Pyodide from npm, and there is no npm on this "
                "machine's PATH: install Node.js 20 or newer, and npm."
            )
        _fetch([npm, "pack", f"pyodide@{PYODIDE}", "--silent"])
    return archive


def folder() -> Path:
    """Return where the packages are kept."""
    return platformdirs.user_cache_path("sessionkit") / "site"


def _kept(wanted: Mapping[str, str]) -> dict[str, Path]:
    """Return the wheels of the cache that have a wanted version."""
    kept = {}
    for path in sorted(folder().glob("*.whl")):
        name, version, *_ = parse_wheel_filename(path.name)
        if wanted.get(name) == str(version):
            kept[str(canonicalize_name(name))] = path
    return kept


def _fetch(command: Sequence[str]) -> None:
    """Run a registry's client in an empty folder; keep the files that it brought."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder()) as brought:
            done = subprocess.run(
                command, cwd=brought, capture_output=True, text=True, check=False
            )
            if done.returncode:
                client = "pip" if "pip" in command else "npm"
                raise SiteError(f"{client} failed: {_why(done)}. {ONCE} {folder()}.")
            for path in Path(brought).iterdir():
                path.replace(folder() / path.name)
    except OSError as error:
        raise SiteError(
            f"{folder()} cannot keep what the site is made of: "
            f"{error.strerror or error}."
        ) from None


def _why(done: subprocess.CompletedProcess[str]) -> str:
    """Return the last line in which a program said what went wrong."""
    said = [line for line in done.stderr.splitlines() if "error" in line.lower()]
    last = (said or done.stderr.strip().splitlines() or ["it did not say why"])[-1]
    return last.strip().removesuffix(".")
