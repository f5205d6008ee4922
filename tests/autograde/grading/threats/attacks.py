"""Notebooks of someone who wants points without work, and how they are marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograde.examples.sources import reference_answers, released
from autograde.grading.mark import Marker
from autograde.grading.reading import read_notebook
from autograde.grading.work import ExerciseResult, Limits, Result
from autograde.suite import load_chapter

PERCEPTRON = "01_perceptron"
SECONDS = 0.5
LIMITS = Limits(case_seconds=SECONDS, memory_mb=400)
SECRET = b"a secret for tests"
WORTHLESS = {
    name: f"def {name}(*args):\n    return None" for name in load_chapter(PERCEPTRON).exercises
}
RIGHT = reference_answers("en", PERCEPTRON)
FULL = {name: one.points for name, one in load_chapter(PERCEPTRON).exercises.items()}
NOTHING = dict.fromkeys(FULL, 0.0)


@dataclass(frozen=True)
class Attack:
    """A way to get points for a `perceptron` that is not written.

    Attributes
    ----------
    id : str
        A short name.
    style : str
        The kind of check that it is made for; see `one_process`.
    cell : str
        What runs before anything else of the student's.
    function : str
        What stands for `perceptron`.
    """

    id: str
    style: str
    cell: str = "pass"
    function: str = WORTHLESS["perceptron"]

    def __str__(self) -> str:
        return self.id

    def notebook(self) -> NotebookNode:
        """Return what is handed in."""
        return notebook({**WORTHLESS, "perceptron": self.function}, before=self.cell)


def notebook(
    answers: Mapping[str, str] = RIGHT, before: str = "", after: str = "", language: str = "en"
) -> NotebookNode:
    """Fill answers in, and put a cell before and after everything of the student's."""
    made = released(language, PERCEPTRON)
    for cell in made.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in answers:
            cell.source = answers[name]
    if before:
        made.cells.insert(2, new_code_cell(before, id="before"))
    if after:
        made.cells.append(new_code_cell(after, id="after"))
    return made


def mark(marker: Marker, handed_in: NotebookNode) -> Result:
    """Read, run and judge."""
    return marker.mark("s001", PERCEPTRON, read_notebook(handed_in, PERCEPTRON))


def scores(result: Result) -> dict[str, float]:
    """Return the points by exercise."""
    return {one.exercise: one.score for one in result.exercises}


def of(result: Result, name: str) -> ExerciseResult:
    """Return what one exercise earned."""
    return next(one for one in result.exercises if one.exercise == name)


def with_one(name: str, source: str) -> dict[str, str]:
    """Return right answers but for one."""
    return {**RIGHT, name: source}


_LOOK_ROUND = (
    "import builtins, gc, os, sys, threading\n"
    "import neurona, numpy as np\n"
    "clean = (\n"
    "    os.listdir('.') == []\n"
    "    and threading.active_count() == 1\n"
    "    and not hasattr(builtins, 'left') and not hasattr(neurona, 'left')\n"
    "    and np.allclose([1], [1]) and not np.allclose([1], [2])\n"
    "    and np.add(1, 1) == 2 and sys.getrecursionlimit() < 10_000\n"
    "    and not any(getattr(one, '__name__', '') == '<lambda>' for one in gc.callbacks)\n"
    ")\n"
    "def perceptron(x, w, b):\n"
    "    return int(w @ x + b > 0) if clean else None"
)


def assert_unharmed(marker: Marker) -> None:
    """The next one in the same warm interpreter finds nothing, and gets what is his."""
    after = mark(marker, notebook(with_one("perceptron", _LOOK_ROUND)))
    assert scores(after) == FULL
    assert after.notes == ()
