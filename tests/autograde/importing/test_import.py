"""Downloads become submissions: who gets what, and what is said of the rest."""

from __future__ import annotations

from datetime import datetime

import pytest

from autograde.grading.roster import students_in
from tests.autograde.importing.samples import (
    ADA,
    CANVAS,
    CANVAS_TYPED,
    EARLIER,
    MOODLE,
    MOODLE_TYPED,
    NAME,
    make_folder,
    make_zip,
    notebook,
)


def test_an_archive_of_canvas(imports, tmp_path) -> None:
    files = {name: notebook(text=name) for name in (*CANVAS, *CANVAS_TYPED)}
    outcome = imports.bring(make_zip(tmp_path / "canvas.zip", files))
    assert outcome.placed == outcome.students == len(CANVAS)
    assert outcome.late == 4
    assert imports.files == {
        f"{id}/01_perceptron/{NAME}": notebook(text=name) for name, (id, *_) in CANVAS.items()
    }
    assert dict(outcome.rejected) == {
        f"canvas.zip!{CANVAS_TYPED[0]}": "text typed into Canvas, and no file",
        f"canvas.zip!{CANVAS_TYPED[1]}": "a link, and no file",
    }
    for name, (id, number, late, *_) in CANVAS.items():
        line = imports.lines[f"canvas.zip!{name}"]
        assert (line.student, line.late, line.lms_id) == (id, late, number)
        assert line.received is None
    numbers = {row["id"]: row["lms_user_id"] for row in students_in(imports.into).rows}
    assert numbers == {id: number for id, number, *_ in CANVAS.values() if number}


def test_an_archive_of_moodle(imports, tmp_path) -> None:
    files = {path: notebook(text=path) for path in (*MOODLE, *MOODLE_TYPED)}
    outcome = imports.bring(make_zip(tmp_path / "moodle.zip", files))
    assert imports.files == {
        f"{id}/01_perceptron/{NAME}": notebook(text=path) for path, (id, *_) in MOODLE.items()
    }
    assert dict(outcome.rejected) == {
        f"moodle.zip!{path}": "text typed into Moodle, and no file" for path in MOODLE_TYPED
    }
    names = {
        row["id"]: f"{row['first_name']} {row['last_name']}".strip()
        for row in students_in(imports.into).rows
    }
    assert names == {id: name for id, name, *_ in MOODLE.values()}
    # A participant's number is one of the assignment. Elsewhere it would be another student's.
    assert not any(row["lms_user_id"] for row in students_in(imports.into).rows)


def test_moodles_number_changes_with_the_assignment_and_the_student_stays(
    imports, tmp_path
) -> None:
    first = {f"Ada Uno_11_assignsubmission_file/{NAME}": notebook()}
    second = {"Ada Uno_77_assignsubmission_file/02_sigmoid.ipynb": notebook("02_sigmoid")}
    imports.bring(make_zip(tmp_path / "1.zip", first), make_zip(tmp_path / "2.zip", second))
    assert set(imports.files) == {
        f"ada-uno-11/01_perceptron/{NAME}",
        "ada-uno-11/02_sigmoid/02_sigmoid.ipynb",
    }


def test_two_people_of_one_name_are_never_one_student(imports, tmp_path) -> None:
    both = {f"Ada Uno_{n}_assignsubmission_file/{NAME}": notebook(text=f"{n}") for n in (11, 12)}
    imports.bring(make_zip(tmp_path / "1.zip", both))
    assert {path.partition("/")[0] for path in imports.files} == {"ada-uno-11", "ada-uno-12"}
    file = "Ada Uno_77_assignsubmission_file/02_sigmoid.ipynb"
    second = make_zip(tmp_path / "2.zip", {file: notebook("02_sigmoid")})
    assert (
        "several students of the roster are called 'Ada Uno'"
        in (imports.reasons(second)[f"2.zip!{file}"])
    )
    # The roster's column `files` settles it.
    roster = imports.into / "roster.csv"
    roster.write_text(roster.read_text().replace("12,Ada,Uno,,,", "12,Ada,Uno,,,Ada Uno_77"))
    assert not imports.reasons(second)
    assert "ada-uno-12/02_sigmoid/02_sigmoid.ipynb" in imports.files


