"""Record: what marking gave, in nbgrader's gradebook, in tables, and in the files people read."""

from typing import TYPE_CHECKING, Any

from autograde.grading.recording.errors import GradebookError, OutputError, writing
from autograde.grading.recording.files import Files, is_written, make_files, put_files, write_files
from autograde.grading.recording.grades import Grade, Timing, read_csv, write_csv

if TYPE_CHECKING:
    from autograde.grading.recording.gradebook import Recorder
    from autograde.grading.recording.lateness import LateWork

__all__ = [
    "Files",
    "Grade",
    "GradebookError",
    "LateWork",
    "OutputError",
    "Recorder",
    "Timing",
    "is_written",
    "make_files",
    "put_files",
    "read_csv",
    "write_csv",
    "write_files",
    "writing",
]


def __getattr__(name: str) -> Any:
    """Load the gradebook when it is wanted: processes that only mark need no database."""
    if name == "Recorder":
        from autograde.grading.recording.gradebook import Recorder

        return Recorder
    if name == "LateWork":
        from autograde.grading.recording.lateness import LateWork

        return LateWork
    raise AttributeError(name)
