"""Read a notebook, and see that what is repaired is a notebook and stays as it is."""

import copy
import json

import nbformat
import numpy as np
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum

from autograde.grading.reading import read_notebook

from .conftest import ASSIGNMENT, EXERCISES, find, run


def read(notebook):
    """Read, and see that the repaired notebook is one and stays as it is."""
    before = copy.deepcopy(notebook)
    reading = read_notebook(notebook, ASSIGNMENT)
    assert notebook == before, "what was handed in is only read"
    check_canonical(reading)
    return reading


def check_canonical(reading):
    made = nbformat.from_dict(json.loads(json.dumps(reading.notebook)))
    nbformat.validate(made)
    MetadataValidator().validate_nb(made)
    grade_ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in made.cells]
    known = sorted([*EXERCISES, *(f"check_{name}" for name in EXERCISES)])
    assert sorted(grade_id for grade_id in grade_ids if grade_id) == known
    for cell in made.cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("locked"):
            assert about["checksum"] == compute_checksum(cell)
    again = read_notebook(json.loads(json.dumps(reading.notebook)), ASSIGNMENT)
    assert [cell.source for cell in again.cells] == [cell.source for cell in reading.cells]
    assert again.notebook == reading.notebook


def works(reading, *names):
    """Tell whether functions do what they should; all five if none are named."""
    got = run(reading)
    truths = {
        "perceptron": lambda f: f(np.array([1, 1]), np.array([2, 3]), -4) == 1,
        "update": lambda f: f(np.array([0, 1]), 0, np.array([0.9, 0.9]), -0.5, 0.5)[1] == -1,
        "train": lambda f: len(f(np.eye(2), np.ones(2), np.ones(2), 0.0, 0.1, 3)[2]) == 1,
        "nand_weights": lambda f: len(f()) == 2,
        "xor": lambda f: [f(a, b) for a in (0, 1) for b in (0, 1)] == [0, 1, 1, 0],
    }
    return all(name in got and truths[name](got[name]) for name in names or EXERCISES)


def grade_ids_in_order(reading):
    about = [cell["metadata"].get("nbgrader", {}) for cell in reading.notebook["cells"]]
    return [each["grade_id"] for each in about if each]


def source_of(reading, grade_id):
    return find(reading.notebook, grade_id)["source"]


def find_first(notebook, name):
    cells = notebook["cells"]
    return next(c for c in cells if c["metadata"].get("nbgrader", {}).get("grade_id") == name)


def strip_ids(cell):
    cell.pop("id", None)


def strip_metadata(cell):
    cell["metadata"] = {}


def strip_both(cell):
    strip_ids(cell)
    strip_metadata(cell)
