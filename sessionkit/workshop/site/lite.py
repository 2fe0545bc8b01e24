"""The lessons to run in a page: JupyterLite, its Python, and every wheel that it needs.

Nothing is fetched from elsewhere when the site is open. What every start needs lies
beside it in one archive, compiled beforehand; the other wheels, and a lock of our own
that names them, so that an import in a cell brings what it needs. Names that are dotted
(``sessionkit.web``) bring theirs only where they are imported.
"""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from packaging.utils import canonicalize_name

from sessionkit.workshop.lab import pages
from sessionkit.workshop.site import compiling, downloads, wheels
from sessionkit.workshop.site.errors import SiteError
from sessionkit.workshop.site.idle import IDLE, prune
from sessionkit.workshop.site.versions import FRONT_ENDS, WHEELS
from sessionkit.workshop.site.wheels import Wheel, unzipped, zipped

PAGE: Final = Path(__file__).with_name("page")

CORE: Final = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    compiling.LIBRARY,
)
"""The files of Pyodide that the page loads, beside its lock."""
LOCK: Final = "pyodide-lock.json"
PRELOAD: Final = (
    "micropip",
    "piplite",
    "ipykernel",
    "comm",
    "pyodide-kernel",
    "jedi",
    "ipython",
)
"""What the kernel would bring by itself, and is not to."""
STARTING: Final = (
    "pyodide-kernel",
    "piplite",
    "ipykernel",
    "ipython",
    "sessionkit",
    # every lesson but one has widgets
    "anywidget",
)
"""What a start brings, with all that depends on."""
START: Final = "start.zip"
"""The one archive of a start."""
PYTHON: Final = "static/pyodide"
"""Where a build has Pyodide and the wheels, until named by content."""
STARTER: Final = "start.mjs"
"""The script that a kernel loads in place of Pyodide."""
AHEAD: Final = "ahead.js"
"""The script with which a notebook starts Python before it has loaded."""
KERNEL: Final = "extensions/@jupyterlite/pyodide-kernel-extension/static"
"""Where JupyterLite has the script of its kernel's worker, in the site."""
EMPTY: Final = {
    "sessionkit-peers": (("sessionkit.peers",), ("starlette",)),
    "sessionkit-plots": (("sessionkit.teaching.plots",), ("pygal",)),
    "sessionkit-web": (("sessionkit.web",), ("starlette", "httpx")),
}
"""Empty wheels: which imports bring which requirements."""
NOT_HERE: Final = {
    # completion works without it, from the live objects, and starts sooner
    "jedi",
    "jupyterlab-widgets",
    "micropip",
    "prompt-toolkit",
    "widgetsnbextension",
}
"""What wheels require and the page's Python does not: it has no terminal, nothing is
installed there, and a front end is in the site.
"""
APPS: Final = ("notebooks",)
WORK: Final = "work.js"
"""The script of the bar that takes a learner's work home, or begins anew."""
EPOCH: Final = 1_704_067_200


def build(lessons: Path, out: Path) -> None:
    """Write the lessons of a folder, to be run in a page, into the folder ``out``.

    Raises ``SiteError`` where a download or JupyterLite fails.
    """
    kept = downloads.wheels()
    archive = downloads.pyodide()
    with tempfile.TemporaryDirectory() as made:
        work = Path(made)
        _python(work / "lite" / PYTHON, archive, kept)
        _contents(lessons, work / "lite" / "contents")
        _settings(work, out, [kept[name] for name in FRONT_ENDS])
        _run(work)
    prune(out)
    _begin(out)


def _python(folder: Path, archive: Path, kept: Mapping[str, Path]) -> None:
    """Write Pyodide, what a start unpacks, the wheels and the lock that names them."""
    folder.mkdir(parents=True)
    _core(folder, archive)
    every = locked(kept)
    names = starting(every)
    _locked(folder, [_without(one, names) for one in every if one.name not in names])
    files = {
        name: content
        for one in every
        if one.name in names
        for name, content in unzipped(one.content).items()
        if not wheels.TOLD.search(name)
    }
    library, start = compiling.compiled(folder, files)
    (folder / compiling.LIBRARY).write_bytes(zipped(library))
    (folder / START).write_bytes(zipped(start))
    shutil.copyfile(PAGE / STARTER, folder / STARTER)


def _core(folder: Path, archive: Path) -> None:
    """Write the files of Pyodide itself."""
    with tarfile.open(archive) as packed:
        for name in (*CORE, LOCK):
            member = packed.extractfile(f"package/{name}")
            if member is None:
                raise SiteError(f"There is no {name} in {archive}: delete that file.")
            (folder / name).write_bytes(member.read())


def _locked(folder: Path, brought: Iterable[Wheel]) -> None:
    """Write the wheels that an import brings, and the lock that names them."""
    lock = json.loads((folder / LOCK).read_bytes())
    lock["packages"] = {}
    for wheel in brought:
        (folder / wheel.file).write_bytes(wheel.content)
        lock["packages"][wheel.name] = wheel.locked()
    (folder / LOCK).write_text(_json(lock), encoding="utf-8")


def starting(every: Iterable[Wheel]) -> set[str]:
    """Return the names of the wheels that are there when a kernel has started."""
    here = {wheel.name: wheel for wheel in every}
    found: set[str] = set()
    asked = {*STARTING}
    while asked:
        found |= asked
        asked = {name for one in asked for name in here[one].depends} - found
    return found


