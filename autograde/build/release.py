"""nbgrader's part of the build: students' notebooks from solved ones."""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader import preprocessors
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograde.build.catalog import Translations, in_english, read_translations
from autograde.build.clear_output import ClearOutputButPictures
from autograde.build.course import SOURCE_LANGUAGE, Course
from autograde.build.describe_release import DescribeRelease


class ReleaseError(Exception):
    """nbgrader could not make a student's notebook."""


def configure(config: Config, course: Course, language: str) -> None:
    """Tell nbgrader all about generating assignments; the build and the instructor both use it.

    Paths are relative to nbgrader's course directory, which is `autograde/`.

    Parameters
    ----------
    config : Config
        Is added to.
    course : Course
        Where translations lie.
    language : str
        The language of the notebooks to make.
    """
    words = _words(course, language)
    config.CourseDirectory.source_directory = f"../solutions/notebooks/{language}"
    config.CourseDirectory.release_directory = f"../course/{language}"
    stub = f"# {words.gettext('YOUR CODE HERE')}\nraise NotImplementedError()"
    config.ClearSolutions.code_stub = {"python": stub}
    # Releases are in the repository. Without this, nbgrader would see them, skip the assignment,
    # and never enter it into the gradebook.
    config.GenerateAssignment.force = True
    config.GenerateAssignment.preprocessors = [
        ClearOutputButPictures if step is preprocessors.ClearOutput else step
        for step in GenerateAssignment.preprocessors.default_args[0]
    ] + [DescribeRelease]


def generate_assignments(course: Course, root: Path, language: str) -> None:
    """Make the students' notebooks of a language from the solved ones.

    Parameters
    ----------
    course : Course
        Where translations lie.
    root : Path
        Holds ``solutions/notebooks/``; gets ``course/``.
    language : str
        The language.

    Raises
    ------
    ReleaseError
        With what nbgrader says.
    """
    folder = root / "autograde"
    folder.mkdir(exist_ok=True)
    config = Config()
    configure(config, course, language)
    config.CourseDirectory.root = os.fspath(folder)
    config.CourseDirectory.assignment_id = "*"
    config.CourseDirectory.db_url = f"sqlite:///{folder / 'gradebook.db'}"
    said = io.StringIO()
    log = logging.Logger(__name__)
    handler = logging.StreamHandler(said)
    handler.setLevel(logging.ERROR)
    log.addHandler(handler)
    coursedir = CourseDirectory(config=config, log=log)
    try:
        with environment_on_path():
            GenerateAssignment(coursedir=coursedir, config=config, log=log).start()
    except NbGraderException as error:
        raise ReleaseError(said.getvalue()) from error


@contextmanager
def environment_on_path() -> Iterator[None]:
    """Let nbgrader find `alembic`, which it runs by name, where the environment is not active."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before


def _words(course: Course, language: str) -> Translations:
    if language == SOURCE_LANGUAGE:
        return in_english()
    return read_translations(course.catalog_file("autograde", language), language)
