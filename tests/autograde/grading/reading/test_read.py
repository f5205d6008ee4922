"""Honest notebooks, and those whose metadata, ids or format suffered."""

import copy
import json

import nbformat
import pytest

from neurona.language import current

from .conftest import EXERCISES, find
from .reading_again import (
    grade_ids_in_order,
    read,
    source_of,
    strip_both,
    strip_ids,
    strip_metadata,
    works,
)


def test_an_honest_notebook(notebook):
    reading = read(notebook)
    assert reading.language == "en"
    assert reading.repairs == ()
    assert works(reading)
    for name in EXERCISES:
        assert notebook["cells"][reading.places[name] - 1] is find(notebook, name)
    sources = [cell.source for cell in reading.cells]
    assert len(sources) == len(EXERCISES) + 1  # and the one that imports numpy
    assert not any(word in source for source in sources for word in ("panels.", "plots.", "check("))
    assert [cell["id"] for cell in reading.notebook["cells"]] == [
        cell["id"] for cell in notebook["cells"]
    ]


def test_cells_have_the_numbers_that_a_student_counts(notebook):
    reading = read(notebook)
    for cell in reading.cells:
        assert notebook["cells"][cell.number - 1]["source"] == cell.source


def test_the_other_language(spanish):
    reading = read(spanish)
    assert reading.language == "es"
    assert reading.repairs == ()
    assert works(reading)


@pytest.mark.parametrize(
    "metadata", [{}, None, [], {"neurona": {"language": "xx"}}, {"neurona": 1}]
)
def test_the_language_is_found_by_the_text(spanish, metadata):
    spanish["metadata"] = metadata
    assert read(spanish).language == "es"


def test_the_language_is_found_by_the_setup_cell_alone(spanish):
    cells = [cell for cell in spanish["cells"] if cell["cell_type"] == "code"]
    cells[0]["source"] += "\n"  # not as handed out
    for cell in cells:
        cell["source"] = cell["source"].replace("    #", "    #!")
    answers = [cell for cell in cells if "def " in cell["source"]]
    reading = read({"cells": answers, "metadata": {}})
    assert reading.language == "es"


def test_english_where_nothing_tells():
    assert read({"cells": [{"cell_type": "code", "source": "x = 1"}]}).language == "en"


def test_what_is_said_is_in_the_notebooks_language(spanish):
    spanish["cells"].remove(find(spanish, "xor"))
    before = current()
    (said,) = read(spanish).repairs
    assert said.startswith("Falta la celda de `xor`")
    assert current() == before


def test_a_stub_is_run(notebook):
    stub = "def xor(x1, x2):\n    raise NotImplementedError"
    find(notebook, "xor")["source"] = stub
    assert any(cell.source == stub for cell in read(notebook).cells)


def test_outputs_counts_attachments_and_foreign_metadata_are_dropped(notebook):
    for cell in notebook["cells"]:
        cell["metadata"]["colab"] = {"base_uri": "https://example.org"}
        cell["attachments"] = {"a.png": {"image/png": "AAAA"}}
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "secret"}]
            cell["execution_count"] = 7
    notebook["metadata"]["accelerator"] = "GPU"
    reading = read(notebook)
    text = json.dumps(reading.notebook)
    assert not any(word in text for word in ("base_uri", "a.png", 'stdout", "text', "accelerator"))
    assert works(reading)


@pytest.mark.parametrize(
    "tag", ["skip-execution", "raises-exception", "init_cell", "panel", "setup"]
)
def test_tags_change_nothing(notebook, tag):
    for cell in notebook["cells"]:
        cell["metadata"]["tags"] = [tag]
        cell["metadata"]["init_cell"] = True
    reading = read(notebook)
    assert works(reading)
    assert reading.repairs == ()
    assert find(reading.notebook, "check_xor")["metadata"]["tags"] == ["raises-exception"]


def garble_nbgrader(cell):
    if "nbgrader" in cell["metadata"]:
        about = {"grade_id": cell["metadata"]["nbgrader"]["grade_id"], "points": 1000}
        cell["metadata"]["nbgrader"] = {**about, "locked": False, "schema_version": 99}


def nonsense_nbgrader(cell):
    cell["metadata"]["nbgrader"] = {"grade_id": ["a"], "solution": "yes"}


