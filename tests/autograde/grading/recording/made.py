"""Results and solved notebooks, made up."""

from __future__ import annotations

import json
from pathlib import Path

from autograde.build.course import own_course
from autograde.grading.submissions import Submission
from autograde.grading.work import Cell, ExerciseResult, Reading, Result
from autograde.suite import load_chapter

ASSIGNMENT = "01_perceptron"
OTHER = "08_dropout"
POINTS = {name: one.points for name, one in load_chapter(ASSIGNMENT).exercises.items()}


def result(student, part=0.5, *, assignment=ASSIGNMENT, status="partial", **more):
    """Every exercise earns a part of its points."""
    exercises = tuple(
        ExerciseResult(
            name,
            points * part,
            points,
            status,
            mistake="sign_reversed",
            seconds=1.75,
            comment=f"{name}: look again",
            html=f"<p>{name}: look again</p>",
        )
        for name, points in (
            (name, one.points) for name, one in load_chapter(assignment).exercises.items()
        )
    )
    return Result(student, assignment, exercises, **{"seconds": 9.5, **more})


def unreadable(student, failure="unreadable"):
    return result(student, 0, status=failure, failure=failure, notes=("It is not JSON.",))


def submission(student, assignment=ASSIGNMENT):
    return Submission(Path("/submitted"), student, assignment)


def solved_notebook(assignment=ASSIGNMENT):
    path = own_course().root / "solutions/notebooks/en" / assignment / f"{assignment}.ipynb"
    return json.loads(path.read_text(encoding="utf-8"))


def exercises_of(notebook):
    return {
        cell["metadata"]["nbgrader"]["grade_id"].removeprefix("check_")
        for cell in notebook["cells"]
        if "nbgrader" in cell["metadata"]
    }


def without(notebook, exercise):
    gone = {exercise, f"check_{exercise}"}
    cells = [
        cell
        for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade_id") not in gone
    ]
    return notebook | {"cells": cells}


def repointed(notebook, exercise, points):
    changed = json.loads(json.dumps(notebook))
    for cell in changed["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if about.get("grade_id") == f"check_{exercise}":
            about["points"] = points
    return changed


def write_solved(folder, notebook, assignment=ASSIGNMENT):
    path = folder / assignment / f"{assignment}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return folder


def released():
    """The solved notebook as it may be read and repaired: with sources as single strings."""
    notebook = solved_notebook()
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def reading(source="def update(x):\n    return x", language="en", notebook=None):
    """Everything is in cell 7, but `train` in cell 9."""
    places = dict.fromkeys(POINTS, 7) | {"train": 9}
    cells = (Cell(7, source), Cell(9, "def train(): ..."))
    return Reading(language, cells, places, (), notebook or released())
