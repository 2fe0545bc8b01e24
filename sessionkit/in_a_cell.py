"""What a learner calls in a cell: a wrong call is told in one sentence."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from types import FunctionType, NoneType, UnionType
from typing import Any, Final, TypeVar, Union, get_args, get_origin

from sessionkit.errors import CallError, SessionkitError
from sessionkit.traces.values import show, snapshot

F = TypeVar("F", bound=Callable[..., Any])
_MANY: Final = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def in_a_cell(function: F) -> F:
    """Return the function, which raises ``CallError`` where its arguments are wrong.

    They are looked at only after something was raised: too few, too many, or of another
    kind than the hints say. Other errors pass, and ours, which are a sentence already.
    Of a class, all public methods are wrapped.
    """
    if isinstance(function, type):
        for name, one in [*vars(function).items()]:
            if isinstance(one, FunctionType) and (name == "__init__" or name[0] != "_"):
                setattr(function, name, in_a_cell(one))
        return function

    @wraps(function)
    def called(*args: Any, **kwargs: Any) -> Any:
        with _telling(function, args, kwargs):
            return function(*args, **kwargs)

    @wraps(function)
    async def awaited(*args: Any, **kwargs: Any) -> Any:
        with _telling(function, args, kwargs):
            return await function(*args, **kwargs)

    waits = inspect.iscoroutinefunction(function)
    return awaited if waits else called  # type: ignore[return-value]


@contextmanager
def _telling(
    function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        # a call further in, told from here, has a cause: the outer one is the learner's
        ours = isinstance(error, SessionkitError) and error.__cause__ is None
        said = "" if ours else _fault(function, args, kwargs)
        if not said:
            raise
        # the words of a ValueError say more than the hints
        raise CallError(error if type(error) is ValueError else said) from error


def _fault(
    function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> str:
    """Say what is wrong with the arguments, or nothing."""
    signature = inspect.signature(function)
    said = _number(signature, args, kwargs)
    if said:
        return f"{_name(function)} {said}: write {_form(function, signature)}."
    for name, value in signature.bind(*args, **kwargs).arguments.items():
        parameter = signature.parameters[name]
        hint = Any if parameter.kind in _MANY else parameter.annotation
        if not _fits(value, hint):
            given = show(snapshot(value), limit=40)
            return f"{_name(function)} takes {_kind(hint)} as {name}, and not {given}."
    return ""


def _number(
    signature: inspect.Signature, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> str:
    try:
        known = signature.bind_partial(*args, **kwargs).arguments
    except TypeError as error:  # too many, a name that is not there, or one twice
        return f"got {str(error).removeprefix('got ')}"
    missing = [
        name
        for name, one in signature.parameters.items()
        if one.default is one.empty and one.kind not in _MANY and name not in known
    ]
    return f"needs {' and '.join(missing)}, too" if missing else ""


def _name(function: Callable[..., Any]) -> str:
    return function.__qualname__.removesuffix(".__init__")


def _form(function: Callable[..., Any], signature: inspect.Signature) -> str:
    """Write how it is called: ``explain(name, sentence)``."""
    shown = [
        str(one.replace(annotation=one.empty, default=one.empty))
        for name, one in signature.parameters.items()
        if name != "self" and (one.default is one.empty or one.kind != one.KEYWORD_ONLY)
    ]
    return f"{_name(function)}({', '.join(shown)})"


_KINDS: Final[Mapping[Any, str]] = {
    str: "a string",
    bool: "True or False",
    int: "a number",
    float: "a number",
    NoneType: "None",
    type: "a class",
    Callable: "a class or a function",
}


def _kind(hint: Any) -> str:
    kind = get_origin(hint) or hint
    if kind in (Union, UnionType):
        return " or ".join(dict.fromkeys(map(_kind, get_args(hint))))
    if kind in _KINDS:
        return _KINDS[kind]
    if issubclass(kind, Mapping):
        return "a dict"
    of = get_args(hint)[:1]
    known = kind.__module__ in ("builtins", "collections.abc")
    if known and issubclass(kind, Iterable):
        inside = f", each {_kind(of[0])}," if of and of[0] is not Any else ""
        return f"a list{inside}"
    article = "an" if kind.__name__[0] in "AEIOU" else "a"
    return f"{article} {kind.__name__}"


def _fits(value: Any, hint: Any) -> bool:
    """Whether a value fits a hint, as any value does one that is no class."""
    kind, of = get_origin(hint) or hint, get_args(hint)
    if kind in (Any, inspect.Parameter.empty):
        return True
    if kind in (Union, UnionType):
        return any(_fits(value, one) for one in of)
    if kind is Callable:
        return callable(value)
    if kind is float:
        return isinstance(value, int | float)
    # hints in quotes are looked up by nobody
    if not isinstance(kind, type) or getattr(kind, "_is_protocol", False):
        return True
    if not isinstance(value, kind):
        return False
    return all(_fits(one, of[0]) for one in _inside(value, kind)) if of else True


def _inside(value: Any, kind: type) -> Iterable[Any]:
    """Return what is in a list; a string in its place counts as one item."""
    if kind is tuple or issubclass(kind, Mapping):
        return ()
    if isinstance(value, str):
        return [value]
    return value if isinstance(value, list | tuple) else ()
