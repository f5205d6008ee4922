"""Decide where each notebook goes, before anything is written."""

from __future__ import annotations

import hashlib
import os
import stat
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cmp_to_key
from pathlib import Path

from autograde.grading.imported import Line
from autograde.importing.found import Claim, Gathered
from autograde.importing.record import serial_of
from autograde.importing.roster import seem_one
from autograde.importing.zips import key_of

_ABOUT_THE_SAME = 2.0  # seconds; archives have only even ones
_TAKE = "; --force takes this one instead"


@dataclass
class Change:
    """What is done in one student's folder of an assignment.

    The newest file is put last.

    Attributes
    ----------
    student, assignment : str
        Whose, and for what.
    moved : tuple of (str, str) or None
        The name of the file that was the newest, and the one that it gets.
    put : list of (Claim, str)
        The files that come, and their names.
    received : datetime or None
        When the newest file was handed in.
    replaces : bool
        Whether the newest file takes the place of one that was there.
    """

    student: str
    assignment: str
    moved: tuple[str, str] | None = None
    put: list[tuple[Claim, str]] = field(default_factory=list)
    received: datetime | None = None
    replaces: bool = False

    @property
    def newest(self) -> str:
        """The name of the newest file; empty if that stays as it is."""
        name = _name(self.assignment)
        return name if any(put == name for _claim, put in self.put) else ""


@dataclass(frozen=True)
class _There:
    """A notebook that is in the folder already."""

    name: str
    digest: str
    line: Line | None


def make_plan(
    found: Gathered, into: Path, before: Sequence[Line], force: bool = False
) -> list[Change]:
    """Decide where each notebook goes. Each claim gets its place, or a reason why it has none.

    Parameters
    ----------
    found : Gathered
        What was found.
    into : Path
        The folder of submissions; it may not exist.
    before : sequence of Line
        What earlier imports noted.
    force : bool
        Whether to replace what is there.

    Returns
    -------
    list of Change
        What to do.
    """
    known = {line.placed: line for line in before if line.placed}
    claims = _without_lookalikes(found.claims, into)
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for one in claims:
        groups[one.student, one.assignment].append(one)
    changes = []
    for (student, assignment), group in sorted(groups.items()):
        reason = _trouble_with(into, student, assignment) or _several_owners(
            group, known.get(_place(student, assignment, _name(assignment)))
        )
        if reason:
            for one in group:
                one.reason = reason
            continue
        there = _list(into / student / assignment, student, assignment, known)
        change = _Group(student, assignment, there, force).plan(group)
        if change.put:
            changes.append(change)
    return changes


class _Group:
    """What is known of one student's files for one assignment."""

    def __init__(self, student: str, assignment: str, there: Sequence[_There], force: bool) -> None:
        self._there = list(there)
        self._force = force
        self._change = Change(student, assignment)
        self._main = next((one for one in there if one.name == _name(assignment)), None)
        self._names = {key_of(one.name) for one in there}

    def plan(self, claims: Iterable[Claim]) -> Change:
        """Give each file its name."""
        new = self._without_doubles(sorted(claims, key=cmp_to_key(_compare)))
        if not new:
            return self._change
        *older, newest = new
        if self._main is None or self._force:
            self._put_newest(newest, older)
            return self._change
        if newest.digest == self._main.digest:
            self._is_there(newest, self._main)
            self._put_earlier(older)
            return self._change
        order = _compare_with(newest, self._main)
        if order is None:
            for one in new:
                self._settle_unknown(one)
        elif order > 0:
            self._put_newest(newest, older, moves=True)
        else:
            self._put_earlier(new)
        return self._change

    def _put_newest(self, newest: Claim, older: list[Claim], moves: bool = False) -> None:
        change, main = self._change, self._main
        self._put_earlier(older)
        if main is not None and main.digest == newest.digest:
            self._is_there(newest, main)
            return
        if moves and main is not None:
            change.moved = (main.name, self._free_name())
        self._put(newest, _name(change.assignment))
        change.received = newest.named.received
        change.replaces = main is not None and change.moved is None

    def _put_earlier(self, claims: Sequence[Claim]) -> None:
        for one in claims:
            same = next((file for file in self._there if file.digest == one.digest), None)
            if same:
                self._is_there(one, same)
            else:
                self._put(one, self._free_name())

    def _settle_unknown(self, claim: Claim) -> None:
        same = next((file for file in self._there if file.digest == claim.digest), None)
        if same:
            self._is_there(claim, same)
            return
        assert self._main is not None
        place = self._place(self._main.name)
        claim.reason = (
            f"{place} is there with something else in it, and nothing says which is newer{_TAKE}"
        )

    def _without_doubles(self, claims: Sequence[Claim]) -> list[Claim]:
        """Keep the newest of those with the same content; the others are where it is."""
        last = {one.digest: one for one in claims}
        for one in claims:
            if (same := last[one.digest]) is not one:
                one.same_as = same
                one.reason = f"the same as {same.source}"
        return [one for one in claims if one.same_as is None]

    def _put(self, claim: Claim, name: str) -> None:
        claim.placed = self._place(name)
        self._change.put.append((claim, name))

    def _is_there(self, claim: Claim, file: _There) -> None:
        claim.placed = self._place(file.name)
        claim.reason = "it was there already"

    def _place(self, name: str) -> str:
        return _place(self._change.student, self._change.assignment, name)

    def _free_name(self) -> str:
        number = 1
        while key_of(name := f"{self._change.assignment}.earlier-{number}.ipynb") in self._names:
            number += 1
        self._names.add(key_of(name))
        return name


