"""Build and serve the whole site, once what that needs is known to be here."""

import os
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from sessionkit.extras import installing
from sessionkit.workshop.lab import lessons_folder
from sessionkit.workshop.site.errors import SiteError

NEEDED: Final = (
    "jupyterlite_core",
    "jupyterlite_pyodide_kernel",
    "nbconvert",
    "packaging",
)
"""Modules that a build imports, beside those of the extra lab."""
LOOPBACK: Final = "127.0.0.1"
PORT: Final = 8000
MARK: Final = "run/jupyter-lite.json"
"""A file that each site has: a folder with it is ours to write anew."""


def build(out: Path) -> Path:
    """Write the site into the folder ``out``, in place of a site that is there.

    Raises ``SiteError`` if something is not installed or cannot be brought, or if
    ``out`` holds anything but a site.
    """
    _require(*NEEDED)
    _only_a_site(out)
    # what needs the extra is imported once it is known to be there
    from sessionkit.workshop.site import lite, pages

    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        # beside it, so that it can take its place in one step
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".site-") as folder:
            made = Path(folder) / "site"
            pages.write(lessons_folder(), made)
            lite.build(lessons_folder(), made / "run")
            for path in made.rglob("*"):
                # JupyterLite dates each build the same: a browser would keep the old
                os.utime(path)
            if out.exists():
                shutil.rmtree(out)
            made.rename(out)
    except OSError as error:
        raise SiteError(
            f"The site cannot be written to {out}: {error.strerror or error}. "
            "Mend that, or name another folder."
        ) from None
    return out


def serve(out: Path, host: str = LOOPBACK, port: int = PORT) -> None:
    """Serve the site in the folder ``out`` until it is interrupted; print its address.

    Raises ``SiteError`` if something is not installed, or the port is taken.
    """
    _require("starlette", "uvicorn")
    from sessionkit.workshop.site import server

    server.serve(out, host, port)


def is_site(out: Path) -> bool:
    """Whether the folder ``out`` holds a site."""
    return (out / MARK).is_file()


def _require(*modules: str) -> None:
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise SiteError(
            f"{' and '.join(missing)} {verb} not installed. "
            f"Install what the site needs with: {installing('site')}"
        )


def _only_a_site(out: Path) -> None:
    if out.is_file():
        raise SiteError(f"{out} is a file: name a folder for the site.")
    if out.is_dir() and any(out.iterdir()) and not is_site(out):
        raise SiteError(
            f"{out} holds something else than a site, which would be lost: "
            "name another folder."
        )
