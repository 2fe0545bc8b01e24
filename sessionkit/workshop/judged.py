"""Judge one store, as a process of its own: whatever it does ends here.

Run as ``python -P judged.py NAME SECONDS``. It writes one JSON object to standard
output: ``report``, ``refused`` (a sentence), ``ended`` (what the store did to the
check), or ``fault`` (a traceback of ours). What the store prints goes to standard
error. If Python itself is ended, by the limit of ``SECONDS`` too, standard output holds
``faulthandler``'s text instead.
"""

import asyncio
import builtins
import faulthandler
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any, Final, NoReturn, TextIO

if __name__ == "__main__":
    # after all else: a package there must not hide a module of Python's own
    sys.path.append(str(Path(__file__).parents[2]))

# all before the learner's folder can be looked in, where any name may stand
import sessionkit.checking.search  # noqa: F401
from sessionkit.checking.checker import check
from sessionkit.checking.data import as_data
from sessionkit.checking.report import Report
from sessionkit.workshop.load import LoadError, load

_BUILTINS: Final = dict(vars(builtins))
_really_exit: Final = os._exit
_dumps: Final = json.dumps


def main(name: str, seconds: float) -> NoReturn:
    """Judge the store of that name within so many seconds; deliver, and exit."""
    report_to = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    faulthandler.enable(report_to)
    faulthandler.dump_traceback_later(seconds, exit=True, file=report_to)
    os._exit = _exit
    owner = os.getpid()
    try:
        message = _judge(name)
    except BaseException as error:  # noqa: BLE001  # the learner's, or our fault
        message = {"ended": _replaced()} if _replaced() else {"fault": _text(error)}
    _deliver(message, report_to, owner)


def _judge(name: str) -> dict[str, Any]:
    try:
        store_class = load(name)
    except LoadError as error:
        return {"refused": str(error)}
    loop = asyncio.new_event_loop()
    task = loop.create_task(check(store_class))
    try:
        report = loop.run_until_complete(task)
    except asyncio.CancelledError:
        return {"ended": "It cancelled the task that was awaiting it."}
    except KeyboardInterrupt:
        return {"ended": "It raised KeyboardInterrupt."}
    except RuntimeError:
        if task.done():
            raise
        return {"ended": "It stopped the event loop."}
    if _replaced() and not report.passed:
        report = Report(report.store, ended=_replaced())
    vars(builtins).update(_BUILTINS)
    return {"report": as_data(report), "status": report.status}


def _exit(status: int) -> NoReturn:
    # as an error it is an answer, and the report can say of which operation
    raise SystemExit(f"os._exit({status})")


def _replaced() -> str:
    now = vars(builtins)
    names = [name for name, one in _BUILTINS.items() if now.get(name) is not one]
    names = [name for name in names if name != "_"]
    return f"It replaced what all of Python uses: {', '.join(names)}." if names else ""


def _text(error: BaseException) -> str:
    vars(builtins).update(_BUILTINS)
    return "".join(traceback.format_exception(error))


def _deliver(message: dict[str, Any], report_to: TextIO, owner: int) -> NoReturn:
    vars(builtins).update(_BUILTINS)
    faulthandler.cancel_dump_traceback_later()
    if os.getpid() == owner:  # the store may have forked; one report is enough
        report_to.write(_dumps(message))
        report_to.flush()
    # its threads may never end, so nobody joins them
    _really_exit(0)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
