"""The benchmark of notebooks runs what it says, and tells a budget that is not kept."""

from __future__ import annotations

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook

from benchmarks import notebooks
from tests.notebooks import ALL


@pytest.fixture
def write(tmp_path):
    def write(name, *sources):
        path = tmp_path / name / f"{name}.ipynb"
        path.parent.mkdir()
        nbformat.write(new_notebook(cells=[new_code_cell(one) for one in sources]), path)
        return path

    return write


@pytest.fixture
def handed_out():
    return next(one.path for one in ALL if one.language == "es")


def test_all_of_a_notebook_is_run_and_nothing_is_written_beside_it(write, handed_out) -> None:
    path = write("sleeps", "import time; time.sleep(0.4)", "open('left', 'w').write('x')")
    row = notebooks.measure([path, write("quick", "1")], [handed_out])
    assert 0.4 < row["notebooks"]["sleeps"] < row["seconds"]
    assert list(row["notebooks"]) == ["sleeps", "quick"]
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    assert row["first cells"][handed_out.stem] > 0


def test_a_notebook_that_fails_is_no_fast_one(write) -> None:
    with pytest.raises(CellExecutionError):
        notebooks.measure([write("fails", "1 / 0")], [])


def test_a_kernel_that_has_the_course_is_refused(handed_out, monkeypatch) -> None:
    monkeypatch.setattr(notebooks, "_BareKernelManager", notebooks.AsyncKernelManager)
    with pytest.raises(notebooks.NoNeuronaError, match="course/neurona"):
        notebooks.first_cell_seconds(handed_out)


@pytest.mark.parametrize(
    ("seconds", "first_cell", "says"),
    [
        (59.0, 1.9, []),
        (61.0, 1.9, ["all notebooks of 'es'"]),
        (59.0, 2.1, ["the first cell of 01"]),
    ],
)
def test_budgets_are_judged(seconds, first_cell, says) -> None:
    row = {"seconds": seconds, "notebooks": {}, "first cells": {"01": first_cell}}
    good = {"seconds": 1.0, "notebooks": {}, "first cells": {"01": 1.0}}
    missed = notebooks.problems({"en": good, "es": row})
    assert len(missed) == len(says)
    assert all(words in problem for words, problem in zip(says, missed, strict=True))
