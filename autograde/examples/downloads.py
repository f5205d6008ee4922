"""A small made-up class, and what an instructor downloads of its first homework."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import nbformat

from autograde.examples.platforms import (
    Person,
    canvas_gradebook,
    canvas_name,
    moodle_name,
    moodle_participants,
    moodle_worksheet,
    write_archive,
)
from autograde.examples.recipes import PERCEPTRON, example_class
from autograde.examples.sources import named_mistake
from autograde.examples.students import Student
from autograde.examples.write import answered

Files = list[tuple[str, str]]

_NOTEBOOK = f"{PERCEPTRON}.ipynb"
_POINTS = 100.0
_FIRST_FILE = 5001
_MONDAY, _FRIDAY = 2, 6  # of March
_PARTICIPANTS = 2200  # Moodle's numbers are others than Canvas's


@dataclass(frozen=True)
class Member:
    """A student, and what the student hands in.

    Attributes
    ----------
    person : Person
        The student.
    about : str
        What is remarkable.
    like : str
        Whose answers these are in the example class of twelve; empty if nothing is handed in.
    file : str
        What the file is called.
    late : bool
        Whether it came after the date due.
    then : str
        Whose answers are handed in some days later; empty for no others.
    """

    person: Person
    about: str
    like: str
    file: str = _NOTEBOOK
    late: bool = False
    then: str = ""


def _member(
    number: int, first: str, last: str, about: str, like: str, **more: str | bool
) -> Member:
    person = Person(f"s{number:03}", first, last, 100 + number)
    return Member(person, about, like, **more)  # type: ignore[arg-type]


CLASS = (
    _member(1, "Ada", "Uno", "all right", "s001"),
    _member(2, "Bea", "Dos", "all right, in Spanish, by loops and lists", "s002"),
    _member(3, "Cai", "Tres", "makes mistakes that have a name", "s003"),
    _member(4, "Dan", "Cuatro", "half finished; hands in again on Friday", "s004", then="s001"),
    _member(5, "Eva", "Cinco", "hands in late", "tie", late=True, file="Copy of " + _NOTEBOOK),
    _member(6, "Inés", "Seis", "a PDF, and no notebook", "pdf", file="homework 1.pdf"),
    _member(7, "Omar", "Siete", "a file that is cut off", "s007"),
    _member(8, "Zoë", "Ocho", "nothing until Friday, and then late", "", then="s008"),
)


def write_downloads(into: Path, platform: str) -> list[tuple[Path, str]]:
    """Write what a platform gives an instructor.

    Parameters
    ----------
    into : Path
        The folder that gets the files.
    platform : str
        ``"canvas"``, ``"moodle"`` or ``"colab"``.

    Returns
    -------
    list of (Path, str)
        The files, and what each is.
    """
    into.mkdir(parents=True, exist_ok=True)
    return _WRITERS[platform](into)


def _write_canvas(into: Path) -> list[tuple[Path, str]]:
    people = [one.person for one in CLASS]
    written = [
        _write(
            into / "gradebook.csv",
            canvas_gradebook(people, ["Homework 1 (4711)"], _POINTS),
            "Grades → Export",
        )
    ]
    for name, day, about in (
        ("submissions.zip", _MONDAY, "Download Submissions, on Monday"),
        ("submissions-friday.zip", _FRIDAY, "the same on Friday"),
    ):
        write_archive(into / name, _canvas_files(friday=day == _FRIDAY), day)
        written.append((into / name, about))
    return written


def _canvas_files(friday: bool) -> Files:
    """List what is in Canvas's archive: what each has handed in last."""
    files: Files = []
    for file_id, one in enumerate(CLASS, start=_FIRST_FILE):
        if friday and one.then:
            again = one.file if not one.like else one.file.replace(".ipynb", "-1.ipynb")
            name = canvas_name(one.person, file_id + len(CLASS), again, late=True)
            files.append((name, _content(one.then)))
        elif one.like:
            name = canvas_name(one.person, file_id, one.file, one.late)
            files.append((name, _content(one.like)))
    return files


def _write_moodle(into: Path) -> list[tuple[Path, str]]:
    people = [replace(one.person, number=one.person.number + _PARTICIPANTS) for one in CLASS]
    handed = [(one, person) for one, person in zip(CLASS, people, strict=True) if one.like]
    archive = into / "NN101-Homework 1-4711.zip"
    write_archive(
        archive, [(moodle_name(person, one.file), _content(one.like)) for one, person in handed]
    )
    worksheet = moodle_worksheet(people, [person for _one, person in handed], _POINTS)
    return [
        (archive, "Download all submissions"),
        _write(
            into / "courseid_7_participants.csv",
            moodle_participants(people),
            "Participants → Download table data as CSV",
        ),
        _write(into / "Grades-NN101-Homework 1-4711.csv", worksheet, "Download grading worksheet"),
    ]


def _write_colab(into: Path) -> list[tuple[Path, str]]:
    """Write downloads as students mail them, and a roster that says how two of them call them."""
    names = {
        "s001": "01_perceptron Ada Uno.ipynb",
        "s002": "Copia de 01_perceptron (2).ipynb",
        "s003": "cai.tres_01_perceptron.ipynb",
        "s004": "Copy of 01_perceptron.ipynb",
        "s005": "Untitled3.ipynb",
    }
    known_by_name = {"s002": "Copia de 01_perceptron (2).ipynb", "s005": "Untitled3.ipynb"}
    members = [one for one in CLASS if one.person.id in names]
    roster = ["id,first_name,last_name,email,files"]
    for one in members:
        person = one.person
        about = (person.id, person.first_name, person.last_name, person.email)
        roster.append(",".join([*about, known_by_name.get(person.id, "")]))
    files = [
        _write(into / names[one.person.id], _content(one.like), one.person.full_name)
        for one in members
    ]
    return [*files, _write(into / "roster.csv", "\n".join(roster) + "\n", "who is in the class")]


_WRITERS: dict[str, Callable[[Path], list[tuple[Path, str]]]] = {
    "canvas": _write_canvas,
    "moodle": _write_moodle,
    "colab": _write_colab,
}


def _write(path: Path, text: str, about: str) -> tuple[Path, str]:
    path.write_text(text, encoding="utf-8")
    return path, about


@cache
def _students() -> dict[str, Student]:
    return {one.id: one for one in example_class()}


@cache
def _content(like: str) -> str:
    if like == "pdf":
        return "%PDF-1.7\n"
    students = _students()
    if like == "tie":  # all right but for one mistake, which another makes, too
        student = students["s001"]
        tie = {"perceptron": named_mistake(PERCEPTRON, "perceptron", "tie_fires")}
        answers = {PERCEPTRON: student.answers[PERCEPTRON] | tie}
        return nbformat.writes(answered(replace(student, answers=answers), PERCEPTRON)) + "\n"
    student = students[like]
    text = nbformat.writes(answered(student, PERCEPTRON)) + "\n"
    return text[: len(text) // 2] if PERCEPTRON in student.truncated else text
