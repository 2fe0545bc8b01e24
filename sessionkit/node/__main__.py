"""``python -m sessionkit.node install``: the npm packages of FortJs and its peers."""

import argparse
import sys
from collections.abc import Sequence

from sessionkit.node.npm import install
from sessionkit.node.packages import PACKAGES, NodeUnavailableError


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return the exit status: 0 is well, 2 that npm cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m sessionkit.node")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("install", help="put the npm packages into the user's cache")
    parser.parse_args(argv)
    try:
        print(f"{', '.join(PACKAGES)} are in {install()}")
    except NodeUnavailableError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
