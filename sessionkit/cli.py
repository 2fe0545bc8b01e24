"""The command ``sessionkit``: lab, check, progress, reset, sheets, doctor and site."""

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from sessionkit import __version__
from sessionkit.workshop import doctor, progress, sheets
from sessionkit.workshop.chain import chain
from sessionkit.workshop.checkpoint import place
from sessionkit.workshop.judge import FAULT, LIMIT, JudgeError, judge
from sessionkit.workshop.lab import (
    LabError,
    begin,
    first_lesson,
    lay_out,
    lessons_folder,
    open_lab,
    require_folder,
    reset,
)
from sessionkit.workshop.lessons import LessonError
from sessionkit.workshop.load import LoadError
from sessionkit.workshop.site import LOOPBACK, PORT, build, is_site, serve

WORKSHOP = "sessionkit-workshop"
SITE = "sessionkit-site"
INTERRUPTED = 130
LONGEST = 100_000
HIGHEST_PORT = 65_535


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
    options.passed_on = passed_on
    try:
        return _COMMANDS[options.command](options) if options.command else _help(parser)
    except LabError as error:
        print(error, file=sys.stderr)
        return 1
    except (LoadError, LessonError) as error:
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
        # who was reading has gone, as `head` does
        _leave_standard_output()
        return 1


