"""Tables as programs write them, and what is none."""

from __future__ import annotations

import pytest

from autograde.grading.roster import NAMES, RosterError, read_roster, students_in

TEXT = "id,first_name,last_name\ns001,Zoë,Uno\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-8-sig"),
        TEXT.encode("cp1252"),
        TEXT.encode("utf-16"),
        TEXT.replace(",", "\t").encode("utf-16"),
        ("sep=;\r\n" + TEXT.replace(",", ";")).encode(),
        ("\n  \n" + TEXT).encode(),
        TEXT.replace("\n", "\r").encode(),
    ],
)
def test_what_programs_make_of_one_table(tmp_path, content):
    path = tmp_path / "class.csv"
    path.write_bytes(content)
    (row,) = read_roster(path).rows
    assert [row[name] for name in ("id", "first_name", "last_name")] == ["s001", "Zoë", "Uno"]


@pytest.mark.parametrize("odd", "\v\f\x1c\x85\u2028")
def test_no_other_control_character_ends_a_line(tmp_path, odd):
    path = tmp_path / "class.csv"
    path.write_text(TEXT.replace("Zoë", f"Zoë{odd}Ana"), encoding="utf-8", newline="")
    (row,) = read_roster(path).rows
    assert row["first_name"] == f"Zoë{odd}Ana"
    assert row["last_name"] == "Uno"


def test_a_long_cell_is_a_cell(tmp_path):
    path = tmp_path / "class.csv"
    path.write_text(TEXT + "s002,Ana," + "x" * 200_000 + "\n", encoding="utf-8")
    assert [len(row["last_name"]) for row in read_roster(path).rows] == [3, 200_000]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04" + bytes(300_000), "workbook or an archive. Save it as CSV"),
        (b'{"cells": [' + b"1, " * 100_000 + b"]}", "no column `id`"),
        (bytes(200_000), "no column `id`"),
        (b'id\ns001\n\n"s002\ns003\n', "begins in line 4"),
    ],
)
def test_what_is_no_table_is_a_sentence(tmp_path, content, said):
    path = tmp_path / "class.csv"
    path.write_bytes(content)
    with pytest.raises(RosterError, match=said):
        read_roster(path)


def test_columns_that_are_not_there_are_empty(tmp_path):
    (tmp_path / "roster.csv").write_text("id\ns001\n")
    (row,) = students_in(tmp_path).rows
    assert {row[name] for name in (*NAMES, "files")} == {""}
