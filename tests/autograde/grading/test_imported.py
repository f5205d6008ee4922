from datetime import datetime

import pytest

from autograde.grading.imported import ImportedError, Line, read_lines, read_marked

HEADINGS = "student,assignment,source,received,late,attempt,placed as,reason\n"


def write(tmp_path, *rows):
    (tmp_path / "imported.csv").write_text(HEADINGS + "".join(f"{row}\n" for row in rows))


def test_nothing_was_imported(tmp_path):
    assert read_lines(tmp_path) == []


def test_only_what_is_the_submission_now_is_marked(tmp_path):
    write(
        tmp_path,
        "s1,a,sub.zip!x_1_2_a.ipynb,2026-03-02T12:00:00Z,yes,2,s1/a/a.ipynb,",
        "s1,a,sub.zip!x_1_1_a.ipynb,,no,1,s1/a/a.earlier-1.ipynb,",
        "s2,a,C!.zip!D!_5_assignsubmission_file/a.ipynb,,unknown,1,s2/a/a.ipynb,",
        "s3,,sub.zip!notes.txt,,no,1,,no notebook",
        "'=s4,a,folder!x_4_4_a.ipynb,no time,,1,'=s4/a/a.ipynb,",
    )
    found = list(read_marked(tmp_path))
    assert [(one.student, one.name) for one in found] == [
        ("s1", "x_1_2_a.ipynb"),
        ("s2", "D!_5_assignsubmission_file/a.ipynb"),
        ("=s4", "x_4_4_a.ipynb"),
    ]
    assert found[0].received == datetime(2026, 3, 2, 12)
    assert [one.late for one in found] == ["yes", "unknown", "unknown"]
    assert [one.received for one in found[1:]] == [None, None]
    assert len(read_lines(tmp_path)) == 5


def test_what_came_twice_is_one_submission_under_its_last_name(tmp_path):
    (tmp_path / "imported.csv").write_text(
        HEADINGS.replace("reason", "reason,lms_id,dated")
        + "s1,a,friday.zip!x_LATE_1_1_a.ipynb,,yes,1,s1/a/a.ipynb,there already,1,1772791200\n"
        "s1,a,monday.zip!x_1_1_a.ipynb,,no,1,s1/a/a.ipynb,,1,1772445600\n"
        "s2,a,monday.zip!y_2_3_a-1.ipynb,,no,2,s2/a/a.ipynb,,2,1772445600\n"
        "s2,a,monday.zip!y_2_2_a.ipynb,,no,1,s2/a/a.ipynb,the same as …,2,1772445600\n"
    )
    assert [(one.student, one.name) for one in read_marked(tmp_path)] == [
        ("s1", "x_LATE_1_1_a.ipynb"),
        ("s2", "y_2_3_a-1.ipynb"),
    ]


def test_a_name_without_an_archive_is_the_whole():
    assert Line("x.ipynb").name == "x.ipynb"


@pytest.mark.parametrize(
    "content",
    [b"", b"\0\xff" * 5000, b"a,b\n1,2\n", b"PK\x03\x04", HEADINGS.encode() + b's1,a,"x.zip\n'],
)
def test_a_file_that_is_none_is_a_sentence(tmp_path, content):
    (tmp_path / "imported.csv").write_bytes(content)
    with pytest.raises(ImportedError, match=r"imported\.csv.*cannot be read.*Take it away"):
        read_lines(tmp_path)


def test_a_spreadsheet_with_a_decimal_comma_may_have_saved_it(tmp_path):
    row = (
        "s1,01_perceptron,c.zip!año_5_1_x.ipynb,,yes,1,s1/01_perceptron/01_perceptron.ipynb,,5,9\n"
    )
    text = HEADINGS.replace("reason", "reason,lms_id,dated") + row
    (tmp_path / "imported.csv").write_bytes(text.replace(",", ";").encode("cp1252"))
    (line,) = read_lines(tmp_path)
    assert (line.name, line.late, line.lms_id, line.dated) == ("año_5_1_x.ipynb", "yes", "5", 9.0)
