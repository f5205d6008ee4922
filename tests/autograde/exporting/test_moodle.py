"""The files for Moodle, read by the rules that Moodle reads them by."""

from __future__ import annotations

import csv
import io

import pytest

from autograde.exporting import MoodleExporter, MoodleWorksheetExporter
from autograde.exporting.exporter import ExportError
from autograde.exporting.moodle import moodle_member, participant
from autograde.grading.imported import Line
from tests.autograde.exporting.gradebooks import (
    PEOPLE,
    enroll,
    imported_row,
    read_rows,
    write_imported,
)
from tests.autograde.grading.recording.made import ASSIGNMENT, OTHER

SPANISH_HEADINGS = [
    *("Identificador", "Nombre completo", "Dirección de correo", "Estado", "Calificación"),
    "Calificación máxima",
    "La calificación puede ser cambiada",  # codespell:ignore ser
    "Última modificación (entrega)",
    "Última modificación (calificación)",
    "Comentarios de retroalimentación",
]
SPANISH = f"""\
{",".join(SPANISH_HEADINGS)}
"Participante 51","Ada Uno",ada@example.org,"Enviado para calificar",,"100,00",Sí,\
"lunes, 5 de octubre de 2026, 10:00",-,
"Participante 52","Benito  Dos",,"Enviado para calificar","3,00","100,00",Sí,-,-,"Bien, sigue así"
"Participante 59","Zoe Nadie",zoe@example.org,"No entregado","4,00","100,00",Sí,-,-,
"Participante 77","Otra Persona",otra@example.org,"No entregado",,"100,00",Sí,-,-,
"""


@pytest.fixture
def submitted(tmp_path):
    """Files from Moodle, with folders and without; numbers differ between assignments."""
    folder = tmp_path / "submitted"
    write_imported(
        folder,
        [
            imported_row(
                "s001", ASSIGNMENT, f"C-1.zip!Ada Uno_51_assignsubmission_file/{ASSIGNMENT}.ipynb"
            ),
            imported_row(
                "s002",
                ASSIGNMENT,
                f"C-1.zip!Dos_52_assignsubmission_file_{ASSIGNMENT}.ipynb",
            ),
            imported_row("s001", OTHER, f"C-2.zip!Ada Uno_91_assignsubmission_file_/{OTHER}.ipynb"),
            imported_row(
                "s003",
                ASSIGNMENT,
                "C-1.zip!Célia_53_assignsubmission_file/old.ipynb",
                placed=f"{ASSIGNMENT}.earlier-1.ipynb",
            ),
        ],
    )
    return folder


def test_the_import_of_grades_finds_all_by_email(run):
    path, notes = run(MoodleExporter)
    rows = read_rows(path)
    assert rows[0] == ["First name", "Last name", "ID number", "Email address", ASSIGNMENT, OTHER]
    by_email = {row[3]: row for row in rows[1:]}
    assert by_email.keys() == {person[2] for person in PEOPLE.values()}
    assert by_email["benito@example.org"] == [
        "Benito",
        "Dos",
        "1002",
        "benito@example.org",
        "5",
        "",
    ]
    assert by_email["zoe@example.org"][4:] == ["", ""]
    assert [note for note in notes if "map Email address" in note]


def test_nobody_gets_the_marks_of_the_student_below(run, out):
    """Moodle counts a row without the key for the student above it, so there is no such row."""
    enroll(out, {"s002": ("Benito", "Dos", None, "1002"), "s003": ("C", "N", "=x@y.org", "1003")})
    path, notes = run(MoodleExporter)
    rows = read_rows(path)[1:]
    assert all(row[3] for row in rows)
    assert len(rows) == len(PEOPLE) - 2
    assert [note for note in notes if "Left out" in note and "s002; s003" in note]


def test_a_class_without_emails_is_found_by_numbers(run, out):
    enroll(out, {id: (*one[:2], None, one[3]) for id, one in PEOPLE.items()})
    path, notes = run(MoodleExporter)
    assert {row[2] for row in read_rows(path)[1:]} == {one[3] for one in PEOPLE.values()}
    assert [note for note in notes if "map ID number" in note]


def test_a_class_that_moodle_cannot_find_is_refused(run, out):
    enroll(out, dict.fromkeys(PEOPLE, ("A", "B", None, None)))
    with pytest.raises(ExportError, match="roster"):
        run(MoodleExporter)


def moodle_reads(path):
    """Read a worksheet as Moodle does: by the number after a word, and only rows with a grade."""
    rows = read_rows(path)
    identifier, grade = rows[0].index("Identifier"), rows[0].index("Grade")
    assert "Last modified (grade)" in rows[0]
    assert "Feedback comments" not in rows[0]  # an empty one would take away what is there
    return {row[identifier][len("Participant ") :]: row[grade] for row in rows[1:] if row[grade]}