def same_id(cell):
    cell["id"] = "xor"


def no_metadata(cell):
    cell["metadata"] = None


def colab(cell):
    strip_ids(cell)
    cell["metadata"] |= {"id": "xY3_" + str(len(cell["source"])), "colab": {}, "outputId": "1"}


@pytest.mark.parametrize(
    "damage",
    [
        strip_ids,
        strip_metadata,
        strip_both,
        garble_nbgrader,
        nonsense_nbgrader,
        same_id,
        no_metadata,
        colab,
    ],
)
def test_ids_and_metadata(notebook, damage):
    for cell in notebook["cells"]:
        damage(cell)
    reading = read(notebook)
    assert works(reading)
    assert reading.repairs == ()
    assert grade_ids_in_order(reading) == [
        each for name in EXERCISES for each in (name, f"check_{name}")
    ]
    assert find(reading.notebook, "check_xor")["metadata"]["nbgrader"]["points"] == 2
    assert "return" in source_of(reading, "xor")


def test_a_foreign_cell_loses_nbgraders_metadata(notebook):
    extra = copy.deepcopy(find(notebook, "check_xor"))
    extra["metadata"]["nbgrader"] |= {"grade_id": "check_more", "points": 50}
    extra["source"] = "assert True"
    notebook["cells"].append(extra)
    reading = read(notebook)
    assert reading.notebook["cells"][-1]["metadata"] == {}


@pytest.mark.parametrize("kernel", [None, {"name": "julia-1.9", "language": "julia"}, "python"])
def test_another_kernel(notebook, kernel):
    notebook["metadata"]["kernelspec"] = kernel
    notebook["metadata"]["language_info"] = kernel
    reading = read(notebook)
    assert works(reading)
    assert reading.notebook["metadata"]["kernelspec"]["name"] == "python3"


@pytest.mark.parametrize("minor", [0, 1, 2, 4, 5, 99, "x", None])
@pytest.mark.parametrize("major", [4, 5, "4", None])
def test_the_formats_number_is_not_trusted(notebook, major, minor):
    notebook |= {"nbformat": major, "nbformat_minor": minor}
    assert works(read(notebook))


@pytest.mark.parametrize("version", [2, 3])
def test_older_formats(notebook, version):
    old = nbformat.convert(nbformat.from_dict(notebook), version)
    old = json.loads(json.dumps(old))
    assert "worksheets" in old
    reading = read(old)
    assert works(reading)
    assert set(reading.places) == set(EXERCISES)


def test_headings_of_format_3():
    cells = [
        {"cell_type": "heading", "level": 2, "source": ["One line"]},
        {"cell_type": "code", "input": "x = 1"},
    ]
    reading = read({"nbformat": 3, "worksheets": [{"cells": cells}]})
    assert "## One line" in [cell["source"] for cell in reading.notebook["cells"]]


@pytest.mark.parametrize(
    "split",
    [
        lambda text: text.splitlines(keepends=True),
        lambda text: text.splitlines(),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace("\n", "\r\n").splitlines(keepends=True),
        lambda text: [None, *text.splitlines(keepends=True), 3, {}],
        lambda text: "\ufeff" + text,
        lambda text: text + "\n# \x00\x1b[31m\ud800",
    ],
)
def test_ways_to_write_a_source(notebook, split):
    for cell in notebook["cells"]:
        cell["source"] = split(cell["source"])
    reading = read(notebook)
    assert works(reading)
    for cell in reading.cells:
        cell.source.encode()
        assert not {"\0", "\x1b", "\r", "\ufeff"} & set(cell.source)


@pytest.mark.parametrize("source", [None, 3, True, {}, [[]], ["", None], []])
def test_a_source_that_is_no_text(notebook, source):
    notebook["cells"][3]["source"] = source
    find(notebook, "xor")["source"] = source
    reading = read(notebook)
    assert works(reading, "perceptron", "update", "train", "nand_weights")
    assert source_of(reading, "xor") == ""


def test_cells_that_are_none_count_but_do_no_harm(notebook):
    notebook["cells"] = [None, 3, "x", [], {}, *notebook["cells"]]
    reading = read(notebook)
    assert works(reading)
    assert notebook["cells"][reading.places["xor"] - 1] is find(
        {"cells": notebook["cells"][5:]}, "xor"
    )
