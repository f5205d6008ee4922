"""What a page shows, taken from the picture of a class: in the language in use, and cut to size."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from autograde.grading.recording.reading import Recorded
from autograde.grading.recording.visible import visible
from autograde.grading.words import _
from autograde.reports import words
from autograde.reports.notes import title
from autograde.reports.people import People, Person
from autograde.reports.picture import (
    OUTCOMES,
    SLOW_SECONDS,
    ExerciseTally,
    Found,
    Picture,
    outcome_of,
    share_of,
)

MOST_NAMES = 60
"""How many students are named at one place."""

MOST_STUDENTS = 400
"""Up to how many students a page shows each one's progress."""

FURTHEST_BEHIND = 100
"""How many it shows of a larger class."""

_LONGEST_SENTENCE = 300


@dataclass(frozen=True)
class Entry:
    """Somebody, and perhaps where and why.

    Attributes
    ----------
    person : Person
        Who.
    where : str
        The assignment or the exercise.
    sentence : str
        Why.
    language : str
        The language of a sentence that is not in the page's own.
    """

    person: Person
    where: str = ""
    sentence: str = ""
    language: str = ""


@dataclass(frozen=True)
class Group:
    """Several of a kind.

    Attributes
    ----------
    title : str
        What they have in common.
    count : int
        How many there are.
    entries : list of Entry
        As many as are shown.
    more : int
        How many entries are not.
    """

    title: str
    count: int
    entries: list[Entry]
    more: int = 0


@dataclass(frozen=True)
class ShownMistake:
    """A named mistake.

    Attributes
    ----------
    exercise, assignment, id : str
        Where it is made, and its name in ``grades.csv``.
    count, of : int
        How many made it, and of how many whose notebooks could be read.
    says, hint : str
        What it is, and what helps.
    who : Group
        Those who made it.
    """

    exercise: str
    assignment: str
    id: str
    count: int
    of: int
    says: str
    hint: str
    who: Group


@dataclass(frozen=True)
class Step:
    """A student's progress in one chapter.

    Attributes
    ----------
    assignment : str
        The chapter.
    share : float or None
        What part of the points was earned; None if there is no notebook that can be read.
    points : str
        Points, or why there are none.
    link : str
        The address of the student's feedback; empty if there is none, or it would tell a name.
    trouble : list of pair of str
        The exercises that are not right, each with the reason.
    """

    assignment: str
    share: float | None
    points: str
    link: str
    trouble: list[tuple[str, str]]


@dataclass(frozen=True)
class ShownStudent:
    """A student's progress.

    Attributes
    ----------
    person : Person
        Who.
    total : float
        What part of all points was earned.
    steps : list of Step
        Chapter by chapter.
    """

    person: Person
    total: float
    steps: list[Step]


