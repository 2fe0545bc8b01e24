"""check_interface: what a learner's Protocol lacks of the contract."""

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from sessionkit.checking.report import Outcome
from sessionkit.checking.stub import is_empty
from sessionkit.contract import METHODS, SessionStore
from sessionkit.in_a_cell import in_a_cell
from sessionkit.traces.shown import Part, Shown, Verdict

_NO_CLASS: Final = "check_interface takes the class: check_interface(Contract)."
_NO_ID: Final = "session_id is missing: declare it, as `session_id: str | None`."
_ASSIGNED: Final = (
    "A Protocol needs no `__init__`: leave it out, and declare the attribute on a line "
    "of its own, `session_id: str | None`."
)
_NO_TYPE: Final = "session_id has no type: write `session_id: str | None`, without `=`."
_NO_ATTRIBUTE: Final = (
    "session_id is a method or a property: it is a plain attribute, "
    "`session_id: str | None`."
)
_ID_MAY_LACK: Final = (
    "session_id is {found}: an id is a str, or None for a visitor without one, "
    "`session_id: str | None`."
)
_PLAIN: Final = (
    "{name} is not a Protocol: write `class {name}(Protocol):`, so that a store fits "
    "without inheriting from it."
)
_MORE: Final = (
    "The contract has no {method}: with it, a store of eight methods would not fit."
)
_WRITTEN: Final = (
    "{method} has code: a Protocol only says that it is there, write `...`."
)
_OPTIONAL: Final = (
    "{method} could be called without {parameter}: remove its `= ...`, as a store "
    "cannot do without it."
)
_TAKES: Final = "{method} takes {parameter} as {found}: write `{parameter}: {wanted}`."
_UNSAID: Final = (
    "{method} does not say what it answers: put `-> {wanted}` before the colon."
)
_ANSWERS: Final = "{method} says `-> {found}`: write `-> {wanted}`."


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
        differs = self.outcome is Outcome.DIFFERS
        yield f"{self.name}: {'not the contract yet' if differs else self.outcome}"
        if self.outcome is Outcome.NOT_ATTEMPTED and not self.faults:
            yield "Write the attribute and the eight methods, then run this cell again."
        yield from self.faults
        if self.passed:
            yield "session_id and all eight methods, as in sessionkit.SessionStore."

    def parts(self) -> Iterator[Part]:
        """Describe it: the outcome, then what is wrong."""
        yield Verdict([*self._lines()], self.outcome.mark)


@in_a_cell
def check_interface(protocol: type) -> InterfaceReport:
    """Hold the heads of a Protocol's methods against ``SessionStore``'s.

    Whatever it is given, a report comes back; nothing is raised.
    """
    name = getattr(protocol, "__name__", type(protocol).__name__)
    if not inspect.isclass(protocol):
        return InterfaceReport(name, Outcome.NOT_ATTEMPTED, (_NO_CLASS,))
    own, annotations = _own(protocol, vars), _own(protocol, inspect.get_annotations)
    begun = {*map(_plain, own)} & {*map(_plain, METHODS)}
    if not begun and not annotations:
        return InterfaceReport(name, Outcome.NOT_ATTEMPTED)
    is_protocol = getattr(protocol, "_is_protocol", False)
    faults = [] if is_protocol else [_PLAIN.format(name=name)]
    faults += _id_faults(protocol, own, annotations)
    for method in METHODS:
        faults += _faults(method, own.get(method), own)
    faults += [_MORE.format(method=one) for one in _more({**annotations, **own})]
    outcome = Outcome.DIFFERS if faults else Outcome.RIGHT
    return InterfaceReport(name, outcome, tuple(faults))


def _own(
    protocol: type, of: Callable[[type], Mapping[str, object]]
) -> dict[str, object]:
    """Return what ``of`` says of a class and of those that it is made from.

    The kit's own contract is none of these: what comes from there is not written yet.
    """
    kits = {*type.mro(SessionStore)} - {protocol}
    made_from = [one for one in reversed(type.mro(protocol)) if one not in kits]
    return {name: what for one in made_from for name, what in of(one).items()}


def _more(members: Mapping[str, object]) -> list[str]:
    """List what a store would need to have beyond the contract.

    Python adds names of its own to a class, ``__doc__`` for one: of these only a method
    is asked of a store.
    """
    told = {_plain(one) for one in ("session_id", *METHODS) if one not in members}
    return [
        name
        for name, one in members.items()
        if not hasattr(object, name)  # every store has these
        and name not in {*vars(SessionStore), "session_id"}
        and _plain(name) not in told
        and (inspect.isfunction(one) or not name.startswith("__"))
    ]