def test_a_roster_with_one_name_does_not_join_two_people(imports, tmp_path) -> None:
    roster = tmp_path / "class.csv"
    roster.write_text("id,first_name,last_name\nada,Ada,Uno\n")
    both = {f"Ada Uno_{n}_assignsubmission_file/{NAME}": notebook(text=f"{n}") for n in (11, 12)}
    reasons = imports.reasons(make_zip(tmp_path / "1.zip", both), roster=roster)
    assert len(reasons) == 2
    assert all("two people (ada-uno-11, ada-uno-12)" in reason for reason in reasons.values())
    assert not imports.files
    assert students_in(imports.into).rows[0]["lms_user_id"] == ""  # nothing wrong was learned
    # Nor do they one after the other.
    one, other = ({path: content} for path, content in both.items())
    assert not imports.reasons(make_zip(tmp_path / "2.zip", one))
    assert imports.reasons(make_zip(tmp_path / "3.zip", other))


def test_blind_marking_never_joins_participants(imports, tmp_path) -> None:
    for number, chapter in ((11, "01_perceptron"), (12, "02_sigmoid")):
        file = {f"Participant_{number}_assignsubmission_file/{chapter}.ipynb": notebook(chapter)}
        imports.bring(make_zip(tmp_path / f"{number}.zip", file))
    assert {path.partition("/")[0] for path in imports.files} == {
        "participant-11", "participant-12",
    }  # fmt: skip


def test_a_roster_gives_the_ids_of_the_university(imports, tmp_path) -> None:
    roster = tmp_path / "class.csv"
    roster.write_text(
        "\ufeffid;first_name;last_name;lms_user_id;section\nau1;Ada;Uno;12345;B\nbd2;Bea;Dos;;A\n"
    )
    files = {
        f"unoada_12345_1_{NAME}": notebook(text="a"),
        f"dosbea_12346_2_{NAME}": notebook(text="b"),
        f"trescai_12347_3_{NAME}": notebook(text="c"),
    }
    imports.bring(make_zip(tmp_path / "canvas.zip", files), roster=roster)
    assert {path.partition("/")[0] for path in imports.files} == {"au1", "bd2", "trescai-12347"}
    rows = {row["id"]: row for row in students_in(imports.into).rows}
    assert rows["bd2"]["lms_user_id"] == "12346"  # learned
    assert rows["au1"]["section"] == "B"  # kept
    assert rows["trescai-12347"]["lms_user_id"] == "12347"


def test_layouts_of_nbgrader(imports, tmp_path) -> None:
    exchange = make_folder(
        tmp_path / "inbound",
        {
            f"ada+01_perceptron+2026-03-02 15:58:23.948203 UTC+cmFuZG9t/{NAME}": notebook(text="1"),
            f"ada+01_perceptron+2026-03-03 09:00:00.000000 UTC+cmFuZG9n/{NAME}": notebook(text="2"),
        },
    )
    submitted = make_folder(
        tmp_path / "submissions",
        {
            f"bea/01_perceptron/{NAME}": notebook(text="3"),
            "bea/01_perceptron/timestamp.txt": b"2026-03-02 08:00:00 America/Bogota\n",
            "bea/01_perceptron/data.csv": b"1,2",
        },
    )
    outcome = imports.bring(exchange, submitted)
    assert dict(outcome.rejected) == {"submissions!bea/01_perceptron/data.csv": "it is no notebook"}
    assert imports.files == {
        ADA: notebook(text="2"),
        EARLIER.format(1): notebook(text="1"),
        "ada/01_perceptron/timestamp.txt": b"2026-03-03 09:00:00 UTC\n",
        f"bea/01_perceptron/{NAME}": notebook(text="3"),
        "bea/01_perceptron/timestamp.txt": b"2026-03-02 13:00:00 UTC\n",
    }
    (received,) = {line.received for line in imports.lines.values() if line.student == "bea"}
    assert received == datetime(2026, 3, 2, 13)