class View:
    """What a page shows of a class.

    Parameters
    ----------
    picture : Picture
        The class.
    people : People
        How students are called.
    read : callable
        Reads what is recorded of some students, in their order.
    """

    def __init__(
        self,
        picture: Picture,
        people: People,
        read: Callable[[Sequence[str]], Iterable[Recorded]],
    ) -> None:
        self.picture = picture
        self.people = people
        self._read = read

    def mistakes(self) -> list[ShownMistake]:
        """List the named mistakes, most common first."""
        return [
            ShownMistake(
                one.exercise,
                one.assignment,
                one.id,
                len(one.students),
                len(self.picture.exercises[one.assignment, one.exercise].shares),
                words.says(one.exercise, one.id),
                words.hint(one.exercise, one.id),
                self.group(one.students),
            )
            for one in self.picture.mistakes()
        ]

    def unnamed(self) -> list[ExerciseTally]:
        """List exercises with wrong answers that no known mistake explains, most first."""
        found = [one for one in self.picture.exercises.values() if one.unnamed]
        return sorted(found, key=lambda one: -one.unnamed)

    def slow(self) -> list[ExerciseTally]:
        """List exercises whose functions were slow, most often slow first."""
        found = [one for one in self.picture.exercises.values() if one.slow[SLOW_SECONDS[0]]]
        return sorted(found, key=lambda one: [-one.slow[limit] for limit in SLOW_SECONDS])

    def missing(self) -> list[Group]:
        """List who has not handed in what; those who handed in nothing at all come apart."""
        absent = set(self.picture.absent)
        return [
            self.group([one for one in tally.missing if one not in absent], tally.name)
            for tally in self.picture.assignments.values()
        ]

    def repaired(self) -> list[Group]:
        """List what was repaired, most common first."""
        return self._kinds(self.picture.repaired)

    def unreadable(self) -> list[Group]:
        """List why files cannot be read, most common first."""
        return self._kinds(self.picture.unreadable)

    def stopped(self) -> list[Group]:
        """List what stopped cells, most common first."""
        return self._kinds(self.picture.stopped)

    def lost(self) -> list[Group]:
        """List why functions gave no answer, most common first."""
        groups = []
        for status, grades in self.picture.lost.items():
            places: dict[str, list[str]] = {}
            for one in grades:
                places.setdefault(one.student, []).append(f"{one.assignment}, {one.exercise}")
            shown = self.people.ordered(places)[:MOST_NAMES]
            entries = [Entry(self.people.person(one), "; ".join(places[one])) for one in shown]
            more = len(places) - len(shown)
            groups.append(Group(words.outcome(status), len(grades), entries, more))
        return _most_first(groups)

    def faults(self) -> list[Entry]:
        """List the submissions that the grader itself failed on."""
        places: dict[str, list[str]] = {}
        for student, assignment in self.picture.run.faults:
            places.setdefault(student, []).append(assignment)
        return [
            Entry(self.people.person(student), ", ".join(sorted(places[student])))
            for student in self.people.ordered(places)
        ]

    @property
    def shows_everybody(self) -> bool:
        """Whether the class is small enough to show each student's progress."""
        return len(self.picture.totals) <= MOST_STUDENTS

    def students(self) -> Iterator[ShownStudent]:
        """Go through students' progress: everybody's, or that of those furthest behind."""
        totals = self.picture.totals
        chosen = self.people.ordered(totals)
        if not self.shows_everybody:
            chosen = sorted(chosen, key=totals.__getitem__)[:FURTHEST_BEHIND]
        own: dict[str, Recorded] = {}
        student = ""
        for one in self._read(chosen):
            if own and one.student != student:
                yield self._student(student, own)
                own = {}
            student = one.student
            own[one.assignment] = one
        if own:
            yield self._student(student, own)

    def group(self, students: Iterable[str], name: str = "") -> Group:
        """Make a group of students.

        Parameters
        ----------
        students : iterable of str
            Who.
        name : str
            What they have in common.
        """
        ordered = self.people.ordered(students)
        shown = [Entry(self.people.person(one)) for one in ordered[:MOST_NAMES]]
        return Group(name, len(ordered), shown, len(ordered) - len(shown))

    def _kinds(self, notes: Iterable[Found]) -> list[Group]:
        kinds: dict[str, list[Found]] = {}
        for one in notes:
            name = title(one.note.kind if one.note else "")
            if one.note and one.note.error:
                name = f"{name}: {one.note.error}"
            kinds.setdefault(name, []).append(one)
        return _most_first(self._kind(name, found) for name, found in kinds.items())

    def _kind(self, name: str, found: list[Found]) -> Group:
        of: dict[str, list[Found]] = {}
        for one in found:
            of.setdefault(one.student, []).append(one)
        shown = [one for student in self.people.ordered(of) for one in of[student]][:MOST_NAMES]
        return Group(name, len(found), list(map(self._note, shown)), len(found) - len(shown))

    def _note(self, found: Found) -> Entry:
        person = self.people.person(found.student)
        if self.people.hidden:  # what a student wrote, such as a file's name, may tell theirs
            return Entry(person, found.assignment)
        sentence = found.note.sentence() if found.note else found.text
        sentence = " ".join(visible(sentence).split())
        if len(sentence) > _LONGEST_SENTENCE:
            sentence = f"{sentence[:_LONGEST_SENTENCE]}…"
        return Entry(person, found.assignment, sentence, "" if found.note else found.language)

    def _student(self, student: str, own: dict[str, Recorded]) -> ShownStudent:
        steps = [self._step(one, own.get(one)) for one in self.picture.assignments]
        person = self.people.person(student)
        return ShownStudent(person, self.picture.totals[student], steps)

    def _step(self, assignment: str, recorded: Recorded | None) -> Step:
        if recorded is None:
            return Step(assignment, None, _("The grader failed."), "", [])
        if recorded.failure == "missing":
            return Step(assignment, None, _("Not handed in."), "", [])
        link = "" if self.people.hidden else _feedback(recorded)
        if recorded.failure:
            return Step(assignment, None, _("The file cannot be read."), link, [])
        grades = recorded.grades
        points = _("{score} of {max_score} points").format(
            score=words.number(sum(one.score for one in grades)),
            max_score=words.number(sum(one.max_score for one in grades)),
        )
        trouble = [
            (
                one.exercise,
                words.says(one.exercise, one.mistake) if one.mistake else words.outcome(one.status),
            )
            for one in grades
            if outcome_of(one) != OUTCOMES[0]
        ]
        return Step(assignment, share_of(grades), points, link, trouble)


def _most_first(groups: Iterable[Group]) -> list[Group]:
    return sorted(groups, key=lambda one: (-one.count, one.title))


def _feedback(recorded: Recorded) -> str:
    parts = (recorded.student, recorded.assignment, f"{recorded.assignment}.html")
    return "/".join(("feedback", *(quote(os.fsencode(part), safe="") for part in parts)))
