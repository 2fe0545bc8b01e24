"""What a start imports, compiled beforehand by the page's own Python.

That Python runs under Node for it. Compiling takes some ten seconds, so the outcome is
kept in the user's cache until something of what is compiled changes.
"""

import hashlib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sessionkit.workshop.site import downloads
from sessionkit.workshop.site.errors import SiteError
from sessionkit.workshop.site.wheels import unzipped, zipped

LIBRARY: Final = "python_stdlib.zip"
STANDARD: Final = "/lib/python314.zip/"
"""Where Pyodide has Python's standard library, in an archive."""
PACKAGES: Final = "/lib/python3.14/site-packages/"
"""Where a start unpacks what it brings."""
UNUSED: Final = re.compile(
    r"^(multiprocessing|wsgiref|xmlrpc)/"
    r"|^(_pyio|_pydatetime|ftplib|imaplib|mailbox|poplib|smtplib)\.py"
    r"|^encodings/(cp(?!437|1252)|mac_|iso8859_(?!1\.|15\.)|koi8)"
)
"""What of the standard library is nothing in a page: other processes, connections to
servers, what C does there, and the characters of old computers.
"""
TAG: Final = "cpython-314"
KEPT: Final = downloads.folder()
SCRIPT: Final = "compile.mjs"
OURS: Final = "sessionkit/"
"""The package whose source stays beside what is compiled, to be read in a page."""

_SAYS: Final = re.compile(r"(PythonError: )?\w*Error( \[\w+\])?: .{,300}$")
"""A line of Node in which an error is told, and none of Pyodide's code."""


def compiled(
    folder: Path, start: Mapping[str, bytes]
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return the standard library and the files of a start, with modules compiled.

    ``folder`` holds Pyodide as it came. Raises ``SiteError`` where Node is missing, or
    the modules of a start cannot be imported.
    """
    library = {
        name: content
        for name, content in unzipped((folder / LIBRARY).read_bytes()).items()
        if not UNUSED.search(name)
    }
    made = unzipped(_kept(folder, zipped(start)))
    return _with(library, made, STANDARD), _with(start, made, PACKAGES)


def _with(
    files: Mapping[str, bytes], made: Mapping[str, bytes], place: str
) -> dict[str, bytes]:
    """Return files with those compiled that a start imports."""
    found = dict(files)
    for path, code in made.items():
        name = path.removeprefix(place)
        if name == path or name not in files:
            continue
        if name.startswith(OURS):
            parent, _, module = name.rpartition("/")
            found[f"{parent}/__pycache__/{module.removesuffix('.py')}.{TAG}.pyc"] = code
        else:
            del found[name]
            found[f"{name}c"] = code
    return found


def _kept(folder: Path, start: bytes) -> bytes:
    """Return the compiled modules, from the cache if they are there."""
    script = Path(__file__).with_name(SCRIPT)
    parts = (script.read_bytes(), (folder / LIBRARY).read_bytes(), start)
    key = hashlib.sha256(b"".join(hashlib.sha256(one).digest() for one in parts))
    kept = KEPT / f"compiled-{key.hexdigest()[:16]}.zip"
    if kept.is_file():
        return kept.read_bytes()
    made = _compile(script, folder, start)
    for older in KEPT.glob("compiled-*.zip"):
        older.unlink(missing_ok=True)
    with tempfile.NamedTemporaryFile(dir=KEPT, delete=False) as written:
        written.write(made)
    Path(written.name).replace(kept)
    return made


def _compile(script: Path, folder: Path, start: bytes) -> bytes:
    node = shutil.which("node")
    if node is None:
        raise SiteError(
            "The build compiles modules with Node, and there is no node on this "
            "machine's PATH: install Node.js 20 or newer."
        )
    with tempfile.TemporaryDirectory() as work:
        archive, out = Path(work) / "start.zip", Path(work) / "compiled.zip"
        archive.write_bytes(start)
        done = subprocess.run(
            [node, script, folder, archive, out],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode or not out.is_file():
            said = [one for one in done.stderr.splitlines() if _SAYS.match(one)]
            why = said[-1].rstrip(".") if said else f"status {done.returncode}"
            raise SiteError(f"The modules of a start cannot be compiled: {why}.")
        return out.read_bytes()
