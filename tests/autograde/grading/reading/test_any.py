"""Anything at all as a notebook: it is read or refused, and never more than that."""

import copy
import json
import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograde.grading.reading import UnreadableError, examine, read_notebook
from autograde.grading.reading.decode import decode
from autograde.grading.reading.definitions import outline, parse

from .conftest import ASSIGNMENT, EXERCISES, _answered, find
from .reading_again import check_canonical, works

words = st.one_of(
    st.text(max_size=20),
    st.text(st.characters(categories=["Cs", "Cc", "Cf"]), max_size=5),
    st.sampled_from(
        [
            *("code", "markdown", "raw", "heading", "setup", "check(xor)", "xor", "check_xor"),
            *("def xor(a, b):\n    return a ^ b", "def xor(", "xor = 3", "%%time\nupdate = 1"),
            *("```\ndef train():\n```", "panels.perceptron.opening()", "del prepare", "\r\n"),
        ]
    ),
)
leaves = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), words)
keys = st.one_of(
    st.sampled_from(
        [
            *("cells", "worksheets", "cell_type", "source", "input", "metadata", "nbgrader"),
            *("grade_id", "id", "tags", "level", "outputs", "neurona", "language", "chapter"),
        ]
    ),
    words,
)
anything = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=25,
)
cells = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": words | leaves,
        "source": words | st.lists(words, max_size=3) | anything,
        "id": words | leaves,
        "metadata": anything
        | st.fixed_dictionaries(
            {},
            optional={
                "nbgrader": anything | st.fixed_dictionaries({"grade_id": words | anything}),
                "tags": anything | st.lists(words, max_size=2),
            },
        ),
        "input": words,
        "outputs": anything,
        "level": leaves,
    },
)
notebooks = st.fixed_dictionaries(
    {"cells": st.lists(cells | anything, max_size=8)},
    optional={
        "metadata": anything
        | st.fixed_dictionaries({"neurona": st.dictionaries(keys, words | leaves)}),
        "nbformat": anything,
    },
)
many = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


def read_or_refuse(notebook):
    try:
        reading = read_notebook(notebook, ASSIGNMENT)
    except UnreadableError as error:
        return error.sentence != ""
    check_canonical(reading)
    for text in (*reading.repairs, *(cell.source for cell in reading.cells)):
        text.encode()
    return True


@many
@given(anything | notebooks)
def test_anything(notebook):
    assert read_or_refuse(notebook)


@many
@given(st.data())
def test_an_honest_notebook_with_anything_in_it(data):
    notebook = copy.deepcopy(_answered(data.draw(st.sampled_from(["en", "es"]))))
    for _ in range(data.draw(st.integers(1, 4))):
        cell = data.draw(st.sampled_from(notebook["cells"]))
        if not isinstance(cell, dict):
            continue
        cell[data.draw(keys)] = data.draw(words | anything)
    place = data.draw(st.integers(0, len(notebook["cells"])))
    notebook["cells"].insert(place, data.draw(cells | anything))
    assert read_or_refuse(notebook)


@many
@given(st.binary(max_size=300) | notebooks.map(lambda made: json.dumps(made).encode()), st.data())
def test_any_bytes(content, data):
    cut = data.draw(st.integers(0, len(content)))
    for each in (content, content[:cut], content[:cut] + b"\xff\0" + content[cut:]):
        try:
            decoded = decode(each)
        except UnreadableError:
            continue
        assert read_or_refuse(decoded.notebook)


def test_a_notebook_cut_anywhere(notebook):
    """What stands before the cut counts, and nothing else happens."""
    content = json.dumps(notebook, indent=1, sort_keys=True).encode()
    first = content.index(b'"id": "check_perceptron"')
    draw = random.Random(0)
    for place in sorted(draw.randrange(first, len(content) - 2) for _ in range(30)):
        decoded = decode(content[:place])
        assert decoded.is_cut
        reading = read_notebook(decoded.notebook, ASSIGNMENT)
        assert works(reading, "perceptron")
        assert all(works(reading, name) for name in reading.places if name in EXERCISES[3:4])


@pytest.mark.parametrize(
    "source",
    [
        "(" * 100_000,
        "[" * 90 + "]" * 90,
        "-" * 100_000 + "1",
        "1" + "+1" * 80_000,
        "x" + ".a" * 90_000,
        "x" + "[0]" * 60_000,
        "lambda:" * 25_000 + "1",
        "f'" + "{x}" * 60_000 + "'",
        "if 1:\n pass\n" + "elif 1:\n pass\n" * 13_000,
        "\n" * 199_000,
        " \n" * 99_000,
        "async\n" * 33_000,
        "%\n" * 99_000,
        "9" * 5000,
        "a\0b",
        "x = '\\d'",
        "def xor(" * 24_000,
    ],
    ids=range(17),
)
def test_sources_that_try_a_parser(notebook, source):
    source = source[:199_000] + "\nxor"
    begun = time.process_time()
    outline(source, EXERCISES)
    for kind in ("code", "markdown"):
        notebook["cells"].append({"cell_type": kind, "metadata": {}, "source": source})
    assert works(read_notebook(notebook, ASSIGNMENT), "perceptron", "update")
    assert time.process_time() - begun < 60  # a guard against quadratic work


def test_a_parser_without_memory(monkeypatch):
    def fail(source):
        raise MemoryError

    monkeypatch.setattr("ast.parse", fail)
    assert parse("x = 1") is None


def test_a_cell_that_is_far_too_long(notebook):
    number = len(notebook["cells"]) + 1
    source = "#" * (examine.LONGEST_CELL + 1)
    notebook["cells"].append({"cell_type": "code", "metadata": {}, "source": source})
    reading = read_notebook(notebook, ASSIGNMENT)
    check_canonical(reading)
    assert works(reading)
    assert reading.repairs == (f"Cell {number} is far too long. It was left out.",)
    assert source not in json.dumps(reading.notebook)


def test_far_too_many_cells(notebook):
    cell = {"cell_type": "code", "metadata": {}, "source": "x = 1"}
    notebook["cells"] += [cell] * 1_000_000
    reading = read_notebook(notebook, ASSIGNMENT)
    assert works(reading)
    assert len(reading.cells) < examine.MOST_CELLS
    number = examine.MOST_CELLS + 1
    said = f"The notebook is far too long. Everything from cell {number} on was left out."
    assert reading.repairs == (said,)


def test_far_too_much_text(notebook, monkeypatch):
    monkeypatch.setattr(examine, "MOST_TEXT", 20_000)
    last = find(notebook, "check_xor")
    notebook["cells"].insert(notebook["cells"].index(last), {"source": "#" * 20_000, "outputs": []})
    reading = read_notebook(notebook, ASSIGNMENT)
    check_canonical(reading)
    assert works(reading)
    assert "was left out" in reading.repairs[-1]
