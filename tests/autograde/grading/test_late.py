"""What lateness costs: nbgrader's plugin, chosen in its own configuration."""

from datetime import datetime, timedelta

import pytest
from nbgrader.api import Gradebook

from autograde.build.course import own_course
from autograde.grading.late import LatePenaltyError, settle_lateness
from autograde.grading.recording import Recorder
from autograde.grading.submissions import Submission
from tests.autograde.grading.recording.made import ASSIGNMENT, result

DUE = datetime(2026, 3, 1, 12)
HEADINGS = "student,assignment,source,received,late,attempt,placed as,reason\n"
PER_DAY = 'c.AssignLatePenalties.plugin_class = "autograde.grading.late_plugin.PerDay"\n'
ZERO = 'c.LateSubmissionPlugin.penalty_method = "zero"\n'
OWN = """
from nbgrader.plugins import LateSubmissionPlugin
class Own(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return {}
c.AssignLatePenalties.plugin_class = Own
"""


@pytest.fixture
def submitted(tmp_path):
    """s001 came two days late, s002 in time; of s003 nobody knows."""
    folder = tmp_path / "submitted"
    for student, day in (("s001", 3), ("s002", 1), ("s003", None)):
        place = folder / student / ASSIGNMENT
        place.mkdir(parents=True)
        if day:
            (place / "timestamp.txt").write_text(f"2026-03-0{day} 11:30:00 UTC\n")
    return folder


@pytest.fixture
def settle(tmp_path, submitted):
    """Settle lateness with a configuration; return the penalties, and what was said."""

    def run(config=None, due=DUE):
        path = None
        if config is not None:
            path = tmp_path / "nbgrader_config.py"
            path.write_text(config)
        students = ("s001", "s002", "s003")
        said = []
        with Recorder(tmp_path, None, [ASSIGNMENT]) as recorder:
            for student in students:
                recorder.record(result(student, 0.5), "1")
            submissions = [Submission(submitted, one, ASSIGNMENT) for one in students]
            settle_lateness(
                recorder, submissions, {ASSIGNMENT: due} if due else {}, said.append, path
            )
        with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
            found = [gradebook.find_submission(ASSIGNMENT, one) for one in students]
            return [one.late_submission_penalty for one in found], said

    return run


@pytest.mark.parametrize(
    ("config", "penalty"),
    [
        ("", 0),
        (ZERO, 5),
        (PER_DAY, 1),
        (PER_DAY + "c.PerDay.share_per_day = 0.2", 2),
        (PER_DAY + "c.PerDay.share_per_day = 0.2\nc.PerDay.most = 0.25", 1.25),
        (PER_DAY + "c.PerDay.grace_minutes = 3000", 0),
        (OWN.format("total_seconds_late / 86400"), pytest.approx(1.97916, abs=1e-4)),
        (OWN.format("999"), 5),  # no more than there is, and no bonus
        (OWN.format("-1"), 0),
        (OWN.format("None"), 0),
    ],
)
def test_the_plugin_that_nbgraders_configuration_names_decides(settle, config, penalty):
    assert settle(config) == ([penalty, 0, 0], [])


def test_the_courses_own_configuration_takes_nothing_off(settle, monkeypatch, tmp_path, secret):
    assert settle() == ([0, 0, 0], [])


def test_nothing_is_taken_off_without_a_due_date(settle):
    assert settle(ZERO, due=None) == ([0, 0, 0], [])


def test_a_penalty_goes_when_the_due_date_moves(settle):
    assert settle(ZERO)[0] == [5, 0, 0]
    assert settle(ZERO, due=DUE + timedelta(days=7))[0] == [0, 0, 0]


def test_late_by_nobody_knows_how_much_is_told(settle, submitted):
    row = f"s003,{ASSIGNMENT},x.zip!x_LATE_1_2_x,,yes,1,{ASSIGNMENT}.ipynb,\n"
    (submitted / "imported.csv").write_text(HEADINGS + row)
    penalties, said = settle(ZERO)
    assert penalties == [5, 0, 0]
    assert len(said) == 1
    assert f"s003, {ASSIGNMENT}" in said[0]
    (submitted / "s003" / ASSIGNMENT / "timestamp.txt").write_text("2026-03-02 12:00:00 UTC")
    assert settle(ZERO) == ([5, 0, 5], [])


@pytest.mark.parametrize("text", ["", "yesterday", "\x00\xff" * 1000])
def test_an_odd_timestamp_is_none(settle, submitted, text):
    path = submitted / "s001" / ASSIGNMENT / "timestamp.txt"
    path.write_text(text, encoding="utf-8")
    assert settle(ZERO)[0] == [0, 0, 0]


def test_a_timestamp_elsewhere_is_not_followed(settle, submitted, tmp_path):
    path = submitted / "s003" / ASSIGNMENT / "timestamp.txt"
    path.symlink_to(submitted / "s001" / ASSIGNMENT / "timestamp.txt")
    assert settle(ZERO)[0] == [5, 0, 0]


@pytest.mark.parametrize("config", [OWN.format("1 / 0"), OWN.format("float('nan')"), "1 +"])
def test_a_plugin_that_fails_is_a_sentence(settle, config):
    with pytest.raises(LatePenaltyError, match="arks are recorded"):
        settle(config)


def test_the_configuration_tells_of_what_there_is():
    text = (own_course().root / "autograde" / "nbgrader_config.py").read_text()
    assert ZERO.strip() in text
    assert PER_DAY.strip() in text
