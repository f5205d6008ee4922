import csv
import io
import zipfile

import pytest

from autograde.exporting.files import harmless, table_text, write_text, write_zip


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+SUM(A1)", "'+SUM(A1)"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1+1", "'=1+1"),
        ("\t=1+1", "'=1+1"),
        ("＝1+1", "'＝1+1"),
        ("'quoted", "''quoted"),
    ],
)
def test_what_a_spreadsheet_takes_for_a_formula_is_text(cell, written):
    assert harmless(cell) == written


@pytest.mark.parametrize(
    "cell", ["", "-", "-1.5", "+3", "8,50", "Ada Uno", "    Points Possible", "a@b.example", "O'B"]
)
def test_all_else_is_written_as_it_is(cell):
    assert harmless(cell) == cell


def test_a_table_is_read_back():
    rows = [["a", 'say "hi"'], ["two, three", "four\nfive"], ["", "ñ;"]]
    for delimiter in ",;":
        text = table_text(rows, delimiter, "\r\n")
        assert list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)) == rows


def test_a_zip_depends_on_its_content_alone(tmp_path):
    source = tmp_path / "page.html"
    source.write_text("<p>ñ")
    members = [("Ñame_1_x/b.html", source), ("a.ipynb", b"{}")]
    write_zip(tmp_path / "deep" / "1.zip", members)
    source.touch()
    write_zip(tmp_path / "2.zip", members[::-1])
    assert (tmp_path / "deep" / "1.zip").read_bytes() == (tmp_path / "2.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "2.zip") as archive:
        assert archive.namelist() == ["a.ipynb", "Ñame_1_x/b.html"]
        assert archive.read("Ñame_1_x/b.html").decode() == "<p>ñ"


def test_a_failure_leaves_the_file_that_was_there(tmp_path):
    path = tmp_path / "marks.zip"
    write_text(path, "before")
    with pytest.raises(FileNotFoundError):
        write_zip(path, [("a", tmp_path / "not there")])
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]
