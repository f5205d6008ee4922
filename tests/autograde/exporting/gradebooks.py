"""Gradebooks with people in them, and what an import writes down about their files."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

from nbgrader.api import Gradebook

from autograde.grading.recording import Recorder
from tests.autograde.grading.recording.made import ASSIGNMENT, OTHER, result

PEOPLE = {
    "s001": ("Ada", "Uno", "ada@example.org", "1001"),
    "s002": ("Benito", "Dos", "benito@example.org", "1002"),
    "s003": ("Célia", "Ñandú", "celia@example.org", "1003"),
    "s004": ("=HYPERLINK(1)", "@Cuatro", "fay@example.org", "1004"),
    "nobody": ("Zoe", "Nadie", "zoe@example.org", "1099"),
}
PARTS = {"s001": 1.0, "s002": 0.5, "s003": 0.25, "s004": 0.0}
IMPORTED = ["student", "assignment", "source", "received", "late", "attempt", "placed as", "reason"]


def url_of(out: Path) -> str:
    return f"sqlite:///{out / 'gradebook.db'}"


def make_gradebook(out: Path, people=PEOPLE) -> None:
    """Record a class: 10 points in each first assignment, and one submission of the other."""
    with Recorder(out, None, [ASSIGNMENT, OTHER]) as recorder:
        for student, part in PARTS.items():
            recorder.record(result(student, part), "1", datetime(2026, 3, 2, 12))
        recorder.record(result("s001", 1.0, assignment=OTHER), "1")
    enroll(out, people)


def enroll(out: Path, people) -> None:
    """Put people into a gradebook, as a roster does."""
    with Gradebook(url_of(out)) as gradebook:
        for student, (first, last, email, number) in people.items():
            gradebook.update_or_create_student(
                student, first_name=first, last_name=last, email=email, lms_user_id=number
            )


def imported_row(student, assignment, source, received="", late="no", placed=None):
    placed = f"{assignment}.ipynb" if placed is None else placed
    return [student, assignment, source, received, late, "1", placed, ""]


def write_imported(folder: Path, rows) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "imported.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([IMPORTED, *rows])


def read_rows(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))