def _compare(one: Claim, other: Claim) -> int:
    """Compare two files by age: the older first."""
    times = (one.named.received, other.named.received)
    if times[0] and times[1] and times[0] != times[1]:
        return 1 if times[0] > times[1] else -1
    dates = (one.dated or 0.0, other.dated or 0.0)
    numbers = [(one.named.serial, other.named.serial), (one.attempt, other.attempt)]
    if one.container == other.container:
        keys = [*numbers, dates]
    else:
        keys = [numbers[0], dates, numbers[1]]
    for mine, its in keys:
        if mine != its:
            return 1 if mine > its else -1
    return (one.source > other.source) - (one.source < other.source)


def _compare_with(claim: Claim, file: _There) -> int | None:
    """Tell whether a file is newer than one that is there; None if nothing says so."""
    line = file.line
    if line is None:
        return None
    pairs: list[tuple[float, float]] = []
    if claim.named.received and line.received:
        pairs.append((claim.named.received.timestamp(), line.received.timestamp()))
    pairs.append((claim.named.serial, serial_of(line.source)))
    if claim.dated and line.dated and abs(claim.dated - line.dated) > _ABOUT_THE_SAME:
        pairs.append((claim.dated, line.dated))
    for mine, its in pairs:
        if mine and its and mine != its:
            return 1 if mine > its else -1
    return None


def _without_lookalikes(claims: Sequence[Claim], into: Path) -> list[Claim]:
    """Refuse students whose ids some file system takes for one and the same."""
    there = set(os.listdir(into)) if into.is_dir() else set()
    ids: dict[str, set[str]] = defaultdict(set)
    for id in there | {one.student for one in claims}:
        ids[key_of(id)].add(id)
    kept = []
    for one in claims:
        others = ids[key_of(one.student)] - {one.student}
        if others and not (one.student in there and others.isdisjoint(there)):
            one.reason = (
                f"the student {one.student!r} would share a folder with {min(others)!r}, where "
                "case or accents do not count"
            )
        else:
            kept.append(one)
    return kept


def _several_owners(group: Sequence[Claim], before: Line | None) -> str:
    """Say that two people with one name were taken for one student."""
    owners = {one.named.owner.id for one in group if one.system != "folder"}
    numbers = {one.named.owner.lms_id for one in group if one.named.owner.lms_id}
    if before and before.lms_id and numbers:
        owners |= numbers | {before.lms_id} if numbers != {before.lms_id} else set()
    if len(owners) < 2:
        return ""
    return seem_one(owners, group[0].student)


def _trouble_with(into: Path, student: str, assignment: str) -> str:
    for place in (into / student, into / student / assignment):
        try:
            kind = place.lstat().st_mode
        except FileNotFoundError:
            return ""
        except OSError as error:
            return f"{student}/{assignment} cannot be looked into ({error.strerror})"
        if not stat.S_ISDIR(kind):
            return f"{place.relative_to(into)} is there, and is no folder"
    return ""


def _list(folder: Path, student: str, assignment: str, known: dict[str, Line]) -> list[_There]:
    if not folder.is_dir():
        return []
    found = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith(assignment) and path.name.endswith(".ipynb"):
            is_file = path.is_file() and not path.is_symlink()
            digest = hashlib.sha256(path.read_bytes()).hexdigest() if is_file else ""
            line = known.get(_place(student, assignment, path.name))
            found.append(_There(path.name, digest, line))
    return found


def _place(student: str, assignment: str, name: str) -> str:
    return f"{student}/{assignment}/{name}"


def _name(assignment: str) -> str:
    return f"{assignment}.ipynb"
