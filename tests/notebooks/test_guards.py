"""Each guard is silent on the sample course and speaks up on a spoilt one."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_output

from tests.notebooks import samples
from tests.notebooks.disk import SOLUTIONS
from tests.notebooks.guards import (
    COURSE_GUARDS,
    GUARDS,
    CourseGuard,
    Guard,
    code,
    course,
    frame,
    links,
    outputs,
    prose,
)
from tests.notebooks.guards.page import Page
from tests.notebooks.markdown import blocks
from tests.notebooks.normalform import WIDGET_VIEW, to_text

Spoil = Callable[[NotebookNode], object]


def cell(page: NotebookNode, name: str) -> NotebookNode:
    found: NotebookNode = next(cell for cell in page.cells if cell.id == name)
    return found


def source(text: str, name: str = "name") -> Spoil:
    return lambda page: cell(page, name).update(source=text)


def add(text: str, name: str = "ask") -> Spoil:
    return lambda page: cell(page, name).update(
        source=f"{cell(page, name).source}\n\n{text}"
    )


def change(old: str, new: str, name: str) -> Spoil:
    def spoil(page: NotebookNode) -> None:
        assert old in cell(page, name).source
        cell(page, name).source = cell(page, name).source.replace(old, new)

    return spoil


def tag(*names: str) -> Spoil:
    return lambda page: cell(page, "name").metadata.update(tags=list(names))


def printed(text: str, stream: str = "stdout") -> Spoil:
    output = new_output("stream", name=stream, text=text)
    return lambda page: cell(page, "name").update(outputs=[output])


def displayed(**data: object) -> Spoil:
    kinds = {kind.replace("_", "/", 1): value for kind, value in data.items()}
    output = new_output("display_data", nbformat.from_dict(kinds))
    return lambda page: cell(page, "name").update(outputs=[output])


def view(page: NotebookNode) -> None:
    data = {WIDGET_VIEW: {"model_id": "m"}}
    cell(page, "name").outputs = [new_output("display_data", nbformat.from_dict(data))]


def state(page: NotebookNode) -> None:
    page.metadata["widgets"] = nbformat.from_dict({"state": {}})


def raised(page: NotebookNode) -> None:
    error = new_output("error", ename="E", evalue="no", traceback=["E: no"])
    cell(page, "name").outputs = [error]


def silent(page: NotebookNode) -> None:
    cell(page, "vowels").outputs = []


def uncounted(page: NotebookNode) -> None:
    cell(page, "name").execution_count = None


def out_of_order(page: NotebookNode) -> None:
    cell(page, "name").execution_count = 3


def foreign_metadata(page: NotebookNode) -> None:
    page.metadata["authors"] = nbformat.from_dict([])


def folder(name: str) -> str:
    return f"/{name}/somebody/kit.py"


SPOILT: list[tuple[Guard, Spoil, str]] = [
    (code.counted, uncounted, "has execution count None, not 1"),
    (code.counted, out_of_order, "has execution count 3, not 1"),
    (code.plain_python, source("%time 1"), "not plain Python"),
    (code.plain_python, source("%%bash\nls"), "not plain Python"),
    (code.plain_python, source("!ls"), "not plain Python"),
    (code.plain_python, source("files = !ls"), "not plain Python"),
    (code.plain_python, source("print?"), "not plain Python"),
    (code.headless, source("with Output():\n    print(1)"), "prints inside"),
    (code.headless, source("o = w.Output()\nwith o:\n    print(1)"), "prints inside"),
    (code.headless, source("clear_output(wait=True)"), "clear_output"),
    (code.headless, source("display.clear_output()"), "clear_output"),
    (code.headless, source("update_display(1)"), "update_display"),
    (code.headless, source("display(1, display_id=True)"), "update later"),
    (code.headless, source("@interact\ndef f():\n    pass"), "interact"),
    (code.headless, source("@interact(x=1)\ndef f():\n    pass"), "interact"),
    (code.headless, source("Out[1]"), "history"),
    (code.headless, source('name = input("?")'), "input"),
    (code.headless, source("asyncio.run(main())"), "asyncio.run"),
    (code.headless, source('get_ipython().run_line_magic("time", "")'), "get_ipython"),
    (code.headless, source("os._exit(1)"), "os._exit"),
    (code.headless, source("exit()"), "exit"),
    (code.markers_are_tags, source("# NBVAL_SKIP because\n1"), "use a cell tag"),
    (code.markers_are_tags, source("1  # NBVAL_IGNORE_OUTPUT"), "use a cell tag"),
    (code.known_tags, tag("exercize"), "unknown tag `exercize`"),
    (code.known_tags, tag("nbval-skip"), "unknown tag `nbval-skip`"),
    (code.exemption_has_reason, tag("nbval-ignore-output"), "say why"),
    (code.code_is_short, source("1\n" * 41), "has 41 lines"),
    (outputs.normal_form, foreign_metadata, "not in normal form"),
    (outputs.normal_form, view, "not in normal form"),
    (outputs.no_widget_state, view, "holds a widget's view"),
    (outputs.no_widget_state, state, "holds widget state"),
    (outputs.whole_reprs, displayed(text_plain="x" * 110 + "…"), "was cut"),
    (outputs.no_addresses, printed("<A at 0x7f5cfb4fe040>"), "0x7f5cfb4fe040"),
    (outputs.no_addresses, displayed(text_html="at 0x7f5cfb"), "0x7f5cfb"),
    *[
        (outputs.no_machine_paths, printed(f'File "{folder(name)}"'), f"/{name}/")
        for name in ("home", "root", "tmp", "Users", "var/folders")
    ],
    (outputs.no_machine_paths, source(f'open("{folder("home")}")'), "/home/"),
    (outputs.no_machine_paths, add(f"See {folder('home')}."), "/home/"),
    (outputs.no_machine_paths, printed("C:\\Users\\a"), "Users"),
    (outputs.no_machine_paths, printed("lib/site-packages/a"), "site-packages"),
    (outputs.no_machine_paths, displayed(application_json={"a": folder("home")}), "/"),
    (outputs.no_ports, printed("http://127.0.0.1:43211/"), "127.0.0.1:43211"),
    (outputs.no_ports, printed("localhost:8888"), "localhost:8888"),
    (outputs.no_stderr, printed("careful", "stderr"), "standard error"),
    (outputs.errors_are_announced, raised, "without the tag"),
    (outputs.errors_are_announced, tag("raises-exception"), "shows no error"),
    (outputs.exercises_answer, silent, "shows nothing"),
    (outputs.no_active_html, add("<details>the answer</details>"), "<details>"),
    (outputs.no_active_html, displayed(text_html="<style>b{}</style>"), "<style>"),
    (outputs.no_active_html, displayed(text_html="<script >1</script>"), "<script>"),
    (prose.one_title, add("# Another"), "has 2 titles"),
    (prose.one_title, source("Words.\n\n# Title", "head"), "opens the first cell"),
    (prose.one_title, source("No title", "head"), "has 0 titles"),
    (prose.no_skipped_level, add("#### Deep"), "from level 2 to 4"),
    (prose.images_have_text, add("![](map.svg)"), "no alt text"),
    (prose.images_have_text, add('A <img src="map.svg"> here.'), "holds <img>"),
    (prose.links_say_where, add("Look [here](README.md)."), "'here'"),
    (prose.links_say_where, add("See [this link](README.md)."), "'this link'"),
    (prose.links_say_where, add("See https://example.org/a."), "say where"),
    (prose.prose_is_short, add("word " * 151), "more than 150"),
    (frame.head_promises, change("- predict", "And predict", "head"), "lists 2"),
    (frame.head_promises, change("- predict", "- a\n- b\n- c\n- d", "head"), "lists 6"),
    (frame.head_promises, change("You will be able", "Try", "head"), "lists 0"),
    (frame.head_prepares, change("5 minutes", "some", "head"), "gives no minutes"),
    (frame.head_prepares, change("You need", "Bring", "head"), "no 'You need'"),
    (frame.head_leads_on, change("Back:", "Before:", "head"), "no 'Back:"),
    (frame.head_leads_on, change("Next:", "After:", "head"), "no 'Next:"),
    (frame.head_leads_on, change("Map: [", "[", "head"), "no 'Map:"),
    (frame.tail_recalls, change("- Two", "- Three\n- Two", "tail"), "recalls 4"),
    (frame.tail_recalls, change("What you now", "All we", "tail"), "does not end"),
    (frame.tail_recalls, add("## More", "tail"), "does not end"),
    (frame.tail_leads_on, change("Read next", "Then", "tail"), "no 'Read next"),
    (links.links_resolve, add("[Lesson 9](09_none.ipynb)"), "which is not there"),
    (links.links_resolve, add("![A map](map.svg)"), "which is not there"),
    (links.links_resolve, add("[Task](#Exercise-2)"), "no heading there"),
    (links.links_resolve, add("[Map](README.md#none)"), "no heading there"),
    (links.links_resolve, add(f"[Task](solutions/{samples.NAME}#X)"), "no heading"),
]

HARMLESS: list[tuple[Guard, Spoil]] = [
    (code.plain_python, source('"%d items!" % 3\nawait ready("why?")')),
    (code.headless, source('store.input(1)\nname = "Out[1]"\nwith store:\n    pass')),
    (code.markers_are_tags, source('"# NBVAL_SKIP"')),
    (
        code.exemption_has_reason,
        lambda page: (
            tag("nbval-ignore-output")(page),
            source("# Not compared because it shows the time.\n1")(page),
        ),
    ),
    (outputs.whole_reprs, displayed(text_plain="short ...")),
    (outputs.no_addresses, printed("0x1f and 10x7f5cfb4")),
    (outputs.no_machine_paths, add("[A guide](https://example.org/home/a/b)")),
    (outputs.no_ports, printed("127.0.0.1 at 12:30:15")),
    (prose.links_say_where, add("`https://example.org/a` is a URL.")),
    (prose.one_title, add("```\n# a comment\n```")),
    (links.links_resolve, add("[The task](#Exercise-1), [A](https://example.org)")),
    (links.links_resolve, add("[The map's title](README.md#map-of-the-workshop)")),
]


def page_of(path: Path, spoil: Spoil) -> Page:
    notebook = samples.lesson()
    spoil(notebook)
    return Page(path, to_text(notebook))


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    return samples.write_course(tmp_path)


@pytest.mark.parametrize("guard", GUARDS)
def test_the_sample_course_has_no_fault(guard: Guard, lesson: Path) -> None:
    assert guard(Page.read(lesson)) == []
    assert guard(Page.read(lesson.parent / SOLUTIONS / lesson.name)) == []


@pytest.mark.parametrize(("guard", "spoil", "says"), SPOILT)
def test_a_fault_is_found_and_placed(
    guard: Guard, spoil: Spoil, says: str, lesson: Path
) -> None:
    faults = guard(page_of(lesson, spoil))
    assert any(says in fault for fault in faults), faults
    assert all(fault.startswith(lesson.as_posix()) for fault in faults)


@pytest.mark.parametrize(("guard", "spoil"), HARMLESS)
def test_what_only_looks_like_a_fault_passes(
    guard: Guard, spoil: Spoil, lesson: Path
) -> None:
    assert guard(page_of(lesson, spoil)) == []


def test_every_guard_is_shown_to_fail() -> None:
    assert set(GUARDS) == {guard for guard, _, _ in SPOILT}


@pytest.mark.parametrize("guard", COURSE_GUARDS)
def test_the_sample_course_holds_together(guard: CourseGuard, lesson: Path) -> None:
    solution = lesson.parent / SOLUTIONS / lesson.name
    assert guard([Page.read(lesson), Page.read(solution)]) == []


def test_too_many_cells_left_out_are_found(lesson: Path) -> None:
    page = page_of(lesson, tag("nbval-ignore-output"))
    assert "one of 1 cells left out, of 3" in course.few_exempt([page])[0]


def test_a_lesson_that_leads_astray_is_found(lesson: Path) -> None:
    second = Page(lesson.with_name("02_more.ipynb"), Page.read(lesson).text)
    said = "\n".join(course.lessons_lead_on([Page.read(lesson), second]))
    assert "01_sample.ipynb: leads Next to 'README.md'; lead to 02_more.ipynb" in said
    assert "02_more.ipynb: leads Back to 'README.md'; lead to 01_sample.ipynb" in said


def test_an_exercise_without_solution_is_found(lesson: Path) -> None:
    said = course.exercises_have_solutions([Page.read(lesson)])
    assert "has exercises but no notebook" in said[0]


def test_a_solution_without_lesson_is_found(lesson: Path) -> None:
    solution = Page.read(lesson.parent / SOLUTIONS / lesson.name)
    assert "has no lesson" in course.exercises_have_solutions([solution])[0]


def test_a_solution_that_is_wrong_is_found(lesson: Path) -> None:
    place = lesson.parent / SOLUTIONS / lesson.name
    wrong = ["Store: differs from FortJs", "Contract: not the contract yet"]
    wrong += ["Deleting: does not do what it declares"]
    wrong += ["You said {}; FortJs answers None."]
    wrong += ["✗ wrong: a", "○ not attempted: write", "◐ 2 of 3 right"]
    wrong += ["? not understood: there", "? cannot tell yet: nothing"]
    for said in wrong:
        page = Page.read(place).notebook
        answer = nbformat.from_dict({"text/plain": said})
        cell(page, "vowels").outputs = [new_output("display_data", answer)]
        found = course.solutions_are_right([Page(place, to_text(page))])
        assert "not solved rightly" in found[0]


def test_the_head_and_tail_of_the_guide_pass(tmp_path: Path) -> None:
    guide = Path(__file__).with_name("README.md").read_text(encoding="utf-8")
    head, tail = (
        block["raw"] for block in blocks(guide) if block["type"] == "block_code"
    )
    page = samples.notebook(
        samples.markdown("head", head),
        samples.code("a", "1"),
        samples.markdown("tail", tail),
    )
    written = Page(tmp_path / "02_a.ipynb", to_text(page))
    missing = {links.links_resolve}
    faults = [f for guard in GUARDS if guard not in missing for f in guard(written)]
    assert faults == []
