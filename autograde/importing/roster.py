"""Tell whose a file is by a class's roster, and keep the roster up to date."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from autograde.grading.imported import IMPORTED_FILE
from autograde.grading.recording.grades import safe, write_row
from autograde.grading.roster import COLUMNS, ROSTER_FILE, Roster, is_id
from autograde.importing.found import Named, System
from autograde.importing.names import fold, stem_of
from autograde.importing.zips import key_of

_SHORTEST_NAME = 4  # letters, to be looked for inside a longer text


class UnknownStudentError(Exception):
    """Nobody can tell whose a file is; the text says why, and what to do."""


class Students:
    """The students of a class, as far as anything tells.

    Parameters
    ----------
    roster : Roster
        What is known already.
    folders : iterable of str
        The students who have a folder of submissions.
    """

    def __init__(self, roster: Roster, folders: Iterable[str] = ()) -> None:
        self._columns = tuple(dict.fromkeys((*roster.columns, *COLUMNS)))
        self._rows = {row["id"]: dict.fromkeys(self._columns, "") | row for row in roster.rows}
        self._before = {id: dict(row) for id, row in self._rows.items()}
        self._folders = set(folders)
        self._has_roster = bool(self._rows)
        self._index()

    @property
    def has_changed(self) -> bool:
        """Whether something was learned that the roster did not have."""
        return self._rows != self._before

    @property
    def roster(self) -> Roster:
        """What is known now."""
        return Roster(self._columns, tuple(self._rows.values()))

    def add(self, other: Roster) -> None:
        """Take in what another roster says: new students, and what is empty of those known.

        Parameters
        ----------
        other : Roster
            The other one.
        """
        self._columns = tuple(dict.fromkeys((*self._columns, *other.columns)))
        for row in other.rows:
            self.learn(row["id"], row)
        self._has_roster = self._has_roster or bool(other.rows)
        self._index()

    def learn(self, id: str, facts: Mapping[str, str]) -> None:
        """Note what was found out of a student; nothing that is known is changed.

        Parameters
        ----------
        id : str
            The student's id.
        facts : mapping of str to str
            By column.
        """
        row = self._rows.setdefault(id, dict.fromkeys(self._columns, "") | {"id": id})
        for column, value in facts.items():
            if value and not row.get(column):
                row[column] = value

    def settle(self) -> None:
        """Make what was learned count for the files that come now."""
        self._index()

    def find(self, named: Named, system: System, left_over: str, is_alone: bool) -> str:
        """Tell whose a file is.

        Parameters
        ----------
        named : Named
            What its name says.
        system : str
            In which system.
        left_over : str
            What the student's name for it says besides the assignment.
        is_alone : bool
            Whether no other file of the assignment in its folder has a different name.

        Returns
        -------
        str
            The student's id.

        Raises
        ------
        UnknownStudentError
            If that cannot be told.
        """
        owner = named.owner
        labels = [*owner.labels[:1], named.file, stem_of(named.file), left_over, *owner.labels[1:]]
        for label in labels if system == "folder" else owner.labels:
            if label and (found := self._by_label.get(_label(label))):
                return _only(found, f"files of {label!r}")
        if system == "canvas":
            found = self._of_canvas(owner.lms_id, owner.name)
        elif system == "moodle":
            found = self._by_name.get(fold(owner.name), set()) if owner.name else set()
        elif owner.is_certain:
            found = set()
        else:
            return self._of_folder(owner.id, owner.labels, left_over, is_alone)
        if owner.id in self._rows:
            return owner.id
        if found:
            return _only(found, f"called {owner.name!r}")
        return self._new(owner.id)

    def _of_canvas(self, number: str, name: str) -> set[str]:
        if number and number in self._by_number:
            return self._by_number[number]
        same = self._by_name.get(fold(name), set()) if name else set()
        return {id for id in same if not self._rows[id]["lms_user_id"]}

    def _of_folder(
        self, folder: str, folders: tuple[str, ...], left_over: str, is_alone: bool
    ) -> str:
        for text in (*folders, left_over):
            if text and (found := self._by_name.get(fold(text))):
                return _only(found, f"called {text!r}")
        if folder in self._folders:
            return folder
        if inside := self._inside(left_over):
            return _only(inside, f"in {left_over!r}")
        if folder and not self._has_roster:
            if is_alone:
                return self._new(folder)
            raise UnknownStudentError(
                "its folder has several notebooks of this assignment, with different names, and "
                "no roster says whose they are"
            )
        where = "no student of roster.csv has it" if self._has_roster else "there is no roster.csv"
        raise UnknownStudentError(
            f"nothing says whose it is: {where}. Write the file's name into the column `files` "
            "of its student's line"
        )

    def _inside(self, text: str) -> set[str]:
        """Look for a student whose name is in a text among other words."""
        folded = fold(text)
        found: dict[str, set[str]] = {
            name: ids
            for name, ids in self._by_name.items()
            if len(name) >= _SHORTEST_NAME and name in folded
        }
        longest = [
            ids
            for name, ids in found.items()
            if not any(name != other and name in other for other in found)
        ]
        return set().union(*longest)

    def _new(self, id: str) -> str:
        if not is_id(id) or len(id.encode()) > 200 or key_of(id) in _RESERVED:
            raise UnknownStudentError(
                f"{id!r} cannot be the name of a student's folder"
                if id
                else "its name has no student's number, as those of groups have none"
            )
        return id

    def _index(self) -> None:
        self._by_label: dict[str, set[str]] = defaultdict(set)
        self._by_number: dict[str, set[str]] = defaultdict(set)
        self._by_name: dict[str, set[str]] = defaultdict(set)
        for id, row in self._rows.items():
            for label in row["files"].split(";"):
                if label.strip():
                    self._by_label[_label(label)].add(id)
            if row["lms_user_id"]:
                self._by_number[row["lms_user_id"]].add(id)
            first, last = row["first_name"], row["last_name"]
            mail = row["email"]
            for name in (id, mail, mail.partition("@")[0]):
                self._by_name[fold(name)].add(id)
            if first and last:
                self._by_name[fold(first + last)].add(id)
                self._by_name[fold(last + first)].add(id)
            elif first or last:
                self._by_name[fold(first or last)].add(id)
        for id in self._folders - self._rows.keys():
            self._by_name[fold(id)].add(id)
        self._by_name.pop("", None)


def seem_one(owners: Iterable[str], student: str) -> str:
    """Say that several people were taken for one student.

    Parameters
    ----------
    owners : iterable of str
        Their ids in the learning platform.
    student : str
        The student's id.
    """
    return (
        f"two people ({', '.join(sorted(owners))}) seem to be the student {student!r}. "
        "Write the names that tell them apart into the column `files` of roster.csv"
    )


def write_roster(path: Path, roster: Roster) -> None:
    """Write a roster, as spreadsheets open it safely.

    Parameters
    ----------
    path : Path
        A new file.
    roster : Roster
        What to write, in the order of the ids.
    """
    with path.open("x", newline="", encoding="utf-8") as file:
        write_row(file, map(safe, roster.columns))
        for row in sorted(roster.rows, key=lambda one: one["id"]):
            write_row(file, [safe(row.get(column, "")) for column in roster.columns])


_RESERVED = {ROSTER_FILE, IMPORTED_FILE}


def _label(text: str) -> str:
    composed = unicodedata.normalize("NFC", stem_of(text))
    return " ".join(composed.casefold().split())


def _only(found: set[str], about: str) -> str:
    if len(found) > 1:
        some = ", ".join(sorted(found)[:3])
        raise UnknownStudentError(
            f"several students of the roster are {about}: {some}. Write the name that tells them "
            "apart into the column `files` of the right one"
        )
    return next(iter(found))
