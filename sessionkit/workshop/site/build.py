"""The whole site: what it needs is here, it is written, and it takes its place."""

import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from sessionkit.workshop.lab import lessons_folder
from sessionkit.workshop.site.errors import SiteError

INSTALL: Final = 'python -m pip install "sessionkit[site]"'
NEEDED: Final = {
    "anywidget": "anywidget",
    "jupyterlite_core": "jupyterlite-core",
    "jupyterlite_pyodide_kernel": "jupyterlite-pyodide-kernel",
    "nbconvert": "nbconvert",
    "packaging": "packaging",
}
"""Modules that a build imports, and the packages that bring them."""
MARK: Final = "run/jupyter-lite.json"
"""A file that each site has: a folder with it is ours to write anew."""


def build(out: Path) -> Path:
    """Write the site into the folder ``out``, in place of a site that is there.

    Raises ``SiteError`` if something is not installed or cannot be brought, or if
    ``out`` holds anything but a site.
    """
    _require()
    _only_a_site(out)
    # what needs the extra is imported once it is known to be there
    from sessionkit.workshop.site import lite

    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        # beside it, so that it can take its place in one step
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".site-") as folder:
            made = Path(folder) / "site"
            lite.build(lessons_folder(), made / "run")
            if out.exists():
                shutil.rmtree(out)
            made.rename(out)
    except OSError as error:
        raise SiteError(
            f"The site cannot be written to {out}: {error.strerror or error}. "
            "Mend that, or name another folder."
        ) from None
    return out


def _require() -> None:
    missing = [name for module, name in NEEDED.items() if find_spec(module) is None]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise SiteError(
            f"To build the site, {' and '.join(missing)} {verb} missing. "
            f"Install what it needs with: {INSTALL}"
        )


def _only_a_site(out: Path) -> None:
    if out.is_file():
        raise SiteError(f"{out} is a file: name a folder for the site.")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise SiteError(
            f"{out} holds something else than a site, which would be lost: "
            "name another folder."
        )
