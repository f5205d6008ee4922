"""nbgrader's step that clears outputs, sparing the pictures that readers see before they run."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import ClearOutput

from autograde.build.calls import PICTURE_TAGS

_SHOWN = ("image/png", "text/plain")


class ClearOutputButPictures(ClearOutput):
    """Clears all outputs, as nbgrader does, except the stills of panels and plots."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Clear one cell."""
        pictures = []
        if set(PICTURE_TAGS.values()) & set(cell.metadata.get("tags", ())):
            pictures = [kept for output in cell.outputs if (kept := _only_picture(output))]
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if pictures:
            cell.outputs = pictures
        return cell, resources


def _only_picture(output: Any) -> NotebookNode | None:
    """Keep picture and words; a live view means nothing to another kernel."""
    data = output.get("data", {})
    if "image/png" not in data:
        return None
    return new_output(
        "display_data",
        data={kind: data[kind] for kind in _SHOWN if kind in data},
        metadata=output.get("metadata", {}),
    )
