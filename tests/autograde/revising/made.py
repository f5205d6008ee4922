"""Folders of results, made up and recorded without marking anything."""

from __future__ import annotations

from contextlib import contextmanager

from nbgrader.api import Gradebook

from autograde.grading.fingerprint import Basis
from autograde.grading.recording import Recorder, write_csv
from autograde.suite import load_chapter
from tests.autograde.grading.recording.made import ASSIGNMENT, submission

EXERCISES = {
    name: dict.fromkeys(("points", "public cases", "hidden cases", "reference"), "1")
    for name in load_chapter(ASSIGNMENT).exercises
}
PARTS = {
    "secret": "1",
    "limits": {"case_seconds": 5.0, "memory_mb": 1024},
    "python": "3.11.2 GCC",
    "numpy": "2.1.0",
    "scipy": "1.14.0",
    "scikit-learn": "1.5.0",
    "release": "0.1.0",
    "grader": "1",
    "chapter": "1",
    "words": "1",
}


def exercises(**changes):
    """Return what exercises are made of, with some aspects changed: ``update="reference"``."""
    return EXERCISES | {name: EXERCISES[name] | {aspect: "2"} for name, aspect in changes.items()}


def record(out, results, parts=None, made_of=None, files=None, db_url=None):
    """Record results as a run does.

    `files` says by student what was handed in, if that is not the same as ever.
    """
    out.mkdir(parents=True, exist_ok=True)
    basis = Basis(PARTS | (parts or {}))
    with Recorder(out, db_url, [ASSIGNMENT]) as recorder:
        recorder.record_basis(basis, made_of or EXERCISES)
        for one in results:
            file = (files or {}).get(one.student, "file")
            recorder.record(one, basis.digest + file, submitted=file, basis=basis.digest)
        write_csv(out, recorder, [submission(one.student) for one in results])
    return out


@contextmanager
def marking_by_hand(out, student, exercise="update"):
    """Give the row of a mark, as nbgrader's own gradebook has it."""
    with Gradebook(f"sqlite:///{out / 'gradebook.db'}") as gradebook:
        grade = gradebook.find_grade(f"check_{exercise}", ASSIGNMENT, ASSIGNMENT, student)
        yield grade
        gradebook.db.commit()
