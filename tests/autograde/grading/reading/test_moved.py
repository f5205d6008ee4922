"""Notebooks whose cells were lost, moved, copied or changed."""

import copy
import json
import random

import pytest

from autograde.grading.reading import UnreadableError, read_notebook

from .conftest import ASSIGNMENT, EXERCISES, find, run
from .reading_again import (
    find_first,
    grade_ids_in_order,
    read,
    source_of,
    strip_both,
    works,
)


@pytest.mark.parametrize("kind", ["markdown", "raw", "RAW", "heading", "cell", None, 7])
def test_an_answer_of_another_kind_is_run_as_code(notebook, kind):
    cell = find(notebook, "update")
    cell["cell_type"] = kind
    for key in ("outputs", "execution_count"):
        cell.pop(key)
    number = notebook["cells"].index(cell) + 1
    if kind == "heading":
        cell |= {"level": 0}
    reading = read(notebook)
    assert works(reading) or kind == "heading"
    if kind != "heading":
        assert reading.places["update"] == number
        assert reading.repairs == (
            f"Cell {number} is not a code cell, but it holds code. It was run.",
        )
        assert find(reading.notebook, "update")["cell_type"] == "code"


def test_prose_about_an_answer_is_not_run(notebook):
    text = "Here is how:\n\ndef xor(a, b):\n    return 5"
    for kind in ("markdown", "raw"):
        notebook["cells"].append({"cell_type": kind, "metadata": {}, "source": text})
    reading = read(notebook)
    assert works(reading)
    assert reading.repairs == ()


def test_an_old_version_in_a_raw_cell_is_not_run(notebook):
    old = "def xor(x1, x2):\n    return 5"
    notebook["cells"].append({"cell_type": "raw", "metadata": {}, "source": old})
    assert works(read(notebook))


def test_a_broken_answer_of_another_kind_is_run_where_it_has_the_cells_name(notebook):
    cell = find(notebook, "xor")
    cell |= {"cell_type": "markdown", "source": "def xor(x1, x2)\n    return 5"}
    reading = read(notebook)
    assert reading.cells[-1].source == cell["source"]
    assert reading.places["xor"] == reading.cells[-1].number


