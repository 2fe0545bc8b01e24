"""Every error of ours has one base."""

import importlib
import pkgutil

import sessionkit
from sessionkit.errors import SessionkitError

NOT_ERRORS = {
    "BrokenError",
    "DiskFullError",
    "FaultError",
    "StopError",
    "TimeLimitError",
    "_DiffersError",
    "_NotYetError",
}
"""Signals between our own functions, which turn each into words; no caller gets one."""


def test_every_error_that_sessionkit_raises_has_the_one_base() -> None:
    others = []
    for module in pkgutil.walk_packages(sessionkit.__path__, "sessionkit."):
        if module.name.endswith("__main__"):
            continue
        names = vars(importlib.import_module(module.name))
        others += [
            f"{module.name}.{name}"
            for name, one in names.items()
            if issubclass(type(one), type)  # isclass would wake what is lazy
            and issubclass(one, BaseException)
            and one.__module__.startswith("sessionkit")
            and one.__name__ not in NOT_ERRORS
            and not issubclass(one, SessionkitError)
        ]
    assert others == []


def test_a_notebook_shows_an_error_as_one_line() -> None:
    error = SessionkitError("There is no file store.py.")
    assert error._render_traceback_() == ["SessionkitError: There is no file store.py."]
