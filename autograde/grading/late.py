"""Late submissions: when each was handed in, and what nbgrader's plugin takes off for it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from autograde.build.course import own_course
from autograde.grading.imported import parse_time, read_imported
from autograde.grading.recording import LateWork, Recorder
from autograde.grading.submissions import Submission

TIMESTAMP = "timestamp.txt"
"""Where nbgrader keeps, beside a submission, when it was handed in."""

CONFIG = "nbgrader_config.py"
_LONGEST_TIME = 200

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
    recorder.record_times(_times(submissions), due)
    late = recorder.late_work()
    penalties: dict[str, float] = {}
    if late:
        penalties = _penalties(late, config or own_course().root / "autograde" / CONFIG)
    recorder.record_penalties(penalties)
    _tell_of_unknown_times(submissions, recorder.due(), say)


def _times(submissions: list[Submission]) -> dict[tuple[str, str], datetime]:
    """Find when submissions were handed in; what an import says goes before a file beside one."""
    times = {}
    for folder in {one.folder for one in submissions}:
        for row in read_imported(folder):
            if row.received:
                times[row.student, row.assignment] = row.received
    for one in submissions:
        key = (one.student, one.assignment)
        if key not in times and (time := _read_timestamp(one.place)):
            times[key] = time
    return times


def _read_timestamp(place: Path) -> datetime | None:
    path = place / TIMESTAMP
    if not path.is_file() or path.is_symlink():
        return None
    with path.open(encoding="utf-8", errors="replace") as file:
        return parse_time(file.read(_LONGEST_TIME))


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
    submissions: list[Submission], due: Mapping[str, datetime], say: Say
) -> None:
    unknown = [
        row
        for folder in {one.folder for one in submissions}
        for row in read_imported(folder)
        if row.late and row.received is None and row.assignment in due
    ]
    if unknown:
        say(
            f"{len(unknown)} submissions were late as their download says, but not by how much: "
            f"nothing is taken off for it. The first is {unknown[0].student}, "
            f"{unknown[0].assignment}; a {TIMESTAMP} beside a notebook says when it came."
        )
