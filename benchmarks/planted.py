"""A drawn class as Canvas would give it to an instructor, and what is odd about it.

Everything odd is planted by name, so that afterwards it can be asked for.
"""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import numpy as np

from autograde.examples.crowd import Handed, draw_class
from autograde.examples.platforms import Person, canvas_gradebook, canvas_name, canvas_text_name
from autograde.suite import load_chapter

_FIRST = (
    *("Ada", "Bea", "Cai", "Dan", "Eva", "Zoë", "Inés", "Íñigo", "Łucja", "Øyvind", "Ágnes"),
    *("Renée", "Omar", "Kofi", "Mei", "Søren", "Ngọc", "Ĝi", "O'Nell", "Ana María"),
)
_LAST = (
    *("Uno", "Dos", "Tres", "Cuatro", "Cinco", "Seis", "Siete", "Ocho", "Nueve", "Diez"),
    *("Ñu", "de la O", "Once-Doce", "Šest", "Dvě"),
)
_FIRST_NUMBER, _FIRST_FILE = 10_001, 900_001
_FIRST_CANVAS_COLUMN = 4711
_DAMAGED = 0.03
# How many of a hundred students, in each assignment.
_SHARES = {"late": 7, "twice": 5, "renamed": 5, "absent": 2, "other": 2}
_RENAMED = ("Copia de {} (1).ipynb", "Copy of {}.ipynb", "Untitled{}.ipynb")
_REASONS = {
    "PDF": "it is no notebook",
    "text": "text typed into Canvas, and no file",
    "link": "a link, and no file",
    "outside": "its name leads out of the archive",
}


@dataclass
class Planted:
    """A class in Canvas's files, and what must come of it.

    Attributes
    ----------
    people : list of Person
        The class.
    archives : list of Path
        One for each assignment.
    gradebook : Path
        What Canvas exports.
    titles : dict of str to str
        By assignment, what Canvas calls it.
    points : float
        What Canvas gives for each of them.
    newest : dict of (str, str) to Handed
        What must be marked, by student and assignment.
    sources : dict of (str, str) to str
        How Canvas calls that file.
    earlier : dict of (str, str) to str
        The digest of what is kept beside it.
    late : set of (str, str)
        Who is late.
    told : dict of str to str
        What cannot be placed, and the reason that must be given.
    """

    people: list[Person]
    archives: list[Path]
    gradebook: Path
    titles: dict[str, str]
    points: float = 50.0
    newest: dict[tuple[str, str], Handed] = field(default_factory=dict)
    sources: dict[tuple[str, str], str] = field(default_factory=dict)
    earlier: dict[tuple[str, str], str] = field(default_factory=dict)
    late: set[tuple[str, str]] = field(default_factory=set)
    told: dict[str, str] = field(default_factory=dict)

    def oddities(self) -> dict[str, int]:
        """Count what is odd."""
        damaged = sum(bool(one.damage) for one in self.newest.values())
        absent = len(self.people) * len(self.titles) - len(self.newest)
        return {
            "late": len(self.late),
            "handed in twice": len(self.earlier),
            "damaged": damaged,
            "not placed": len(self.told),
            "not handed in": absent,
        }


def plant(folder: Path, students: int, assignments: tuple[str, ...], seed: int) -> Planted:
    """Draw a class, and write what Canvas gives of it."""
    rng = np.random.default_rng(seed)
    people = [_person(number, students) for number in range(students)]
    titles = {one: f"Homework {place}" for place, one in enumerate(assignments, start=1)}
    headings = [
        f"{title} ({_FIRST_CANVAS_COLUMN + place})" for place, title in enumerate(titles.values())
    ]
    gradebook = folder / "gradebook.csv"
    planted = Planted(people, [], gradebook, titles)
    gradebook.write_text(canvas_gradebook(people, headings, planted.points), encoding="utf-8")
    handed = {
        (one.student, one.assignment): one
        for one in draw_class(students, assignments, rng, _DAMAGED)
    }
    for place, assignment in enumerate(assignments):
        path = folder / f"submissions-{place + 1}.zip"
        _Archive(path, planted, assignment, rng).write(handed)
        planted.archives.append(path)
    return planted


def digest(text: str) -> str:
    """Return what tells one file from another."""
    return hashlib.sha256(text.encode()).hexdigest()


def _person(number: int, students: int) -> Person:
    """Name somebody; the last has the name of the first."""
    of = 0 if number == students - 1 else number
    first, last = _FIRST[of % len(_FIRST)], _LAST[(of // len(_FIRST)) % len(_LAST)]
    return Person(f"s{number + 1:05}", first, last, _FIRST_NUMBER + number)


class _Archive:
    """What Canvas gives of one assignment."""

    def __init__(
        self, path: Path, planted: Planted, assignment: str, rng: np.random.Generator
    ) -> None:
        self._path = path
        self._planted = planted
        self._assignment = assignment
        self._rng = rng
        order = iter(rng.permutation(len(planted.people)))
        size = len(planted.people)
        self._who = {
            kind: {int(next(order)) for _ in range(max(1, size * share // 100))}
            for kind, share in _SHARES.items()
        }
        self._files = count(_FIRST_FILE + int(rng.integers(1_000_000)))

    def write(self, handed: dict[tuple[str, str], Handed]) -> None:
        with zipfile.ZipFile(self._path, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, person in enumerate(self._planted.people):
                if number in self._who["absent"]:
                    continue
                if number in self._who["other"]:
                    self._add_other(archive, person)
                else:
                    self._add(archive, number, person, handed)

    def _add(
        self,
        archive: zipfile.ZipFile,
        number: int,
        person: Person,
        handed: dict[tuple[str, str], Handed],
    ) -> None:
        key = (person.id, self._assignment)
        late = number in self._who["late"]
        if late:
            self._planted.late.add(key)
        one, file = handed[key], f"{self._assignment}.ipynb"
        if number in self._who["renamed"]:
            pattern = str(self._rng.choice(_RENAMED[:2] if one.damage else _RENAMED))
            file = pattern.format(number if "Untitled" in pattern else self._assignment)
        if number in self._who["twice"]:
            others = (self._planted.people[number - back].id for back in count(1))
            texts = (handed[other, self._assignment].text for other in others)
            before = next(text for text in texts if text != one.text)
            archive.writestr(canvas_name(person, next(self._files), file, late), before)
            self._planted.earlier[key] = digest(before)
            file = file.replace(".ipynb", "-1.ipynb")
        name = canvas_name(person, next(self._files), file, late)
        archive.writestr(name, one.text)
        self._planted.newest[key] = one
        self._planted.sources[key] = name

    def _add_other(self, archive: zipfile.ZipFile, person: Person) -> None:
        """Add what is no notebook."""
        kind = str(self._rng.choice(list(_REASONS)))
        if kind in ("text", "link"):
            name = canvas_text_name(person, kind)
        else:
            name = canvas_name(person, next(self._files), "homework.pdf")
        name = f"../{name}" if kind == "outside" else name
        archive.writestr(name, b"%PDF-1.7")
        self._planted.told[f"{self._path.name}!{name}"] = _REASONS[kind]


def points_of(assignment: str) -> float:
    """Return the points of a chapter."""
    return float(sum(one.points for one in load_chapter(assignment).exercises.values()))
