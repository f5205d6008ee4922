"""Honest notebooks, and those whose cells were lost, moved, copied or changed."""

import copy
import json
import random

import nbformat
import numpy as np
import pytest
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum

from autograde.grading.reading import UnreadableError, read_notebook
from neurona.language import current

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


def strip_ids(cell):
    cell.pop("id", None)


def strip_metadata(cell):
    cell["metadata"] = {}


def strip_both(cell):
    strip_ids(cell)
    strip_metadata(cell)


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


def find_first(notebook, name):
    cells = notebook["cells"]
    return next(c for c in cells if c["metadata"].get("nbgrader", {}).get("grade_id") == name)


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
