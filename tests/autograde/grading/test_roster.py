from __future__ import annotations

import pytest

from autograde.grading.roster import RosterError, read_roster, students_in


@pytest.mark.parametrize(
    "content",
    [
        b"id,last_name\nada,Uno\n",
        b"\xef\xbb\xbfid;last_name\r\nada;Uno\r\n",
        b"ID\tLast_Name\nada\tUno",
        b'"id", "last_name"\n"ada","Uno"\n,nobody\n',
    ],
)
def test_a_roster_as_spreadsheets_write_it(tmp_path, content) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(content)
    (row,) = students_in(tmp_path).rows
    assert (row["id"], row["last_name"]) == ("ada", "Uno")


def test_letters_of_windows(tmp_path) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes("id,first_name\nzoe,Zoë\n".encode("cp1252"))
    assert read_roster(path).rows[0]["first_name"] == "Zoë"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no column `id`"),
        ("name\nAda\n", "no column `id`"),
        ("id\nada\nada\n", "has the id ada 2 times"),
        ("id\n../ada\n", "cannot be the name of a folder"),
        ('id\n"ada\n', "not a CSV file"),
    ],
)
def test_what_is_no_roster(tmp_path, content, said) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(content)
    with pytest.raises(RosterError, match=said):
        read_roster(path)


def test_no_roster_is_an_empty_one(tmp_path) -> None:
    assert students_in(tmp_path).rows == ()
    with pytest.raises(RosterError, match="cannot be read"):
        read_roster(tmp_path / "roster.csv")
