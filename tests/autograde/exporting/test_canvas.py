"""The files for Canvas, read by the rules that Canvas reads them by."""

from __future__ import annotations

import csv
import io
import re

import pytest

from autograde.exporting import CanvasExporter
from autograde.exporting.canvas import canvas_ids, canvas_member
from autograde.exporting.exporter import ExportError
from autograde.grading.imported import Line
from tests.autograde.exporting.gradebooks import (
    PEOPLE,
    enroll,
    imported_row,
    read_rows,
    write_imported,
)
from tests.autograde.grading.recording.made import ASSIGNMENT, OTHER, POINTS

GRADEBOOK = f"""\
Student,ID,SIS User ID,SIS Login ID,Section,{ASSIGNMENT} (501),Essay (502),{OTHER} (503),Final Score
,,,,,Manual Posting,,,
    Points Possible,,,,,100.00,5.00,17.00,(read only)
"Uno, Ada",1001,u1,ada,Monday,,4.00,,80
"Dos, Benito",1002,u2,benito,Monday,7.00,3.00,EX,70
"Ñandú, Célia",1003,u3,celia,Monday,N/A,2.00,,60
"Nadie, Zoe",1099,u5,zoe,Monday,3.00,1.00,9.00,50
"Other, Person",1234,u6,other,Monday,1.00,1.00,1.00,40
"""


def canvas_reads(path, students, assignments):
    """Read an export as Canvas does: students by number or name, assignments by number or title."""
    rows = read_rows(path)
    header = rows[0]
    assert "Student" in header[0]
    assert "ID" in header[1]
    assert re.search(r"SIS\s+User\s+ID", header[2])
    assert re.search(r"SIS\s+Login\s+ID", header[3])
    assert "Section" in header[4]
    found = {}
    for row in rows[1:]:
        assert len(row) == len(header)
        if "Points Possible" in row[0]:
            points = {title: float(cell) for title, cell in zip(header[5:], row[5:], strict=True)}
            continue
        assert row[1] in students or row[0] in students.values()
        found[row[1]] = dict(zip(header[5:], row[5:], strict=True))
    assert set(header[5:]) == set(assignments)
    return points, found


def test_canvas_finds_all_students_and_assignments(run):
    path, _ = run(CanvasExporter)
    students = {number: f"{last}, {first}" for first, last, _, number in PEOPLE.values()}
    points, found = canvas_reads(path, students, [ASSIGNMENT, OTHER])
    assert points == {ASSIGNMENT: 10, OTHER: 17}
    assert found["1002"] == {ASSIGNMENT: "5", OTHER: ""}
    assert found["1001"] == {ASSIGNMENT: "10", OTHER: "17"}
    assert found["1099"] == {ASSIGNMENT: "", OTHER: ""}
    assert found["1004"] == {ASSIGNMENT: "0", OTHER: ""}


def test_each_exercise_can_have_a_column(run):
    path, _ = run(CanvasExporter, per="exercise", assignment=[ASSIGNMENT])
    students = {person[3] for person in PEOPLE.values()}
    titles = {f"{ASSIGNMENT}: {name}": points for name, points in POINTS.items()}
    points, found = canvas_reads(path, dict.fromkeys(students, ""), titles)
    assert points == titles
    assert sum(map(float, found["1002"].values())) == 5


