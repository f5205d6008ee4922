"""Write what was run into nbgrader's gradebook, and read the scores back."""

from __future__ import annotations

import nbformat
from nbgrader.api import Gradebook
from nbgrader.preprocessors import SaveAutoGrades

from autograde.grading.run import Place
from autograde.grading.submissions import Submission

Scores = dict[str, float]
"""By the id of the cell that is graded."""


def record(submission: Submission, place: Place) -> Scores:
    """Record the marks of a submission that has been run.

    Parameters
    ----------
    submission : Submission
        Lies among the autograded ones.
    place : Place
        Where the gradebook is. Only one process may record.

    Returns
    -------
    dict of str to float
        The scores as the gradebook has them, manual ones included.
    """
    assignment, student = submission.assignment, submission.student
    with Gradebook(place.gradebook) as gradebook:
        gradebook.update_or_create_student(student)
        gradebook.update_or_create_submission(assignment, student)
    ran = nbformat.read(place.autograded(submission), as_version=4)
    about = {
        "notebook": assignment,
        "assignment": assignment,
        "student": student,
        "db_url": place.gradebook,
    }
    SaveAutoGrades().preprocess(ran, {"nbgrader": about})
    with Gradebook(place.gradebook) as gradebook:
        notebook = gradebook.find_submission_notebook(assignment, assignment, student)
        return {grade.name: grade.score for grade in notebook.grades}


def record_failure(submission: Submission, place: Place) -> None:
    """Record that a submission was handed in and earns nothing.

    Parameters
    ----------
    submission : Submission
        Could not be run.
    place : Place
        Where the gradebook is.
    """
    assignment, student = submission.assignment, submission.student
    with Gradebook(place.gradebook) as gradebook:
        gradebook.update_or_create_student(student)
        gradebook.update_or_create_submission(assignment, student)
        notebook = gradebook.find_submission_notebook(assignment, assignment, student)
        for grade in notebook.grades:
            grade.auto_score = 0.0
            grade.needs_manual_grade = False
        gradebook.db.commit()
