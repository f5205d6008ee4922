"""Export: marks and feedback as the files that learning platforms take.

The exporters are nbgrader's plugins:
``nbgrader export --exporter=autograde.exporting.CanvasExporter``.
"""

from autograde.exporting.canvas import CanvasExporter
from autograde.exporting.exporter import Exporter, ExportError
from autograde.exporting.moodle import MoodleExporter, MoodleWorksheetExporter
from autograde.exporting.plain import PlainExporter

__all__ = [
    "CanvasExporter",
    "ExportError",
    "Exporter",
    "MoodleExporter",
    "MoodleWorksheetExporter",
    "PlainExporter",
]
