"""The wheels that Python loads in the page."""

import io
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from sessionkit.workshop.site import SiteError, lite, wheels
from sessionkit.workshop.site.versions import FRONT_ENDS, WHEELS


def names(content: bytes) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return set(archive.namelist())


def made(
    folder: Path, name: str, version: str, files: list[str], *requires: str
) -> Path:
    """Write a wheel with empty files."""
    stem = f"{name.replace('-', '_')}-{version}"
    about = [f"Name: {name}", f"Version: {version}"]
    about += [f"Requires-Dist: {one}" for one in requires]
    path = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{stem}.dist-info/METADATA", "\n".join([*about, ""]))
        for file in files:
            archive.writestr(file, "")
    return path


@pytest.fixture
def kept(tmp_path: Path) -> dict[str, Path]:
    """Give every wheel that the site wants, as an empty one."""
    wanted = {**WHEELS, **FRONT_ENDS}
    return {one: made(tmp_path, one, wanted[one], []) for one in wanted}


def test_ours_is_the_package_that_runs_here() -> None:
    wheel = wheels.ours()
    assert (wheel.name, wheel.imports) == ("sessionkit", ("sessionkit",))
    assert wheel.depends == ("platformdirs",)
    inside = names(wheel.content)
    assert {"sessionkit/memory.py", "sessionkit/fortjs/recorded.json"} < inside
    assert not [one for one in inside if "__pycache__" in one or "/site/" in one]
    assert wheels.ours() == wheel


def test_what_no_page_uses_is_left_out(tmp_path: Path) -> None:
    lexers = [f"pygments/lexers/{one}.py" for one in ("__init__", "python", "cobol")]
    path = made(tmp_path, "pygments", "2.20.0", ["pygments/__init__.py", *lexers])
    assert names(path.read_bytes()) - names(wheels.slimmed(path).content) == {
        "pygments/lexers/cobol.py"
    }


def test_other_wheels_are_as_they_came(tmp_path: Path) -> None:
    path = made(tmp_path, "h11", "0.16.0", ["h11/__init__.py"])
    assert wheels.slimmed(path).content == path.read_bytes()


def test_a_requirement_is_one_of_the_page(tmp_path: Path) -> None:
    asks = [
        'pexpect; sys_platform != "win32" and sys_platform != "emscripten"',
        'backport; python_version < "3.12"',
        'pytest; extra == "test"',
        'Here_It_Is>=1; sys_platform == "emscripten"',
    ]
    path = made(tmp_path, "one", "1.0", ["one.py", "two/__init__.py"], *asks)
    wheel = wheels.slimmed(path)
    assert wheel.depends == ("here-it-is",)
    assert wheel.imports == ("one", "two")


def test_a_lock_names_the_file_and_its_hash() -> None:
    wheel = wheels.empty("on-demand", ["kit.part"], ["starlette"])
    locked = wheel.locked()
    assert locked["file_name"] == "on_demand-0-py3-none-any.whl"
    assert locked["sha256"] == sha256(wheel.content).hexdigest()
    assert (locked["imports"], locked["depends"]) == (["kit.part"], ["starlette"])
    assert not [one for one in names(wheel.content) if "dist-info" not in one]


def test_every_wheel_is_locked(kept: dict[str, Path]) -> None:
    assert {wheel.name for wheel in lite.locked(kept)} == {
        "sessionkit",
        *WHEELS,
        *lite.EMPTY,
    }


def test_a_front_end_is_no_requirement_of_the_page(
    kept: dict[str, Path], tmp_path: Path
) -> None:
    needs = ["widgetsnbextension~=4.0", "comm>=0.1"]
    kept["ipywidgets"] = made(tmp_path, "ipywidgets", "8.1.9", [], *needs)
    (wheel,) = (one for one in lite.locked(kept) if one.name == "ipywidgets")
    assert wheel.depends == ("comm",)


@pytest.mark.parametrize(
    ("asks", "says"),
    [
        ("numpy>=2", "httpx requires numpy>=2, which versions.py lacks"),
        ("idna<3", "httpx requires idna<3; versions.py has "),
    ],
)
def test_a_version_that_does_not_fit(
    kept: dict[str, Path], tmp_path: Path, asks: str, says: str
) -> None:
    kept["httpx"] = made(tmp_path, "httpx", WHEELS["httpx"], [], asks)
    with pytest.raises(SiteError, match=says):
        lite.locked(kept)
