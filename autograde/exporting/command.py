"""What ``autograde export`` writes, and says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import typer
from rich.console import Console
from sqlalchemy import create_engine, inspect

from autograde.exporting.canvas import CanvasExporter
from autograde.exporting.columns import PER
from autograde.exporting.exporter import Exporter, ExportError, named
from autograde.exporting.feedback import collect, write_feedback
from autograde.exporting.moodle import MoodleExporter, MoodleWorksheetExporter
from autograde.exporting.plain import PlainExporter
from autograde.grading.imported import IMPORTED_FILE, ImportedError, read_marked
from autograde.grading.out import refuse_kept
from autograde.grading.recording import GradebookError, OutputError
from autograde.grading.recording.database import address_of, plainly
from autograde.grading.recording.tables import student as students_table
from autograde.progress import showing

_EXPORTERS: dict[str, type[Exporter]] = {
    "canvas": CanvasExporter,
    "moodle": MoodleExporter,
    "csv": PlainExporter,
}


@dataclass(frozen=True)
class Order:
    """What to export, and how.

    Attributes
    ----------
    out : Path
        The folder of results.
    to : str
        The platform: ``"canvas"``, ``"moodle"`` or ``"csv"``.
    into : Path or None
        The file of marks; None for one in `out`. What else is written goes beside it.
    per : str
        What has a column: ``"assignment"`` or ``"exercise"``.
    assignments : tuple of str
        Those to export; all, if there are none.
    submitted : Path or None
        The folder of submissions, where `autograde import` wrote down how files were called.
    fill : Path or None
        A file downloaded from the platform, to be filled in.
    titles : dict of str to str
        By assignment, what the platform calls it.
    out_of : float
        What full marks for an assignment are; 0 for the points that it has.
    missing_as_zero : bool
        Whether who has not handed in has 0 points.
    database : str or None
        The address of the gradebook; None for a file in `out`.
    """

    out: Path
    to: str
    into: Path | None = None
    per: str = PER[0]
    assignments: tuple[str, ...] = ()
    submitted: Path | None = None
    fill: Path | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    out_of: float = 0.0
    missing_as_zero: bool = False
    database: str | None = None


def export(order: Order) -> None:
    """Write the files that a platform takes, and say what they are for.

    Parameters
    ----------
    order : Order
        What to export.

    Raises
    ------
    typer.Exit
        If nothing could be; it says why.
    """
    try:
        _Export(order).write()
    except (ExportError, GradebookError, ImportedError, OutputError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    except OSError as error:
        place = error.filename2 or error.filename or order.into or order.out
        typer.echo(f"The export stopped at {place}: {error.strerror or error}.", err=True)
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        typer.echo("Stopped. What is listed above is whole; give the same command again.", err=True)
        raise typer.Exit(130) from None


def read_titles(titles: Sequence[str]) -> dict[str, str]:
    """Read how assignments are called on the platform.

    Parameters
    ----------
    titles : sequence of str
        Such as ``01_perceptron=Homework 1``.

    Raises
    ------
    typer.BadParameter
        If one is no assignment and title.
    """
    found = {}
    for one in titles:
        assignment, _, title = one.partition("=")
        if not (assignment.strip() and title.strip()):
            raise typer.BadParameter(f"{one!r} is not like 01_perceptron='Homework 1'")
        found[assignment.strip()] = title.strip()
    return found


class _Export:
    """The export of a class's marks and feedback."""

    def __init__(self, order: Order) -> None:
        self._order = order
        worksheet = order.to == "moodle" and order.fill is not None
        self._kind = MoodleWorksheetExporter if worksheet else _EXPORTERS[order.to]
        self._into = order.into or order.out / "export" / self._default_file()
        self._address = address_of(order.out, order.database)
        self._messages = Console(stderr=True)

    def write(self) -> None:
        """Write all files."""
        refuse_kept(self._into, self._order.out, self._order.submitted or self._order.out)
        self._refuse_no_gradebook()
        if self._order.fill and self._order.to == "csv":
            raise ExportError("--fill is for a file of Canvas's or Moodle's; say which with --to.")
        exporter = self._exporter(self._kind, self._into, self._order.assignments)
        self._run(exporter)
        counted = f"{len(exporter.marks.students)} students, "
        counted += ", ".join(one.name for one in exporter.marks.assignments)
        typer.echo(f"{self._into}: {counted}")
        if self._order.to == "csv":
            return
        if self._order.submitted is None:
            typer.echo(
                "No feedback was zipped: --submitted says where `autograde import` put the "
                "submissions, and with them how the platform called each file.",
                err=True,
            )
            return
        rows = list(read_marked(self._order.submitted))
        if not rows:
            typer.echo(
                f"No feedback was zipped: {self._order.submitted} has no {IMPORTED_FILE}.", err=True
            )
        for assignment in (one.name for one in exporter.marks.assignments):
            if not any(row.assignment == assignment for row in rows):
                continue
            if self._kind is MoodleExporter:
                self._write_worksheet(assignment)
            self._write_feedback(assignment)

    def _default_file(self) -> str:
        if self._kind is MoodleWorksheetExporter and len(self._order.assignments) == 1:
            return f"{self._order.to}-worksheet-{self._order.assignments[0]}.csv"
        return self._kind.default_file

    def _refuse_no_gradebook(self) -> None:
        """Keep nbgrader from making a gradebook where there is none."""
        address = self._address
        there = address.drivername != "sqlite" or Path(address.database or "").is_file()
        with plainly(address):
            if there:
                engine = create_engine(address)
                there = inspect(engine).has_table(students_table.name)
                engine.dispose()
        if not there:
            raise ExportError(
                f"There is no gradebook in {self._order.out}. `autograde grade` makes it."
            )

    def _exporter(self, kind: type[Exporter], to: Path, assignments: Sequence[str]) -> Exporter:
        order = self._order
        return kind(
            to=str(to),
            assignment=list(assignments),
            per=order.per if order.fill or kind is not MoodleWorksheetExporter else PER[0],
            missing_as_zero=order.missing_as_zero,
            out_of=order.out_of,
            titles=dict(order.titles),
            submitted=str(order.submitted or ""),
            fill=str(order.fill or ""),
        )

    def _run(self, exporter: Exporter) -> None:
        from nbgrader.api import Gradebook

        with plainly(self._address):
            url = self._address.render_as_string(hide_password=False)
            with showing(self._messages) as told, Gradebook(url) as gradebook:
                told(f"Writing {Path(exporter.to).name}", 0, None)
                exporter.export(gradebook)
        for note in exporter.notes:
            typer.echo(note, err=True)

    def _beside(self, what: str, assignment: str, ending: str) -> Path:
        begin = self._into.stem if self._order.into else self._order.to
        return self._into.with_name(f"{begin}-{what}-{assignment}{ending}")

    def _write_worksheet(self, assignment: str) -> None:
        path = self._beside("worksheet", assignment, ".csv")
        exporter = self._exporter(MoodleWorksheetExporter, path, [assignment])
        try:
            self._run(exporter)
        except ExportError as error:
            typer.echo(str(error), err=True)
        else:
            typer.echo(f"{path}: Upload grading worksheet, in the assignment")

    def _write_feedback(self, assignment: str) -> None:
        assert self._order.submitted is not None
        rows = read_marked(self._order.submitted)
        feedback = collect(self._order.out, assignment, rows, self._order.to)
        path = self._beside("feedback", assignment, ".zip")
        if feedback.members:
            with showing(self._messages) as told:
                write_feedback(path, feedback, told)
            action = (
                "Upload Submissions"
                if self._order.to == "canvas"
                else "Upload multiple feedback files in a zip"
            )
            typer.echo(f"{path}: {len(feedback.members)} files; {action}, in the assignment")
        if feedback.nameless:
            typer.echo(
                f"No feedback is zipped for those whose files for {assignment} did not come from "
                f"{self._order.to.capitalize()}: {named(feedback.nameless)}.",
                err=True,
            )
