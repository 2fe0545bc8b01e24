"""The signatures of mistakes: what one wrong answer tells of its reason, and the words.

They are data, in ``signatures.json`` beside this file. A signature needs no more than
the answer and what led to it. Mistakes that show only in how a store behaves over many
traces are in ``sessionkit.checking.lookalikes``.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from sessionkit.checking.conditions import is_met
from sessionkit.checking.evidence import Evidence
from sessionkit.checking.lookalikes import BY_NAME

_ANYTHING: Final = object()


@dataclass(frozen=True)
class Signature:
    """A kind of mistake, how it is recognised, and what to say of it.

    ``words`` may name parts of the evidence, ``{e.method}`` for one; without words it
    is for the scenario to say more. ``rule`` is the clause that such a store breaks.

    It fits where all of the rest does: ``error``, ``message`` and ``where`` are regular
    expressions for the error's type, its text and the line that raised it, ``came`` is
    one for what is no plain value, ``method`` names the methods that answer so and
    ``value`` is the answer itself. ``when`` names conditions, and ``unless`` those of
    which none may be met.
    """

    kind: str
    words: str = ""
    rule: str = ""
    error: str = ""
    message: str = ""
    where: str = ""
    came: str = ""
    method: str = ""
    value: Any = _ANYTHING
    when: str = ""
    unless: str = ""

    def hint(self, evidence: Evidence) -> str:
        """Say what to do, of this very answer."""
        return self.words.format(e=evidence)

    def fits(self, evidence: Evidence) -> bool:
        """Whether a wrong answer is recognised by it."""
        return all(self._conditions(evidence))

    def _conditions(self, e: Evidence) -> Iterator[bool]:
        if self.error:
            yield bool(re.fullmatch(self.error, e.error or ""))
            yield bool(re.search(self.message, e.answer.message))
        if self.where:
            yield bool(re.search(self.where, e.answer.where))
        if self.came:
            yield bool(re.fullmatch(self.came, e.opaque))
        if self.method:
            yield e.method in self.method.split()
        if self.value is not _ANYTHING:
            yield e.error is None and e.value is self.value
        for name in self.when.split():
            yield is_met(name, e)
        for name in self.unless.split():
            yield not is_met(name, e)


@cache
def signatures(*groups: str) -> tuple[Signature, ...]:
    """Return the signatures of these groups, from the special to the general.

    ``making``: how the store is made; each of these spoils every scenario.
    ``code``: what the code of a store tells, whatever it answered.
    ``refused``: an error where the same line refuses nobody and nothing else.
    ``errors``: what an error tells.
    ``types``: what a value tells by its type alone, which is right in no store.
    ``values``: what a value tells where no lookalike tells more.
    ``seen``: what a value tells where nothing else in the whole report is named.
    """
    path = files("sessionkit.checking") / "signatures.json"
    data = json.loads(path.read_text("utf-8"))
    return tuple(_signature(**entry) for group in groups for entry in data[group])


def _signature(like: str = "", **entry: Any) -> Signature:
    """Make a signature, with the kind, words and rule of the lookalike ``like``."""
    if like:
        one = BY_NAME[like]
        entry |= {"kind": one.kind, "words": one.words, "rule": one.rule}
    return Signature(**entry)
