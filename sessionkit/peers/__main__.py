"""``python -m sessionkit.peers record``: what FortJs and the peers of Node answer."""

import argparse
import sys
from collections.abc import Sequence

from sessionkit.extras import installing
from sessionkit.node.packages import NodeUnavailableError
from sessionkit.peers.recording import record
from sessionkit.stores.errors import StoreError


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return the exit status.

    0 is well, 1 a difference that ``--check`` found, 2 that Node cannot be asked.
    """
    parser = argparse.ArgumentParser(prog="python -m sessionkit.peers")
    commands = parser.add_subparsers(dest="command", required=True)
    recording = commands.add_parser(
        "record", help="record what FortJs and its peers answer; starts a Redis server"
    )
    recording.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 where they differ"
    )
    options = parser.parse_args(argv)
    try:
        return _record(check=options.check)
    except (NodeUnavailableError, StoreError) as error:
        print(error, file=sys.stderr)
        return 2


def _record(*, check: bool) -> int:
    try:
        from sessionkit.stores.redis_server import RedisServer
    except ModuleNotFoundError as error:
        raise NodeUnavailableError(
            f"to record needs {error.name}, for a Redis server; this installs it: "
            f"{installing('redis')}"
        ) from None

    with RedisServer() as server:
        differing = record(server.url, check=check)
    for name in differing:
        print(f"differs from the record: {name}")
    print(f"{len(differing)} answers differ from the record")
    return 1 if check and differing else 0


if __name__ == "__main__":
    sys.exit(main())
