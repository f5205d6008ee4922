"""Stock execution: nbgrader runs the notebook and the checks in one process.

Whoever marks does not need it. It is what our own engine is held against: on honest submissions
both give the same marks.
"""

from __future__ import annotations

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute, NbGraderPreprocessor, OverwriteCells
from nbgrader.utils import is_grade
from traitlets.config import Config

from autograde.grading.limits import cell_seconds

PANEL_TAG = "panel"
_SECONDS_FOR_LATE_OUTPUT = 30


def configure_stock_execution(config: Config) -> None:
    """Have nbgrader execute notebooks itself.

    Parameters
    ----------
    config : Config
        Is added to; what `settings.configure` says of marking is replaced.
    """
    config.RestoreCells.add_missing_cells = True
    config.Execute.timeout_func = cell_seconds
    config.Execute.iopub_timeout = _SECONDS_FOR_LATE_OUTPUT
    config.Execute.extra_arguments = ["--IPKernelApp.log_level=ERROR"]
    config.Execute.skip_cells_with_tag = PANEL_TAG  # nobody moves a slider while it is marked
    config.Autograde.sanitize_preprocessors = [
        RestoreCells if step is OverwriteCells else step
        for step in _after(
            OverwriteCells, UntagChecks, Autograde.sanitize_preprocessors.default_args[0]
        )
    ]
    config.Autograde.autograde_preprocessors = _after(
        Execute, KeepOnlyResults, Autograde.autograde_preprocessors.default_args[0]
    )


def _after(step: type, added: type, steps: list[type]) -> list[type]:
    place = steps.index(step) + 1
    return [*steps[:place], added, *steps[place:]]


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
