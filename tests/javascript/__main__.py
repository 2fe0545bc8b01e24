"""Check all JavaScript: ``python -m tests.javascript``; ``--write`` formats it first.

The npm packages, whose versions stand in ``package.json`` beside this file, are put
into the user's cache. What is checked is a copy beside them, since Node and TypeScript
look for packages from the importing file upwards, and the project holds none.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import platformdirs

from tests.live.inspector.kernel_says import write_kernel_says

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]
PATTERNS: Final = ("**/*.js", "**/*.mjs")
PAGE_TESTS: Final = Path("tests/live/inspector/page")


def main(arguments: list[str] | None = None) -> int:
    """Run every check, even after one failed; return 1 if any did, else 0."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.javascript", description=__doc__
    )
    parser.add_argument("--write", action="store_true", help="format the files first")
    options = parser.parse_args(arguments)
    packages = install()
    if options.write:
        _run(packages, ROOT, "prettier", *_prettier("--write"))
    with tempfile.TemporaryDirectory(dir=packages) as folder:
        return check(packages, Path(folder))


def check(packages: Path, copy: Path) -> int:
    """Check a copy of the JavaScript in ``copy``, a folder within ``packages``."""
    for file in _files():
        (copy / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / file, copy / file)
    for config in HERE.glob("tsconfig*.json"):
        shutil.copyfile(config, copy / config.name)
    write_kernel_says(copy / PAGE_TESTS / "kernel.json")
    tests = [str(one.relative_to(copy)) for one in sorted(copy.rglob("*.test.mjs"))]
    failed = [
        _run(packages, copy, "tsc", "-p", "tsconfig.page.json"),
        _run(packages, copy, "tsc", "-p", "tsconfig.json"),
        _run(packages, ROOT, "prettier", *_prettier("--check")),
        _run(packages, copy, "node", "--test", "--test-reporter=spec", *tests),
    ]
    return int(any(failed))


def install() -> Path:
    """Put the npm packages into the cache, if they are not there; return the folder."""
    pins = (HERE / "package.json").read_bytes()
    name = f"javascript-{hashlib.sha256(pins).hexdigest()[:12]}"
    folder = platformdirs.user_cache_path("sessionkit") / name
    # npm writes this file last
    if not (folder / "node_modules" / ".package-lock.json").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_bytes(pins)
        quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        command = [_program("npm"), "install", "--no-package-lock", *quiet]
        if subprocess.run(command, cwd=folder, check=False).returncode:
            sys.exit(f"npm could not install what {HERE / 'package.json'} names.")
    return folder


def _files() -> Iterator[Path]:
    for pattern in PATTERNS:
        for top in ("sessionkit", "tests"):
            for file in sorted((ROOT / top).glob(pattern)):
                if "node_modules" not in file.parts:
                    yield file.relative_to(ROOT)
    yield from (
        one.relative_to(ROOT) for one in ROOT.glob("sessionkit/**/package.json")
    )


def _prettier(how: str) -> list[str]:
    config = str(HERE / ".prettierrc.json")
    return [how, "--config", config, *(str(one) for one in _files())]


def _run(packages: Path, folder: Path, name: str, *arguments: str) -> int:
    scripts = {
        "tsc": "typescript/bin/tsc",
        "prettier": "prettier/bin/prettier.cjs",
    }
    script = [str(packages / "node_modules" / scripts[name])] if name in scripts else []
    print(f"\n{name} {' '.join(arguments[:2])}", flush=True)
    return subprocess.run(
        [_program("node"), *script, *arguments], cwd=folder, check=False
    ).returncode


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        sys.exit(f"There is no {name}; this brings it: apt-get install nodejs npm")
    return found


if __name__ == "__main__":
    sys.exit(main())
