"""One change to a store's syntax tree: caught, or no change at all."""

import warnings

import pytest

from sessionkit import check
from tests.checking.mutator import MEMORY, Mutant, mutants

MUTANTS = {one.name: one for one in mutants(MEMORY)}
TWICE = "done a second time at once, it finds and leaves what the first did"
COPY_READ = "only looked at: of a copy the answer is the same"
DEFAULT = "the default of pop is dropped"
EQUIVALENT = {
    "__init__: twice self.session_id = session_id": TWICE,
    "__init__: session_id → copy.deepcopy(session_id)": "a copy of text is that text",
    "is_any_exist: sessions → dict(sessions)": COPY_READ,
    "is_any_exist: sessions → copy.deepcopy(sessions)": COPY_READ,
    "set: twice values = sessions.get(self.session_id)": TWICE,
    "set: sessions.get as setdefault": "its None is replaced at once",
    "set: twice if values is None:": TWICE,
    "set: twice sessions[self.session_id] = {key: value}": TWICE,
    "set: twice values[key] = value": TWICE,
    "set: values → copy.deepcopy(values)": COPY_READ,
    "get: twice values = sessions.get(self.session_id)": TWICE,
    "get: values → copy.deepcopy(values)": COPY_READ,
    "is_exist: twice values = sessions.get(self.session_id, {})": TWICE,
    "is_exist: sessions.get(self.session_id, {}) → "
    "dict(sessions.get(self.session_id, {}))": COPY_READ,
    "is_exist: sessions.get(self.session_id, {}) → "
    "copy.deepcopy(sessions.get(self.session_id, {}))": COPY_READ,
    "is_exist: values.get(key) → copy.deepcopy(values.get(key))": COPY_READ,
    "remove: twice values = sessions.get(self.session_id)": TWICE,
    "remove: twice if values is not None:": TWICE,
    "remove: twice values[key] = None": TWICE,
    "remove: values → copy.deepcopy(values)": COPY_READ,
    "clear: twice sessions.pop(self.session_id, None)": TWICE,
    "clear: None → not (None)": DEFAULT,
    "clear: None → True": DEFAULT,
    "clear: None → {}": DEFAULT,
    "clear: None → 0": DEFAULT,
    "clear: None → ''": DEFAULT,
    "set_many: twice for key, value in values.items():": TWICE,
    "set_many: twice await self.set(key, value)": TWICE,
}


async def _passes(mutant: Mutant) -> bool:
    with warnings.catch_warnings():
        # a call that a mutant leaves without await, and text compared with `is`
        warnings.simplefilter("ignore")
        return (await check(mutant.store_class)).passed


def test_there_are_enough_mutants_and_each_equivalent_is_one() -> None:
    assert len(MUTANTS) >= 400
    assert MUTANTS.keys() >= EQUIVALENT.keys()


@pytest.mark.slow
async def test_every_mutant_but_the_equivalent_is_caught() -> None:
    alive = {name for name, one in MUTANTS.items() if await _passes(one)}

    assert alive == EQUIVALENT.keys()
