"""An instructor's day with a class of 300: from Canvas's archives to its gradebook, step by step.

The class is drawn, and what Canvas would give of it is written: an archive for each assignment,
with late and repeated submissions, damaged files and such as cannot be placed, and the gradebook.
Then the commands are called that docs/instructors.md shows. At the end every mark in the file for
Canvas is held against nbgrader's gradebook, and everything odd against what was told.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook

from autograde.grading.imported import read_lines
from autograde.grading.recording import read_csv
from autograde.grading.secret import VARIABLE
from autograde.reports.recorded import Gradebook as Recordings
from benchmarks.planted import Planted, digest, plant, points_of

RESULTS = Path(__file__).parent / "results" / "class_day.json"
STUDENTS = 300
ASSIGNMENTS = ("01_perceptron", "08_dropout")
SEED = 6
WORKERS = 2
PROGRAMS = Path(sys.executable).parent
_HARMLESS = ("", "stripped", "doubled")  # nothing is lost: it must be marked, and need not be told
_NEAR = 1e-4  # the export has five decimals


@dataclass(frozen=True)
class Step:
    """A command that was called.

    Attributes
    ----------
    name : str
        What it does.
    seconds : float
        How long it took.
    said : str
        What it printed.
    """

    name: str
    seconds: float
    said: str


def main() -> int:
    """Go through the day, print how long each step took, and say whether all is right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=STUDENTS)
    parser.add_argument("--assignments", nargs="+", default=ASSIGNMENTS)
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        day = Day(Path(scratch), chosen.students, tuple(chosen.assignments), chosen.seed)
        steps = list(day.steps())
        problems = list(day.problems(steps))
    oddities = day.planted.oddities()
    _print(steps, day.planted)
    for problem in problems:
        print(problem)
    figures = {
        "about": {
            "python": platform.python_version(),
            "processors": os.cpu_count(),
            "students": chosen.students,
            "assignments": list(chosen.assignments),
            "submissions": len(day.planted.newest),
            "workers": WORKERS,
            "seed": chosen.seed,
            "odd": oddities,
        },
        "steps": [{"step": one.name, "seconds": one.seconds} for one in steps],
        "problems": problems,
    }
    RESULTS.write_text(json.dumps(figures, indent=1) + "\n")
    return 1 if problems else 0