def locked(kept: Mapping[str, Path]) -> list[Wheel]:
    """Return every wheel of the page, by name.

    Raises ``SiteError`` if one of them requires what the site has not.
    """
    found = [
        wheels.ours(),
        *(wheels.slimmed(kept[name]) for name in WHEELS),
        *(wheels.empty(name, *brings) for name, brings in EMPTY.items()),
        *_of_the_kernel(kept["jupyterlite-pyodide-kernel"]),
    ]
    here = {wheel.name: wheel for wheel in found}
    for wheel in found:
        _require(wheel, here)
    return [_without(here[name], NOT_HERE) for name in sorted(here)]


def _of_the_kernel(archive: Path) -> Iterator[Wheel]:
    """Yield the wheels that the kernel's own wheel brings."""
    with zipfile.ZipFile(archive) as packed:
        for name in packed.namelist():
            if name.endswith(".whl"):
                wheel = wheels.read(name.rpartition("/")[2], packed.read(name))
                if wheel.name not in NOT_HERE:
                    yield wheels.lightened(wheel)


def _require(wheel: Wheel, here: Mapping[str, Wheel]) -> None:
    for one in wheel.requires:
        name = canonicalize_name(one.name)
        if name in NOT_HERE:
            continue
        if name not in here:
            raise SiteError(f"{wheel.name} requires {one}, which versions.py lacks.")
        if not one.specifier.contains(here[name].version, prereleases=True):
            raise SiteError(
                f"{wheel.name} requires {one}; versions.py has {here[name].version}."
            )


def _without(wheel: Wheel, names: Collection[str]) -> Wheel:
    """Return a wheel that does not ask for those that are named."""
    needs = tuple(name for name in wheel.depends if name not in names)
    return replace(wheel, depends=needs)


def _contents(lessons: Path, folder: Path) -> None:
    for page in pages(lessons):
        into = folder / page.relative_to(lessons)
        into.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(page, into)


def _settings(work: Path, out: Path, front_ends: list[Path]) -> None:
    kernel = {
        "disablePyPIFallback": True,
        "pyodideUrl": f"./{PYTHON}/pyodide.mjs",
        "loadPyodideOptions": {
            "lockFileURL": f"./{PYTHON}/{LOCK}",
            "packages": PRELOAD,
        },
    }
    page = {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "sessionkit",
            "disabledExtensions": IDLE,
            "exposeAppInBrowser": True,
            "litePluginSettings": {
                "@jupyterlite/pyodide-kernel-extension:kernel": kernel
            },
        },
    }
    making = {
        "apps": APPS,
        "cache_dir": str(work / "cache"),
        "contents": ["contents"],
        "federated_extensions": [str(path) for path in front_ends],
        # what else is installed here must change nothing there
        "ignore_sys_prefix": True,
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        "output_dir": str(out.resolve()),
        "source_date_epoch": EPOCH,
    }
    lite = work / "lite"
    (lite / "jupyter-lite.json").write_text(_json(page), encoding="utf-8")
    (lite / "jupyter_lite_config.json").write_text(
        _json({"LiteBuildConfig": making}), encoding="utf-8"
    )


def _run(work: Path) -> None:
    """Run JupyterLite's own build."""
    done = subprocess.run(
        [sys.executable, "-m", "jupyterlite_core", "build"],
        cwd=work / "lite",
        env={**os.environ, "JUPYTER_CONFIG_DIR": str(work), "JUPYTER_NO_CONFIG": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["it did not say"]
        raise SiteError(f"JupyterLite could not build the site: {said[-1]}")


def _named(folder: Path) -> Path:
    """Name a folder by what it holds, so that a browser may keep that for good."""
    digest = sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    return folder.rename(folder.with_name(f"python.{digest.hexdigest()[:12]}"))


def _begin(out: Path) -> None:
    """Let a lesson start Python at once, and have the bar with the learner's work."""
    python = _named(out / PYTHON).relative_to(out).as_posix()
    [worker] = (out / KERNEL).glob("comlink.worker.*.js")
    up = "../" * (KERNEL.count("/") + 1)
    (out / KERNEL / "start.worker.js").write_text(
        f'import "./{worker.name}";\n'
        f'import {{ ahead }} from "{up}{python}/{STARTER}";\n'
        "ahead();\n"
    )
    settings = out / "jupyter-lite.json"
    # the build takes Pyodide's own, whatever it is told
    text = settings.read_text(encoding="utf-8")
    text = text.replace(f"{PYTHON}/pyodide.mjs", f"{PYTHON}/{STARTER}")
    settings.write_text(text.replace(PYTHON, python), encoding="utf-8")
    shutil.copyfile(PAGE / WORK, out / WORK)
    ahead = (PAGE / AHEAD).read_text(encoding="utf-8")
    page = out / "notebooks" / "index.html"
    text = page.read_text(encoding="utf-8")
    text = text.replace("<head>", f"<head>\n<script>\n{ahead}</script>", 1)
    script = f'<script src="../{WORK}" defer></script>'
    page.write_text(text.replace("</head>", f"{script}</head>", 1), encoding="utf-8")


def _json(data: Any) -> str:
    return f"{json.dumps(data, indent=1)}\n"
