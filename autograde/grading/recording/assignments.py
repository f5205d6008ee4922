"""Enter an assignment in the gradebook, anew when its solved notebook changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, insert, select, update

from autograde.grading.recording import tables
from autograde.grading.recording.errors import GradebookError
from autograde.grading.recording.ids import row_id

CHECK = "check_"
"""What the name of a check's cell begins with; the exercise's name follows."""

_LAYOUT = "1"  # of what is entered; a change makes every assignment be entered anew


@dataclass(frozen=True)
class Registered:
    """Where the gradebook has what belongs to an assignment.

    Attributes
    ----------
    assignment, notebook : str
        The ids of its rows.
    grade_cells, comment_cells : dict of str to str
        By exercise, the ids of the rows of its check and of its solution.
    """

    assignment: str
    notebook: str
    grade_cells: dict[str, str]
    comment_cells: dict[str, str]


@dataclass(frozen=True)
class _Cell:
    """A cell as nbgrader knows it.

    Attributes
    ----------
    name : str
        Its grade id.
    kinds : tuple of str
        What it is to nbgrader: ``"GradeCell"``, ``"SolutionCell"``.
    points : float
        How many it may earn.
    source : dict
        What nbgrader restores it from.
    """

    name: str
    kinds: tuple[str, ...]
    points: float
    source: dict[str, Any]


def register(connection: Connection, assignment: str, solved: Path) -> Registered:
    """Enter an assignment, if its solved notebook is not the one it was entered from.

    Submissions, marks and comments that are there stay. Exercises that are new get empty marks
    in each of them. What an instructor wrote about exercises that are gone is put on a shelf,
    and is back when they are.

    Parameters
    ----------
    connection : Connection
        In a transaction.
    assignment : str
        The assignment's id.
    solved : Path
        The solved notebook.

    Returns
    -------
    Registered
        Where things are.

    Raises
    ------
    GradebookError
        If there is no such notebook.
    """
    try:
        content = solved.read_bytes()
    except OSError as error:
        raise GradebookError(
            f"{solved} cannot be read ({error.strerror}). `autograde build` makes it."
        ) from error
    digest = hashlib.sha256(content + _LAYOUT.encode() + version("nbgrader").encode()).hexdigest()
    known = select(tables.registered.c.digest).where(tables.registered.c.assignment == assignment)
    old_digest = connection.scalar(known)
    found = find_registered(connection, assignment)
    if found is None or old_digest != digest:
        cells, kernelspec = _read_cells(content)
        ids = _enter_notebook(connection, assignment, kernelspec)
        _enter_cells(connection, assignment, ids[1], cells)
        connection.execute(delete(tables.registered).filter_by(assignment=assignment))
        connection.execute(insert(tables.registered), {"assignment": assignment, "digest": digest})
        found = find_registered(connection, assignment)
        assert found is not None
    return found


def find_registered(connection: Connection, assignment: str) -> Registered | None:
    """Find where an assignment is, if it is entered.

    Parameters
    ----------
    connection : Connection
        In a transaction.
    assignment : str
        The assignment's id.
    """
    query = (
        select(tables.assignment.c.id, tables.notebook.c.id)
        .join(tables.notebook, tables.notebook.c.assignment_id == tables.assignment.c.id)
        .where(tables.assignment.c.name == assignment, tables.notebook.c.name == assignment)
    )
    ids = connection.execute(query).one_or_none()
    if ids is None:
        return None
    cells = list(_cells_of(connection, ids[1]))
    return Registered(
        *ids,
        {
            cell.name.removeprefix(CHECK): cell.id
            for cell in cells
            if cell.type == "GradeCell" and cell.name.startswith(CHECK)
        },
        {cell.name: cell.id for cell in cells if cell.type == "SolutionCell"},
    )


def _cells_of(connection: Connection, notebook: str) -> Sequence[Row[Any]]:
    rows = tables.base_cell
    query = select(rows).where(rows.c.notebook_id == notebook).order_by(rows.c.name, rows.c.type)
    return connection.execute(query).all()


def _read_cells(content: bytes) -> tuple[list[_Cell], dict[str, Any]]:
    """Make of a solved notebook what nbgrader's own release of it enters in the gradebook."""
    import nbformat
    from nbgrader import utils
    from nbgrader.converters import GenerateAssignment
    from nbgrader.preprocessors import SaveCells
    from traitlets.config import Config

    from autograde.build.course import SOURCE_LANGUAGE, own_course
    from autograde.build.release import configure

    config = Config()
    configure(config, own_course(), SOURCE_LANGUAGE)
    notebook = nbformat.reads(content.decode(), as_version=4)
    steps = config.GenerateAssignment.preprocessors
    assert SaveCells in GenerateAssignment.preprocessors.default_args[0]
    for step in steps[: steps.index(SaveCells)]:
        notebook, _resources = step(config=config).preprocess(notebook, {"nbgrader": {}})
    cells = []
    for cell in notebook.cells:
        grade, solution = utils.is_grade(cell), utils.is_solution(cell)
        if not (grade or solution or utils.is_locked(cell)):
            continue
        about = cell.metadata.nbgrader
        kinds = ("GradeCell",) * bool(grade) + ("SolutionCell",) * bool(solution)
        source = {
            "cell_type": cell.cell_type,
            "locked": bool(utils.is_locked(cell)),
            "source": cell.source,
            "checksum": about.get("checksum"),
        }
        cells.append(_Cell(about.grade_id, kinds, float(about.get("points", 0)), source))
    return cells, notebook.metadata.get("kernelspec", {})