def test_loose_downloads_of_colab_find_their_students_in_the_roster(imports, tmp_path) -> None:
    roster = tmp_path / "class.csv"
    roster.write_text(
        "id,first_name,last_name,email,files\n"
        "ada,Ada,Uno,auno@example.org,Copy of 01_perceptron (3).ipynb; Untitled7\n"
        "bea,Bea,Dos,bdos@example.org,\n"
        "cai,Cai,Tres,,\n"
    )
    downloads = make_folder(
        tmp_path / "Downloads",
        {
            "Copy of 01_perceptron (3).ipynb": notebook(text="1"),
            "Untitled7.ipynb": notebook("02_sigmoid"),
            "bdos_01_perceptron (1).ipynb": notebook(text="3"),
            "01_perceptron - Tres, Cai.ipynb": notebook(text="4"),
            "Bea Dos/02_sigmoid.ipynb": notebook("02_sigmoid", "5"),
            "01_perceptron.ipynb": notebook(text="6"),
            "homework of somebody.ipynb": notebook(says=False),
            "notes.txt": b"",
        },
    )
    reasons = imports.reasons(downloads, roster=roster)
    assert set(imports.files) == {
        ADA,
        "ada/02_sigmoid/02_sigmoid.ipynb",
        f"bea/01_perceptron/{NAME}",
        f"cai/01_perceptron/{NAME}",
        "bea/02_sigmoid/02_sigmoid.ipynb",
    }
    assert "no student of roster.csv has it" in reasons["Downloads!01_perceptron.ipynb"]
    assert "which assignment" in reasons["Downloads!homework of somebody.ipynb"]
    assert reasons["Downloads!notes.txt"] == "it is no notebook"


def test_a_folder_for_each_student_needs_no_roster(imports, tmp_path) -> None:
    folder = make_folder(
        tmp_path / "class",
        {
            "ada/Copy of 01_perceptron.ipynb": notebook(text="1"),
            "bea/01_perceptron (1).ipynb": notebook(text="2"),
            "week 1/01_perceptron_cai.ipynb": notebook(text="3"),
            "week 1/01_perceptron_eva.ipynb": notebook(text="4"),
        },
    )
    reasons = imports.reasons(folder)
    assert set(imports.files) == {ADA, f"bea/01_perceptron/{NAME}"}
    assert len(reasons) == 2
    assert all("no roster says whose" in reason for reason in reasons.values())
    assert not (imports.into / "roster.csv").exists()  # there was nothing to tell


@pytest.mark.parametrize("id", [".hidden", "roster.csv", "x" * 210])
def test_ids_that_are_no_folders(imports, tmp_path, id) -> None:
    source = make_zip(tmp_path / "c.zip", {f"{id}/01_perceptron/{NAME}": notebook()})
    (reason,) = imports.reasons(source).values()
    assert "cannot be the name of a student's folder" in reason


def test_the_system_may_be_said(imports, tmp_path) -> None:
    source = make_zip(tmp_path / "c.zip", {f"ada/01_perceptron/uno_5_200_{NAME}": notebook()})
    assert not imports.reasons(source, system="folder")
    assert set(imports.files) == {ADA}
    (reason,) = imports.reasons(source, system="moodle").values()
    assert reason == "its name is not one that Moodle gives"


def test_what_is_unreadable_still_reaches_its_student(imports, tmp_path) -> None:
    imports.bring(make_zip(tmp_path / "c.zip", {ADA: b"<html>Sign in"}))
    assert imports.files == {ADA: b"<html>Sign in"}


def test_what_says_nothing_is_for_what_the_rest_of_a_platforms_archive_is(
    imports, tmp_path
) -> None:
    files = {f"uno_5_1_{NAME}": notebook(), "dos_6_2_tarea.ipynb": b"not JSON"}
    assert not imports.reasons(make_zip(tmp_path / "c.zip", files))
    assert f"dos-6/01_perceptron/{NAME}" in imports.files
    assert "rest of the archive" in imports.lines["c.zip!dos_6_2_tarea.ipynb"].reason
    files["tres_7_3_02_sigmoid.ipynb"] = notebook("02_sigmoid")
    files["cuatro_8_4_tarea.ipynb"] = b"not JSON"
    reasons = imports.reasons(make_zip(tmp_path / "d.zip", files))
    assert set(reasons) == {"d.zip!cuatro_8_4_tarea.ipynb", "d.zip!dos_6_2_tarea.ipynb"}
