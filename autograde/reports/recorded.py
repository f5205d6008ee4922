"""Read from the gradebook what a run recorded, a few students at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from autograde.build.course import own_chapters
from autograde.grading.out import read_faults
from autograde.grading.recording import GradebookError, read_csv, tables
from autograde.grading.recording.database import FILE, address_of, open_database
from autograde.grading.recording.grades import GRADES_FILE
from autograde.grading.recording.reading import Reader, Recorded

_AT_A_TIME = 100  # students


@dataclass(frozen=True)
class Run:
    """What a folder of results tells of since the last run: all chapters marked into it.

    Attributes
    ----------
    students, assignments : tuple of str
        Who was marked, in order, and for what, in the order of teaching.
    faults : tuple of pair of str
        The submissions, student and assignment, that the grader itself failed on.
    """

    students: tuple[str, ...]
    assignments: tuple[str, ...]
    faults: tuple[tuple[str, str], ...]


def last_run(out: Path) -> Run:
    """Find what a folder of results tells of since the last run.

    Parameters
    ----------
    out : Path
        Its folder of results.

    Raises
    ------
    GradebookError
        If there is no table of grades.
    """
    try:
        pairs = {(grade.student, grade.assignment) for grade in read_csv(out / GRADES_FILE)}
    except FileNotFoundError:
        raise GradebookError(
            f"There is no {GRADES_FILE} in {out}. `autograde grade` writes it."
        ) from None
    faults = sorted(read_faults(out))
    students, assignments = {one for one, _ in pairs}, {one for _, one in pairs}
    students |= {one for one, _ in faults}
    assignments |= {one for _, one in faults}
    order = own_chapters()
    known = [one for one in order if one in assignments]
    return Run(
        tuple(sorted(students)),
        (*known, *sorted(assignments - set(known))),
        tuple(faults),
    )


class Gradebook:
    """Reads what is recorded; it writes nothing of its own.

    Parameters
    ----------
    out : Path
        The folder of results.
    db_url : str or None
        The address of the gradebook's database; None for the file in `out`.

    Raises
    ------
    GradebookError
        If there is none, or it cannot be used.
    """

    def __init__(self, out: Path, db_url: str | None = None) -> None:
        if db_url is None and not (out / FILE).exists():
            raise GradebookError(f"There is no {FILE} in {out}. `autograde grade` writes it.")
        self._database = open_database(address_of(out, db_url))
        self._reader = Reader(self._database)

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def id_of(self, student: str) -> str:
        """Return the id under which the gradebook has a student."""
        return self._database.id_of(student)

    def names(self) -> dict[str, str]:
        """Return the names that a roster gives, by the gradebook's ids."""
        query = select(*(tables.student.c[one] for one in ("id", "first_name", "last_name")))
        return {
            id: " ".join(part.strip() for part in (first, last) if part and part.strip())
            for id, first, last in self._database.rows(query)
        }

    def never_marked(self) -> list[str]:
        """List the ids of students that are registered and for whom no run recorded anything."""
        marked = select(tables.results.c.student)
        id = tables.student.c.id
        query = select(id).where(id.not_in(marked)).order_by(id)
        return [found for (found,) in self._database.rows(query)]

    def read(self, students: Iterable[str], assignments: Sequence[str]) -> Iterator[Recorded]:
        """List what is recorded, student by student; what is not recorded is left out.

        Points are what the gradebook counts, marks by hand included.

        Parameters
        ----------
        students, assignments : sequence of str
            Whose submissions, and for what, in this order. Few are held at a time.
        """
        pairs = ((student, assignment) for student in students for assignment in assignments)
        return self._reader.read(pairs, at_a_time=_AT_A_TIME * len(assignments))
