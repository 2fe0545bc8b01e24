"""``python -m sessionkit.suite ask COMMAND`` and ``write``."""

import argparse
import asyncio
import shlex
import sys
from collections.abc import Sequence
from importlib.resources import as_file, files

from sessionkit.fortjs import recorded, without_undefined
from sessionkit.suite import document, page
from sessionkit.suite.asking import Asked, Program, ProgramError, ask
from sessionkit.suite.scenarios import BY_NAME
from sessionkit.traces.values import encode


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status.

    0 is well, 1 that the store departs, 2 that the program cannot be asked.
    """
    parser = argparse.ArgumentParser(prog="python -m sessionkit.suite")
    commands = parser.add_subparsers(dest="command", required=True)
    asking = commands.add_parser(
        "ask", help="ask a program in any language the whole contract"
    )
    asking.add_argument("program", metavar="COMMAND", help='such as "node runner.js"')
    commands.add_parser(
        "write", help="put FortJs's recorded answers into the cases; write clauses.md"
    )
    options = parser.parse_args(argv)
    if options.command == "write":
        with as_file(files("sessionkit.suite")) as folder:
            for name, text in written().items():
                (folder / name).write_text(text, "utf-8")
        return 0
    try:
        asked = asyncio.run(_ask(shlex.split(options.program)))
    except ProgramError as error:
        print(error, file=sys.stderr)
        return 2
    print(asked)
    return 0 if asked.passed else 1


async def _ask(command: Sequence[str]) -> Asked:
    async with Program(command) as program:
        return await ask(program)


def written() -> dict[str, str]:
    """Return the files that are made: the cases with FortJs's answers, and the page."""
    cases = document.read(document.CASES)
    for case in cases["cases"]:
        if case["name"] in BY_NAME:
            answers = without_undefined(recorded(case["name"])).answers
            case["answers"] = [encode(answer.value) for answer in answers]
    clauses = document.read(document.CLAUSES)
    return {
        document.CASES: document.text(cases, "cases"),
        document.CLAUSES: document.text(clauses, "clauses"),
        page.NAME: page.page(),
    }


if __name__ == "__main__":
    sys.exit(main())