def _leave_standard_output() -> None:
    """Let what is still to be written go nowhere: the flush at exit must not fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
    _add_folder(lab, "where the lessons go")
    lab.add_argument(
        "--from",
        dest="begin",
        metavar="LESSON.SECTION",
        help="open a lesson at a section, such as 02.6, with what comes before solved",
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
    going = commands.add_parser(
        "progress",
        help="say what you have attempted, what is right, and what is left",
        description="Say how far you are, lesson by lesson, from the notebooks as they "
        "were saved. Nothing leaves this machine.",
    )
    _add_folder(going, "where your lessons are")
    going.add_argument("--json", action="store_true", help="print it as data")
    resetting = commands.add_parser(
        "reset",
        help="give you a lesson anew, and keep yours under another name",
        description="Give you a lesson anew. Yours is kept beside it, its name "
        "ending in _mine.",
    )
    resetting.add_argument("lesson", metavar="LESSON", help="its number, such as 02")
    _add_folder(resetting, "where your lessons are")
    printing = commands.add_parser(
        "sheets",
        help="write pages to print: predictions, their answers, and a handout",
        description="Write three pages to print, made from the lessons and the "
        f"contract: {sheets.PREDICTIONS} for learners, {sheets.ANSWERS} for their "
        f"teacher, and {sheets.HANDOUT} for after lesson 03.",
    )
    _add_folder(printing, "where they go")
    doctoring = commands.add_parser(
        "doctor",
        help="say what the workshop needs and what is here, and try it",
        description="Say what the workshop needs, what is here and what mends it; then "
        "start a JupyterLab, run a cell and ask the inspector, as a lesson does. "
        "Exit status: 0 the lessons can run, 1 something is missing or does not work.",
    )
    doctoring.add_argument(
        "--quick", action="store_true", help="look only at what is installed"
    )
    siting = commands.add_parser(
        "site",
        help="write the workshop as web pages, to read, and to run with no install",
        description="Write the workshop as a folder of static files: the lessons to "
        "read, and to run in a browser tab, with nothing installed and no network. "
        "The first build downloads what goes into it.",
    )
    _add_folder(siting, "where the pages go", SITE)
    siting.add_argument(
        "--serve",
        action="store_true",
        help="serve the site, which is built if it is not there yet",
    )
    siting.add_argument(
        "--host",
        default=LOOPBACK,
        help=f"who reaches what is served (default: {LOOPBACK}, this machine alone; "
        "0.0.0.0 is the room)",
    )
    siting.add_argument(
        "--port",
        type=_port,
        default=PORT,
        help=f"where it is served (default: {PORT}; 0 takes a free one)",
    )
    return parser


def _add_folder(
    parser: argparse.ArgumentParser, purpose: str, default: str = WORKSHOP
) -> None:
    parser.add_argument(
        "folder",
        metavar="DIR",
        nargs="?",
        type=_folder,
        default=Path(default),
        help=f"{purpose} (default: {default})",
    )


def _folder(text: str) -> Path:
    if not text.strip():  # Path makes the current folder of it
        raise argparse.ArgumentTypeError("name a folder; . is the current one")
    return Path(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= LONGEST:
        message = f"give a number of seconds, above 0 and up to {LONGEST:,}"
        raise argparse.ArgumentTypeError(message)
    return seconds


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= HIGHEST_PORT):
        message = f"give a whole number, 0 to {HIGHEST_PORT:,}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _help(parser: argparse.ArgumentParser) -> int:
    parser.print_help()
    return 0


def _lab(options: argparse.Namespace) -> int:
    source, folder = lessons_folder(), options.folder
    if options.begin is not None:
        place(source, options.begin)  # before anything is written
    print(f"Lessons in {folder}: {lay_out(source, folder)}", flush=True)
    if options.begin is not None:
        lesson, is_new = begin(source, folder, options.begin)
        if not is_new:
            print(
                f"{folder / lesson} was there and stays as it is. For a fresh one, "
                "rename or delete it and run this again."
            )
    else:
        lesson = first_lesson(folder)
    if options.copy_only:
        print(f"Begin with {folder / lesson}")
    else:
        open_lab(folder, lesson, options.passed_on)
    return 0


def _check(options: argparse.Namespace) -> int:
    judgement = judge(options.store, options.limit)
    print(judgement.printed, end="", file=sys.stderr, flush=True)
    report = judgement.report
    text = json.dumps(report, indent=1) if options.json else report["text"]
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        _leave_standard_output()
        print(f"The report cannot be written: {error.strerror}.", file=sys.stderr)
        return FAULT
    return judgement.status


def _progress(options: argparse.Namespace) -> int:
    require_folder(options.folder)
    for sentence in progress.unread(lessons_folder(), options.folder):
        print(sentence, file=sys.stderr)
    done = progress.progress(lessons_folder(), options.folder)
    data = json.dumps(progress.data(done), indent=1)
    print(data if options.json else progress.table(done))
    return 0


def _reset(options: argparse.Namespace) -> int:
    kept = reset(lessons_folder(), options.folder, options.lesson)
    mine = (
        f" Yours is now {options.folder / kept}. If the lesson is open in JupyterLab, "
        "choose File, Reload Notebook from Disk."
        if kept
        else ""
    )
    print(f"Lesson {options.lesson} is as it was shipped.{mine}")
    return 0


def _sheets(options: argparse.Namespace) -> int:
    folder = options.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, page in (
            (sheets.PREDICTIONS, sheets.predictions(lessons_folder())),
            (sheets.ANSWERS, sheets.answers(lessons_folder())),
            (sheets.HANDOUT, sheets.handout()),
        ):
            (folder / name).write_text(page, encoding="utf-8")
            print(folder / name)
    except OSError as error:
        raise LabError(
            f"The sheets cannot be written to {folder}: {error.strerror or error}. "
            "Name another folder."
        ) from None
    return 0


def _doctor(options: argparse.Namespace) -> int:
    findings = doctor.examine()
    print(doctor.table(findings), flush=True)
    if not doctor.is_ready(findings):
        return 1
    if options.quick:
        return 0
    print("\nA lesson's way, tried:", flush=True)
    link = None
    for link in chain():
        print(link, flush=True)
    return 1 if link and link.broken else 0


def _site(options: argparse.Namespace) -> int:
    if not (options.serve and is_site(options.folder)):
        print(f"The site is in {build(options.folder)}", flush=True)
    if options.serve:
        serve(options.folder, options.host, options.port)
    return 0


_COMMANDS: Final[dict[str, Callable[[argparse.Namespace], int]]] = {
    "lab": _lab,
    "check": _check,
    "progress": _progress,
    "reset": _reset,
    "sheets": _sheets,
    "doctor": _doctor,
    "site": _site,
}


if __name__ == "__main__":
    sys.exit(main())
