"""Read a submission and repair what can be repaired safely; nothing in it is ever run."""

from autograde.grading.reading.files import File, read_file
from autograde.grading.reading.problems import MissingError, UnreadableError
from autograde.grading.reading.read import read_content, read_notebook, read_submission

__all__ = [
    "File",
    "MissingError",
    "UnreadableError",
    "read_content",
    "read_file",
    "read_notebook",
    "read_submission",
]
