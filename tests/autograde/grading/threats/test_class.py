"""A class of attackers and accidents in one batch, with one honest student (4, 14 to 18)."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import pytest

from autograde.grading.found import Found
from autograde.grading.mark import Marker
from autograde.grading.reading import File, decode, read_notebook
from autograde.grading.recording import page as page_of_student
from autograde.grading.recording.grades import safe
from autograde.grading.running import Sandbox, bubblewrap, launch
from autograde.grading.secret import VARIABLE
from autograde.grading.submissions import Submission
from autograde.grading.worker import mark_file

from . import batch
from .attacks import (
    FULL,
    LIMITS,
    NOTHING,
    PERCEPTRON,
    RIGHT,
    SECRET,
    mark,
    notebook,
    scores,
    with_one,
)
from .batch import FILE, FULL_MARKS, NAMES, NOT_FOLLOWED, UNREADABLE, grade, grades, write_class
from .machine import state_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """The class, marked once."""
    folder = tmp_path_factory.mktemp("class")
    (folder / "secret").write_bytes(b"a secret for tests")
    submitted, out = folder / "submitted", folder / "out"
    write_class(submitted)
    before = state_of(submitted)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(folder / "secret"))
        summary, _ = grade(submitted, out)
        assert state_of(submitted) == before
        assert summary.faults == ()
        yield submitted, out


def _points(out):
    return {student: sum(row.score for row in rows) for student, rows in grades(out).items()}


def test_the_batch_goes_on_and_everyone_is_in_it(marked):
    submitted, out = marked
    found = grades(out)
    assert sorted(found) == sorted(os.listdir(submitted))
    assert {len(rows) for rows in found.values()} == {len(FULL)}
    assert {row.max_score for rows in found.values() for row in rows} == set(FULL.values())


def test_what_can_be_repaired_earns_all(marked):
    points = _points(marked[1])
    assert {student: points[student] for student in FULL_MARKS} == dict.fromkeys(
        FULL_MARKS, sum(FULL.values())
    )


def test_what_cannot_be_read_says_so(marked):
    statuses = {
        student: {row.status for row in rows} for student, rows in grades(marked[1]).items()
    }
    assert all(statuses[student] == {"unreadable"} for student in UNREADABLE)
    assert statuses["nothing"] == {"missing"}
    assert statuses["raises markup"] == {"error", "right"}


@pytest.mark.parametrize(
    ("repair", "without", "damage"),
    [
        ("_padded", lambda content: (content, "utf-8"), lambda text: text.encode("utf-16")),
        ("_first_cells", lambda text: [], lambda text: text[: len(text) * 3 // 4].encode()),
    ],
    ids=["its encoding", "what there is of it"],
)
def test_without_a_look_for_it_a_file_could_not_be_read(
    marker, monkeypatch, repair, without, damage
):
    file = File(damage(batch.text_of()))

    def marked():
        submission = Submission(Path("nowhere"), "s001", PERCEPTRON)
        return mark_file(submission, file, lambda: marker)[0]

    assert scores(marked())["perceptron"] == FULL["perceptron"]
    monkeypatch.setattr(decode, repair, without)
    assert {one.status for one in marked().exercises} == {"unreadable"}


def test_a_truncated_file_is_marked_for_what_is_there(marked):
    rows = {row.exercise: row.status for row in grades(marked[1])["truncated"]}
    assert rows["perceptron"] == "right"
    assert rows["xor"] in ("missing", "unreadable")


def test_no_link_is_followed(marked):
    found = grades(marked[1])
    for student in NOT_FOLLOWED:
        assert {row.status for row in found[student]} <= {"missing", "unreadable"}, student
        assert sum(row.score for row in found[student]) == 0


def test_names_are_exact_and_harmless(marked):
    _, out = marked
    for folder in ("autograded", "feedback"):
        assert set(NAMES.values()) <= set(os.listdir(out / folder))
    with open(out / "grades.csv", encoding="utf-8", newline="") as table:
        text = table.read()
    for name in NAMES.values():
        assert safe(name)[0] not in "=+-@\t\r"
    assert "\n=" not in text
    assert "\n-" not in text
    with closing(sqlite3.connect(out / "gradebook.db")) as gradebook:
        students = {row[0] for row in gradebook.execute("SELECT id FROM student")}
    assert len(students) == len(os.listdir(marked[0]))


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = set()

    def handle_starttag(self, tag, attributes):
        self.found.add(tag)
        self.found.update(name for name, _ in attributes if name.startswith("on"))


def _pages(out):
    for path in sorted((out / "feedback").rglob("*.html")):
        yield path, path.read_text(encoding="utf-8")


def test_a_student_s_text_is_text(marked):
    pages = 0
    for path, text in _pages(marked[1]):
        tags = _Tags()
        tags.feed(text)
        assert not tags.found & {"script", "img", "iframe", "onerror", "onclick"}, path
        assert not set(text) & set("\x00\x1b\u202e"), path
        pages += "&lt;script&gt;" in text
    assert pages >= 2


def test_without_escaping_it_would_be_markup(marker, monkeypatch):
    made = notebook(with_one("perceptron", batch.RAISES))
    result = mark(marker, made)
    reading = read_notebook(made, PERCEPTRON)

    def tags():
        found = _Tags()
        found.feed(page_of_student.make_page(result, reading))
        return found.found

    assert "script" not in tags()
    page_of_student._template.cache_clear()
    monkeypatch.setattr(
        page_of_student,
        "Environment",
        lambda **options: _environment(**{**options, "autoescape": False}),
    )
    try:
        assert "script" in tags()
    finally:
        page_of_student._template.cache_clear()


_environment = page_of_student.Environment


def test_the_same_command_marks_nothing_twice_and_changes_nothing(marked):
    submitted, out = marked
    before = (out / "grades.csv").read_bytes()
    again, _ = grade(submitted, out)
    assert (out / "grades.csv").read_bytes() == before
    assert again.faults == ()
    assert again.unchanged >= len(FULL_MARKS)


@pytest.fixture
def changed(marked):
    """The class, in which one hands in something else meanwhile; return what that one has then."""
    submitted, out = marked
    path = submitted / "kills" / PERCEPTRON / FILE
    own = path.read_text()
    path.write_text(batch.text_of(answers=with_one("xor", "def xor(*args):\n    return 7")))

    def points():
        grade(submitted, out)
        return _points(out)["kills"]

    yield points
    path.write_text(own)
    grade(submitted, out)


def test_marks_of_one_that_changed_are_marked_again(changed):
    assert changed() == sum(FULL.values()) - FULL["xor"]


def test_without_a_look_at_digests_the_old_mark_would_stay(changed, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(Found, "is_settled", lambda self, recorded, out: bool(recorded))
        assert changed() == sum(FULL.values())


# An accident within a notebook (17).
ACCIDENTS = {
    "an exception in cell 2": {"before": "1 / 0"},
    "a syntax error": {"before": "def broken(:"},
    "an import that is not there": {"before": "import nothing_like_this"},
    "a file that is not there": {"before": "open('grades.xlsx')"},
    "a last cell that hangs": {"after": "while True:\n    pass"},
    "input": {"before": "name = input('Your name? ')"},
    "interrupted": {"after": "raise KeyboardInterrupt"},
}


@pytest.mark.parametrize("cells", ACCIDENTS.values(), ids=ACCIDENTS)
def test_an_accident_costs_nothing_but_itself(marker, cells):
    result = mark(marker, notebook(RIGHT, **cells))
    assert scores(result) == FULL
    assert len(result.notes) == 1


_CATCHES = "                problems.append([number, *_describe(error, name)])\n"


@pytest.fixture
def marker_that_stops(tmp_path, monkeypatch):
    """A marker in whose sandbox the first exception ends the notebook."""
    inside = tmp_path / "inside"
    shutil.copytree(bubblewrap.INSIDE, inside, ignore=shutil.ignore_patterns("__pycache__"))
    cells = inside / "cells.py"
    source = cells.read_text()
    assert source.count(_CATCHES) == 1
    cells.write_text(source.replace(_CATCHES, f"{_CATCHES}                break\n"))
    for module in (bubblewrap, launch):
        monkeypatch.setattr(module, "INSIDE", inside)
    with Sandbox(LIMITS) as sandbox:
        yield Marker(sandbox, LIMITS, SECRET)


def test_where_an_exception_ends_the_notebook_an_accident_costs_all(marker_that_stops):
    assert scores(mark(marker_that_stops, notebook(RIGHT))) == FULL
    for accident in ("an exception in cell 2", "a syntax error"):
        assert scores(mark(marker_that_stops, notebook(RIGHT, **ACCIDENTS[accident]))) == NOTHING


def test_cells_in_another_order_count_as_they_run(marker):
    made = notebook(RIGHT)
    made.cells = made.cells[:2] + made.cells[:1:-1]
    assert scores(mark(marker, made)) == FULL


def test_cells_that_are_there_twice_count_once(marker):
    made = notebook(RIGHT)
    made.cells += made.cells[2:]
    assert scores(mark(marker, made)) == FULL


@pytest.mark.parametrize("broken", list(FULL))
def test_a_syntax_error_in_one_exercise_leaves_the_others(marker, broken):
    result = mark(marker, notebook(with_one(broken, f"def {broken}(:\n    pass")))
    earned = scores(result)
    assert earned.pop(broken) == 0
    assert earned == {name: FULL[name] for name in earned}
