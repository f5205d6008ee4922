"""What instructors give ``autograde export`` by mistake."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from autograde.cli import app
from autograde.exporting import command
from autograde.exporting.exporter import ExportError
from autograde.exporting.filled import Downloaded, points_in
from autograde.grading.out import GRADES_FILE

GRADEBOOK = (
    "Student,ID,SIS Login ID,Section,Title (1)\n    Points Possible,,,,10\nZoë Uno,5,z,{},\n"
)


@pytest.fixture
def export(out):
    def call(*options):
        return CliRunner().invoke(app, ["export", str(out), "--to", "csv", *map(str, options)])

    return call


def test_the_gradebook_and_the_class_are_never_the_file_of_marks(export, out, tmp_path):
    (tmp_path / "roster.csv").write_text("id\ns001\n")
    (out / GRADES_FILE).write_text("x")
    for path in (out / "gradebook.db", out / GRADES_FILE, tmp_path / "roster.csv"):
        before = path.read_bytes()
        result = export("--into", path, "--submitted", tmp_path)
        assert result.exit_code == 1
        assert f"{path} is not written over" in result.stderr
        assert path.read_bytes() == before


@pytest.mark.parametrize("command", [["similar", "{out}"], ["diff", "{out}", "{out}"]])
def test_nor_are_they_the_table_of_another_command(out, command):
    database = out / "gradebook.db"
    before = database.read_bytes()
    arguments = [one.format(out=out) for one in command]
    result = CliRunner().invoke(app, [*arguments, "--csv", str(database)])
    assert result.exit_code == (2 if command[0] == "diff" else 1)
    assert "is not written over" in result.stderr
    assert database.read_bytes() == before


def test_a_folder_in_the_way_is_named(export, tmp_path):
    (tmp_path / "there").mkdir()
    result = export("--into", tmp_path / "there")
    assert result.exit_code == 1
    assert result.stderr.strip() == f"The export stopped at {tmp_path / 'there'}: Is a directory."
    assert not list(tmp_path.glob(".*"))


def test_stopped_on_the_way(export, out, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "read_marked", stopped)
    result = export("--submitted", out, "--to", "canvas")
    assert result.exit_code == 130
    assert "Stopped. What is listed above is whole" in result.stderr


def test_a_title_of_nothing_is_told(export):
    result = export("--title", "1_perceptron=Homework 1")
    assert result.exit_code == 0
    assert "A title is given for what the gradebook does not have: 1_perceptron." in result.stderr


def test_endless_full_marks(export):
    result = export("--out-of", "inf")
    assert result.exit_code == 1
    assert "Full marks cannot be inf" in result.stderr


@pytest.mark.parametrize(
    "content",
    [
        GRADEBOOK.format("A").encode("cp1252"),
        GRADEBOOK.format("A").encode("utf-16"),
        GRADEBOOK.format("A").replace("\n", "\r").encode(),
        GRADEBOOK.format("A" * 200_000).encode(),
    ],
)
def test_what_programs_make_of_a_gradebook(tmp_path, content):
    path = tmp_path / "gradebook.csv"
    path.write_bytes(content)
    table = Downloaded(path)
    assert [len(row) for row in table.rows] == [5, 5, 5]
    assert table.rows[2][0] == "Zoë Uno"
    assert table.text.count("\n") == 3


def test_a_workbook_is_no_gradebook(tmp_path):
    path = tmp_path / "gradebook.xlsx"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(ExportError, match=r"gradebook\.xlsx is a workbook or an archive"):
        Downloaded(path)


@pytest.mark.parametrize(
    ("cell", "points"),
    [("12.50", 12.5), ("12,50", 12.5), ("1.000,00", 1000), ("1,000.00", 1000), ("inf", None)],
)
def test_points_with_either_comma(cell, points):
    assert points_in(cell) == points
