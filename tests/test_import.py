"""What ``import sessionkit`` brings, and what it must not bring along."""

import subprocess
import sys

import sessionkit

UNWANTED = {
    # widgets and notebooks, web, databases
    *("ipywidgets", "anywidget", "traitlets", "IPython", "ipykernel", "jupyterlab"),
    *("starlette", "uvicorn", "httpx", "django", "aiohttp", "http.server"),
    *("sqlite3", "redis", "sqlalchemy"),
    # wanted by tests only
    *("hypothesis", "pytest"),
    # a browser has neither processes nor threads to start
    *("subprocess", "multiprocessing", "sessionkit.node.process"),
    *("sessionkit.node.npm", "sessionkit.search", "sessionkit.testing"),
}


def _modules(code: str) -> set[str]:
    script = f"{code}\nimport sys\nprint(*sys.modules)"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_import_loads_nothing_large_and_starts_nothing() -> None:
    bare = _modules("import asyncio")
    loaded = _modules("import sessionkit")

    assert "sessionkit.checking.checker" in loaded
    # asyncio itself brings subprocess along
    assert (loaded - bare) & UNWANTED == set()


def test_checking_needs_no_other_library_and_no_process() -> None:
    code = (
        "import asyncio, sessionkit as s\n"
        "assert asyncio.run(s.check(s.MemorySessionStore)).passed"
    )
    loaded = _modules(code)

    assert {"hypothesis", "sessionkit.node.process"} & loaded == set()


def test_the_lessons_about_fortjs_start_no_process() -> None:
    loaded = _modules(
        "import sessionkit\n"
        "from sessionkit.fortjs import DEVIATIONS, recorded\n"
        "print(recorded('remove-then-get-all')); print(*DEVIATIONS)"
    )

    assert {"sessionkit.node.process", "sessionkit.node.npm"} & loaded == set()


def test_public_names() -> None:
    promised = {
        *("SessionStore", "StoreClass", "MemorySessionStore", "Operation", "Answer"),
        *("Trace", "Scenario", "check", "compare"),
    }
    assert promised <= {*sessionkit.__all__}
    # RUF022 keeps them in an order; here: that each is there and none is missed
    assert all(hasattr(sessionkit, name) for name in sessionkit.__all__)
    assert len(set(sessionkit.__all__)) == len(sessionkit.__all__)
