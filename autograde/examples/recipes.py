"""The twelve students: what each hands in, and what each must score."""

from __future__ import annotations

import importlib
from types import ModuleType

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograde.build.course import name_of, own_chapters
from autograde.examples.sources import Answers, answer, answers_in, reference_answers
from autograde.examples.students import Mark, Slip, Student
from autograde.suite import load_chapter

PERCEPTRON = "01_perceptron"
DROPOUT = "08_dropout"
ASSIGNMENTS = own_chapters()


def example_class() -> list[Student]:
    """Return the twelve."""
    return [*_at_work(), *_by_accident(), *_in_part()]


def _at_work() -> list[Student]:
    half = {assignment: _first_half(assignment) for assignment in ASSIGNMENTS}
    return [
        Student("s001", "all right", _right()),
        Student(
            "s002",
            "all right, in Spanish, by loops and lists",
            {one: answers_in(_module("otherwise", one)) for one in ASSIGNMENTS},
            language="es",
        ),
        _with_slips("s003", "makes mistakes that have a name", "NAMED"),
        Student("s004", "half finished", half, _not_attempted(half)),
        Student(
            "s005",
            "untouched",
            {assignment: {} for assignment in ASSIGNMENTS},
            _not_attempted({}),
        ),
    ]


def _by_accident() -> list[Student]:
    return [
        _with_slips("s006", "a loop that never ends", "ENDLESS"),
        Student("s007", "a file that is not JSON", _right(), truncated=(PERCEPTRON,)),
        Student(
            "s008",
            "a syntax error in one exercise",
            _right(update="def update(x, d, w, b, lr)\n    return w, b"),
            {"update": Mark(0, "error")},
        ),
        Student(
            "s009",
            "an exception in the middle and prints everywhere, but good functions",
            _right(),
            spoil=_interrupt_and_print,
        ),
        Student("s010", "one chapter handed in", {PERCEPTRON: _right()[PERCEPTRON]}),
    ]


def _in_part() -> list[Student]:
    return [
        _with_slips("s011", "wrong functions that later ones call: paid for once", "CALLED_LATER"),
        _with_slips("s012", "changes arguments, and earns some parts only", "IN_PART"),
    ]


def _with_slips(id: str, about: str, kind: str) -> Student:
    slips: dict[str, Slip] = {}
    for assignment in ASSIGNMENTS:
        slips.update(getattr(_module("slips", assignment), kind, {}))
    sources = {name: answer(slip.function, name) for name, slip in slips.items()}
    return Student(id, about, _right(**sources), {name: slip.mark for name, slip in slips.items()})


def _module(kind: str, assignment: str) -> ModuleType:
    return importlib.import_module(f"autograde.examples.{kind}.{name_of(assignment)}")


def _right(**instead: str) -> dict[str, Answers]:
    """Answer everything as the reference does, but for some functions."""
    answers = {assignment: reference_answers("en", assignment) for assignment in ASSIGNMENTS}
    for each in answers.values():
        each.update({name: source for name, source in instead.items() if name in each})
    return answers


def _first_half(assignment: str) -> Answers:
    answers = reference_answers("en", assignment)
    names = list(load_chapter(assignment).exercises)
    return {name: answers[name] for name in names[: (len(names) + 1) // 2]}


def _not_attempted(answers: dict[str, Answers]) -> dict[str, Mark]:
    return {
        name: Mark(0, "not_attempted")
        for assignment in ASSIGNMENTS
        for name in load_chapter(assignment).exercises
        if name not in answers.get(assignment, {})
    }


def _interrupt_and_print(notebook: NotebookNode) -> None:
    """Put an exception in the middle, and print in every cell and every function."""
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = cell.source.replace("\n    ", '\n    print("called")\n    ', 1)
            cell.source += "\n\nimport sys\nprint('defined', file=sys.stderr)"
    middle = len(notebook.cells) // 2
    notebook.cells.insert(middle, new_code_cell("1 / 0", id="scratch"))
