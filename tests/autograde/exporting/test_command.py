"""``autograde export``, as an instructor calls it, on a gradebook of our own making."""

from __future__ import annotations

import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograde import progress
from autograde.cli import app
from autograde.grading.recording import Recorder
from tests.autograde.exporting.gradebooks import (
    PEOPLE,
    enroll,
    imported_row,
    make_gradebook,
    read_rows,
    write_imported,
)
from tests.autograde.grading.recording.made import ASSIGNMENT, OTHER
from tests.autograde.grading.recording.made import result as result_of


@pytest.fixture
def export(out):
    def call(*options):
        return CliRunner().invoke(app, ["export", str(out), *map(str, options)])

    return call


@pytest.fixture
def submitted(tmp_path, out):
    """Two files from Moodle, with feedback."""
    folder = tmp_path / "submitted"
    source = "C-1.zip!Ada_{}_assignsubmission_file/x.ipynb"
    write_imported(
        folder,
        [
            imported_row("s001", ASSIGNMENT, source.format(51)),
            imported_row("s001", OTHER, source.format(91)),
            imported_row("s002", ASSIGNMENT, "Colab.ipynb"),
        ],
    )
    for student, assignment in (("s001", ASSIGNMENT), ("s001", OTHER), ("s002", ASSIGNMENT)):
        page = out / "feedback" / student / assignment / f"{assignment}.html"
        page.parent.mkdir(parents=True)
        page.write_text("<p>")
    return folder


def test_one_call_writes_all_that_moodle_takes(export, out, submitted):
    result = export("--to", "moodle", "--submitted", submitted)
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (out / "export").iterdir()) == sorted(
        [
            "moodle.csv",
            *(f"moodle-worksheet-{one}.csv" for one in (ASSIGNMENT, OTHER)),
            *(f"moodle-feedback-{one}.zip" for one in (ASSIGNMENT, OTHER)),
        ]
    )
    assert "5 students" in result.stdout
    assert "did not come from Moodle: s002" in result.stderr


def test_marks_go_into_the_file_that_is_named(export, tmp_path, submitted):
    into = tmp_path / "deep" / "grades of March.csv"
    result = export("--to", "moodle", "-a", OTHER, "--into", into, "--submitted", submitted)
    assert result.exit_code == 0, result.output
    assert {path.name for path in into.parent.iterdir()} == {
        "grades of March.csv",
        f"grades of March-worksheet-{OTHER}.csv",
        f"grades of March-feedback-{OTHER}.zip",
    }


def test_the_same_class_gives_the_same_bytes(export, out, submitted):
    def written():
        assert export("--to", "moodle", "--submitted", submitted).exit_code == 0
        return {path.name: path.read_bytes() for path in (out / "export").iterdir()}

    assert written() == written()


def test_a_worksheet_is_filled_in(export, out, tmp_path):
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("Identifier,Full name,Grade,Maximum grade\nParticipant 1,Ada Uno,,20\n")
    result = export("--to", "moodle", "-a", ASSIGNMENT, "--fill", sheet)
    assert result.exit_code == 0, result.output
    (path,) = (out / "export").iterdir()  # and what goes into Moodle's gradebook stays
    assert path.name == f"moodle-worksheet-{ASSIGNMENT}.csv"
    assert read_rows(path)[1][2] == "20"


def test_options_reach_the_exporter(export, out):
    result = export(
        *("--to", "canvas", "--per", "exercise", "-a", ASSIGNMENT),
        *("--title", f"{ASSIGNMENT}=Homework", "--out-of", 100, "--missing-as-zero"),
    )
    assert result.exit_code == 0, result.output
    rows = read_rows(out / "export" / "canvas.csv")
    assert rows[0][5] == "Homework: perceptron"
    assert sum(map(float, rows[1][5:])) == 100
    assert {row[0]: row[5:] for row in rows}["Nadie, Zoe"] == ["0"] * 5
    assert "--submitted" in result.stderr


