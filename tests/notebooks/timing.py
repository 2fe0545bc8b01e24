"""Time nbval on each notebook against an empty one, in the same run.

    python -m tests.notebooks.timing [--repeat N] [PATH ...]

A benchmark, not a test: the ratio says what a lesson costs beyond a kernel's start.
"""

import argparse
import contextlib
import io
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.notebooks import samples
from tests.notebooks.disk import NOTEBOOKS, ROOT, notebooks_in, shown

EMPTY: Final = "empty.ipynb"


class Stopwatch:
    """A pytest plugin that adds up the seconds of each notebook's cells."""

    def __init__(self) -> None:
        """Start with no seconds for any notebook."""
        self.seconds: dict[str, float] = defaultdict(float)

    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> None:
        """Add what a cell took, its kernel's start and end included."""
        name = EMPTY if item.path.name == EMPTY else shown(item.path)
        self.seconds[name] += call.duration


def measure(paths: Sequence[Path], repeat: int) -> dict[str, float]:
    """Give the fewest seconds of several runs for each notebook and the empty one.

    Raises `RuntimeError` with pytest's words when a notebook is not green.
    """
    best: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        page = samples.notebook(samples.code("a", "pass"))
        empty = samples.write(Path(folder) / EMPTY, page)
        for _ in range(repeat):
            for name, seconds in _run([empty, *paths]).items():
                best[name] = min(seconds, best.get(name, seconds))
    return best


def table(seconds: Mapping[str, float]) -> str:
    """Write seconds and ratios to the empty notebook as a table."""
    lines = [f"{'seconds':>8} {'ratio':>6}  notebook"]
    for name, taken in sorted(seconds.items(), key=lambda row: row[1]):
        lines.append(f"{taken:8.2f} {taken / seconds[EMPTY]:6.2f}  {name}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the notebooks named on the command line; give the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.notebooks.timing",
        description="Time nbval on each notebook against an empty one.",
    )
    parser.add_argument("--repeat", type=int, default=3, help="take the best of N")
    parser.add_argument("paths", metavar="PATH", nargs="*", type=Path)
    options = parser.parse_args(arguments)
    try:
        paths = notebooks_in(options.paths or [NOTEBOOKS])
        print(table(measure(paths, options.repeat)))
    except (FileNotFoundError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _run(paths: Sequence[Path]) -> dict[str, float]:
    watch, said = Stopwatch(), io.StringIO()
    options = ["--nbval", "-q", "-p", "no:cacheprovider", f"--rootdir={ROOT}"]
    # nbval leaves a file open for each kernel; the next run would fail on it.
    options += ["-W", "ignore:unclosed file:ResourceWarning"]
    options += ["-c", str(ROOT / "pyproject.toml"), *map(str, paths)]
    with contextlib.redirect_stdout(said):
        status = pytest.main(options, plugins=[watch])
    if status != pytest.ExitCode.OK:
        names = ", ".join(shown(path) for path in paths)
        message = f"{names}: not green, so not timed.\n{said.getvalue()}"
        raise RuntimeError(message)
    return dict(watch.seconds)


if __name__ == "__main__":
    sys.exit(main())
