"""What lies in a folder of submissions."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

STAGE = ".importing-"
"""How the name of a folder begins in which files that are imported get ready."""

JUPYTERS = ".ipynb_checkpoints"
"""The folder that Jupyter makes wherever somebody opens a notebook."""


@dataclass(frozen=True)
class Submission:
    """One student's notebook for one assignment, in nbgrader's layout.

    Attributes
    ----------
    folder : Path
        The folder that holds all submissions.
    student : str
        The name of the student's folder in it.
    assignment : str
        The assignment's id, which is the chapter's.
    """

    folder: Path
    student: str
    assignment: str

    @property
    def place(self) -> Path:
        """The folder of what is handed in; it may not exist."""
        return self.folder / self.student / self.assignment


def find_submissions(
    folder: Path, assignments: Sequence[str], students: Iterable[str] = ()
) -> list[Submission]:
    """List what each student should have handed in, whether it is there or not.

    Any folder's name is a student's id, whatever it consists of; only ``.ipynb_checkpoints``,
    which Jupyter makes, is nobody's. A link counts as a folder and
    is not followed: reading says so.

    Parameters
    ----------
    folder : Path
        Holds one folder for each student.
    assignments : sequence of str
        The ids of the assignments to mark.
    students : iterable of str
        Students who should have a folder, whether they do or not.
    """
    return [
        Submission(folder, student, assignment)
        for student in sorted({*_students(folder), *students})
        for assignment in assignments
    ]


def handed_in(folder: Path, assignments: Sequence[str]) -> tuple[str, ...]:
    """Choose the assignments that somebody has handed in something for.

    Parameters
    ----------
    folder : Path
        Holds one folder for each student.
    assignments : sequence of str
        The ids to choose from.
    """
    students = _students(folder)
    return tuple(
        assignment
        for assignment in assignments
        if any(os.path.lexists(Submission(folder, one, assignment).place) for one in students)
    )


def _students(folder: Path) -> list[str]:
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in entries if _is_students(entry))


def _is_students(entry: os.DirEntry[str]) -> bool:
    try:
        is_folder = entry.is_symlink() or entry.is_dir(follow_symlinks=False)
    except OSError:
        return False
    return is_folder and entry.name != JUPYTERS and not entry.name.startswith(STAGE)
