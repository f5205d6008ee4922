"""What nbgrader is told about this course, the same for its own commands and for ours."""

from __future__ import annotations

import os
import sysconfig
import warnings

from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.preprocessors import Execute, GetGrades, SaveAutoGrades
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from autograde.build import release
from autograde.build.course import SOURCE_LANGUAGE, own_course
from autograde.grading.preprocessors import JudgeOutside, SaveMarks, ShortenCells

LANGUAGE_VARIABLE = "NEURONA_LANGUAGE"


def configure(config: Config, language: str = SOURCE_LANGUAGE) -> None:
    """Tell nbgrader all about this course.

    Parameters
    ----------
    config : Config
        Is added to.
    language : str
        The language of the notebooks that are made; those that are marked may be in any.
    """
    _quiet_gradebook()
    release.configure(config, own_course(), language)
    # JudgeOutside repairs what these would trip over, so nothing is left to sanitize.
    config.Autograde.sanitize_preprocessors = []
    ours: dict[type, type] = {Execute: JudgeOutside, SaveAutoGrades: SaveMarks}
    config.Autograde.autograde_preprocessors = [
        ours.get(step, step) for step in Autograde.autograde_preprocessors.default_args[0]
    ]
    steps = GenerateFeedback.preprocessors.default_args[0]
    place = steps.index(GetGrades) + 1
    config.GenerateFeedback.preprocessors = [*steps[:place], ShortenCells, *steps[place:]]
    # By name, as they are loaded only where something is collected.
    config.ZipCollectApp.extractor_plugin = "autograde.importing.plugins.CarefulExtractor"
    config.ZipCollectApp.collector_plugin = "autograde.importing.plugins.LmsCollector"


def find_own_programs() -> None:
    """Put the folder of this environment's programs first on the PATH.

    nbgrader's gradebook calls ``alembic``, and nobody should have to activate anything.
    """
    programs = sysconfig.get_path("scripts")
    path = os.environ.get("PATH", "").split(os.pathsep)
    if path[0] != programs:
        os.environ["PATH"] = os.pathsep.join([programs, *path])


def _quiet_gradebook() -> None:
    """Drop what SQLAlchemy finds fault with in nbgrader's way of using it: nobody can act on it."""
    warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")
