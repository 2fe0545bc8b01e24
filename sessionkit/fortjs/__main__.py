"""``python -m sessionkit.fortjs install`` and ``record``: FortJs as the authority."""

import argparse
import sys
from collections.abc import Sequence

from sessionkit.fortjs.install import install
from sessionkit.fortjs.package import FortJsUnavailableError
from sessionkit.fortjs.record import questions, record


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status.

    0 is well, 1 a difference that ``--check`` found, 2 that FortJs cannot be asked.
    """
    parser = argparse.ArgumentParser(prog="python -m sessionkit.fortjs")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("install", help="put the npm package into the user's cache")
    recording = commands.add_parser("record", help="record the live FortJs's answers")
    recording.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 where they differ"
    )
    options = parser.parse_args(argv)
    try:
        if options.command == "install":
            print(f"fortjs is in {install()}")
            return 0
        differing = record(check=options.check)
    except FortJsUnavailableError as error:
        print(error, file=sys.stderr)
        return 2
    for name in differing:
        print(f"differs from the live FortJs: {name}")
    print(f"{len(questions())} traces asked, {len(differing)} differ from the record")
    return 1 if options.check and differing else 0


if __name__ == "__main__":
    sys.exit(main())
