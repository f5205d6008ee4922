from __future__ import annotations

from datetime import datetime

from autograde.grading.imported import Line, read_lines
from autograde.importing.record import merge, serial_of, write_lines

AT = datetime(2026, 3, 2, 13, 0, 0, 5)


def test_lines_are_read_as_they_were_written(tmp_path) -> None:
    lines = [
        Line("c.zip!=SUM(A1)_5_1_x.ipynb", "=sum", "01_perceptron", AT, "yes", "2", "a/b/c"),
        Line("c.zip!men\udcfa.ipynb", reason='no, "really"\nnot', lms_id="007", dated=17.0),
    ]
    write_lines(tmp_path / "imported.csv", lines)
    assert read_lines(tmp_path) == lines
    text = (tmp_path / "imported.csv").read_text()
    assert "\n'=sum," in text  # no spreadsheet takes it for a formula
    assert text.startswith('student,assignment,source,received,late,attempt,"placed as",reason,')


def test_lines_of_earlier_imports_stay_and_follow_their_files() -> None:
    before = [
        Line("1.zip!a", "ada", "x", placed="ada/x/x.ipynb"),
        Line("1.zip!b", "bea", "x", placed="bea/x/x.ipynb"),
        Line("1.zip!c", reason="no notebook"),
    ]
    new = [
        Line("2.zip!a", "ada", "x", placed="ada/x/x.ipynb"),
        Line("2.zip!b", "bea", "x", placed="bea/x/x.ipynb"),
        Line("1.zip!c", reason="still none"),
    ]
    moved = {"ada/x/x.ipynb": "ada/x/x.earlier-1.ipynb"}
    merged = {
        (one.source, one.placed, one.reason) for one in merge(before, new, moved, {"bea/x/x.ipynb"})
    }
    assert merged == {
        ("1.zip!a", "ada/x/x.earlier-1.ipynb", ""),
        ("2.zip!a", "ada/x/x.ipynb", ""),
        ("1.zip!b", "", ""),
        ("2.zip!b", "bea/x/x.ipynb", ""),
        ("1.zip!c", "", "still none"),
    }


def test_the_number_of_a_file_of_canvas() -> None:
    assert serial_of("class.zip!sub/uno_5_200_x.ipynb") == 200
    assert serial_of("class.zip!ada/x.ipynb") == 0