def test_text_put_into_a_code_cell_is_not_run(notebook):
    text = next(cell for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    text["cell_type"] = "code"
    reading = read(notebook)
    assert text["source"] not in [cell.source for cell in reading.cells]


@pytest.mark.parametrize("kept", [True, False])
def test_an_answer_in_another_cell(notebook, kept):
    cell = find(notebook, "update")
    moved = {"cell_type": "code", "metadata": {}, "source": cell["source"]}
    notebook["cells"].append(moved)
    if kept:
        cell["source"] = "# see below"
    else:
        notebook["cells"].remove(cell)
    reading = read(notebook)
    assert works(reading)
    number = len(notebook["cells"])
    assert reading.places["update"] == number
    assert source_of(reading, "update") == moved["source"]
    said = f"`update` was found outside its own cell, in cell {number}."
    assert reading.repairs == ((said,) if kept else ())


def test_all_answers_in_one_cell(notebook):
    answers = [find(notebook, name) for name in EXERCISES]
    together = "\n\n".join(cell["source"] for cell in answers)
    for cell in answers:
        notebook["cells"].remove(cell)
    notebook["cells"].append({"cell_type": "code", "metadata": {}, "source": together})
    reading = read(notebook)
    assert works(reading)
    assert set(reading.places.values()) == {len(notebook["cells"])}


def test_the_last_definition_counts(notebook):
    cell = find(notebook, "xor")
    number = notebook["cells"].index(cell) + 1
    wrong = copy.deepcopy(cell)
    wrong["source"] = "def xor(x1, x2):\n    return 5"
    notebook["cells"].insert(number - 1, wrong)
    reading = read(notebook)
    assert works(reading)
    assert reading.places["xor"] == number + 1
    assert "return 5" not in source_of(reading, "xor")
    assert reading.repairs == (
        "Several cells define `xor`. The last one counts, as in a run from top to bottom:"
        f" cell {number + 1}.",
    )
    notebook["cells"][number - 1 : number + 1] = [cell, wrong]
    assert not works(read(notebook), "xor")


def test_the_same_cell_twice_is_not_worth_a_word(notebook):
    notebook["cells"] += [copy.deepcopy(find(notebook, name)) for name in EXERCISES]
    notebook["cells"] += [copy.deepcopy(find_first(notebook, "check_xor"))] * 2
    reading = read(notebook)
    assert works(reading)
    assert reading.repairs == ()


def test_a_lost_answer(notebook):
    notebook["cells"].remove(find(notebook, "xor"))
    reading = read(notebook)
    assert "xor" not in reading.places
    assert reading.repairs == ("The cell of `xor` is missing, and no other cell defines it.",)
    assert works(reading, "perceptron", "update", "train", "nand_weights")
    assert grade_ids_in_order(reading)[-2:] == ["xor", "check_xor"]
    assert source_of(reading, "xor") == ""


def test_lost_checks_are_put_back_behind_their_answers(notebook):
    for name in EXERCISES:
        notebook["cells"].remove(find(notebook, f"check_{name}"))
    reading = read(notebook)
    assert reading.repairs == ()
    cells = reading.notebook["cells"]
    for name in EXERCISES:
        place = cells.index(find(reading.notebook, name))
        assert cells[place + 1]["source"] == f"check({name})"


def test_nothing_left_of_the_course(notebook):
    answers = [{"cell_type": "code", "source": find(notebook, n)["source"]} for n in EXERCISES]
    reading = read({"cells": [{"cell_type": "code", "source": "import numpy as np"}, *answers]})
    assert works(reading)


def test_a_check_that_was_changed_is_restored_and_what_was_written_is_run(notebook):
    find(notebook, "check_xor")["source"] = "helper = 5"
    find(notebook, "check_update")["source"] = "check( update )  # fine"
    reading = read(notebook)
    assert run(reading)["helper"] == 5
    assert source_of(reading, "check_xor") == "check(xor)"
    assert source_of(reading, "check_update") == "check(update)"
    assert not any("check" in cell.source for cell in reading.cells)


def test_an_answer_typed_into_its_check(notebook):
    source = find(notebook, "xor")["source"]
    find(notebook, "xor")["source"] = ""
    find(notebook, "check_xor")["source"] = source
    reading = read(notebook)
    assert works(reading)
    assert source_of(reading, "xor") == source
    assert source_of(reading, "check_xor") == "check(xor)"


def test_a_check_of_another_kind_is_restored(notebook):
    find(notebook, "check_xor")["cell_type"] = "markdown"
    assert find(read(notebook).notebook, "check_xor")["cell_type"] == "code"


def test_a_picture_of_ones_own_is_run(notebook):
    notebook["cells"][4]["source"] = "panel = panels.perceptron.opening()"
    notebook["cells"][7]["source"] = "plots.perceptron.evidence( )"
    sources = [cell.source for cell in read(notebook).cells]
    assert notebook["cells"][4]["source"] in sources
    assert notebook["cells"][7]["source"] not in sources


def test_any_order(notebook):
    random.Random(0).shuffle(notebook["cells"])
    reading = read(notebook)
    assert works(reading)
    assert [cell.number for cell in reading.cells] == sorted(cell.number for cell in reading.cells)


def test_a_syntax_error_costs_its_own_cell_only(notebook):
    cell = find(notebook, "update")
    cell["source"] = "def update(x, d, w, b, lr)\n    return w, b"
    reading = read(notebook)
    assert works(reading, "perceptron", "nand_weights", "xor")
    assert reading.places["update"] == notebook["cells"].index(cell) + 1


def test_a_syntax_error_is_found_without_ids(notebook):
    cell = find(notebook, "update")
    cell["source"] = "def update(x, d, w, b, lr)\n    return w, b"
    for each in notebook["cells"]:
        strip_both(each)
    reading = read(notebook)
    assert reading.places["update"] == notebook["cells"].index(cell) + 1
    assert source_of(reading, "update") == cell["source"]


@pytest.mark.parametrize(
    "source",
    [
        "xor = lambda a, b: a ^ b",
        "xor, other = (lambda a, b: a ^ b), 1",
        "if True:\n    def xor(a, b):\n        return a ^ b",
        "try:\n    def xor(a, b):\n        return a ^ b\nfinally:\n    pass",
        "try:\n    1 / 0\nexcept ZeroDivisionError:\n    xor = lambda a, b: a ^ b",
        "class xor:\n    def __new__(self, a, b):\n        return a ^ b",
        "from operator import xor",
        "import operator\nxor: object = operator.xor",
    ],
)
def test_ways_to_define(notebook, source):
    notebook["cells"].remove(find(notebook, "xor"))
    notebook["cells"].append({"cell_type": "code", "metadata": {}, "source": source})
    reading = read(notebook)
    assert works(reading)
    assert reading.places["xor"] == len(notebook["cells"])


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline\ndef xor(a, b):\n    return a ^ b",
        "%%time\ndef xor(a, b):\n    return a ^ b",
        "!pip install x\nif True:\n    %time\n    xor = 1",
        "a = !ls\ndef xor(a, b):\n    return a ^ b",
    ],
)
def test_commands_of_ipython_hide_nothing(notebook, source):
    notebook["cells"].remove(find(notebook, "xor"))
    notebook["cells"].append({"cell_type": "code", "metadata": {}, "source": source})
    reading = read(notebook)
    assert reading.places["xor"] == len(notebook["cells"])
    assert reading.cells[-1].source == source


