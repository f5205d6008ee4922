"""Who is in a class, from what Canvas and Moodle export."""

from __future__ import annotations

import pytest

from autograde.examples.platforms import Person, canvas_gradebook, moodle_participants
from autograde.grading.roster import RosterError, students_in
from autograde.importing.class_list import read_class_list
from tests.autograde.importing.samples import make_zip, notebook

PEOPLE = [Person("s001", "Ada", "Uno", 101), Person("s002", "Zoë", "de la Ñ", 102)]
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Essay (5)
,,,,,Manual Posting
    Points Possible,,,,,10.00
"Uno, Ada",101,u1,ada@example.org,Monday,
"Dos, Bea",102,,bea,Monday and Friday,3.00
"Student, Test",103,,0d1e2a3d,Monday,
"""


def read(tmp_path, text: str) -> list[tuple[str, ...]]:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    columns = ("id", "first_name", "last_name", "email", "lms_user_id")
    return [tuple(row.get(column, "") for column in columns) for row in read_class_list(path).rows]


def test_the_gradebook_of_canvas(tmp_path) -> None:
    assert read(tmp_path, CANVAS) == [
        ("u1", "Ada", "Uno", "ada@example.org", "101"),
        ("bea", "Bea", "Dos", "", "102"),  # without a SIS id
    ]
    assert read(tmp_path, "\ufeff" + CANVAS.replace(", ", "@").replace(",", ";"))[1][0] == "bea"


def test_the_gradebook_of_canvas_with_names_in_two_columns(tmp_path) -> None:
    text = "LastName,FirstName,ID,SIS Login ID,Section\n   Points Possible,,,,\nUno,Ada,101,ada,A\n"
    text += "Student,Test,9,x,A\n"
    assert read(tmp_path, text) == [("ada", "Ada", "Uno", "", "101")]


@pytest.mark.parametrize(
    "heading",
    [
        "First name,Last name,ID number,Email address",
        "First name,Surname,ID number,Email address",
        "Nombre,Apellido(s),Número de ID,Dirección de correo",
    ],
)
def test_the_participants_of_moodle(tmp_path, heading) -> None:
    text = f"{heading}\nAda,Uno,u1,ada@example.org\nBea,de Dos,,bea@example.org\n,,,\n"
    assert read(tmp_path, text) == [
        ("u1", "Ada", "Uno", "ada@example.org", "u1"),
        ("bea@example.org", "Bea", "de Dos", "bea@example.org", ""),
    ]


def test_moodle_without_id_numbers(tmp_path) -> None:
    text = '"First name","Last name","Email address",Groups\nAda,Uno,ada@example.org,\n'
    assert read(tmp_path, text) == [("ada@example.org", "Ada", "Uno", "ada@example.org", "")]


def test_a_roster_is_still_one(tmp_path) -> None:
    assert read(tmp_path, "id,first_name\nada,Ada\n") == [("ada", "Ada", "", "", "")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("First name,Last name\nAda,Uno\n", "neither a number nor an address for Ada Uno"),
        (CANVAS.replace("u1", "bea"), "has bea twice"),
        ("name\nAda\n", "no column `id`"),
        ('First name,Last name\n"Ada\n', "not a CSV file"),
    ],
)
def test_what_tells_nobody_apart_is_refused(tmp_path, text, said) -> None:
    with pytest.raises(RosterError, match=said):
        read(tmp_path, text)


def test_an_id_is_fit_for_a_folder(tmp_path) -> None:
    assert read(tmp_path, CANVAS.replace("u1", "../2026/17"))[0][0] == "-2026-17"


def test_with_the_gradebook_of_canvas_everybody_has_the_own_file(imports, tmp_path) -> None:
    roster = tmp_path / "gradebook.csv"
    roster.write_text(canvas_gradebook(PEOPLE, ["Homework 1 (7)"], 100))
    name = "delañzoë_102_9_01_perceptron.ipynb"
    imports.bring(make_zip(tmp_path / "c.zip", {name: notebook()}), roster=roster)
    assert set(imports.files) == {"s002/01_perceptron/01_perceptron.ipynb"}
    rows = [tuple(row.values()) for row in students_in(imports.into).rows]
    assert rows == [
        ("s001", "Ada", "Uno", "s001@example.org", "101", ""),
        ("s002", "Zoë", "de la Ñ", "s002@example.org", "102", ""),
    ]


def test_with_the_participants_of_moodle_everybody_has_the_own_file(imports, tmp_path) -> None:
    roster = tmp_path / "participants.csv"
    roster.write_text(moodle_participants(PEOPLE))
    name = "Zoë de la Ñ_55_assignsubmission_file/01_perceptron.ipynb"
    imports.bring(make_zip(tmp_path / "m.zip", {name: notebook()}), roster=roster)
    assert set(imports.files) == {"s002/01_perceptron/01_perceptron.ipynb"}
    assert students_in(imports.into).rows[1]["lms_user_id"] == "s002"  # and not 55
