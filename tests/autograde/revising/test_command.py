"""What ``autograde diff`` takes, prints, writes and exits with."""

import csv

import pytest
from typer.testing import CliRunner

from autograde.cli import app
from autograde.revising import command
from tests.autograde.grading.recording.made import result, unreadable
from tests.autograde.revising.made import exercises, marking_by_hand, record
from tests.autograde.revising.test_changes import with_marks


@pytest.fixture
def run(old, out):
    return lambda *more: CliRunner().invoke(app, ["diff", str(old), str(out), *more])


@pytest.fixture
def changed(out, keep):
    """A class in which marks rise, fall, stay by hand, and are new."""
    students = ("s001", "s002", "s003")
    record(out, [*map(result, students), unreadable("s004", "missing")])
    with marking_by_hand(out, "s003") as grade:
        grade.manual_score, grade.needs_manual_grade = 1.5, False
    keep()
    again = [
        with_marks("s001", update=2.0),
        with_marks("s002", update=0.0, train=3.0),
        with_marks("s003", update=2.0),
        result("s004"),
    ]
    record(out, again, {"chapter": "2"}, exercises(update="hidden cases", train="points"))


@pytest.mark.usefixtures("changed")
def test_it_shows_each_change_and_sums_up(run):
    result = run()
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    (row,) = (line for line in lines if "s001" in line)
    for text in ("update", "1 / 2 → 2 / 2", "sign reversed", "the exercise: hidden cases"):
        assert text in row
    (kept,) = (line for line in lines if "s003" in line)
    assert "1.5 / 2" in kept
    assert "the grader's under it: 1 → 2, flagged for review" in kept
    assert "3 marks of 2 students changed: 2 up, 1 down." in lines
    assert "By exercise: 01_perceptron update 2, 01_perceptron train 1." in lines
    assert "1 mark by hand stayed, over a mark of the grader's that changed. See" in result.stdout
    assert "5 newly handed in." in result.stdout
    order = [next(n for n, line in enumerate(lines) if one in line) for one in ("s002", "s003")]
    assert order == sorted(order)


@pytest.mark.usefixtures("changed")
def test_the_file_has_all_of_it(run, tmp_path):
    assert run("--csv", str(tmp_path / "changes.csv")).exit_code == 0
    with (tmp_path / "changes.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3 + 1 + 5
    by_key = {(row["student"], row["exercise"]): row for row in rows}
    kept = by_key["s003", "update"]
    assert (kept["change"], kept["old_score"], kept["new_score"]) == ("kept", "1.5", "1.5")
    assert (kept["old_automatic"], kept["new_automatic"], kept["review"]) == ("1", "2", "yes")
    assert (kept["old_by_hand"], kept["new_by_hand"]) == ("1.5", "1.5")
    fallen = by_key["s002", "update"]
    assert (fallen["old_score"], fallen["new_score"]) == ("1", "0")
    assert fallen["because"] == "the exercise: hidden cases"
    assert by_key["s004", "xor"]["change"] == "handed in"


def test_nothing_changed_is_a_result_too(run, out, keep):
    record(out, [result("s001")])
    keep()
    done = run()
    assert (done.exit_code, done.stdout) == (0, "No mark changed.\n")


def test_names_are_no_formulas_and_no_markup(run, out, keep, tmp_path):
    record(out, [result("=1+1"), result("[red]x")])
    keep()
    record(out, [result("=1+1", 1), result("[red]x", 1)])
    done = run("--csv", str(tmp_path / "changes.csv"))
    assert "[red]x" in done.stdout
    assert "'=1+1," in (tmp_path / "changes.csv").read_text()


@pytest.mark.usefixtures("changed")
def test_a_large_class_gets_the_first_rows(run, monkeypatch):
    monkeypatch.setattr(command, "_MOST_ROWS", 2)
    done = run()
    assert "7 more rows are not shown; --csv FILE writes them all." in done.stdout
    assert "s004" not in done.stdout


@pytest.mark.parametrize("broken", ["old", "new"])
def test_a_folder_without_results_is_refused(run, out, old, keep, broken):
    record(out, [result("s001")])
    keep()
    for path in (old if broken == "old" else out).iterdir():
        path.unlink()
    done = run()
    assert done.exit_code == 2
    assert "There is no grades.csv in" in done.stderr
    assert "Traceback" not in done.output


def test_a_folder_that_is_not_there_is_refused(run, out):
    record(out, [result("s001")])
    assert run().exit_code == 2


def test_a_file_that_cannot_be_written_is_told(run, out, keep, tmp_path):
    record(out, [result("s001")])
    keep()
    done = run("--csv", str(tmp_path / "no" / "changes.csv"))
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr
