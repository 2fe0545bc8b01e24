"""Every clause of the page names tests that are there, or says why it is left out."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.web.asvs import CLAUSES, PAGE, Clause, page

ROOT = Path(__file__).parents[2]


@cache
def names_in(path: str) -> set[str]:
    """Return the names of the tests in a file."""
    tree = ast.parse((ROOT / path).read_text())
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {one.name for one in tree.body if isinstance(one, functions)}


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda one: one.number)
def test_a_clause_is_tested_or_left_out_for_a_reason(clause: Clause) -> None:
    assert bool(clause.tests) != bool(clause.excluded)
    for test in clause.tests:
        path, _, name = test.partition("::")
        assert name in names_in(path), test


def test_no_clause_comes_twice() -> None:
    numbers = [clause.number for clause in CLAUSES]
    assert len({*numbers}) == len(numbers)


def test_the_page_is_as_the_table_says() -> None:
    assert PAGE.read_text() == page(), "python -m tests.web.asvs writes it"
