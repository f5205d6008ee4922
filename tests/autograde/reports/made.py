"""Classes made up of results, recorded without marking anything."""

from __future__ import annotations

from pathlib import Path

from autograde.grading.recording import Recorder, write_csv
from autograde.grading.submissions import Submission
from autograde.grading.work import ExerciseResult, Result
from autograde.suite import load_chapter

FIRST, SECOND = "01_perceptron", "08_dropout"


def result(student, assignment=FIRST, answers=None, **more):
    """Everything is right but what `answers` says: by exercise, a status and perhaps a mistake."""
    answers = answers or {}
    shares = {"right": 1.0, "partial": 0.5}
    exercises = []
    for name, one in load_chapter(assignment).exercises.items():
        answer = answers.get(name, ("right",))
        status, mistake, seconds = answer + ("right", "", 0.0)[len(answer) :]
        score = one.points * shares.get(status, 0.0)
        exercises.append(ExerciseResult(name, score, one.points, status, mistake, seconds))
    return Result(student, assignment, tuple(exercises), **more)


def nothing(student, failure="missing", assignment=FIRST, **more):
    exercises = load_chapter(assignment).exercises
    return result(
        student, assignment, dict.fromkeys(exercises, (failure,)), failure=failure, **more
    )


def record(out, results, registered=()):
    """Record results as a run does, and write its tables."""
    out.mkdir(parents=True, exist_ok=True)
    assignments = tuple(sorted({one.assignment for one in results}))
    submissions = [
        Submission(Path("/submitted"), student, assignment)
        for student in sorted({one.student for one in results})
        for assignment in assignments
    ]
    with Recorder(out, None, assignments) as recorder:
        for one in results:
            recorder.record(one, "digest")
        write_csv(out, recorder, submissions)
    for row in registered:
        enroll(out, *row)
    return out


def enroll(out, id, first="", last=""):
    """Put a student's name into the gradebook, as a roster does."""
    import sqlite3

    connection = sqlite3.connect(out / "gradebook.db")
    with connection:
        connection.execute(
            "INSERT INTO student (id, first_name, last_name) VALUES (?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET first_name = ?, last_name = ?",
            (id, first, last, first, last),
        )
    connection.close()
