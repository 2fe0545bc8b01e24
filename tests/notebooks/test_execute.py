"""Executing writes the same bytes, whoever runs it, or leaves the file alone."""

import json
from pathlib import Path

import nbformat
import pytest

from tests.notebooks import samples
from tests.notebooks.disk import SOLUTIONS
from tests.notebooks.execute import main, run
from tests.notebooks.normalform import WIDGET_VIEW, normalise, parse, to_text


@pytest.mark.slow
def test_the_sample_course_is_what_running_it_gives(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lesson = samples.write_course(tmp_path)
    paths = [lesson, tmp_path / SOLUTIONS / samples.NAME]
    before = [path.read_bytes() for path in paths]
    assert main([str(tmp_path)]) == 0
    assert [path.read_bytes() for path in paths] == before
    assert capsys.readouterr().out.count("unchanged") == 2


@pytest.mark.slow
def test_the_callers_hash_seed_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = samples.notebook(samples.code("a", 'print(hash("session"))'))
    texts = set()
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        texts.add(to_text(run(page, tmp_path)))
    assert len(texts) == 1


@pytest.mark.slow
def test_figures_of_one_run_are_kept_until_new_ones_are_asked_for(
    tmp_path: Path,
) -> None:
    clock = "# Not compared because a clock goes on.\nimport time\n\ntime.time_ns()"
    page = samples.notebook(samples.code("a", clock, tags=["nbval-ignore-output"]))
    path = samples.write(tmp_path / "figures.ipynb", page)
    assert main([str(path)]) == 0, "without an output it gets one"
    first = path.read_bytes()
    assert main([str(path)]) == 0
    assert path.read_bytes() == first
    assert main(["--figures", str(path)]) == 0
    assert path.read_bytes() != first


@pytest.mark.slow
def test_a_cell_that_raises_is_named_and_the_file_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = samples.notebook(samples.code("a", "1"), samples.code("b", "nowhere"))
    path = samples.write(tmp_path / "bad.ipynb", bad)
    before = path.read_bytes()
    assert main([str(path)]) == 1
    said = capsys.readouterr().err
    assert "bad.ipynb: cell 2 (id b) failed with NameError: name 'nowhere'" in said
    assert path.read_bytes() == before


@pytest.mark.slow
def test_an_announced_error_is_kept_as_name_and_message(tmp_path: Path) -> None:
    cell = samples.code("a", 'int("x")', tags=["raises-exception"])
    error = run(samples.notebook(cell), tmp_path).cells[0].outputs[0]
    assert error.ename == "ValueError"
    assert error.traceback == [f"ValueError: {error.evalue}"]


@pytest.mark.slow
def test_a_dead_kernel_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = samples.notebook(samples.code("a", "import os\n\nos._exit(3)"))
    assert main([str(samples.write(tmp_path / "dead.ipynb", page))]) == 1
    assert (
        "dead.ipynb: cell 1 (id a) failed with Kernel died" in capsys.readouterr().err
    )


def test_a_place_that_is_not_there_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main([str(tmp_path / "none")])
    assert "does not exist" in capsys.readouterr().err


def test_normal_form_strips_views_state_and_foreign_metadata() -> None:
    page = samples.notebook(samples.code("a", "1"))
    cell = page.cells[0]
    cell.metadata = nbformat.from_dict({"collapsed": True, "tags": ["exercise"]})
    data = {WIDGET_VIEW: {"model_id": "m"}, "text/plain": "Slider()"}
    cell.outputs = [nbformat.v4.new_output("display_data", data)]
    page.metadata = nbformat.from_dict({"widgets": {"state": {}}, "authors": []})
    normal = normalise(page)
    assert normal.cells[0].metadata == {"tags": ["exercise"]}
    assert normal.cells[0].outputs[0].data == {"text/plain": "Slider()"}
    assert set(normal.metadata) == {"kernelspec", "language_info"}
    assert WIDGET_VIEW in cell.outputs[0].data


def test_missing_and_repeated_ids_are_filled_in_the_same_way_each_time() -> None:
    bare = {"cell_type": "markdown", "metadata": {}, "source": "a"}
    named = bare | {"id": "cell-002"}
    cells = [named, dict(bare), dict(named), dict(bare)]
    raw = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}
    ids = [cell.id for cell in parse(json.dumps(raw)).cells]
    assert ids == ["cell-002", "cell-002-2", "cell-003", "cell-004"]


@pytest.mark.parametrize("text", ["{", '{"nbformat": 3}', "[]"])
def test_what_is_no_notebook_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not "):
        parse(text)
