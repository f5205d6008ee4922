import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.utils import determine_grade

from autograde.grading.preprocessors import HideGrader, KeepOnlyResults, UntagChecks

CHECK = """### BEGIN HIDDEN TESTS
from autograde.grading.stock import check
### END HIDDEN TESTS
check(update)"""


def check_cell(*outputs, source=CHECK, tags=()):
    about = {"grade": True, "solution": False, "locked": True, "points": 2, "grade_id": "check"}
    metadata = {"nbgrader": about, "tags": list(tags)}
    return new_code_cell(source, metadata=metadata, outputs=list(outputs))


def result(points):
    return new_output("execute_result", data={"text/plain": str(points)})


def stream(name, text="a warning"):
    return new_output("stream", name=name, text=text)


def error(traceback=("line 1", "line 2")):
    return new_output(
        "error", ename="NameError", evalue="name 'update' is not defined", traceback=[*traceback]
    )


def processed(step, cell):
    notebook, _ = step().preprocess(new_notebook(cells=[cell]), {})
    return notebook.cells[0]


def test_a_warning_does_not_cost_the_mark():
    picture = new_output("display_data", data={"image/png": ""})
    noisy = check_cell(stream("stderr"), picture, result(2.0), stream("stdout"))
    assert determine_grade(noisy) == (0, 2)  # this is what nbgrader alone would do
    kept = processed(KeepOnlyResults, noisy)
    assert kept.outputs == [result(2.0)]
    assert determine_grade(kept) == (2, 2)


def test_no_result_is_no_full_mark():
    silent = check_cell(stream("stdout"))
    assert determine_grade(silent) == (2, 2)  # this is what nbgrader alone would do
    assert determine_grade(processed(KeepOnlyResults, silent)) == (0, 2)


def test_an_error_stays_an_error():
    assert determine_grade(processed(KeepOnlyResults, check_cell(error()))) == (0, 2)


def test_students_cells_keep_their_outputs():
    cell = new_code_cell("print(1)", outputs=[stream("stdout"), stream("stderr")])
    assert len(processed(KeepOnlyResults, cell).outputs) == 2


def test_no_tag_keeps_a_check_from_running():
    assert (
        "tags" not in processed(UntagChecks, check_cell(tags=["panel", "skip-execution"])).metadata
    )
    own = new_code_cell("1", metadata={"tags": ["mine"]})
    assert processed(UntagChecks, own).metadata.tags == ["mine"]


def test_feedback_shows_the_check_as_students_know_it():
    assert processed(HideGrader, check_cell(result(2.0))).source == "check(update)"


def test_feedback_shows_an_error_of_a_check_in_one_line():
    shown = processed(HideGrader, check_cell(error(["autograde/grading/stock.py", CHECK])))
    assert shown.outputs[0].traceback == ["NameError: name 'update' is not defined"]


def test_feedback_keeps_the_traceback_of_students_own_cells():
    cell = new_code_cell("1/0", outputs=[error()])
    assert processed(HideGrader, cell).outputs[0].traceback == ["line 1", "line 2"]


def test_feedback_shows_what_the_setup_cell_is_for():
    cell = new_code_cell("# for this\n# and that\n\nimport os", metadata={"tags": ["setup"]})
    assert processed(HideGrader, cell).source == "# for this\n# and that"


def test_feedback_cuts_long_lines_short():
    cell = new_code_cell("short\n" + "A" * 8000 + "\nshort")
    first, long, last = processed(HideGrader, cell).source.split("\n")
    assert (first, last) == ("short", "short")
    assert len(long) < 600


@pytest.mark.parametrize("marker", ["### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"])
def test_students_may_write_nbgrader_s_markers(marker):
    for cell in (new_code_cell(marker), new_markdown_cell(marker)):
        assert processed(HideGrader, cell).source == marker