def _enter_notebook(
    connection: Connection, assignment: str, kernelspec: dict[str, Any]
) -> tuple[str, str]:
    """Make sure that assignment and notebook are there; return their ids."""
    owner = connection.scalar(select(tables.assignment.c.id).filter_by(name=assignment))
    if owner is None:
        owner = row_id("assignment", assignment)
        row = {"id": owner, "name": assignment, "course_id": tables.COURSE}
        connection.execute(insert(tables.assignment), row)
    own = {"name": assignment, "assignment_id": owner}
    notebook = connection.scalar(select(tables.notebook.c.id).filter_by(**own))
    if notebook is None:
        notebook = row_id("notebook", assignment)
        connection.execute(insert(tables.notebook), {"id": notebook, **own})
    kernel = json.dumps(kernelspec)
    connection.execute(update(tables.notebook).filter_by(id=notebook).values(kernelspec=kernel))
    return owner, notebook


def _enter_cells(
    connection: Connection, assignment: str, notebook: str, cells: Sequence[_Cell]
) -> None:
    there = {(row.name, row.type): row.id for row in _cells_of(connection, notebook)}
    wanted = {(cell.name, kind): cell for cell in cells for kind in cell.kinds}
    for name, kind in there.keys() - wanted.keys():
        _remove_cell(connection, assignment, name, kind, there[name, kind])
    for (name, kind), cell in wanted.items():
        id = there.get((name, kind))
        if id is None:
            _add_cell(connection, assignment, notebook, kind, cell)
        elif kind == "GradeCell":
            points = {"max_score": cell.points, "cell_type": cell.source["cell_type"]}
            connection.execute(update(tables.grade_cells).filter_by(id=id).values(points))
    _enter_sources(connection, assignment, notebook, cells)


def _enter_sources(
    connection: Connection, assignment: str, notebook: str, cells: Sequence[_Cell]
) -> None:
    rows = tables.source_cell
    connection.execute(delete(rows).filter_by(notebook_id=notebook))
    for cell in cells:
        id = row_id("source", assignment, cell.name)
        row = {"id": id, "name": cell.name, "notebook_id": notebook, **cell.source}
        connection.execute(insert(rows), row)


def _add_cell(
    connection: Connection, assignment: str, notebook: str, kind: str, cell: _Cell
) -> None:
    id = row_id(kind, assignment, cell.name)
    base = {"id": id, "name": cell.name, "notebook_id": notebook, "type": kind}
    connection.execute(insert(tables.base_cell), base)
    if kind == "GradeCell":
        points = {"id": id, "max_score": cell.points, "cell_type": cell.source["cell_type"]}
        connection.execute(insert(tables.grade_cells), points)
    else:
        connection.execute(insert(tables.solution_cells), {"id": id})
    marks = _marks_of(kind)
    shelved = {
        row.student: row
        for row in connection.execute(
            select(tables.shelf).filter_by(assignment=assignment, cell=f"{kind} {cell.name}")
        )
    }
    for submitted, student in _submissions(connection, notebook):
        connection.execute(
            insert(marks),
            {"id": row_id(submitted, id), "notebook_id": submitted, "cell_id": id}
            | _from_shelf(kind, shelved.get(student)),
        )
    connection.execute(
        delete(tables.shelf).filter_by(assignment=assignment, cell=f"{kind} {cell.name}")
    )


def _from_shelf(kind: str, kept: Row[Any] | None) -> dict[str, Any]:
    if kind != "GradeCell":
        return {"manual_comment": kept.manual_comment if kept else None}
    return {
        "needs_manual_grade": True,  # until it is marked
        "manual_score": kept.manual_score if kept else None,
        "extra_credit": kept.extra_credit if kept else None,
    }


def _remove_cell(connection: Connection, assignment: str, name: str, kind: str, id: str) -> None:
    marks = _marks_of(kind)
    columns = _written_by_hand(kind)
    kept = (
        select(tables.submitted_assignment.c.student_id, *(marks.c[one] for one in columns))
        .join(
            tables.submitted_notebook,
            tables.submitted_notebook.c.assignment_id == tables.submitted_assignment.c.id,
        )
        .join(marks, marks.c.notebook_id == tables.submitted_notebook.c.id)
        .where(marks.c.cell_id == id)
    )
    where = {"assignment": assignment, "cell": f"{kind} {name}"}
    for student, *values in connection.execute(kept).all():
        if any(value is not None for value in values):
            row = {"student": student, **where, **dict(zip(columns, values, strict=True))}
            connection.execute(insert(tables.shelf), row)
    connection.execute(delete(marks).filter_by(cell_id=id))
    joined = tables.grade_cells if kind == "GradeCell" else tables.solution_cells
    connection.execute(delete(joined).filter_by(id=id))
    connection.execute(delete(tables.base_cell).filter_by(id=id))


def _marks_of(kind: str) -> Table:
    return tables.grade if kind == "GradeCell" else tables.comment


def _written_by_hand(kind: str) -> tuple[str, ...]:
    return ("manual_score", "extra_credit") if kind == "GradeCell" else ("manual_comment",)


def _submissions(connection: Connection, notebook: str) -> list[tuple[str, str]]:
    """List the submitted notebooks, with the student of each."""
    query = (
        select(tables.submitted_notebook.c.id, tables.submitted_assignment.c.student_id)
        .join(
            tables.submitted_assignment,
            tables.submitted_assignment.c.id == tables.submitted_notebook.c.assignment_id,
        )
        .where(tables.submitted_notebook.c.notebook_id == notebook)
    )
    return [(submitted, student) for submitted, student in connection.execute(query)]
