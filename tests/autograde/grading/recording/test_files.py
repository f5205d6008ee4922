from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbgrader.utils import determine_grade, is_grade

from autograde.grading.recording import Recorder, write_files
from autograde.grading.recording.page import make_page
from tests.autograde.grading.recording.made import (
    ASSIGNMENT,
    POINTS,
    reading,
    released,
    result,
    unreadable,
)
from tests.autograde.grading.recording.test_gradebook import ODD_NAMES

HOSTILE = "<script>alert(1)</script>\u202e\x1b[2J\x00\ud800" + "x" * 100_000


def notebook_of(out, student="s001"):
    return out / "autograded" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"


def page_of(out, student="s001"):
    return out / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html"


def files(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nbgrader_reads_the_marks_from_the_notebook(tmp_path):
    write_files(result("s001"), reading(), tmp_path)
    notebook = nbformat.read(notebook_of(tmp_path), as_version=4)
    nbformat.validate(notebook)
    grades = {
        cell.metadata.nbgrader.grade_id: determine_grade(cell)
        for cell in notebook.cells
        if is_grade(cell)
    }
    assert grades == {f"check_{name}": (one / 2, one) for name, one in POINTS.items()}
    assert "update: look again" in notebook_of(tmp_path).read_text()


def test_what_was_repaired_stands_on_top(tmp_path):
    write_files(result("s001", notes=("Cell 3: <b>gone</b>\n\n# x",)), reading(), tmp_path)
    notebook = nbformat.read(notebook_of(tmp_path), as_version=4)
    nbformat.validate(notebook)
    assert "Cell 3: &lt;b&gt;gone&lt;/b&gt; # x" in notebook.cells[0].source
    assert len(notebook.cells) == len(released()["cells"]) + 1


def test_two_runs_write_the_same_bytes(tmp_path):
    write_files(result("s001"), reading(), tmp_path)
    before = files(tmp_path)
    write_files(result("s001", seconds=1.25), reading(), tmp_path)
    assert files(tmp_path) == before
    assert len(before) == 2


@pytest.mark.parametrize("name", [*ODD_NAMES, "a\nb", "x" * 255], ids=ascii)
def test_a_folder_has_exactly_the_students_name(tmp_path, name):
    if len(os.fsencode(name)) > 255:
        pytest.skip("no file system here has such a name")
    write_files(result(name), reading(), tmp_path)
    for folder in ("autograded", "feedback"):
        assert os.listdir(tmp_path / folder) == [name]
    page_of(tmp_path, name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["..", ".", "", "a/b", "../../x", "a\0b"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match="no name of a folder"):
        write_files(result(name), reading(), tmp_path / "out")
    assert not list(tmp_path.rglob("*.html"))


def test_no_link_is_followed(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / ASSIGNMENT).mkdir(parents=True)
    precious = elsewhere / "precious"
    precious.write_text("as it was")
    out = tmp_path / "out"
    notebook_of(out).parent.mkdir(parents=True)
    notebook_of(out).symlink_to(precious)
    notebook_of(out).with_name(f".{ASSIGNMENT}.ipynb.part").symlink_to(precious)
    (out / "feedback").mkdir()
    (out / "feedback" / "s001").symlink_to(elsewhere)
    write_files(result("s001"), reading(), out)
    assert precious.read_text() == "as it was"
    assert list((elsewhere / ASSIGNMENT).iterdir()) == []
    assert page_of(out).is_file()
    assert not notebook_of(out).is_symlink()


def test_what_an_earlier_run_left_behind_goes(tmp_path):
    write_files(result("s001"), reading(), tmp_path)
    (page_of(tmp_path).parent / f".{ASSIGNMENT}.html.part").write_text("half")
    write_files(unreadable("s001"), None, tmp_path)
    assert list(files(tmp_path)) == [page_of(tmp_path)]
    write_files(unreadable("s001", "missing"), None, tmp_path)
    assert files(tmp_path) == {}


def test_a_missing_submission_gets_nothing(tmp_path):
    write_files(unreadable("s001", "missing"), None, tmp_path)
    assert list(tmp_path.iterdir()) == []


class Outline(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.text = [], [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data


def test_the_page_shows_marks_notes_and_the_students_own_code():
    page = Outline(make_page(result("s001", notes=("Cell 3 was gone.",)), reading()))
    for words in ("5 of 10 points", "Cell 3 was gone.", "update: look again", "return x"):
        assert words in page.text
    assert page.text.count("return x") == 1
    assert "Your code in cell 7 is shown under perceptron." in page.text
    assert [tag for tag in page.tags if re.fullmatch("h[1-6]", tag)][:2] == ["h1", "h2"]


def test_what_a_student_wrote_is_text():
    given = result(HOSTILE[:200], notes=(HOSTILE,))
    page = make_page(given, reading(source=HOSTILE))
    honest = make_page(result("s001", notes=("a",)), reading(source="a = 1\n" * 1000))
    assert Outline(page).tags == Outline(honest).tags
    assert not re.search(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page
    )
    assert "[U+202E][U+001B][2J[U+0000][U+D800]" in page
    assert len(page.encode()) < 40_000
    assert "only its beginning is shown" in page


def test_the_page_allows_nothing_but_its_own_style():
    page = Outline(make_page(result("s001"), reading()))
    policy = dict(page.attributes)["content"]
    policies = [value for name, value in page.attributes if "default-src" in str(value)]
    assert len(policies) == 1, policy
    assert policies[0].startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert not {"script", "link", "img", "iframe", "form"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on") or name == "src"]


def test_the_page_speaks_the_submissions_language(tmp_path):
    write_files(result("s001", language="es"), reading(language="es"), tmp_path)
    page = page_of(tmp_path).read_text(encoding="utf-8")
    assert '<html lang="es">' in page
    assert "Tu código, en la celda 7" in page
    assert "5 de 10 puntos" in page


def test_an_unreadable_submission_is_told_why_and_what_to_do():
    page = Outline(make_page(unreadable("s001"), None))
    assert "It is not JSON." in page.text
    assert "save it as .ipynb" in page.text
    assert "section" not in page.tags


def test_nbgraders_own_commands_work_on_the_results(tmp_path):
    students = ["s001", "s002"]
    with Recorder(tmp_path, None, [ASSIGNMENT]) as recorder:
        for student in students:
            given = replace(result(student, notes=("A note.",)))
            write_files(given, reading(), tmp_path)
            recorder.record(given, "1")
    environment = os.environ | {"HOME": str(tmp_path / "home")}
    (tmp_path / "home").mkdir()
    programs = Path(sys.executable).parent
    environment["PATH"] = f"{programs}:{environment['PATH']}"
    for command in (["generate_feedback", ASSIGNMENT, "--force"], ["export"], ["db", "upgrade"]):
        subprocess.run(
            [programs / "nbgrader", *command],
            cwd=tmp_path,
            env=environment,
            check=True,
            capture_output=True,
        )
    with (tmp_path / "grades.csv").open(newline="") as file:
        rows = [(row["student_id"], row["score"], row["max_score"]) for row in csv.DictReader(file)]
    assert rows == [(student, "5.0", "10.0") for student in students]
    page = page_of(tmp_path).read_text(encoding="utf-8")
    assert "Score: 5.0 / 10.0" in re.sub(r"\s+", " ", page)
    assert "update: look again" in page
