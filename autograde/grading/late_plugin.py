"""A penalty for lateness that grows by the day, for nbgrader's `AssignLatePenalties`."""

from __future__ import annotations

import math

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float

_SECONDS_A_DAY = 24 * 60 * 60


class PerDay(LateSubmissionPlugin):
    """Takes a share of the points off for each day that is begun, as Canvas's late policy does."""

    share_per_day = Float(0.1, help="The share of a submission's points that a day costs.").tag(
        config=True
    )
    most = Float(1.0, help="The largest share that lateness may cost.").tag(config=True)
    grace_minutes = Float(0.0, help="How many minutes late cost nothing.").tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """Return the points to take off.

        Parameters
        ----------
        student_id : str
            The student.
        score : float
            The points that the notebook earned.
        total_seconds_late : float
            How late it was, extensions counted.
        """
        if total_seconds_late <= self.grace_minutes * 60:
            return None
        days = math.ceil(total_seconds_late / _SECONDS_A_DAY)
        return score * min(days * self.share_per_day, self.most)
