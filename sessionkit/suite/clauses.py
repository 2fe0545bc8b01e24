"""The clauses of the contract: a sentence each, its reason and its source in FortJs."""

from dataclasses import dataclass
from typing import Any, Final

from sessionkit.suite.document import CLAUSES as NAME
from sessionkit.suite.document import read


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause, under an id that no other clause ever gets.

    ``rule`` is its short name, by which a store declares to depart from it. ``file`` is
    where FortJs does it, under ``SOURCE``, and ``does`` what it does there. A store
    that lacks the capability ``needs`` is not asked.
    """

    id: str
    rule: str
    sentence: str
    reason: str
    file: str
    does: str
    needs: str | None = None

    @property
    def url(self) -> str:
        """The address of FortJs's source."""
        return f"{SOURCE}{self.file}"

    def __str__(self) -> str:
        return f"{self.id} {self.sentence}"


_data: Final = read(NAME)

VERSION: Final[str] = _data["version"]
"""Of the contract: the last number counts new words, the second new clauses and cases,
the first a clause or a case that asks something else or is gone."""
RECORDED: Final[str] = _data["authority"]["recorded"]
"""The day on which FortJs's answers were recorded."""
SOURCE: Final[str] = _data["authority"]["source"]
CAPABILITIES: Final[dict[str, str]] = _data["capabilities"]
"""What a store can lack, each with what it means to have it."""
RETIRED: Final[tuple[str, ...]] = tuple(_data["retired"])
"""Ids of clauses and cases that are gone; nothing else may get them."""


def _clause(data: dict[str, Any]) -> Clause:
    told = {key: value for key, value in data.items() if key != "source"}
    return Clause(**told, **data["source"])


CLAUSES: Final = tuple(map(_clause, _data["clauses"]))
BY_ID: Final = {clause.id: clause for clause in CLAUSES}
BY_RULE: Final = {clause.rule: clause for clause in CLAUSES}


def clause_of(case: str) -> Clause:
    """Return the clause of the case with this id: ``R9`` for ``R9.2``."""
    return BY_ID[case.partition(".")[0]]
