"""A smallest course that keeps every rule, to show the checks on."""

from collections.abc import Sequence
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Final

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.notebooks.disk import MAP, SOLUTIONS
from tests.notebooks.exercises import derive
from tests.notebooks.normalform import normalise, to_text

NAME: Final = "01_sample.ipynb"

HEAD: Final = """\
# Count what a greeting holds

You will be able to:

- name the greeting
- predict its length
- count its vowels

Reading takes 3 minutes, the exercise 5 minutes.

You need: nothing but Python.

Back: [Map of the workshop](../README.md). Next: [Map of the workshop](../README.md). \
Map: [Map of the workshop](../README.md)."""

NOTE: Final = """\
This is the solution of [lesson 1, Count what a greeting holds](../01_sample.ipynb)."""

EXERCISE: Final = '''\
def vowels(text: str) -> int:
    """Count the vowels of a text."""
    # Hint 1: `sum` counts what is true.
    return sum(letter in "aeiou" for letter in text)


answer = vowels(greeting)
print("not attempted yet" if answer is None else answer)'''

TAIL: Final = """\
## What you now know

- The greeting has a name.
- Its length is five.
- Two of its letters are vowels.

Read next: [the solution of lesson 1](01_sample.ipynb)."""


def markdown(name: str, source: str, *tags: str) -> NotebookNode:
    """Build a Markdown cell with this id, source and tags."""
    metadata = {"tags": list(tags)} if tags else {}
    return _node(new_markdown_cell(source, id=name, metadata=metadata))


def code(
    name: str, source: str, printed: str = "", tags: Sequence[str] = (), count: int = 1
) -> NotebookNode:
    """Build a code cell as stored after it ran: its id, source, text, tags, count."""
    outputs = [new_output("stream", name="stdout", text=printed)] if printed else []
    metadata = {"tags": list(tags)} if tags else {}
    return _node(
        new_code_cell(
            source, id=name, metadata=metadata, outputs=outputs, execution_count=count
        )
    )


def notebook(*cells: NotebookNode) -> NotebookNode:
    """Build a notebook of these cells, in normal form."""
    return normalise(_node(new_notebook(cells=list(cells))))


def solution() -> NotebookNode:
    """Build the sample's solution notebook, as it is after a run."""
    return deepcopy(_solution())


def lesson() -> NotebookNode:
    """Build the sample's lesson, as it is after derivation and a run."""
    return deepcopy(_lesson())


@cache  # a hundred tests ask for a copy of their own, which is quicker than to build
def _solution() -> NotebookNode:
    return notebook(
        markdown("head", HEAD),
        markdown("note", NOTE, "solution-only"),
        code("name", 'greeting = "hello"\nprint(greeting)', "hello\n"),
        markdown("ask", "## Predict the length\n\nHow many letters has it?"),
        code(
            "guess",
            'guess = 5  # a number\nprint("no guess" if guess is ... else guess)',
            "5\n",
            ["prediction"],
            count=2,
        ),
        markdown("task", "## Count the vowels\n\n### Exercise 1"),
        code("vowels", EXERCISE, "2\n", ["exercise"], count=3),
        markdown("tail", TAIL),
    )


@cache
def _lesson() -> NotebookNode:
    page = derive(solution())
    printed = ["hello\n", "no guess\n", "not attempted yet\n"]
    cells = [cell for cell in page.cells if cell.cell_type == "code"]
    for count, (cell, text) in enumerate(zip(cells, printed, strict=True), start=1):
        cell.outputs = [new_output("stream", name="stdout", text=text)]
        cell.execution_count = count
    return normalise(page)


def write_course(folder: Path) -> Path:
    """Write map, lesson and solution into a folder; give the lesson's file."""
    (folder / SOLUTIONS).mkdir(parents=True)
    (folder / MAP).write_text("# Map of the workshop\n", encoding="utf-8")
    write(folder / SOLUTIONS / NAME, solution())
    return write(folder / NAME, lesson())


def write(path: Path, page: NotebookNode) -> Path:
    """Write a notebook to a file as it is committed; give the file."""
    path.write_bytes(to_text(page).encode("utf-8"))
    return path


def _node(value: NotebookNode) -> NotebookNode:
    return value
