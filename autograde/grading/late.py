"""Late submissions: when each was handed in, and what nbgrader's plugin takes off for it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from autograde.build.course import own_course
from autograde.grading.imported import read_marked
from autograde.grading.received import TIMESTAMP_FILE, read_time
from autograde.grading.recording import LateWork, Recorder
from autograde.grading.submissions import Submission

CONFIG = "nbgrader_config.py"

Say = Callable[[str], object]


class LatePenaltyError(Exception):
    """The penalties for lateness cannot be found. The text says why, and what to do."""


def settle_lateness(
    recorder: Recorder,
    submissions: Iterable[Submission],
    due: Mapping[str, datetime],
    say: Say,
    config: Path | None = None,
) -> None:
    """Record when submissions were handed in, and what is taken off for lateness.

    Parameters
    ----------
    recorder : Recorder
        Has the marks already.
    submissions : iterable of Submission
        Those that were marked.
    due : dict of str to datetime
        By assignment, when it was due, in UTC; others are due when the gradebook says.
    say : callable
        Is told, in a sentence, what an instructor should know.
    config : Path or None
        nbgrader's configuration, which chooses the plugin; None for the course's own.

    Raises
    ------
    LatePenaltyError
        If the plugin fails. Marks stay, without penalties.
    """
    submissions = list(submissions)
    times = _times(submissions)
    recorder.record_times(times, due)
    late = recorder.late_work()
    penalties: dict[str, float] = {}
    if late:
        penalties = _penalties(late, config or own_course().root / "autograde" / CONFIG)
    recorder.record_penalties(penalties)
    _tell_of_unknown_times({one.folder for one in submissions}, times, recorder.due(), say)


def _times(submissions: list[Submission]) -> dict[tuple[str, str], datetime]:
    times = ((one, read_time(one.place / TIMESTAMP_FILE)) for one in submissions)
    return {(one.student, one.assignment): time for one, time in times if time}


def _penalties(late: list[LateWork], config: Path) -> dict[str, float]:
    """Ask nbgrader's plugin for penalties, and keep them within the marks as nbgrader does."""
    try:
        plugin = _plugin(config)
        penalties = {}
        for one in late:
            penalty = plugin.late_submission_penalty(one.student, one.score, one.seconds)
            if penalty is not None:
                penalties[one.notebook] = min(max(float(penalty), 0.0), one.score)
    except Exception as error:  # a plugin is an instructor's own code
        raise LatePenaltyError(
            f"The penalties for lateness that {config} asks for cannot be found: "
            f"{type(error).__name__}: {error}. All marks are recorded, without penalties."
        ) from error
    if any(map(math.isnan, penalties.values())):
        raise LatePenaltyError("A penalty for lateness is not a number. Marks are recorded.")
    return penalties


def _plugin(config: Path) -> Any:
    from nbgrader.preprocessors import AssignLatePenalties
    from traitlets.config.loader import PyFileConfigLoader

    loaded = PyFileConfigLoader(config.name, path=str(config.parent)).load_config()
    step = AssignLatePenalties(config=loaded)
    step.init_plugin()
    return step.plugin_inst


def _tell_of_unknown_times(
    folders: Iterable[Path],
    times: Mapping[tuple[str, str], datetime],
    due: Mapping[str, datetime],
    say: Say,
) -> None:
    """Tell of what its download calls late without a time; no time is made up for it."""
    unknown = [
        line
        for folder in folders
        for line in read_marked(folder)
        if line.late == "yes" and line.received is None and line.assignment in due
        if (line.student, line.assignment) not in times
    ]
    if unknown:
        say(
            f"{len(unknown)} late as the download says, but not by how much: "
            f"nothing is taken off for it. The first is {unknown[0].student}, "
            f"{unknown[0].assignment}; a {TIMESTAMP_FILE} beside a notebook says when it came."
        )
