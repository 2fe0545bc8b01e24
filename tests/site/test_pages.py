"""A lesson as a page to read."""

from pathlib import Path

import nbformat
import pytest

from sessionkit.workshop.lessons import Lesson
from sessionkit.workshop.site import SiteError, pages, snapshots
from sessionkit.workshop.site.sequence import drawn
from tests.site.links import faults

FIRST = """# Begin <here>

[The map](README.md), [next](01_next.ipynb#Part-two),
[more](https://example.org/a.ipynb).

![A cup of tea](images/cup.svg)"""
DIAGRAM = """```mermaid
sequenceDiagram
    participant B as Browser
    B->>S: GET /?a=1&b=2
    S-->>B: no cookie
```"""


def write(path: Path, *cells: tuple[str, str]) -> None:
    """Write a notebook of (kind, source); each cell of code has an output."""
    made = []
    for n, (kind, source) in enumerate(cells):
        if kind == "code":
            cell = nbformat.v4.new_code_cell(source, id=f"cell-{n}")
            cell.outputs = [nbformat.v4.new_output("stream", text=f"said {n}\n")]
        else:
            cell = nbformat.v4.new_markdown_cell(source, id=f"cell-{n}")
        made.append(cell)
    path.parent.mkdir(exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=made), path)


@pytest.fixture(scope="module")
def lessons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give two lessons, a solution and a map."""
    folder = tmp_path_factory.mktemp("lessons") / "notebooks"
    write(
        folder / "00_begin.ipynb",
        ("markdown", FIRST),
        ("code", "shown = 1"),
        ("code", "1 < 2"),
    )
    write(
        folder / "01_next.ipynb",
        ("markdown", "# Go on"),
        ("markdown", f"## Part two\n\n{DIAGRAM}"),
    )
    back = "# Begin\n\n[Back](../00_begin.ipynb), [map](../README.md)"
    write(folder / "solutions" / "00_begin.ipynb", ("markdown", back), ("code", "2"))
    (folder / "README.md").write_text("# The map\n\n[First](00_begin.ipynb)")
    (folder / "images").mkdir()
    (folder / "images" / "cup.svg").write_text("<svg/>")
    return folder


@pytest.fixture(scope="module")
def written(lessons: Path) -> dict[str, str]:
    """Give the pages of the lessons by their paths; one cell has a snapshot."""

    def save(lesson: Lesson, folder: Path) -> list[str]:
        folder.mkdir(parents=True, exist_ok=True)
        if lesson.number != "00":
            return []
        (folder / "00-cell-1.html").touch()
        return ["cell-1"]

    out = lessons.with_name("out")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(snapshots, "save", save)
        pages.write(lessons, out)
    run = out / "run" / "notebooks" / "index.html"
    run.parent.mkdir(parents=True)
    run.touch()
    assert [*faults(out)] == []
    return {
        str(path.relative_to(out)): path.read_text()
        for path in out.rglob("*.html")
        if path.parent.name in {"out", "solutions"}
    }


def test_there_is_a_page_for_each(written: dict[str, str]) -> None:
    assert written.keys() == {
        "index.html",
        "00_begin.html",
        "01_next.html",
        "solutions/00_begin.html",
    }


def test_links_lead_to_pages(written: dict[str, str]) -> None:
    page = written["00_begin.html"]
    assert '<a href="index.html">The map</a>' in page
    assert '<a href="01_next.html#Part-two">next</a>' in page
    assert '<a href="https://example.org/a.ipynb">more</a>' in page
    assert '<a href="../00_begin.html">Back</a>' in written["solutions/00_begin.html"]
    assert '<a href="00_begin.html">First</a>' in written["index.html"]


def test_a_lesson_is_run_by_its_notebook(written: dict[str, str]) -> None:
    link = 'class="run" href="{}run/notebooks/index.html?path={}"'
    assert link.format("", "00_begin.ipynb") in written["00_begin.html"]
    solution = written["solutions/00_begin.html"]
    assert link.format("../", "solutions/00_begin.ipynb") in solution
    assert 'class="run"' not in written["index.html"]


def test_outputs_and_pictures_are_in_place(written: dict[str, str]) -> None:
    page = written["00_begin.html"]
    assert page.index("said 1") < page.index("said 2")
    assert 'alt="A cup of tea"' in page
    assert "<title>00 Begin &lt;here&gt; · sessionkit</title>" in page


@pytest.mark.parametrize("place", ["", "solutions/"])
def test_a_snapshot_stands_behind_its_cell(written: dict[str, str], place: str) -> None:
    page = written[f"{place}00_begin.html"]
    snapshot = page.index('src="snapshots/00-cell-1.html"')
    assert page.index("said 1") < snapshot
    assert "said 2" not in page or snapshot < page.index("said 2")


def test_the_list_of_lessons_has_the_sections_of_this_one(
    written: dict[str, str],
) -> None:
    section = '<li><a href="#Part-two">Part two</a></li>'
    assert section in written["01_next.html"]
    assert section not in written["00_begin.html"]


def test_a_diagram_is_drawn_and_told(written: dict[str, str]) -> None:
    page = written["01_next.html"]
    assert "mermaid" not in page
    title = "Browser to S: GET /?a=1&amp;b=2. S to Browser: no cookie."
    assert f"<title>{title}</title>" in page


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("graph TD\nA-->B", "this is a graph TD"),
        ("sequenceDiagram\nloop daily", "cannot be drawn: loop daily"),
    ],
)
def test_another_diagram(text: str, says: str) -> None:
    with pytest.raises(SiteError, match=says):
        drawn(text)


@pytest.mark.parametrize(
    ("page", "says"),
    [
        ('<a href="no.html">', "there is no no.html"),
        ('<a id="b" href="#a">', "#a has no such place"),
        ('<img src="https://example.org/a.png">', "asks elsewhere"),
    ],
)
def test_a_fault_of_a_page_is_found(tmp_path: Path, page: str, says: str) -> None:
    (tmp_path / "a.html").write_text(page)
    (fault,) = faults(tmp_path)
    assert says in fault