class Day:
    """A class, and the folder in which its instructor works."""

    def __init__(
        self, folder: Path, students: int, assignments: tuple[str, ...], seed: int
    ) -> None:
        self.folder = folder
        self.planted = plant(folder, students, assignments, seed)
        self._submitted, self._out = folder / "submitted", folder / "graded"
        self._canvas = self._out / "export" / "canvas.csv"

    def steps(self) -> Iterator[Step]:
        """Call the commands, one after the other."""
        planted, out = self.planted, self._out
        grade = ["grade", self._submitted, "--to", out, "--workers", WORKERS, "--require-sandbox"]
        roster = ["--roster", planted.gradebook]
        # 1 means that something could not be placed.
        bring = ["import", *planted.archives, "--into", self._submitted, *roster]
        yield self._call("import", *bring, code=1 if planted.told else 0)
        yield self._call("grade", *grade)
        yield self._call("grade again, nothing new", *grade)
        yield self._call("report, both languages", "report", out)
        titles = [f"--title={one}={title}" for one, title in planted.titles.items()]
        fill = ["--fill", planted.gradebook, "--submitted", self._submitted]
        yield self._call(
            "Canvas file and feedback", "export", out, "--to", "canvas", *fill, *titles
        )

    def problems(self, steps: list[Step]) -> Iterator[str]:
        """List all that is not as it must be."""
        yield from self._import_problems(steps[0].said)
        yield from self._mark_problems()
        yield from self._told_problems()
        yield from self._feedback_problems()

    def _call(self, name: str, *arguments: object, code: int = 0) -> Step:
        began = time.perf_counter()
        done = subprocess.run(
            [PROGRAMS / "autograde", *map(str, arguments)],
            env={**os.environ, VARIABLE: str(self.folder / "secret")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        seconds = time.perf_counter() - began
        if done.returncode != code:
            raise RuntimeError(f"{name} ended with {done.returncode}:\n{done.stdout}")
        return Step(name, seconds, done.stdout)

    def _import_problems(self, said: str) -> Iterator[str]:
        planted = self.planted
        lines = {line.rpartition(": ")[0]: line.rpartition(": ")[2] for line in said.splitlines()}
        for source, reason in planted.told.items():
            if lines.get(source) != f"{reason}.":
                yield f"not told as {reason!r}: {source}"
        marked = {
            (one.student, one.assignment): one
            for one in read_lines(self._submitted)
            if one.is_marked
        }
        if wrong := marked.keys() ^ planted.newest.keys():
            yield f"{len(wrong)} submissions are not where they belong"
        for key, handed in planted.newest.items():
            place = self._submitted / key[0] / key[1]
            if digest((place / f"{key[1]}.ipynb").read_text("utf-8")) != digest(handed.text):
                yield f"{key}: what is marked is not the newest"
            earlier = place / f"{key[1]}.earlier-1.ipynb"
            kept = digest(earlier.read_text("utf-8")) if earlier.exists() else None
            if kept != planted.earlier.get(key):
                yield f"{key}: what is kept is not the earlier file"
            if marked[key].late != ("yes" if key in planted.late else "no"):
                yield f"{key}: {marked[key].late} is not whether it is late"

    def _mark_problems(self) -> Iterator[str]:
        """Hold Canvas's file against the gradebook, and the gradebook against the table."""
        planted = self.planted
        table: dict[tuple[str, str], float] = {}
        for one in read_csv(self._out / "grades.csv"):
            key = (one.student, one.assignment)
            table[key] = table.get(key, 0.0) + one.score
        scores = {}
        with Gradebook(f"sqlite:///{self._out / 'gradebook.db'}") as gradebook:
            for assignment in planted.titles:
                for work in gradebook.assignment_submissions(assignment):
                    scores[work.student.id, assignment] = work.score
        if wrong := scores.keys() ^ planted.newest.keys():
            yield f"{len(wrong)} submissions too many or too few in the gradebook"
        for key, cell in self._cells().items():
            if key not in scores:
                if cell:
                    yield f"{key} did not hand in, and has {cell} in Canvas's file"
                continue
            mark = scores[key]
            if not cell or not _near(float(cell), mark * planted.points / points_of(key[1])):
                yield f"{key}: {cell!r} in Canvas's file, {mark} in the gradebook"
            if not _near(mark, table[key]):
                yield f"{key}: {mark} in the gradebook, {table[key]} in the table"

    def _cells(self) -> dict[tuple[str, str], str]:
        """Read what the file for Canvas has, by student and assignment."""
        with self._canvas.open(newline="", encoding="utf-8") as file:
            rows = {row["ID"]: row for row in csv.DictReader(file)}
        headings = {
            assignment: next(one for one in rows[""] if one.startswith(f"{title} ("))
            for assignment, title in self.planted.titles.items()
        }
        return {
            (person.id, assignment): rows[str(person.number)][heading]
            for person in self.planted.people
            for assignment, heading in headings.items()
        }

    def _told_problems(self) -> Iterator[str]:
        """Ask for every damaged file, and for everybody who has not handed in."""
        planted = self.planted
        people = [one.id for one in planted.people]
        with Recordings(self._out) as book:
            found = {
                (one.student, one.assignment): one
                for one in book.read(people, list(planted.titles))
            }
        for key in ((id, one) for id in people for one in planted.titles):
            handed, recorded = planted.newest.get(key), found.get(key)
            if recorded is None:
                yield f"{key}: nothing is recorded"
            elif (handed is None) != (recorded.failure == "missing"):
                yield f"{key}: {recorded.failure or 'marked'} is not what was handed in"
            elif handed is None:
                continue
            elif handed.damage in _HARMLESS and recorded.failure:
                yield f"{key}: {recorded.failure}, though the file is {handed.damage or 'sound'}"
            elif handed.damage not in _HARMLESS and not (recorded.notes or recorded.failure):
                yield f"{key}: nobody is told that the file is {handed.damage}"
        for name in ("report.html", "report.es.html"):
            text = (self._out / name).read_text("utf-8")
            absent = {
                id
                for id in people
                if all((id, one) not in planted.newest for one in planted.titles)
            }
            yield from (f"{name} does not name {id}" for id in sorted(absent) if id not in text)

    def _feedback_problems(self) -> Iterator[str]:
        """See that each file gets an answer under its own name."""
        for assignment in self.planted.titles:
            path = self._canvas.with_name(f"canvas-feedback-{assignment}.zip")
            with zipfile.ZipFile(path) as archive:
                names = set(archive.namelist())
            wanted = {name for key, name in self.planted.sources.items() if key[1] == assignment}
            if names != wanted:
                yield f"{path.name}: {len(names ^ wanted)} files too many or too few"


def _near(one: float, other: float) -> bool:
    return abs(one - other) < _NEAR


def _print(steps: list[Step], planted: Planted) -> None:
    submissions = len(planted.newest)
    print(f"{len(planted.people)} students, {submissions} submissions; ", end="")
    print(", ".join(f"{count} {kind}" for kind, count in planted.oddities().items()))
    print(f"{'step':28} {'seconds':>8} {'ms a submission':>16}")
    for one in steps:
        print(f"{one.name:28} {one.seconds:8.1f} {1000 * one.seconds / submissions:16.0f}")
    print(f"{'the day':28} {sum(one.seconds for one in steps):8.1f}")


if __name__ == "__main__":
    sys.exit(main())
