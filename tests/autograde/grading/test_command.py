"""What ``autograde grade`` takes, prints and exits with."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from autograde import progress
from autograde.cli import app
from autograde.cluster.pool import NoDaskError
from autograde.grading import command
from autograde.grading.command import choose
from autograde.grading.grade import Order, Summary, WeakSandboxError
from autograde.grading.pool import PoolError
from autograde.grading.recording import GradebookError, OutputError
from autograde.grading.running import SandboxError
from autograde.grading.secret import CourseSecretError
from autograde.grading.selftest import GraderNotReadyError
from autograde.grading.work import Limits

HEADER = "student,assignment,exercise,score,max_score,status,mistake,seconds\n"
BOTH = ("01_perceptron", "08_dropout")


@pytest.fixture
def submitted(tmp_path):
    folder = tmp_path / "submitted"
    for assignment in BOTH:
        (folder / "s001" / assignment).mkdir(parents=True)
    return folder


@pytest.fixture
def run(submitted, tmp_path, monkeypatch):
    """Call the command; marking itself is replaced by what a test says."""

    def run_command(*options: str, students: int = 2, fails: Exception | None = None, **summary):
        orders: list[Order] = []

        def mark(order, progress, say):
            orders.append(order)
            if fails is not None:
                raise fails
            order.out.mkdir(exist_ok=True)
            rows = [
                f"s{number:03},01_perceptron,xor,1,2,partial,nor,0\n" for number in range(students)
            ]
            (order.out / "grades.csv").write_text(HEADER + "".join(rows))
            progress(0, students)
            say("Something to know.")
            progress(students, students)
            return Summary(**{"submissions": students, "unchanged": 0, "faults": (), **summary})

        monkeypatch.setattr(command, "grade_class", mark)
        arguments = ["grade", str(submitted), "--to", str(tmp_path / "out"), *options]
        result = CliRunner().invoke(app, arguments)
        return result, orders[0] if orders else None

    return run_command


def test_what_is_not_said_is_as_documented(run, submitted, tmp_path):
    result, order = run()
    assert result.exit_code == 0, result.output
    assert (order.submitted, order.out) == (submitted, tmp_path / "out")
    assert order.assignments == BOTH
    assert order.limits == Limits(5.0, 1024)
    assert order.workers >= 1
    assert (order.database, order.require_sandbox) == (None, False)


def test_every_option_is_heard(run):
    options = "--workers 3 --timeout 2.5 --memory 512 --db postgresql://u@h/d --require-sandbox"
    _, order = run(*options.split())
    assert order.workers == 3
    assert order.limits == Limits(2.5, 512)
    assert order.database == "postgresql://u@h/d"
    assert order.require_sandbox
    assert order.scheduler is None
    _, order = run("--scheduler", "tls://h:8786")
    assert order.scheduler == "tls://h:8786"


def test_due_dates_are_read_and_are_utc(run):
    summer = f"{BOTH[0]}=2026-07-01 23:59 Europe/Madrid"
    _, order = run("--due", summer, "--due", f"{BOTH[1]}=2026-03-01T17:00")
    assert order.due == {
        BOTH[0]: datetime(2026, 7, 1, 21, 59),
        BOTH[1]: datetime(2026, 3, 1, 17),
    }


def test_assignments_are_marked_in_the_order_of_teaching(run):
    _, order = run("--assignment", BOTH[1])
    assert order.assignments == BOTH[1:]
    _, order = run("-a", BOTH[1], "-a", BOTH[0])
    assert order.assignments == BOTH


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--assignment", "05_nothing"], "01_perceptron,"),
        (["--workers", "0"], "--workers"),
        (["--timeout", "0"], "--timeout"),
        (["--memory", "1"], "--memory"),
        (["--due", "2026-03-01"], "Europe/Madrid"),
        (["--due", "05_nothing=2026-03-01"], "05_nothing"),
        (["--due", "01_perceptron=soon"], "soon"),
    ],
)
def test_what_cannot_be_is_refused(run, options, says):
    result, order = run(*options)
    assert (result.exit_code, order) == (2, None)
    assert says in result.output


def test_a_folder_that_is_not_there_is_refused(run, submitted):
    shutil.rmtree(submitted)
    result, order = run()
    assert (result.exit_code, order) == (2, None)


def test_marking_is_no_failure_whatever_the_marks(run, tmp_path):
    result, _ = run()
    assert result.exit_code == 0
    assert "Something to know." in result.stderr
    rows = [line for line in result.stdout.splitlines() if line.startswith("│s00")]
    assert len(rows) == 2
    assert "1 / 2" in rows[0]
    assert "xor: nor" in rows[0]
    assert "recorded already" not in result.stdout
    unwrapped = result.stdout.replace("\n", "")
    assert str(tmp_path / "out") in unwrapped


def test_it_tells_how_far_it_is(run, monkeypatch):
    bar = run()[0].stderr.splitlines()[-1]
    assert bar.startswith("Marking ━")
    assert " 2/2 0:00:0" in bar
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0)
    result, _ = run()
    assert result.stderr.splitlines()[:2] == ["Marking: 0 of 2", "Something to know."]
    assert "Marking" not in result.stdout


def test_it_says_what_was_recorded_already(run):
    result, _ = run(unchanged=1)
    assert "1 of 2 were recorded already." in result.stdout


def test_a_large_class_gets_counts_in_place_of_a_table(run):
    result, _ = run(students=401, submissions=401)
    assert "Exercises: 401 partial." in result.stdout
    assert "s000" not in result.stdout
    result, _ = run("--assignment", BOTH[0], students=200, submissions=200)
    assert "s199" in result.stdout


@pytest.mark.parametrize(
    "refusal",
    [
        CourseSecretError,
        GraderNotReadyError,
        GradebookError,
        NoDaskError,
        OutputError,
        PoolError,
        SandboxError,
        WeakSandboxError,
    ],
)
def test_what_keeps_it_from_marking_is_said_in_a_sentence(run, refusal):
    result, _ = run(fails=refusal("what is the matter"))
    assert result.exit_code == 1
    assert "what is the matter" in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


def test_a_fault_of_the_grader_is_told_after_the_table(run):
    result, _ = run(faults=("s001, 01_perceptron: ValueError: [no]",))
    assert result.exit_code == 1
    assert "│s000" in result.stdout
    assert "s001, 01_perceptron: ValueError: [no]" in " ".join(result.stderr.split())


def test_the_example_class_is_written_by_the_command(tmp_path, monkeypatch):
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0)
    result = CliRunner().invoke(app, ["example", "--into", str(tmp_path)])
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 12
    assert result.stderr.splitlines()[0] == "Writing: 0 of 12"
    assert result.stderr.splitlines()[-1] == "Writing: 12 of 12"
    assert Path(tmp_path / "s001/01_perceptron/01_perceptron.ipynb").exists()


def test_assignments_are_those_that_were_asked_for_or_handed_in(tmp_path):
    assert choose(BOTH[:1], tmp_path) == BOTH[:1]
    assert set(choose([], tmp_path)) >= set(BOTH)
    (tmp_path / "s001" / "08_dropout").mkdir(parents=True)
    assert choose([], tmp_path) == ("08_dropout",)
    assert choose(BOTH[:1], tmp_path) == BOTH[:1]
    with pytest.raises(typer.BadParameter, match="there is no assignment 'dropout'"):
        choose(["dropout"], tmp_path)