def test_names_are_no_formulas(run, out):
    enroll(out, {"s001": ("x", "+SUM(A1)", "@evil", "1001")})
    path, _ = run(CanvasExporter)
    cells = [cell for row in read_rows(path) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert "'+SUM(A1), x" in cells


def test_the_same_class_gives_the_same_bytes(run):
    path, _ = run(CanvasExporter)
    first = path.read_bytes()
    run(CanvasExporter)
    assert path.read_bytes() == first


def test_a_title_is_what_canvas_has(run):
    path, _ = run(CanvasExporter, titles={ASSIGNMENT: "Homework 1 (77)"})
    assert read_rows(path)[0][5:] == ["Homework 1 (77)", OTHER]


def test_a_number_comes_from_the_download_where_the_roster_has_none(run, out, tmp_path):
    enroll(out, {"s001": ("Ada", "Uno", None, None), "s002": ("Benito", "Dos", None, "sis-2")})
    source = f"submissions.zip!unoada_LATE_8001_9001_{ASSIGNMENT}.ipynb"
    write_imported(tmp_path / "submitted", [imported_row("s001", ASSIGNMENT, source)])
    path, notes = run(CanvasExporter, submitted=str(tmp_path / "submitted"))
    people = {row[0]: row[1:4] for row in read_rows(path)}
    assert people["Uno, Ada"] == ["8001", "", ""]
    assert people["Dos, Benito"] == ["", "sis-2", ""]
    assert [note for note in notes if "s002" in note and "s001" not in note]


@pytest.fixture
def downloaded(tmp_path):
    path = tmp_path / "downloaded.csv"
    path.write_text(GRADEBOOK, encoding="utf-8")
    return path


def test_a_gradebook_of_canvas_is_filled_in(run, downloaded):
    path, notes = run(CanvasExporter, fill=str(downloaded))
    before = list(csv.reader(io.StringIO(GRADEBOOK)))
    after = read_rows(path)
    assert after[:3] == before[:3]
    assert {row[0]: row[5:8] for row in after[3:]} == {
        "Uno, Ada": ["100", "4.00", "17"],  # out of the points that Canvas has
        "Dos, Benito": ["50", "3.00", "EX"],  # excused
        "Ñandú, Célia": ["N/A", "2.00", ""],  # not given this one
        "Nadie, Zoe": ["3.00", "1.00", "9.00"],  # did not hand in here: what is there stays
        "Other, Person": ["1.00", "1.00", "1.00"],  # is not in the class
    }
    assert [row[:5] for row in after] == [row[:5] for row in before]
    assert [row[8] for row in after] == [row[8] for row in before]
    assert [note for note in notes if "not in" in note and "s004" in note]


def test_missing_work_can_be_filled_in_as_0(run, downloaded):
    path, _ = run(CanvasExporter, fill=str(downloaded), missing_as_zero=True)
    rows = {row[0]: row[5:8] for row in read_rows(path)}
    assert rows["Nadie, Zoe"] == ["0", "1.00", "0"]
    assert rows["Dos, Benito"] == ["50", "3.00", "EX"]


def test_a_gradebook_with_semicolons_and_commas_stays_one(run, downloaded):
    text = GRADEBOOK.replace('"Uno, Ada"', "Uno@ Ada").replace(", ", "@ ")
    text = text.replace(",", ";").replace("@ ", ", ").replace(".00", ",00")
    downloaded.write_bytes(("\ufeff" + text).replace("\n", "\r\n").encode())
    path, _ = run(CanvasExporter, fill=str(downloaded))
    content = path.read_bytes().decode()
    assert content.startswith("\ufeffStudent;ID;")
    assert "\r\nUno, Ada;1001;u1;ada;Monday;100;4,00;17;80\r\n" in content


def test_students_are_found_by_login_or_name_too(run, out, downloaded):
    enroll(out, {"s001": ("Ada", "Uno", None, None), "s002": ("B", "D", "benito", None)})
    path, _ = run(CanvasExporter, fill=str(downloaded))
    rows = {row[0]: row[5] for row in read_rows(path)}
    assert (rows["Uno, Ada"], rows["Dos, Benito"]) == ("100", "50")


def test_two_students_of_one_name_are_not_guessed_between(run, out, downloaded):
    same = ("Ada", "Uno", None, None)
    enroll(out, {"s001": same, "s002": same})
    path, notes = run(CanvasExporter, fill=str(downloaded))
    assert {row[0]: row[5] for row in read_rows(path)}["Uno, Ada"] == ""
    assert [note for note in notes if "s001" in note and "s002" in note]


def test_a_gradebook_without_the_assignments_is_refused(run, downloaded):
    with pytest.raises(ExportError, match="--title"):
        run(CanvasExporter, fill=str(downloaded), titles={ASSIGNMENT: "A", OTHER: "B"})
    _, notes = run(CanvasExporter, fill=str(downloaded), titles={OTHER: "B"})
    assert [note for note in notes if "no column for B" in note]


def test_an_assignment_that_is_not_marked_is_refused(run):
    with pytest.raises(ExportError, match="99_nothing"):
        run(CanvasExporter, assignment=["99_nothing"])


def test_what_waits_for_review_is_told(run, gradebook):
    grade = gradebook.find_grade("check_update", ASSIGNMENT, ASSIGNMENT, "s002")
    grade.needs_manual_grade = True
    gradebook.db.commit()
    _, notes = run(CanvasExporter)
    assert [note for note in notes if "review" in note and f"s002, {ASSIGNMENT}" in note]


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("doejane_123_456_01_perceptron.ipynb", ("123", "456")),
        ("doejane_LATE_123_456_01_perceptron-2.ipynb", ("123", "456")),
        ("folder/doejane_123_456_a.ipynb", ("123", "456")),
        ("doejane_123_link.html", None),
        ("01_perceptron.ipynb", None),
        ("anon_ab1c2_456_a_7_8.ipynb", None),
    ],
)
def test_numbers_are_found_where_canvas_looks_for_them(name, ids):
    assert canvas_ids(Line(name, "s", ASSIGNMENT)) == ids


def test_a_file_goes_back_under_the_name_that_it_had():
    def member(name):
        return canvas_member(Line(name, "s", ASSIGNMENT))

    assert member("sub/doejane_LATE_123_456_a b.ipynb") == "doejane_LATE_123_456_a b.ipynb"
    assert member("anon_ab1c2_456_a.ipynb") == "anon_ab1c2_456_a.ipynb"
    assert member("01_perceptron.ipynb") is None
