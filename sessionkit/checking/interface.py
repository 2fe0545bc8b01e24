"""check_interface: what a learner's Protocol lacks of the contract."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from sessionkit.checking.report import Outcome
from sessionkit.contract import METHODS, SessionStore
from sessionkit.traces.shown import Part, Shown, Verdict

_NO_ID: Final = "session_id is missing: declare it, as `session_id: str | None`."


@dataclass(frozen=True, repr=False)
class InterfaceReport(Shown):
    """What is missing or otherwise than in ``SessionStore``, a sentence each."""

    name: str
    outcome: Outcome
    faults: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the interface is the contract."""
        return self.outcome is Outcome.RIGHT

    def _lines(self) -> Iterator[str]:
        yield f"{self.name}: {self.outcome}"
        if self.outcome is Outcome.NOT_ATTEMPTED:
            yield "Write the attribute and the eight methods, then run this cell again."
        yield from self.faults
        if self.passed:
            yield "session_id and all eight methods, as in sessionkit.SessionStore."

    def parts(self) -> Iterator[Part]:
        """Describe it: the outcome, then what is wrong."""
        yield Verdict([*self._lines()], self.outcome.mark)


def check_interface(protocol: type) -> InterfaceReport:
    """Hold the heads of a Protocol's methods against ``SessionStore``'s.

    Whatever it is given, a report comes back; nothing is raised.
    """
    name = getattr(protocol, "__name__", type(protocol).__name__)
    own = vars(protocol) if inspect.isclass(protocol) else {}
    annotations = inspect.get_annotations(protocol) if own else {}
    if not any(method in own for method in METHODS) and not annotations:
        return InterfaceReport(name, Outcome.NOT_ATTEMPTED)
    faults = [] if "session_id" in annotations else [_NO_ID]
    for method in METHODS:
        faults += _faults(method, own.get(method))
    outcome = Outcome.DIFFERS if faults else Outcome.RIGHT
    return InterfaceReport(name, outcome, tuple(faults))


def _faults(method: str, function: object) -> Iterator[str]:
    if function is None:
        yield f"The method {method} is missing."
    elif not inspect.isfunction(function):
        yield f"{method} is no method: begin it with `async def {method}(self, ...)`."
    else:
        if not inspect.iscoroutinefunction(function):
            yield f"{method} is not async: begin it with `async def {method}`."
        wanted, found = head(getattr(SessionStore, method)), head(function)
        if found != wanted:
            yield f"{method} takes {found}; it is {wanted}."


def head(function: Callable[..., object]) -> str:
    """Return a function's parameters without types and defaults: ``(self, key)``."""
    signature, empty = inspect.signature(function), inspect.Parameter.empty
    plain = [
        one.replace(annotation=empty, default=empty)
        for one in signature.parameters.values()
    ]
    return str(signature.replace(parameters=plain, return_annotation=empty))
