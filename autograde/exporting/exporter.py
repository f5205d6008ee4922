"""What all exporters share: options, and the way from a gradebook to a file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin
from traitlets import Bool, Dict, Enum, Float, Unicode

from autograde.exporting.columns import PER, Column, make_columns
from autograde.exporting.files import write_text
from autograde.exporting.marks import Marks, read_marks
from autograde.grading.imported import Line, read_marked
from autograde.grading.recording.ids import gradebook_id
from autograde.grading.recording.tables import NAME_LENGTH

_MOST_NAMES = 5


class ExportError(Exception):
    """Nothing can be exported. The text says why, and what to do."""


class Exporter(ExportPlugin):
    """Writes marks into one file, as some platform takes it."""

    per = Enum(PER, PER[0], help="what has a column: each assignment, or each exercise").tag(
        config=True
    )
    missing_as_zero = Bool(
        False, help="whether who has not handed in has 0 points; else the cell stays empty"
    ).tag(config=True)
    out_of = Float(
        0.0, min=0.0, help="what full marks for an assignment are; 0 for the points that it has"
    ).tag(config=True)
    titles = Dict(help="by assignment, what the platform calls it").tag(config=True)
    submitted = Unicode(
        "", help="the folder of submissions; imported.csv in it tells how downloads were named"
    ).tag(config=True)
    fill = Unicode("", help="a file downloaded from the platform, to be filled in").tag(config=True)

    default_file: ClassVar[str]
    platform: ClassVar[str]

    def export(self, gradebook: Gradebook) -> None:
        """Write the file.

        Parameters
        ----------
        gradebook : Gradebook
            nbgrader's.

        Raises
        ------
        ExportError
            If there is nothing to export, or no such file to fill in.
        """
        if not math.isfinite(self.out_of):
            raise ExportError(f"Full marks cannot be {self.out_of}; --out-of takes a number.")
        self.notes: list[str] = []
        self.imported: dict[tuple[str, str], Line] = {}
        if self.submitted:
            for row in read_marked(Path(self.submitted)):
                for longest in (None, NAME_LENGTH):
                    key = gradebook_id(row.student, longest), row.assignment
                    self.imported[key] = row
        asked = [str(one) for one in self.assignment]
        self.marks = read_marks(gradebook, asked, [str(one) for one in self.student])
        self._refuse_nothing(asked)
        self._tell_of_titles(asked)
        columns = make_columns(
            self.marks,
            self.per,
            out_of=self.out_of,
            missing_as_zero=self.missing_as_zero,
            titles=self.titles,
        )
        text = self.make(self.marks, columns)
        write_text(self.path, text)
        self._tell_of_reviews()
        self.log.info("Exported the marks to %s", self.path)

    @property
    def path(self) -> Path:
        """The file that is written."""
        return Path(self.to or self.default_file)

    def make(self, marks: Marks, columns: Sequence[Column]) -> str:
        """Make the file's text.

        Parameters
        ----------
        marks : Marks
            The marks.
        columns : sequence of Column
            The same, in columns.
        """
        raise NotImplementedError

    def note(self, sentence: str) -> None:
        """Tell an instructor something.

        Parameters
        ----------
        sentence : str
            What.
        """
        self.notes.append(sentence)
        self.log.warning("%s", sentence)

    def _refuse_nothing(self, asked: Sequence[str]) -> None:
        there = [one.name for one in self.marks.assignments]
        unknown = [one for one in asked if one not in there]
        if unknown or not there:
            missing = ", ".join(unknown) or "any assignment"
            raise ExportError(f"The gradebook does not have {missing}. `autograde grade` marks it.")

    def _tell_of_titles(self, asked: Sequence[str]) -> None:
        there = {one.name for one in self.marks.assignments}
        unknown = [one for one in self.titles if one not in there]
        if unknown and not asked:
            self.note(f"A title is given for what the gradebook does not have: {named(unknown)}.")

    def _tell_of_reviews(self) -> None:
        students = {one.id for one in self.marks.students}
        waiting = [
            f"{student}, {assignment}"
            for (student, assignment), work in self.marks.work.items()
            if work.waits and student in students
        ]
        if waiting:
            self.note(
                f"Marks that wait for review by hand are exported as they are: {named(waiting)}."
            )


def named(names: Sequence[str]) -> str:
    """List some names, and say how many more there are.

    Parameters
    ----------
    names : sequence of str
        All of them.
    """
    names = sorted(names)
    more = len(names) - _MOST_NAMES
    return "; ".join(names[:_MOST_NAMES]) + (f"; and {more} more" if more > 0 else "")
