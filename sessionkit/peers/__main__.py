"""``python -m sessionkit.peers install`` and ``record``: the peers of Node."""

import argparse
import sys
from collections.abc import Sequence

from sessionkit.fortjs.package import FortJsUnavailableError
from sessionkit.peers.node import install, record
from sessionkit.stores.errors import StoreError
from sessionkit.stores.redis_server import RedisServer


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status.

    0 is well, 1 a difference that ``--check`` found, 2 that the peers cannot be asked.
    """
    parser = argparse.ArgumentParser(prog="python -m sessionkit.peers")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("install", help="put the npm packages into the user's cache")
    recording = commands.add_parser("record", help="record the live peers' answers")
    recording.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 where they differ"
    )
    options = parser.parse_args(argv)
    try:
        if options.command == "install":
            print(f"the peers of Node are in {install()}")
            return 0
        with RedisServer() as server:
            differing = record(server.url, check=options.check)
    except (FortJsUnavailableError, StoreError) as error:
        print(error, file=sys.stderr)
        return 2
    for name in differing:
        print(f"differs from the live peer: {name}")
    print(f"{len(differing)} answers differ from the record")
    return 1 if options.check and differing else 0


if __name__ == "__main__":
    sys.exit(main())
