"""Steps that this course adds to nbgrader's."""

from __future__ import annotations

import re
from itertools import takewhile

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor, OverwriteCells
from nbgrader.utils import is_grade

_HIDDEN = re.compile(
    r"^### BEGIN HIDDEN TESTS\n.*?^### END HIDDEN TESTS\n", re.MULTILINE | re.DOTALL
)
_LONG_LINE = 500


class RestoreCells(OverwriteCells):
    """nbgrader's step that restores locked cells, mended for exercises that are missing whole.

    nbgrader looks for the solution cell before a missing check, and fails where that is gone too.
    """

    def add_missing_grade_cells(
        self, notebook: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Put each missing check after the last cell before it that is there."""
        known = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        graded = {cell.name: cell for cell in known.grade_cells}
        place = 0
        for source in known.source_cells:
            here = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
            if source.name in here:
                place = here.index(source.name) + 1
            elif source.name in graded:
                points = graded[source.name].max_score
                notebook.cells.insert(place, self.missing_cell_transform(source, points))
                place += 1
        return notebook, resources


class UntagChecks(NbGraderPreprocessor):
    """Takes the tags off checks, so that no tag keeps one from running; a step of sanitizing."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Look at one cell."""
        if is_grade(cell):
            cell.metadata.pop("tags", None)
        return cell, resources


class KeepOnlyResults(NbGraderPreprocessor):
    """Keeps of a check's outputs its result alone; a step of autograding, after the run.

    nbgrader takes anything on stderr for a failure, and no output at all for full marks. So
    what a function prints or draws is dropped, and a check without a result is a failed one.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Look at one cell."""
        if cell.cell_type != "code" or not is_grade(cell):
            return cell, resources
        cell.outputs = [
            output for output in cell.outputs if output.output_type in ("execute_result", "error")
        ]
        if not cell.outputs:
            message = "this check gave no result"
            cell.outputs = [new_output("error", ename="NoResult", evalue=message, traceback=[])]
        return cell, resources


class HideGrader(NbGraderPreprocessor):
    """Leaves out of feedback what is the grader's own; a step of generating feedback.

    A check shows the line that the student saw, a check that failed says so in one line, and
    the setup cell shows what it is for.
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
        if is_grade(cell):
            cell.source = _HIDDEN.sub("", cell.source)
            for output in cell.outputs:
                if output.output_type == "error":
                    output.traceback = [f"{output.ename}: {output.evalue}"]
        return cell, resources


def _shorten(line: str) -> str:
    return line if len(line) <= _LONG_LINE else f"{line[:_LONG_LINE]} …"
