"""Record what the live FortJs answers, in the data file that the package ships."""

import json
from importlib.resources import as_file, files

from sessionkit.fortjs.answers import NAME
from sessionkit.fortjs.deviations import DEVIATIONS
from sessionkit.fortjs.live import FortJs
from sessionkit.fortjs.package import VERSION
from sessionkit.fortjs.respond import respond
from sessionkit.suite.scenarios import SCENARIOS
from sessionkit.traces.operation import Operation


def questions() -> dict[str, tuple[Operation, ...]]:
    """Return all operations whose answers are recorded, by the name of their record."""
    scenarios = {scenario.name: scenario.operations for scenario in SCENARIOS}
    return {**scenarios, **{f"deviation {one.name}": one.example for one in DEVIATIONS}}


def ask_all() -> str:
    """Ask the live FortJs every question; return the text of the data file.

    Raises ``FortJsUnavailableError`` where there is no FortJs.
    """
    with FortJs() as fortjs:
        records = {
            name: json.loads(fortjs.ask(operations).to_json())
            for name, operations in questions().items()
        }
    data = {"fortjs": VERSION, "response": respond(), "records": records}
    return json.dumps(data, indent=1) + "\n"


def record(*, check: bool = False) -> list[str]:
    """Record all answers; return the names of the records that differed from before.

    With ``check`` the file is left as it is. Raises ``FortJsUnavailableError`` where
    there is no FortJs.
    """
    text = ask_all()
    new = json.loads(text)
    with as_file(files("sessionkit.fortjs") / NAME) as path:
        old = json.loads(path.read_text("ascii")) if path.exists() else {"records": {}}
        if not check:
            path.write_text(text, "ascii")
    differing = [
        name
        for name in {**old["records"], **new["records"]}
        # as text, since 1 == 1.0 == True in Python
        if json.dumps(old["records"].get(name)) != json.dumps(new["records"].get(name))
    ]
    rest = [name for name in ("fortjs", "response") if old.get(name) != new[name]]
    return [*rest, *differing]
