"""The port answers as the live FortJs on all that a check asks, but for what is named.

The narrow alphabets meet no deviation but ``undefined``; the wide one meets others, and
FortJs is then the port with these switched on: ``tests.fortjs.model``.
"""

import itertools
from collections.abc import Sequence

import pytest

from sessionkit import Answer, MemorySessionStore, Trace, run
from sessionkit.checking.alphabet import NARROW, Alphabet, Scope, placed
from sessionkit.checking.asking import Asked, decoded
from sessionkit.checking.crowds import FEW, crowds
from sessionkit.checking.graph import Graph
from sessionkit.checking.probes import KINDS, probes
from sessionkit.checking.random_walk import expected, random_walk
from sessionkit.contract import METHODS
from sessionkit.fortjs import without_undefined
from sessionkit.node.process import Node
from sessionkit.rules import VALUES_ARE_LIVE
from sessionkit.running.time_limit import drive
from sessionkit.traces.operation import Operation
from tests.fortjs.model import Model


def _operations(asked: Asked) -> tuple[Operation, ...]:
    return placed(one.letter for one in asked.steps)


@pytest.mark.slow
@pytest.mark.parametrize("alphabet", NARROW, ids=lambda one: one.name)
def test_the_graph_is_fortjss(node: Node, alphabet: Alphabet) -> None:
    graph = Graph(alphabet)
    lengths = range(1, alphabet.length + 1)
    asked = list(itertools.chain(*map(graph.sequences, lengths)))
    asked += graph.walks(warm=True) if alphabet.walked else []

    for operations in map(_operations, asked):
        theirs = without_undefined(node.ask(operations))
        port = drive(run(operations, MemorySessionStore))
        assert theirs == port, f"FortJs:\n{theirs}\nport:\n{port}"
    assert len(asked) > len(alphabet.letters) ** 2


# what JSON does not carry, JavaScript does not have either
SCOPE = Scope.of(METHODS, (VALUES_ARE_LIVE,))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 6))
def test_the_random_walk_is_fortjss(node: Node, seed: int) -> None:
    for asked in random_walk(SCOPE, count=300, seed=seed):
        _all_equal(node, _operations(asked))


@pytest.mark.slow
def test_the_crowds_are_fortjss(node: Node) -> None:
    for letters in crowds(SCOPE, many=FEW + 1):
        _all_equal(node, _operations(expected(letters, SCOPE)))


@pytest.mark.slow
def test_the_probes_are_fortjss(node: Node) -> None:
    scope = Scope.of(METHODS, ())
    asked = [expected(letters, scope) for letters in probes(scope)]

    for one in asked:
        theirs = without_undefined(node.ask(_operations(one)))
        port = drive(run(_operations(one), MemorySessionStore))
        assert theirs == port, f"FortJs:\n{theirs}\nport:\n{port}"
        assert [decoded(answer) for answer in one.expected] == [
            answer.value for answer in port.answers
        ]
    assert len(asked) == len(KINDS) + 4


def _all_equal(node: Node, operations: Sequence[Operation]) -> None:
    theirs = node.ask(operations)
    port = drive(run(operations, MemorySessionStore))
    _equal(theirs, Model().run(operations), port)
    _equal(port, Model(()).run(operations), theirs)


def _equal(trace: Trace, answers: list[Answer], other: Trace) -> None:
    for number, (step, answer) in enumerate(zip(trace, answers, strict=True), 1):
        assert step.answer == answer, f"{number}: {answer}\n{trace}\nother:\n{other}"
