"""environment.yml offers conda what pyproject.toml asks of pip."""

import copy
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from rattler import MatchSpec

from tests.notebooks.disk import ROOT

Tree = dict[str, Any]

EXACTLY = "=="
KEYS = {"name", "channels", "dependencies"}
# no part of what pip installs: conda brings the interpreter, Node for FortJs, and Redis
BESIDE = {"python", "pip", "nodejs", "redis-server"}
# where conda-forge calls a package otherwise
CONDA = {"redis": "redis-py"}


def faults(environment: Tree, project: Tree) -> Iterator[str]:
    """Tell what in an environment is malformed or out of step with the project."""
    if environment.keys() != KEYS:
        yield f"keys: {sorted(environment)}"
    if environment.get("channels") != ["conda-forge", "nodefaults"]:
        yield f"channels: {environment.get('channels')}"
    *specs, from_pip = environment["dependencies"]
    if from_pip != {"pip": ["-e ."]}:
        yield f"the package itself is not what pip installs: {from_pip}"
    pins: dict[str, str] = {}
    for spec in specs:
        try:
            match = MatchSpec(spec, strict=True)
        except Exception as error:
            yield f"{spec!r}: {error}"
            continue
        name = match.name.normalized if match.name else ""
        if name in pins:
            yield f"{name}: twice"
        pins[name] = str(match.version or "")
    yield from _out_of_step(pins, project)


def _out_of_step(pins: dict[str, str], project: Tree) -> Iterator[str]:
    named = {str(canonicalize_name(one.name)): one for one in _requirements(project)}
    wanted = {CONDA.get(name, name): one for name, one in named.items()}
    python = pins.get("python", "").removesuffix(".*").lstrip("=")
    if not Requirement(f"python{project['requires-python']}").specifier.contains(
        python or "0"
    ):
        yield f"python: {python} is not {project['requires-python']}"
    for name in sorted(wanted.keys() | BESIDE - pins.keys()):
        if name not in pins:
            yield f"{name}: missing"
    for name in sorted(pins.keys() - wanted.keys() - BESIDE):
        yield f"{name}: asked for by nothing"
    for name in sorted(pins.keys() & wanted.keys()):
        pin = pins[name]
        if not pin.startswith(EXACTLY):
            yield f"{name}: not pinned to one version"
        elif not wanted[name].specifier.contains(pin.removeprefix(EXACTLY)):
            yield f"{name}: {pin} is not {wanted[name].specifier}"


def _requirements(project: Tree) -> Iterator[Requirement]:
    extras = project["optional-dependencies"].values()
    for requirements in (project["dependencies"], *extras):
        for one in map(Requirement, requirements):
            if one.name != project["name"]:
                yield one


@pytest.fixture
def environment() -> Tree:
    """Read environment.yml."""
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    tree: Tree = yaml.safe_load(text)
    return tree


@pytest.fixture
def project() -> Tree:
    """Read what pyproject.toml says of the project."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    tree: Tree = tomllib.loads(text)["project"]
    return tree


def test_the_environment_is_in_step(environment: Tree, project: Tree) -> None:
    assert [*faults(environment, project)] == []


def spec(old: str, new: str | None) -> Callable[[Tree], None]:
    """Replace the spec that begins with ``old``, or take it away."""

    def change(environment: Tree) -> None:
        specs = environment["dependencies"]
        (place,) = (n for n, one in enumerate(specs) if str(one).startswith(old))
        specs[place : place + 1] = [] if new is None else [new]

    return change


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda tree: tree.update(prefix="/opt/env"), "keys: "),
        (lambda tree: tree.update(channels=["conda-forge", "defaults"]), "channels: "),
        (lambda tree: tree["dependencies"].pop(), "the package itself"),
        (lambda tree: tree["dependencies"].insert(0, "pip"), "pip: twice"),
        (lambda tree: tree["dependencies"].insert(0, "numpy==2.0"), "numpy: asked"),
        (spec("jupyterlab", "jupyterlab==="), "'jupyterlab==='"),
        (spec("jupyterlab", "jupyterlab=4.6"), "jupyterlab: not pinned"),
        (spec("jupyterlab", "jupyterlab"), "jupyterlab: not pinned"),
        (spec("jupyterlab", "jupyterlab==4.3.9"), "jupyterlab: ==4.3.9 is not >="),
        (spec("jupyterlab", None), "jupyterlab: missing"),
        (spec("hypothesis", None), "hypothesis: missing"),
        (spec("nodejs", None), "nodejs: missing"),
        (spec("python", "python=3.10"), "python: 3.10 is not >=3.11"),
        (spec("python", "python"), "python:  is not >=3.11"),
    ],
)
def test_each_fault_is_found(
    change: Callable[[Tree], None], fault: str, environment: Tree, project: Tree
) -> None:
    bad = copy.deepcopy(environment)
    change(bad)
    assert any(one.startswith(fault) for one in faults(bad, project))


def test_the_lesson_on_peers_names_the_versions_that_answered(
    environment: Tree,
) -> None:
    lesson = (ROOT / "notebooks" / "06_store_it_elsewhere.ipynb").read_text("utf-8")
    *specs, _ = environment["dependencies"]
    pins = dict(spec.split(EXACTLY) for spec in specs if EXACTLY in spec)

    for name in (
        "Django",
        "Starlette",
        "starsessions",
        "Flask",
        "Flask-Session",
        "aiohttp-session",
    ):
        assert f"{name} {pins[name.lower()]}" in lesson