def test_a_plain_table_has_a_row_for_each(export, out):
    with Gradebook(f"sqlite:///{out / 'gradebook.db'}") as gradebook:
        notebook = gradebook.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, "s002")
        notebook.late_submission_penalty = 1.5
        gradebook.db.commit()
    assert export("--to", "csv").exit_code == 0
    rows = read_rows(out / "export" / "marks.csv")
    assert rows[0] == [
        *("student", "last_name", "first_name", "email", "lms_user_id", "assignment", "submitted"),
        *("raw_score", "late_penalty", "score", "max_score"),
    ]
    assert len(rows) == 1 + 5 * 2
    found = {(row[0], row[5]): row[6:] for row in rows}
    assert found["s002", ASSIGNMENT] == ["2026-03-02 12:00:00 UTC", "5", "1.5", "3.5", "10"]
    assert found["nobody", OTHER] == ["", "", "", "", "17"]
    assert export("--to", "csv", "--per", "exercise").exit_code == 0
    rows = read_rows(out / "export" / "marks.csv")
    assert rows[0][6:] == ["exercise", "submitted", "score", "max_score"]
    own = [row for row in rows if row[0] == "s002" and row[5] == ASSIGNMENT]
    assert [row[6] for row in own] == ["perceptron", "update", "train", "nand_weights", "xor"]
    assert sum(float(row[8]) for row in own) == pytest.approx(3.5)


def test_a_folder_without_a_gradebook_stays_as_it_is(tmp_path):
    result = CliRunner().invoke(app, ["export", str(tmp_path), "--to", "canvas"])
    assert result.exit_code == 1
    assert "autograde grade" in result.stderr
    assert not list(tmp_path.iterdir())


def test_nothing_in_the_gradebook_changes(export, out):
    def dump():
        with Gradebook(f"sqlite:///{out / 'gradebook.db'}") as gradebook:
            return list(gradebook.db.connection().connection.iterdump())

    before = dump()
    for platform in ("canvas", "moodle", "csv"):
        assert export("--to", platform).exit_code == 0
    assert dump() == before


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (["--to", "blackboard"], 2, "blackboard"),
        (["--to", "canvas", "-a", "99_nothing"], 1, "99_nothing"),
        (["--to", "canvas", "--title", "Homework"], 2, "Homework"),
        (["--to", "canvas", "--fill", "not there.csv"], 2, "not there"),
        (["--to", "csv", "--fill", __file__], 1, "--fill"),
        (["--to", "moodle", "--fill", __file__], 1, "--assignment"),
        (["--to", "moodle", "--fill", __file__, "-a", OTHER, "--per", "exercise"], 1, "as a whole"),
        (["--to", "canvas", "--db", "mysql://h/d"], 1, "PostgreSQL"),
    ],
)
def test_what_cannot_be_is_a_sentence(export, options, code, says):
    result = export(*options)
    assert result.exit_code == code
    assert says in result.stderr
    assert "Traceback" not in result.output


def test_a_gradebook_on_a_server_is_read(tmp_path, postgres_url):
    out = tmp_path / "out"
    out.mkdir()
    with Recorder(out, postgres_url, [ASSIGNMENT]) as recorder:
        recorder.record(result_of("s001", 0.5), "1")
    with Gradebook(postgres_url.replace("postgresql:", "postgresql+psycopg:", 1)) as gradebook:
        first, last, email, number = PEOPLE["s001"]
        gradebook.update_or_create_student(
            "s001", first_name=first, last_name=last, email=email, lms_user_id=number
        )
    result = CliRunner().invoke(app, ["export", str(out), "--to", "canvas", "--db", postgres_url])
    assert result.exit_code == 0, result.output
    assert read_rows(out / "export" / "canvas.csv")[2][:2] == ["Uno, Ada", "1001"]


def test_roster_names_reach_the_file(tmp_path):
    make_gradebook(tmp_path, people={})
    enroll(tmp_path, {"s001": ("Ada", "Uno", "ada@example.org", "1")})
    assert CliRunner().invoke(app, ["export", str(tmp_path), "--to", "canvas"]).exit_code == 0
    names = [row[0] for row in read_rows(tmp_path / "export" / "canvas.csv")[2:]]
    assert names == ["s002", "s003", "s004", "Uno, Ada"]


def test_it_tells_how_far_it_is(export, submitted, monkeypatch):
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0)
    result = export("--to", "moodle", "--submitted", submitted)
    assert "Writing moodle.csv …" in result.stderr.splitlines()
    assert f"Writing moodle-feedback-{OTHER}.zip: 1 of 1" in result.stderr.splitlines()
    assert "Writing" not in result.stdout
