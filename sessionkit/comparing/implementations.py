"""The implementation report: every system that we know how to ask, clause by clause.

``python -m sessionkit.comparing.implementations OUT.html`` writes one static page. To
see your own system in it, add ``--store my_module:MyStore``, or for a program in any
language that speaks ``sessionkit/suite/protocol.md``, ``--program "node mine.js"``.
"""

import argparse
import asyncio
import shlex
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from sessionkit.comparing.columns import (
    CHANGED,
    NODE,
    OURS,
    PYTHON,
    YOURS,
    Column,
    Sleeping,
    everything,
    of_store,
)
from sessionkit.comparing.implementations_page import Reported, page
from sessionkit.errors import SessionkitError
from sessionkit.suite.asking import Program, ask
from sessionkit.suite.cases import CASES
from sessionkit.suite.outcome import Outcome


async def report(columns: Iterable[Column]) -> list[Reported]:
    """Ask every column the whole contract, a table after the other."""
    listed = list(columns)
    tables = [YOURS, OURS, CHANGED, PYTHON, NODE, *(one.table for one in listed)]
    return [
        Reported(one.table, one.system.name, await _outcomes(one))
        for table in dict.fromkeys(tables)
        for one in listed
        if one.table == table
    ]


async def _outcomes(column: Column) -> tuple[Outcome, ...]:
    sleeps = isinstance(column.expiring, Sleeping)
    long = [one for one in CASES if sleeps and "expiry" in one.needs]
    # what sleeps does so at once, and all else in turn: sessions without an id are one
    asleep = asyncio.gather(*map(column.outcome, long))
    awake = [await column.outcome(one) for one in CASES if one not in long]
    return (*awake, *await asleep)


async def of_program(command: str) -> Reported:
    """Ask a program that speaks the protocol; ``ProgramError`` if it does not."""
    async with Program(shlex.split(command)) as program:
        asked = await ask(program)
    return Reported(YOURS, str(asked.hello), asked.outcomes)


async def everywhere(
    date: str | None = None,
    *,
    stores: Sequence[str] = (),
    programs: Sequence[str] = (),
) -> str:
    """Ask everything, and return the page.

    ``date`` is what it says of the day; ``stores`` are names such as ``module:Class``,
    ``programs`` commands. Raises ``StoreMissingError`` and ``ProgramError`` for those.
    """
    yours = [
        *await report(map(of_store, stores)),
        *[await of_program(one) for one in programs],
    ]
    async with everything() as (columns, missing):
        reported = [*yours, *await report(columns)]
    return page(reported, missing, date)


def main(argv: Sequence[str] | None = None) -> int:
    """Write the report; return the exit status, 2 if it cannot be asked or written."""
    parser = argparse.ArgumentParser(
        prog="python -m sessionkit.comparing.implementations",
        description="Write the implementation report as one page that needs no script.",
    )
    parser.add_argument("out", metavar="OUT.html", type=Path)
    parser.add_argument(
        "--store",
        metavar="MODULE:CLASS",
        action="append",
        default=[],
        help="a store class of yours; may be given more than once",
    )
    parser.add_argument(
        "--program",
        metavar="COMMAND",
        action="append",
        default=[],
        help="a program that speaks the protocol; may be given more than once",
    )
    parser.add_argument(
        "--date", help="what the page says of the day on which it was made"
    )
    options = parser.parse_args(argv)
    try:
        asked = everywhere(options.date, stores=options.store, programs=options.program)
        options.out.write_text(asyncio.run(asked), "utf-8")
    except SessionkitError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{options.out} cannot be written: {error.strerror}", file=sys.stderr)
        return 2
    print(f"the report is in {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
