"""nbgrader's last step: a released notebook says which cells the course put there."""

from __future__ import annotations

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from neurona.update import describe


class DescribeRelease(NbGraderPreprocessor):
    """Writes into a notebook's metadata by what ``neurona update`` knows a student's changes."""

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Look at a whole notebook, once all other steps are done."""
        nb.metadata.setdefault("neurona", NotebookNode()).update(describe(nb.cells))
        return nb, resources
