"""The command ``sessionkit``: lab, check and doctor."""

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from sessionkit import __version__
from sessionkit.workshop import doctor
from sessionkit.workshop.judge import FAULT, LIMIT, JudgeError, judge
from sessionkit.workshop.lab import (
    LabError,
    first_lesson,
    lay_out,
    lessons_folder,
    open_lab,
)
from sessionkit.workshop.load import LoadError

WORKSHOP = "sessionkit-workshop"
INTERRUPTED = 130
LONGEST = 100_000


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status.

    0 is well; 1 that a store differs, something needed is missing, or the lessons
    cannot be laid out or opened; 2 that the command line names nothing to work on, or a
    store could not be asked; 3 that the fault is our own.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # a store's values may be text that this terminal cannot show
            stream.reconfigure(errors="backslashreplace")
    arguments = list(sys.argv[1:] if argv is None else argv)
    split = arguments.index("--") if "--" in arguments else len(arguments)
    parser = _parser()
    options = parser.parse_args(arguments[:split])
    passed_on = arguments[split + 1 :]
    if passed_on and options.command != "lab":
        parser.error("only lab passes options on, to JupyterLab, after --")
    try:
        match options.command:
            case "lab":
                return _lab(options.folder, options.copy_only, passed_on)
            case "check":
                return _check(options.store, options.limit, as_json=options.json)
            case "doctor":
                return _doctor()
        parser.print_help()
    except LabError as error:
        print(error, file=sys.stderr)
        return 1
    except LoadError as error:
        print(error, file=sys.stderr)
        return 2
    except JudgeError as error:
        print(
            f"sessionkit itself went wrong. Please report this:\n{error}",
            file=sys.stderr,
        )
        return FAULT
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # who was reading has gone, as `head` does; the flush at exit must not fail too
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sessionkit", description="A workshop about the session store."
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", title="commands")
    lab = commands.add_parser(
        "lab",
        help="copy the lessons and open them in JupyterLab",
        description="Copy the lessons into a folder of yours and open them in "
        "JupyterLab. Files that you changed stay as they are. "
        "Options after -- go to JupyterLab.",
    )
    lab.add_argument(
        "folder",
        metavar="DIR",
        nargs="?",
        type=_folder,
        default=Path(WORKSHOP),
        help=f"where the lessons go (default: {WORKSHOP})",
    )
    lab.add_argument(
        "--copy-only", action="store_true", help="copy, and do not open JupyterLab"
    )
    checking = commands.add_parser(
        "check",
        help="say where your store differs from FortJs",
        description="Say where a store differs from FortJs. The store is asked in a "
        "process of its own, which is ended when its time is over. "
        "Exit status: 0 the store is right, 1 it differs or ended the check, 2 it "
        "could not be asked (there is no such store, or it is not written yet), "
        "3 sessionkit itself went wrong.",
    )
    checking.add_argument(
        "store", metavar="FILE.py:CLASS", help="or package.module:Class"
    )
    checking.add_argument(
        "--json",
        action="store_true",
        help="print the report as data, as sessionkit/checking/report.schema.json says",
    )
    checking.add_argument(
        "--limit",
        metavar="SECONDS",
        type=_seconds,
        default=LIMIT,
        help=f"end the check after so many seconds (default: {LIMIT:g})",
    )
    commands.add_parser(
        "doctor",
        help="say what the workshop needs and what is here",
        description="Say what the workshop needs, what is here and what mends it. "
        "Exit status: 0 the lessons can run, 1 something they need is missing.",
    )
    return parser


def _folder(text: str) -> Path:
    if not text.strip():  # Path makes the current folder of it
        raise argparse.ArgumentTypeError("name a folder; . is the current one")
    return Path(text)


def _lab(folder: Path, copy_only: bool, options: Sequence[str]) -> int:
    print(f"Lessons in {folder}: {lay_out(lessons_folder(), folder)}", flush=True)
    if copy_only:
        print(f"Begin with {folder / first_lesson(folder)}")
    else:
        open_lab(folder, options)
    return 0


def _check(name: str, seconds: float, *, as_json: bool) -> int:
    judgement = judge(name, seconds)
    print(judgement.printed, end="", file=sys.stderr, flush=True)
    report = judgement.report
    print(json.dumps(report, indent=1) if as_json else report["text"], flush=True)
    return judgement.status


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= LONGEST:
        message = f"give a number of seconds, above 0 and up to {LONGEST:,}"
        raise argparse.ArgumentTypeError(message)
    return seconds


def _doctor() -> int:
    findings = doctor.examine()
    print(doctor.table(findings), flush=True)
    return 0 if doctor.is_ready(findings) else 1


if __name__ == "__main__":
    sys.exit(main())
