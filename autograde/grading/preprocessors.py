"""Steps that this course adds to nbgrader's."""

from __future__ import annotations

from functools import cache
from itertools import takewhile

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from traitlets import Bool
from traitlets.log import get_logger

from autograde.grading.limits import case_seconds
from autograde.grading.mark import Marker, warm_marker
from autograde.grading.reading import UnreadableError, read_notebook
from autograde.grading.recording.files import marked_notebook
from autograde.grading.recording.statements import gradebook_comment
from autograde.grading.running.isolation import choose as choose_isolation
from autograde.grading.secret import course_secret
from autograde.grading.selftest import GraderNotReadyError, mark_references
from autograde.grading.work import Limits

RESULT = "neurona_result"
"""Where a step finds the marks, among nbgrader's resources."""

_LONG_LINE = 500


class JudgeOutside(NbGraderPreprocessor):
    """Repairs, runs and judges a notebook as ``autograde grade`` does; in place of Execute."""

    require_sandbox = Bool(False, help="Mark nothing without the strongest isolation.").tag(
        config=True
    )

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Replace a notebook by the repaired one with its marks."""
        assignment = resources["nbgrader"]["assignment"]
        student = resources["nbgrader"]["student"]
        self._look_at_isolation()
        try:
            marker = _marker()
            _check_references(assignment)
            reading = read_notebook(nb, assignment)
        except (GraderNotReadyError, UnreadableError) as error:
            raise NbGraderException(str(error)) from error
        result = marker.mark(student, assignment, reading)
        resources[RESULT] = result
        return nbformat.reads(marked_notebook(result, reading), as_version=4), resources

    def _look_at_isolation(self) -> None:
        isolation = choose_isolation()
        if isolation.full:
            return
        if self.require_sandbox:
            raise NbGraderException(f"It was not marked. {isolation.sentence}")
        _warn_once(isolation.sentence)


@cache
def _warn_once(sentence: str) -> None:
    get_logger().warning(sentence)


@cache
def _marker() -> Marker:
    """Return this process's marker."""
    return warm_marker(Limits(case_seconds()), course_secret())


@cache
def _check_references(assignment: str) -> None:
    mark_references([assignment], case_seconds())


class SaveMarks(SaveAutoGrades):
    """nbgrader's step that records marks; its comments say what is wrong, mistakes by name."""

    def _add_comment(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        grade_id = cell.metadata["nbgrader"]["grade_id"]
        comment = self.gradebook.find_comment(
            grade_id, self.notebook_id, self.assignment_id, self.student_id
        )
        said = {one.exercise: one.comment for one in resources[RESULT].exercises}
        comment.auto_comment = gradebook_comment(said.get(grade_id, ""))
        self.gradebook.db.commit()


class ShortenCells(NbGraderPreprocessor):
    """Shortens in feedback what nobody reads; a step of generating feedback.

    The setup cell shows what it is for, and long lines are cut.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Look at one cell."""
        if cell.cell_type != "code":
            return cell, resources
        lines = cell.source.split("\n")
        if "setup" in cell.metadata.get("tags", ()):
            lines = list(takewhile(lambda line: line.startswith("#"), lines))
        cell.source = "\n".join(map(_shorten, lines))
        return cell, resources


def _shorten(line: str) -> str:
    return line if len(line) <= _LONG_LINE else f"{line[:_LONG_LINE]} …"