def test_a_lost_setup_cell_costs_nothing(notebook):
    del notebook["cells"][0]
    reading = read(notebook)
    assert works(reading)
    assert reading.repairs == ()


@pytest.mark.parametrize("stripped", [True, False])
def test_code_added_to_the_setup_cell_is_run(notebook, stripped):
    setup = notebook["cells"][0]
    setup["source"] = f"first = 1\n{setup['source']}\n\n@list\ndef mine():\n    return 2\nlast = 3"
    setup["source"] = setup["source"].replace("@list\n", "")
    if stripped:
        strip_both(setup)
    reading = read(notebook)
    added, *_ = reading.cells
    assert added.number == 1
    assert " ".join(added.source.split()) == "first = 1 def mine(): return 2 last = 3"
    lines = added.source.split("\n")
    assert lines.index("last = 3") == setup["source"].split("\n").index("last = 3")
    assert works(reading)


def test_code_on_a_line_of_the_setup_cell(notebook):
    notebook["cells"][0]["source"] += "; mine = 1"
    assert read(notebook).cells[0].source == "mine = 1"


def test_code_instead_of_the_setup_cell(notebook):
    notebook["cells"][0]["source"] = "%time\nmine = 1"
    assert read(notebook).cells[0].source == "%time\nmine = 1"


def test_the_setup_cell_of_another_version(notebook):
    setup = notebook["cells"][0]
    changed = (
        setup["source"].replace('version="0', 'version="9').replace("version='0", "version='9")
    )
    assert changed != setup["source"]
    setup["source"] = changed.replace("import os", "import os, re")
    strip_both(setup)
    reading = read(notebook)
    assert works(reading)
    assert reading.cells[0].number > 1
    assert reading.notebook["cells"][0]["metadata"]["tags"] == ["setup"]


def test_a_broken_setup_cell_is_left_out(notebook):
    setup = notebook["cells"][0]
    setup["source"] = setup["source"].replace('copy="""', "copy=")
    reading = read(notebook)
    assert works(reading)
    assert reading.cells[0].number > 1


def test_the_notebook_of_another_chapter(notebook):
    reading = read_notebook(notebook, "08_dropout")
    assert reading.repairs == ("This looks like the notebook of another chapter, 01_perceptron.",)
    assert reading.places == {}


@pytest.mark.parametrize(
    "nothing", [{}, {"cells": []}, {"cells": {}}, [], None, 3, "x", {"cells": [3]}]
)
def test_no_cells(nothing):
    with pytest.raises(UnreadableError, match="no cells"):
        read_notebook(nothing, ASSIGNMENT)


def test_the_result_is_the_same_every_time(notebook):
    for cell in notebook["cells"]:
        strip_both(cell)
    first, second = (json.dumps(read_notebook(notebook, ASSIGNMENT).notebook) for _ in range(2))
    assert first == second


def test_prose_where_an_answer_should_be_stays_prose(notebook):
    cell = find(notebook, "xor")
    cell |= {"cell_type": "markdown", "source": "I do not know how to do this."}
    reading = read(notebook)
    assert cell["source"] not in [each.source for each in reading.cells]
    assert source_of(reading, "xor") == ""
    assert works(reading, "perceptron", "update", "train", "nand_weights")
