"""The page's modules become one, or it is said why they cannot."""

import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

from sessionkit.live.inspector.joined import JoinError, join
from sessionkit.live.inspector.widget import Inspector
from tests.needs import missing

PAGE = Path(str(files("sessionkit.live.inspector") / "page"))


def _joined(folder: Path, **sources: str) -> str:
    """Write modules, whose entry is ``entry.js``, and join them."""
    for name, source in sources.items():
        path = folder / f"{name.replace('__', '/')}.js"
        path.parent.mkdir(exist_ok=True)
        path.write_text(source, "utf-8")
    return join(folder, "entry.js")


def test_each_module_stands_once_after_those_that_it_imports(tmp_path: Path) -> None:
    text = _joined(
        tmp_path,
        entry=(
            'import { panel } from "./parts/panel.js";\n'
            'import {\n  make,\n  SIZE,\n} from "./dom.js";\n\n'
            "export default () => panel(make, SIZE);\n"
        ),
        parts__panel='import { make } from "../dom.js";\nexport const panel = make;\n',
        dom="export function make() {}\nexport const SIZE = 1;\n",
    )

    assert text == (
        "// dom.js\nfunction make() {}\nconst SIZE = 1;\n\n"
        "// parts/panel.js\nconst panel = make;\n\n"
        "// entry.js\n\nexport default () => panel(make, SIZE);\n\n"
    )


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('import make from "./dom.js";', "a line that cannot be joined: 'import make "),
        ('import * as dom from "./dom.js";', r"cannot be joined: 'import \* as dom"),
        (
            'import { make as m } from "./dom.js";',
            "cannot be joined: 'import { make as",
        ),
        ('import "./dom.js";', "cannot be joined: 'import \"./dom.js\";'"),
        ('import { Window } from "happy-dom";', "cannot be joined: 'import { Window }"),
        ("export { make };", "cannot be joined: 'export { make };'"),
        ('export * from "./dom.js";', r"cannot be joined: 'export \*"),
        ("export default 1;\nexport default 2;", "cannot be joined: 'export default 2"),
        ("const { a } = {};", "takes names out of a value at its top level"),
        ('import { make } from "../dom.js";', "which is outside of the page's folder"),
        ('import { make } from "./gone.js";', "no file gone.js .* entry.js imports it"),
        (
            'import { hidden } from "./dom.js";',
            "'hidden', which dom.js does not export",
        ),
        (
            'import { make } from "./dom.js";\nlet make;',
            "dom.js and entry.js both decla",
        ),
        ('import { make } from "./entry.js";', "entry.js imports entry.js: move what "),
    ],
)
def test_what_cannot_be_joined_is_refused(
    tmp_path: Path, source: str, message: str
) -> None:
    dom = "export function make() {}\nfunction hidden() {}\n"
    with pytest.raises(JoinError, match=message):
        _joined(tmp_path, entry=f"{source}\n", dom=dom)


def test_a_circle_is_told_from_end_to_end(tmp_path: Path) -> None:
    with pytest.raises(JoinError, match=r"a\.js imports b\.js imports a\.js"):
        _joined(
            tmp_path,
            entry='import { a } from "./a.js";\n',
            a='import { b } from "./b.js";\nexport const a = b;\n',
            b='import { a } from "./a.js";\nexport const b = a;\n',
        )


def test_only_the_entry_may_have_a_default_export(tmp_path: Path) -> None:
    with pytest.raises(JoinError, match=r"dom\.js has a line that cannot be joined"):
        _joined(
            tmp_path,
            entry='import { make } from "./dom.js";\n',
            dom="export default function make() {}\n",
        )


def test_without_an_entry_there_is_nothing_to_join(tmp_path: Path) -> None:
    with pytest.raises(JoinError, match=r"no file entry\.js .* it is the entry"):
        _joined(tmp_path)


def test_every_module_of_the_page_is_in_its_script_or_holds_types_alone() -> None:
    script = join(PAGE, "widget.js")
    left_out = [
        name
        for path in PAGE.rglob("*.js")
        if f"// {(name := path.relative_to(PAGE).as_posix())}\n" not in script
    ]

    assert left_out == ["protocol.js"]
    types = (PAGE / "protocol.js").read_text("utf-8")
    code = [
        one
        for one in types.splitlines()
        if one and not one.lstrip().startswith(("/", "*"))
    ]
    assert code == ["export {};"]


def test_the_script_that_is_sent_gives_a_widget() -> None:
    node = shutil.which("node")
    if node is None:
        missing("Node.js", "apt-get install nodejs")
    program = """
        let source = "";
        for await (const part of process.stdin) source += part;
        const url = `data:text/javascript,${encodeURIComponent(source)}`;
        const { default: widget } = await import(url);
        console.log(Object.keys(widget()).join(" "));
    """
    done = subprocess.run(
        [str(node), "--input-type=module", "--eval", program],
        input=str(Inspector._esm),
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.stdout == "initialize render\n", done.stderr
