"""Classes of students who write in ways of their own, and copies among them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np

from autograde.examples import crowd
from autograde.likeness.find import Findings, find
from tests.autograde.likeness.disguise import disguised
from tests.autograde.likeness.honest import Student


@cache
def released(language: str, assignment: str) -> str:
    return crowd._released(language, assignment)


def own_of(notebook):
    """The cells that a student wrote something in."""
    return [
        cell
        for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
        or str(cell.get("id", "")).startswith("own")
    ]


def written(student: Student, language: str, assignment: str) -> str:
    """Draw a notebook of a student."""
    answers = crowd._draw_answers(assignment, language, student.rng)
    notebook = json.loads(released(language, assignment))
    for cell in notebook["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if name in answers:
            cell["source"] = student.write(answers[name])
    for number, source in enumerate(student.own_cells(list(answers))):
        own = {"cell_type": "code", "id": f"own-{number}", "metadata": {}, "outputs": []}
        place = int(student.rng.integers(1, len(notebook["cells"])))
        notebook["cells"].insert(place, own | {"execution_count": None, "source": source})
    return json.dumps(notebook)


class Classroom:
    """A folder of repaired notebooks, as marking leaves them."""

    def __init__(self, out: Path, assignments: tuple[str, ...]) -> None:
        self.out, self.assignments = out, assignments
        self.students: list[str] = []

    def path(self, student: str, assignment: str) -> Path:
        return self.out / "autograded" / student / assignment / f"{assignment}.ipynb"

    def put(self, student: str, assignment: str, text: str) -> None:
        path = self.path(student, assignment)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
        if student not in self.students:
            self.students.append(student)

    def fill(self, students: int, seed: int) -> None:
        """Draw honest students."""
        for number in range(students):
            rng = np.random.default_rng([seed, number])
            student = Student(rng)
            language = ("en", "es")[int(rng.integers(2))]
            for assignment in self.assignments:
                self.put(f"s{number:04}", assignment, written(student, language, assignment))

    def copy(self, source: str, to: str, disguise: str, seed: int, assignments=None) -> None:
        """Let a student hand in another's work in disguise."""
        rng = np.random.default_rng(seed)
        for assignment in assignments or self.assignments:
            text = self.path(source, assignment).read_text(encoding="utf-8")
            self.put(to, assignment, disguised(text, own_of, disguise, rng))

    def find(self, **options) -> Findings:
        return find(self.out, sorted(self.students), self.assignments, **options)


def couples(findings: Findings) -> list[tuple[str, str]]:
    return [(one.first, one.second) for one in findings.pairs]
