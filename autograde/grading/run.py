"""Run one submission through nbgrader, in a process of its own and with a gradebook of its own.

So no submission can spoil another's marks, and several can run at a time.
"""

from __future__ import annotations

import glob
import io
import logging
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import nbformat
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograde.build.course import SOURCE_LANGUAGE, own_course
from autograde.grading.settings import configure
from autograde.grading.submissions import Submission

Failure = Literal["", "unreadable", "killed"]

# What nbgrader's log says when the notebook's process is gone or does not react.
_SIGNS_OF_DEATH = ("DeadKernelError", "kernel became unresponsive")


@dataclass(frozen=True)
class Place:
    """Where results are written.

    Attributes
    ----------
    folder : Path
        Gets ``gradebook.db``, ``autograded/`` and ``feedback/``.
    empty_gradebook : Path
        A gradebook that knows the assignments and no student.
    """

    folder: Path
    empty_gradebook: Path

    @property
    def gradebook(self) -> str:
        """The address of the gradebook."""
        return f"sqlite:///{self.folder / 'gradebook.db'}"

    def autograded(self, submission: Submission) -> Path:
        """Return where a submission lies once it has run."""
        name = f"{submission.assignment}.ipynb"
        return self.folder / "autograded" / submission.student / submission.assignment / name


@dataclass(frozen=True)
class Ran:
    """What became of a submission.

    Attributes
    ----------
    submission : Submission
        The submission.
    failure : str
        Why it cannot be marked; empty if it can.
    """

    submission: Submission
    failure: Failure = ""


def register_assignments(place: Place, assignments: list[str]) -> None:
    """Make the gradebook and enter the assignments, from the solved notebooks.

    Parameters
    ----------
    place : Place
        Where the gradebook is, or will be.
    assignments : list of str
        The assignments' ids.

    Raises
    ------
    NbGraderException
        If nbgrader cannot use a solved notebook.
    """
    solved = own_course().root / "solutions" / "notebooks" / SOURCE_LANGUAGE
    with tempfile.TemporaryDirectory() as scratch:
        for assignment in assignments:
            config = _config(place.folder, place.gradebook)
            config.CourseDirectory.assignment_id = assignment
            config.CourseDirectory.source_directory = str(solved)
            config.CourseDirectory.release_directory = scratch
            _start(GenerateAssignment, config)


def run(submission: Submission, place: Place) -> Ran:
    """Run a submission's cells, checks included.

    Parameters
    ----------
    submission : Submission
        Is only read.
    place : Place
        Gets the notebook with its outputs.

    Returns
    -------
    Ran
        With the failure, if there is one. Nothing that a submission does is raised.
    """
    if not _is_readable(submission.path):
        return Ran(submission, "unreadable")
    with tempfile.TemporaryDirectory() as scratch:
        gradebook = Path(scratch) / "gradebook.db"
        shutil.copyfile(place.empty_gradebook, gradebook)
        config = _config(place.folder, f"sqlite:///{gradebook}", submission)
        try:
            _start(Autograde, config)
        except NbGraderException as error:
            died = any(sign in str(error) for sign in _SIGNS_OF_DEATH)
            return Ran(submission, "killed" if died else "unreadable")
    return Ran(submission)


def write_feedback(submission: Submission, place: Place) -> None:
    """Write the page that a student gets back, once the marks are recorded.

    Parameters
    ----------
    submission : Submission
        Has been run.
    place : Place
        Gets the page.
    """
    _start(GenerateFeedback, _config(place.folder, place.gradebook, submission))


def _is_readable(path: Path) -> bool:
    try:
        nbformat.read(path, as_version=4)
    except Exception:  # nbformat raises nearly anything, depending on what is wrong
        return False
    return True


def _config(folder: Path, gradebook: str, submission: Submission | None = None) -> Config:
    config = Config()
    configure(config)
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.db_url = gradebook
    config.BaseConverter.force = True
    if submission:
        config.CourseDirectory.submitted_directory = str(submission.folder)
        config.CourseDirectory.student_id = glob.escape(submission.student)
        config.CourseDirectory.assignment_id = submission.assignment
        config.CourseDirectory.notebook_id = submission.assignment
    return config


def _start(converter: type, config: Config) -> None:
    """Start a step of nbgrader's, quietly; if it fails, its log becomes the error's text."""
    said = io.StringIO()
    log = logging.Logger(__name__)
    log.addHandler(logging.StreamHandler(said))
    try:
        converter(coursedir=CourseDirectory(config=config, log=log), config=config, log=log).start()
    except NbGraderException as error:
        raise NbGraderException(f"{error}\n{said.getvalue()}") from error