def _id_faults(
    protocol: type, own: Mapping[str, object], annotations: Mapping[str, object]
) -> Iterator[str]:
    if "session_id" not in annotations:
        missing = _ASSIGNED if _has_an_init(protocol) else _NO_ID
        found = own.get("session_id", missing)
        made = inspect.isfunction(found) or isinstance(found, property)
        yield missing if found is missing else _NO_ATTRIBUTE if made else _NO_TYPE
        return
    found = _hints(protocol).get("session_id", annotations["session_id"])
    if found != str | None:
        yield _ID_MAY_LACK.format(found=_written(found))


def _has_an_init(protocol: type) -> bool:
    # a Protocol without one gets one of typing's
    made = vars(protocol).get("__init__")
    return inspect.isfunction(made) and made.__module__ == protocol.__module__


def _faults(method: str, function: object, own: Collection[str]) -> Iterator[str]:
    if function is None:
        other = next((one for one in own if _plain(one) == _plain(method)), "")
        spelt = f": rename {other}, Python writes it with `_`" if other else ""
        yield f"The method {method} is missing{spelt}."
    elif not inspect.isfunction(function):
        decorated = isinstance(function, classmethod | staticmethod | property)
        begin = f"begin it with `async def {method}(self, ...)`"
        mend = "remove the line with `@` above it" if decorated else begin
        yield f"{method} is not a{' plain' * decorated} method: {mend}."
    else:
        if not is_empty(function):
            yield _WRITTEN.format(method=method)
        if not _is_async(function):
            yield f"{method} is not async: begin it with `async def {method}`."
        wanted, found = head(getattr(SessionStore, method)), head(function)
        if found != wanted:
            yield f"{method} takes {found}; it should take {wanted}."
        else:
            yield from _parameter_faults(method, function)
        yield from _answer_faults(method, function)


def _is_async(function: object) -> bool:
    return inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _parameter_faults(method: str, function: Callable[..., object]) -> Iterator[str]:
    """Find parameters that need not be given, or are of another type."""
    wanted, found = get_type_hints(getattr(SessionStore, method)), _hints(function)
    for name, one in inspect.signature(function).parameters.items():
        if one.default is not inspect.Parameter.empty:
            yield _OPTIONAL.format(method=method, parameter=name)
        typed = name in found and name in wanted  # self is not, in the contract
        if typed and not _means(found[name], wanted[name]):
            yield _TAKES.format(
                method=method,
                parameter=name,
                found=_written(found[name]),
                wanted=_written(wanted[name]),
            )


def _answer_faults(method: str, function: Callable[..., object]) -> Iterator[str]:
    wanted = get_type_hints(getattr(SessionStore, method))["return"]
    if "return" not in inspect.get_annotations(function):
        yield _UNSAID.format(method=method, wanted=_written(wanted))
        return
    found = _hints(function)["return"]
    if not _means(found, wanted):
        yield _ANSWERS.format(
            method=method, found=_written(found), wanted=_written(wanted)
        )


def _means(found: object, wanted: object) -> bool:
    """Whether two types say the same; any value may be ``Any`` or ``object``."""
    if wanted is Any:
        union = get_origin(found) in (Union, UnionType)
        return any(one in (Any, object) for one in (found, *get_args(found) * union))
    if found == wanted:
        return True
    if get_origin(wanted) is None:
        return False
    inside = get_args(found) or get_args(wanted)
    if (get_origin(found) or found) is not get_origin(wanted):
        return False
    return len(inside) == len(get_args(wanted)) and all(
        map(_means, inside, get_args(wanted))
    )


def _hints(thing: object) -> dict[str, Any]:
    """Give the types that are declared; as text where a name in them is unknown."""
    try:
        return get_type_hints(thing)
    except Exception:  # noqa: BLE001  # whatever a learner wrote there
        return inspect.get_annotations(thing)  # type: ignore[arg-type]


def _written(annotation: object) -> str:
    """Write a type as in code: ``bool``, ``dict[str, Any]``."""
    if annotation is type(None):
        return "None"
    if inspect.isbuiltin(annotation):  # as ``any`` is, written for ``Any``
        return f"{annotation.__name__}, a function"
    return inspect.formatannotation(annotation).replace("typing.", "")


def head(function: Callable[..., object]) -> str:
    """Return a function's parameters without types and defaults: ``(self, key)``."""
    signature, empty = inspect.signature(function), inspect.Parameter.empty
    plain = [
        one.replace(annotation=empty, default=empty)
        for one in signature.parameters.values()
    ]
    return str(signature.replace(parameters=plain, return_annotation=empty))
