"""A class as it is drawn and really marked; nbgrader's own commands export it, too."""

from __future__ import annotations

import csv
import zipfile
from datetime import datetime

import numpy as np
import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograde.cli import app
from autograde.examples.crowd import draw_class, write_handed
from autograde.examples.recipes import DROPOUT, PERCEPTRON
from autograde.grading.grade import Order, grade_class
from autograde.grading.recording import read_csv
from autograde.grading.secret import VARIABLE
from autograde.grading.work import Limits
from tests.autograde.exporting.gradebooks import (
    enroll,
    imported_row,
    read_rows,
    url_of,
    write_imported,
)
from tests.autograde.nbgrader.instructor import make_instructor

PEOPLE = {
    f"s{number:05}": (first, last, f"{first.lower()}@example.org", str(1000 + number))
    for number, (first, last) in enumerate(
        [("Ada", "Uno"), ("Benito", "Dos"), ("Cora", "=1+1"), ("Dan", "Cuatro")], start=1
    )
}
STUDENTS = [*PEOPLE, "s00099"]  # the last has a folder and nothing in it
DUE = datetime(2026, 3, 1, 12)
LATE_BY_A_DAY_AND_A_HALF, BY_HAND = "s00001", "s00002"
PER_DAY = """
c = get_config()
c.AssignLatePenalties.plugin_class = "autograde.grading.late_plugin.PerDay"
c.PerDay.share_per_day = 0.25
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def instructor(tmp_path_factory):
    instructor = make_instructor(tmp_path_factory.mktemp("course"))
    config = instructor.folder / "nbgrader_config.py"
    config.write_text(config.read_text() + PER_DAY)
    return instructor


@pytest.fixture(scope="module")
def submitted(instructor):
    folder = instructor.folder / "submitted"
    rows = []
    for handed in draw_class(4, (PERCEPTRON, DROPOUT), np.random.default_rng(6)):
        if (handed.student, handed.assignment) == ("s00004", DROPOUT):
            continue
        write_handed(handed, folder)
        number, file = PEOPLE[handed.student][3], f"{handed.assignment}-2.ipynb"
        source = f"submissions.zip!drawn_{number}_77{number}_{file}"
        rows.append(imported_row(handed.student, handed.assignment, source))
    (folder / "s00099").mkdir()
    (folder / "s00003" / DROPOUT / f"{DROPOUT}.ipynb").write_text("no notebook")
    place = folder / LATE_BY_A_DAY_AND_A_HALF / PERCEPTRON
    (place / "timestamp.txt").write_text("2026-03-03 01:00:00 Europe/Berlin")
    write_imported(instructor.root / "lists", rows)
    return folder


@pytest.fixture(scope="module")
def out(instructor, submitted):
    folder = instructor.root / "out"
    with pytest.MonkeyPatch.context() as patch:
        (instructor.root / "secret").write_bytes(b"a secret for tests")
        patch.setenv(VARIABLE, str(instructor.root / "secret"))
        config = instructor.folder / "nbgrader_config.py"
        more = {"due": {PERCEPTRON: DUE}, "config": config}
        order = Order(submitted, folder, (PERCEPTRON, DROPOUT), Limits(3.0), 2, **more)
        assert not grade_class(order, lambda *_: None, print).faults
    enroll(folder, PEOPLE)
    with Gradebook(url_of(folder)) as gradebook:
        grade = gradebook.find_grade("check_xor", PERCEPTRON, PERCEPTRON, BY_HAND)
        grade.manual_score, grade.extra_credit = 1.5, 0.25
        gradebook.db.commit()
    return folder


@pytest.fixture(scope="module")
def exported_by_nbgrader(instructor, out):
    """Call ``nbgrader export``; return the file."""

    def run(name, exporter="", *more):
        path = instructor.root / name
        plugin = [f"--exporter=autograde.exporting.{exporter}"] if exporter else []
        done = instructor.nbgrader("export", *plugin, "--db", url_of(out), "--to", str(path), *more)
        assert done.returncode == 0, done.stderr
        return path

    return run


def counts(out):
    """What each mark must count: the grader's marks, those by hand, and lateness."""
    found = {}
    for one in read_csv(out / "grades.csv"):
        if one.status != "missing":
            key = one.student, one.assignment
            found[key] = found.get(key, 0) + one.score
            if (*key, one.exercise) == (BY_HAND, PERCEPTRON, "xor"):
                found[key] += 1.75 - one.score
    found[LATE_BY_A_DAY_AND_A_HALF, PERCEPTRON] *= 1 - 2 * 0.25
    return found


def columns(path, key, *headings):
    header, *rows = read_rows(path)
    place = [header.index(one) for one in headings]
    return {row[header.index(key)]: [row[one] for one in place] for row in rows}