def test_a_worksheet_has_the_numbers_of_its_assignment(run, submitted):
    options = {"submitted": str(submitted)}
    path, notes = run(MoodleWorksheetExporter, assignment=[ASSIGNMENT], **options)
    assert moodle_reads(path) == {"51": "10", "52": "5"}
    row = {row[0]: row for row in read_rows(path)}["Participant 51"]
    assert row[1:7] == ["Ada Uno", "ada@example.org", "Submitted for grading", "10", "10", "Yes"]
    assert row[7:] == ["Monday, 02 March 2026, 12:00 PM", "-"]
    assert [note for note in notes if "s003" in note and "s001" not in note]
    path, _ = run(MoodleWorksheetExporter, assignment=[OTHER], **options)
    assert moodle_reads(path) == {"91": "17"}


def test_a_worksheet_without_any_number_is_refused(run):
    with pytest.raises(ExportError, match="--fill"):
        run(MoodleWorksheetExporter, assignment=[ASSIGNMENT])


def test_a_worksheet_is_for_one_assignment(run, submitted):
    with pytest.raises(ExportError, match="one assignment"):
        run(MoodleWorksheetExporter, submitted=str(submitted))


def test_a_worksheet_of_moodle_is_filled_in(run, tmp_path):
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(SPANISH, encoding="utf-8")
    path, notes = run(MoodleWorksheetExporter, assignment=[ASSIGNMENT], fill=str(sheet))
    before, after = list(csv.reader(io.StringIO(SPANISH))), read_rows(path)
    grades = {row[0]: row[4] for row in after}
    assert grades == {
        "Identificador": "Calificación",
        "Participante 51": "100",  # by the address, out of the points that Moodle has
        "Participante 52": "50",  # by the name
        "Participante 59": "4,00",  # did not hand in here: what is there stays
        "Participante 77": "",
    }
    for row in (*before, *after):
        del row[4]
    assert after == before
    assert [note for note in notes if "not in" in note and "s003; s004" in note]


def test_a_participants_number_goes_before_a_name(run, tmp_path, submitted):
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("Identifier,Full name,Grade\nParticipant 52,Ada Uno,\n", encoding="utf-8")
    options = {"fill": str(sheet), "submitted": str(submitted)}
    path, _ = run(MoodleWorksheetExporter, assignment=[ASSIGNMENT], **options)
    assert read_rows(path)[1][2] == "5"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"Kennung,Bewertung\n1,2\n", "no grading worksheet"),
        (b"PK\x03\x04", "is a workbook or an archive"),
    ],
)
def test_what_is_no_worksheet_is_refused(run, tmp_path, content, says):
    sheet = tmp_path / "sheet.csv"
    sheet.write_bytes(content)
    with pytest.raises(ExportError, match=says):
        run(MoodleWorksheetExporter, assignment=[ASSIGNMENT], fill=str(sheet))


def moodle_finds(name):
    """Find whose feedback a member of a zip is, and what it is called, as Moodle does."""
    parts = name.split("/")
    while parts:
        pieces = parts.pop(0).split("_", 4)
        if len(pieces) < 4 or not pieces[1].isdecimal():
            continue
        rest = pieces[4] if len(pieces) == 5 else ""
        return pieces[1], "/".join([rest, *parts]).strip("/")
    return None


@pytest.mark.parametrize(
    ("source", "member"),
    [
        ("Ada Uno_51_assignsubmission_file/x.ipynb", "Ada Uno_51_assignsubmission_file/p.html"),
        ("Ada Uno_51_assignsubmission_file_/x.ipynb", "Ada Uno_51_assignsubmission_file_/p.html"),
        ("Ada Uno_51_assignsubmission_file_x_y.ipynb", "Ada Uno_51_assignsubmission_file_p.html"),
        ("top/É Ñ_51_assignsubmission_file/in/x.ipynb", "É Ñ_51_assignsubmission_file/p.html"),
        (
            "Participant_51_assignsubmission_file_x.ipynb",
            "Participant_51_assignsubmission_file_p.html",
        ),
    ],
)
def test_feedback_goes_back_into_the_folder_of_the_download(source, member):
    row = Line(source, "s001", ASSIGNMENT)
    assert moodle_member(row, "p.html") == member
    assert participant(row) == "51"
    assert moodle_finds(member) == ("51", "p.html")


@pytest.mark.parametrize("source", ["x.ipynb", "doejane_123_456_x.ipynb", "Ada_one_assignsub/x"])
def test_a_file_of_elsewhere_has_no_folder(source):
    row = Line(source, "s001", ASSIGNMENT)
    assert moodle_member(row, "p.html") is None
    assert participant(row) is None
