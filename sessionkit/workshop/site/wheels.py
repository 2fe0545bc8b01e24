"""Wheels as Pyodide's lock names them: ours, slimmed ones of others, and empty ones."""

import email.parser
import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from sessionkit import __version__

WRITTEN: Final = (2024, 1, 1, 0, 0, 0)
"""The time of each file that we pack, so that two builds are the same bytes."""
PAGE: Final = {
    "extra": "",
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "wasm32",
    "platform_python_implementation": "CPython",
    "platform_system": "Emscripten",
    "python_full_version": "3.14.2",
    "python_version": "3.14",
    "sys_platform": "emscripten",
}
"""The page, as markers of requirements ask about it."""
UNUSED: Final = {
    "anywidget": r"^anywidget/(lab|nb)extension/|\.data/",
    "certifi": r"/cacert\.pem$",
    "ipython": r"/tests/|^IPython/sphinxext/|^IPython/terminal/(?!__init__|embed"
    r"|pt_inputhooks/__init__)|\.data/",
    "ipywidgets": r"/tests/",
    "pygments": r"^pygments/lexers/(?!__init__|_mapping|python|special|text|data|html"
    r"|javascript|sql|css|_css_builtins)",
}
"""By name, the files of a wheel that no lesson can reach, as a pattern."""
INSTEAD: Final = {
    "ipython": {
        "IPython/terminal/embed.py": '"""A page has no terminal."""\n\nembed = None\n'
    },
    "piplite": {
        "piplite/__init__.py": "",
        "piplite/cli.py": """
async def get_transformed_code(argv):
    return "print('Nothing can be installed here: this page fetches from nowhere.')"
""",
        "piplite/piplite.py": '"""The kernel writes its settings here."""\n',
    },
}
"""By name, files of a wheel as a page needs them: they ask for much less."""
TOLD: Final = re.compile(r"\.dist-info/(?!METADATA$|entry_points\.txt$)")
"""What a wheel has for those who install it."""
OURS: Final = re.compile(r"(^|/)(__pycache__|_notebooks|workshop/site)(/|$)")
"""What of our own package stays out of the page."""


@dataclass(frozen=True)
class Wheel:
    """A wheel to put into the page: its file's name and content, and what it says."""

    name: str
    version: str
    file: str
    content: bytes
    imports: tuple[str, ...]
    depends: tuple[str, ...]
    requires: tuple[Requirement, ...] = ()

    def locked(self) -> dict[str, Any]:
        """Return the entry in Pyodide's lock."""
        return {
            "name": self.name,
            "version": self.version,
            "file_name": self.file,
            "install_dir": "site",
            "package_type": "package",
            "unvendored_tests": False,
            "sha256": hashlib.sha256(self.content).hexdigest(),
            "imports": list(self.imports),
            "depends": list(self.depends),
        }


def ours() -> Wheel:
    """Make the wheel of the sessionkit that runs here, cloned or installed."""
    package = Path(__file__).resolve().parents[2]
    files = {
        f"sessionkit/{name}": path.read_bytes()
        for path in package.rglob("*")
        if path.is_file()
        and not OURS.search(name := path.relative_to(package).as_posix())
    }
    return read(*_packed("sessionkit", __version__, _requires(), files))


def empty(name: str, imports: Iterable[str], depends: Iterable[str]) -> Wheel:
    """Make a wheel with no module: importing one of ``imports`` brings ``depends``."""
    file, content = _packed(name, "0", (), {})
    return Wheel(name, "0", file, content, tuple(imports), tuple(depends))


def slimmed(path: Path) -> Wheel:
    """Read a wheel, without the files that no page uses."""
    return lightened(read(path.name, path.read_bytes()))


def lightened(found: Wheel) -> Wheel:
    """Return a wheel with what a page needs of it, and as a page needs it."""
    unused, instead = UNUSED.get(found.name), INSTEAD.get(found.name, {})
    if unused is None and not instead:
        return found
    files = {
        name: content
        for name, content in unzipped(found.content).items()
        if unused is None or not re.search(unused, name)
    }
    files.update({name: text.encode() for name, text in instead.items()})
    return read(found.file, zipped(files))


def read(file: str, content: bytes) -> Wheel:
    """Read what a wheel says of itself."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        about = next(name for name in names if name.endswith(".dist-info/METADATA"))
        fields = email.parser.Parser().parsestr(archive.read(about).decode())
    requires = tuple(
        requirement
        for requirement in map(Requirement, fields.get_all("Requires-Dist") or ())
        if requirement.marker is None or requirement.marker.evaluate(PAGE)
    )
    return Wheel(
        str(canonicalize_name(fields["Name"])),
        fields["Version"],
        file,
        content,
        tuple(sorted(_modules(names))),
        tuple(sorted({str(canonicalize_name(one.name)) for one in requires})),
        requires,
    )


def _modules(names: Iterable[str]) -> set[str]:
    """Return the top-level modules and packages among the files of a wheel."""
    return {
        name.split("/")[0].removesuffix(".py")
        for name in names
        if name.endswith(".py" if "/" not in name else "/__init__.py")
        and name.count("/") < 2  # noqa: PLR2004
    }


def _requires() -> list[str]:
    """Return what our package requires, extras left out."""
    try:
        said = metadata.requires("sessionkit") or []
    except metadata.PackageNotFoundError:
        said = ["platformdirs"]
    return [one for one in said if "extra ==" not in one]


def _packed(
    name: str, version: str, requires: Iterable[str], files: Mapping[str, bytes]
) -> tuple[str, bytes]:
    """Return a wheel's file name and content."""
    stem = f"{name.replace('-', '_')}-{version}"
    about = [
        "Metadata-Version: 2.1",
        f"Name: {name}",
        f"Version: {version}",
        *(f"Requires-Dist: {one}" for one in requires),
    ]
    tags = ["Wheel-Version: 1.0", "Root-Is-Purelib: true", "Tag: py3-none-any"]
    told = {
        f"{stem}.dist-info/METADATA": _lines(about),
        f"{stem}.dist-info/WHEEL": _lines(tags),
    }
    record = f"{stem}.dist-info/RECORD"
    every = {**files, **told}
    told[record] = _lines(f"{one},," for one in sorted([*every, record]))
    return f"{stem}-py3-none-any.whl", zipped({**files, **told})


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def unzipped(content: bytes) -> dict[str, bytes]:
    """Return the files of an archive, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
        return {name: archive.read(name) for name in names}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of the files, the same bytes for the same files."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as into:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, WRITTEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            into.writestr(entry, files[name], compresslevel=9)
    return written.getvalue()