def expected(out, student):
    found = counts(out)
    cells = [found.get((student, one)) for one in (PERCEPTRON, DROPOUT)]
    return ["" if cell is None else f"{cell:g}" for cell in cells]


@pytest.mark.parametrize("platform", ["canvas", "moodle"])
def test_exports_have_what_counts(out, platform):
    result = CliRunner().invoke(app, ["export", str(out), "--to", platform])
    assert result.exit_code == 0, result.output
    key = {"canvas": "ID", "moodle": "ID number"}[platform]
    found = columns(out / "export" / f"{platform}.csv", key, PERCEPTRON, DROPOUT)
    for student, person in PEOPLE.items():
        assert found[person[3]] == expected(out, student), student
    assert expected(out, "s00004")[1] == ""  # not handed in
    assert expected(out, "s00003")[1] == "0"  # handed in, and nothing that can be read
    if platform == "canvas":
        assert found[""] == ["", ""]  # who handed in nothing is listed
    else:
        assert "s00099" in result.stderr  # and has no email, so that Moodle could not find them


@pytest.mark.parametrize(
    ("platform", "exporter", "file"),
    [
        ("canvas", "CanvasExporter", "canvas.csv"),
        ("moodle", "MoodleExporter", "moodle.csv"),
        ("csv", "PlainExporter", "marks.csv"),
    ],
)
@pytest.mark.parametrize("per", ["assignment", "exercise"])
def test_nbgrader_export_writes_the_same(out, exported_by_nbgrader, platform, exporter, file, per):
    arguments = ["export", str(out), "--to", platform, "--per", per]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    path = exported_by_nbgrader(f"by_nbgrader_{file}", exporter, f"--{exporter}.per={per}")
    assert path.read_bytes() == (out / "export" / file).read_bytes()


def test_nbgrader_export_takes_its_own_options(exported_by_nbgrader):
    options = f'--assignment=["{DROPOUT}"]', '--student=["s00004", "s00001"]'
    more = "--CanvasExporter.missing_as_zero=True", "--CanvasExporter.out_of=100"
    rows = read_rows(exported_by_nbgrader("some.csv", "CanvasExporter", *options, *more))
    assert rows[0][5:] == [DROPOUT]
    assert rows[1][5:] == ["100"]
    assert {row[1] for row in rows[2:]} == {"1004", "1001"}
    assert {row[1]: row[5] for row in rows}["1004"] == "0"


def test_nbgraders_own_export_says_the_same(out, exported_by_nbgrader):
    path = exported_by_nbgrader("grades.csv")
    with path.open(newline="") as file:
        rows = {(row["student_id"], row["assignment"]): row for row in csv.DictReader(file)}
    for key, score in counts(out).items():
        assert float(rows[key]["score"]) == pytest.approx(score), key
    late = rows[LATE_BY_A_DAY_AND_A_HALF, PERCEPTRON]
    assert float(late["late_submission_penalty"]) == float(late["raw_score"]) / 2


def test_nbgrader_autograde_takes_the_same_off(instructor, submitted, out):
    def call(*arguments):
        done = instructor.nbgrader(*arguments)
        assert done.returncode == 0, done.stderr

    call("generate_assignment", PERCEPTRON)
    call("db", "assignment", "add", PERCEPTRON, "--duedate=2026-03-01 12:00 UTC")
    call("autograde", PERCEPTRON, "--student", LATE_BY_A_DAY_AND_A_HALF)
    found = []
    for url in (url_of(instructor.folder), url_of(out)):
        with Gradebook(url) as gradebook:
            work = gradebook.find_submission(PERCEPTRON, LATE_BY_A_DAY_AND_A_HALF)
            found.append((work.total_seconds_late, work.score, work.late_submission_penalty))
    assert found[0] == found[1]
    assert found[0][0] == 36 * 3600
    assert found[0][2] > 0


def test_the_marked_notebooks_go_back_to_canvas(instructor, out):
    arguments = [
        "export",
        str(out),
        "--to",
        "canvas",
        "--submitted",
        str(instructor.root / "lists"),
    ]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(out / "export" / f"canvas-feedback-{PERCEPTRON}.zip") as archive:
        names = archive.namelist()
        text = archive.read(names[0]).decode()
    assert names == [f"drawn_{1000 + n}_77{1000 + n}_{PERCEPTRON}-2.ipynb" for n in range(1, 5)]
    marked = out / "autograded" / "s00001" / PERCEPTRON / f"{PERCEPTRON}.ipynb"
    assert text == marked.read_text(encoding="utf-8")
    with zipfile.ZipFile(out / "export" / f"canvas-feedback-{DROPOUT}.zip") as archive:
        assert len(archive.namelist()) == 3
        assert b'"markdown"' in archive.read(f"drawn_1003_771003_{DROPOUT}-2.ipynb")
