"""Points by what is done to the notebook itself: tags, metadata, check cells (1 and 10)."""

from __future__ import annotations

import copy
import logging

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.utils import determine_grade

from .attacks import FULL, NOTHING, RIGHT, WORTHLESS, mark, notebook, of, scores

_TAGS = [["skip-execution"], ["raises-exception"], ["remove-cell"], ["skip-execution", "solution"]]


def _checks(made):
    return [cell for cell in made.cells if cell.metadata.get("nbgrader", {}).get("grade")]


def _tagged(*tags):
    def change(made):
        for cell in made.cells:
            cell.metadata["tags"] = list(tags)

    return change


def _delete(made):
    made.cells = [cell for cell in made.cells if cell not in _checks(made)]


def _duplicate(made):
    made.cells += [copy.deepcopy(cell) for cell in _checks(made) * 3]


def _rename(made):
    for number, cell in enumerate(_checks(made)):
        cell.metadata.nbgrader.grade_id = f"check-other-{number}"


def _swap(made):
    first, *rest = checks = _checks(made)
    names = [cell.metadata.nbgrader.grade_id for cell in (*rest, first)]
    for cell, name in zip(checks, names, strict=True):
        cell.metadata.nbgrader.grade_id = name


def _retype(made):
    for cell in _checks(made):
        place = made.cells.index(cell)
        made.cells[place] = new_markdown_cell(cell.source, metadata=cell.metadata, id=cell.id)


def _point(points):
    def change(made):
        for cell in _checks(made):
            cell.metadata.nbgrader.points = points

    return change


def _by_hand(made):
    for cell in _checks(made):
        cell.metadata.nbgrader.solution = True
        cell.metadata.nbgrader.locked = False


def _empty(made):
    for cell in _checks(made):
        cell.source = ""


def _number(made):
    for cell in _checks(made):
        cell.source = "2.0"


def _unlabelled(made):
    for cell in made.cells:
        cell.metadata.clear()


def _more_exercises(made):
    about = dict(_checks(made)[0].metadata.nbgrader, grade_id="check-gift", points=1000)
    made.cells.append(new_code_cell("pass", metadata={"nbgrader": about}, id="gift"))


CHANGES = {
    **{f"tags {' '.join(tags)}": _tagged(*tags) for tags in _TAGS},
    "deleted": _delete,
    "duplicated": _duplicate,
    "renamed": _rename,
    "swapped": _swap,
    "retyped": _retype,
    "1000 points": _point(1000),
    "no points": _point(0),
    "minus points": _point(-5),
    "points of text": _point("many"),
    "marked by hand": _by_hand,
    "emptied": _empty,
    "a number": _number,
    "without metadata": _unlabelled,
    "one more": _more_exercises,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize(("answers", "earned"), [(RIGHT, FULL), (WORTHLESS, NOTHING)])
def test_marks_come_from_functions_whatever_becomes_of_checks(marker, answers, earned, change):
    made = notebook(answers)
    change(made)
    result = mark(marker, made)
    assert scores(result) == earned
    assert {one.exercise: one.max_score for one in result.exercises} == FULL


@pytest.mark.parametrize("tagged", ["tags skip-execution", "1000 points"])
def test_by_the_notebook_s_own_word_it_would_earn_all(tagged):
    """nbgrader's own rule on a check that did not run, because a tag says so."""
    made = notebook(WORTHLESS)
    CHANGES[tagged](made)
    check = _checks(made)[0]
    earned, most = determine_grade(check, logging.getLogger())
    assert earned == most == check.metadata.nbgrader.points


def test_check_cells_are_never_run(marker):
    made = notebook(WORTHLESS)
    for cell in _checks(made):
        cell.source += "\nimport os\nos._exit(0)"
    result = mark(marker, made)
    assert {one.status for one in result.exercises} <= {"wrong", "killed"}
    assert scores(result) == NOTHING


@pytest.mark.parametrize("right_last", [True, False])
def test_of_two_cells_that_define_one_function_the_last_one_counts(marker, right_last):
    order = [WORTHLESS["perceptron"], RIGHT["perceptron"]]
    made = notebook()
    place = next(
        place for place, cell in enumerate(made.cells) if cell.source == RIGHT["perceptron"]
    )
    made.cells[place].source = order[0 if right_last else 1]
    made.cells.append(new_code_cell(order[1 if right_last else 0], id="again"))
    earned = of(mark(marker, made), "perceptron").score
    assert earned == (FULL["perceptron"] if right_last else 0)


def test_a_function_that_is_deleted_afterwards_is_not_there(marker):
    result = of(mark(marker, notebook(after="del xor")), "xor")
    assert (result.score, result.status) == (0, "error")
