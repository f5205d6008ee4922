"""Every notebook of the course can be begun, and brought to a new release of it."""

from __future__ import annotations

import copy
import json

import nbformat
import pytest

from autograde.grading.reading import read_notebook
from neurona import language
from neurona.update import describe, merge
from neurona.update.files import to_bytes
from neurona.update.release import is_answer, key_of, source_of
from tests.notebooks import ALL

NOTE = {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "My own note"}


def read(path):
    return json.loads(path.read_bytes())


def newer(notebook):
    """Return a later release: each text and each stub says more, and the tools are newer."""
    made = copy.deepcopy(notebook)
    for cell in made["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = source_of(cell) + "\n\nMore."
            cell["id"] = f"{cell['id'][:-1]}x"  # ids of texts change with them
        elif cell["id"] == "setup" or is_answer(cell):
            cell["source"] = source_of(cell) + "\n# newer"
    made["metadata"]["neurona"] |= describe(made["cells"])
    return made


@pytest.fixture(params=ALL, ids=str)
def notebook(request):
    language.use(request.param.language)
    yield request.param
    language.use("en")


def test_it_says_what_it_consists_of(notebook):
    released = read(notebook.path)
    about = released["metadata"]["neurona"]
    assert {"cells": about["cells"], "release": about["release"]} == describe(released["cells"])


def test_it_is_written_as_it_is_released(notebook):
    released = read(notebook.path)
    merged = merge(released, released)
    assert to_bytes(merged.notebook) == notebook.path.read_bytes()


def test_work_is_brought_to_a_later_release(notebook):
    released, solutions = read(notebook.path), notebook.solutions()
    mine = copy.deepcopy(released)
    for cell in mine["cells"]:
        if is_answer(cell):
            cell["source"] = solutions[key_of(cell)]
    mine["cells"].insert(5, NOTE)
    later = newer(released)
    merged = merge(mine, later)
    assert merged.answers == list(solutions)
    assert (merged.own, merged.kept, merged.restored) == (1, 0, 0)
    found = {cell["id"]: source_of(cell) for cell in merged.notebook["cells"]}
    assert {name: found[name] for name in solutions} == solutions
    assert merged.notebook["cells"][5]["source"] == NOTE["source"]
    assert sum("More." in source for source in found.values()) == sum(
        cell["cell_type"] == "markdown" for cell in later["cells"]
    )
    nbformat.validate(nbformat.reads(to_bytes(merged.notebook).decode(), as_version=4))


def test_the_grader_reads_what_was_updated(notebook):
    released, solutions = read(notebook.path), notebook.solutions()
    mine = copy.deepcopy(released)
    for cell in mine["cells"]:
        if is_answer(cell):
            cell["source"] = solutions[key_of(cell)]
    older = copy.deepcopy(mine)
    for cell in older["cells"]:  # the course said it otherwise before
        if cell["cell_type"] == "markdown":
            cell["source"] = f"Before: {source_of(cell)}"
    before = copy.deepcopy(released)
    for cell in before["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = f"Before: {source_of(cell)}"
    older["metadata"]["neurona"] |= describe(before["cells"])
    merged = merge(older, released)
    reading = read_notebook(json.loads(to_bytes(merged.notebook)), notebook.chapter)
    assert reading.repairs == ()
    assert list(reading.places) == list(solutions)
    assert reading.places == read_notebook(mine, notebook.chapter).places
