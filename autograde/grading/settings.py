"""What nbgrader is told about this course, the same for its own commands and for ours."""

from __future__ import annotations

import os
import sysconfig
import warnings

from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.preprocessors import Execute, GetGrades, OverwriteCells
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from autograde.build import release
from autograde.build.course import SOURCE_LANGUAGE, own_course
from autograde.grading.limits import cell_seconds
from autograde.grading.preprocessors import HideGrader, KeepOnlyResults, RestoreCells, UntagChecks

PANEL_TAG = "panel"
LANGUAGE_VARIABLE = "NEURONA_LANGUAGE"
_SECONDS_FOR_LATE_OUTPUT = 30


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
    config.GenerateFeedback.preprocessors = _after(
        GetGrades, HideGrader, GenerateFeedback.preprocessors.default_args[0]
    )


def _after(step: type, added: type, steps: list[type]) -> list[type]:
    place = steps.index(step) + 1
    return [*steps[:place], added, *steps[place:]]


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
