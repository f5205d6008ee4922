"""Go through archives and folders, and take out of them every notebook that can be placed."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from lzma import LZMAError
from pathlib import Path

from autograde.grading.reading.files import LARGEST_FILE
from autograde.grading.received import TIMESTAMP_FILE, parse_time
from autograde.grading.recording.visible import visible
from autograde.importing import canvas, folder, moodle
from autograde.importing.containers import opened
from autograde.importing.content import assignment_of
from autograde.importing.found import Claim, Gathered, Member, Named, System
from autograde.importing.names import NOTEBOOK, assignment_in, attempt_in, left_over
from autograde.importing.roster import Students, UnknownStudentError, seem_one
from autograde.importing.zips import ArchiveError
from autograde.progress import Told, counted, silent

_BLOCK = 1 << 20
_LONGEST_TIME = 200
_OURS = {"roster.csv", "imported.csv"}
_BROKEN = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, NotImplementedError, RuntimeError)
_SAID = {
    "canvas": "its name is not one that Canvas gives",
    "moodle": "its name is not one that Moodle gives",
}


class UnreadableFileError(Exception):
    """A file cannot be read; the text says why."""


class Gatherer:
    """Takes notebooks out of archives and folders.

    Parameters
    ----------
    assignments : sequence of str
        All there are.
    students : Students
        The class. What is found out of students is noted there.
    stage : Path
        An empty folder, for what is taken out.
    system : str or None
        The system whose names files have; None to find out for each archive and folder.
    but : Path or None
        A folder that is not looked into.
    told : callable
        Is told how far it is.
    """

    def __init__(
        self,
        assignments: Sequence[str],
        students: Students,
        stage: Path,
        system: System | None = None,
        but: Path | None = None,
        told: Told = silent,
    ) -> None:
        self._assignments = assignments
        self._students = students
        self._stage = stage
        self._system = system
        self._but = but
        self._told = told
        self._count = 0
        self._found = Gathered()

    def gather(self, paths: Sequence[Path]) -> Gathered:
        """Go through all of them.

        Parameters
        ----------
        paths : sequence of Path
            Archives, folders and notebooks.

        Returns
        -------
        Gathered
            What was found.

        Raises
        ------
        OSError
            If what is taken out cannot be written.
        """
        for path in paths:
            try:
                self._look_into(path)
            except ArchiveError as error:
                self._reject(path.name or str(path), str(error))
            self._students.settle()
        return self._found

    def _look_into(self, path: Path) -> None:
        container = path.resolve().name
        place = str(path.resolve())
        is_file = not path.is_dir() and NOTEBOOK.search(path.name) is not None
        with opened(path, self._but) as inside:
            for one in inside.refused:
                self._reject(_source(container, one.path), one.reason)
            members = [one for one in inside.members if one.path not in _OURS]
            times = _times(members)
            members = [one for one in members if one.name != TIMESTAMP_FILE]
            system = self._system or system_of(members)
            claims = []
            what = f"Reading {visible(container)}"
            for member in counted(what, members, len(members), self._told):
                source = container if is_file else _source(container, member.path)
                named = self._read_name(member, system, times)
                claim = self._claim(source, place, member, named, system)
                if claim:
                    claims.append(claim)
        self._find_students(self._with_assignment(claims, system))
        if not claims and not inside.refused and not members:
            self._reject(container, "there is nothing in it")

    def _read_name(
        self, member: Member, system: System, times: dict[tuple[str, ...], datetime | None]
    ) -> Named | None:
        if system == "canvas":
            return canvas.read_name(member.name)
        if system == "moodle":
            return moodle.read_path(member.parents, member.name)
        return folder.read_path(member.parents, member.name, self._assignments, times)

    def _claim(
        self, source: str, place: str, member: Member, named: Named | None, system: System
    ) -> Claim | None:
        """Take a file out, if it is a notebook."""
        if named is None or named.other or not NOTEBOOK.search(named.file):
            self._reject(source, named.other if named and named.other else _not_one(named, system))
            return None
        self._count += 1
        staged = self._stage / f"{self._count:06}"
        try:
            digest = take_out(member, staged)
        except UnreadableFileError as error:
            self._reject(source, str(error))
            return None
        assignment = assignment_in(named.file, self._assignments)
        assignment = assignment or assignment_of(staged, self._assignments)
        attempt = attempt_in(named.file)
        return Claim(
            source, place, named, system, assignment, staged, digest, attempt, member.dated
        )

    def _with_assignment(self, claims: Sequence[Claim], system: System) -> list[Claim]:
        """Keep those whose assignment is known.

        A platform makes an archive for one assignment. So what is too damaged to say anything is
        for the one that nearly all the rest is for: its student has to be told.
        """
        known = Counter(one.assignment for one in claims)
        unknown = known.pop("", 0)
        rest = next(iter(known), "")
        is_clear = system != "folder" and len(known) == 1 and unknown <= known[rest]
        for one in claims:
            if not one.assignment and is_clear:
                one.assignment = rest
                one.reason = "taken for what the rest of the archive is"
            elif not one.assignment:
                self._reject(
                    one.source, "neither its name nor what is in it says which assignment it is"
                )
        return [one for one in claims if one.assignment]

    def _find_students(self, claims: Sequence[Claim]) -> None:
        left = {one.source: left_over(one.named.file, one.assignment) for one in claims}
        names: dict[tuple[str, str], set[str]] = defaultdict(set)
        for one in claims:
            names[one.assignment, one.named.owner.id].add(left[one.source])
        owners: dict[tuple[str, str], set[str]] = defaultdict(set)
        for one in claims:
            is_alone = len(names[one.assignment, one.named.owner.id]) == 1
            try:
                one.student = self._students.find(one.named, one.system, left[one.source], is_alone)
            except UnknownStudentError as error:
                self._reject(one.source, str(error))
            else:
                owners[one.student, one.assignment].add(one.named.owner.id)
        for one in claims:
            if not one.student:
                continue
            several = owners[one.student, one.assignment]
            if len(several) > 1 and one.system != "folder":
                self._reject(one.source, seem_one(several, one.student))
            else:
                self._found.claims.append(one)
                self._learn(one)

    def _learn(self, claim: Claim) -> None:
        owner = claim.named.owner
        if claim.system == "folder" or not (owner.name or owner.lms_id):
            return
        facts = {}
        if claim.system == "canvas":
            facts["lms_user_id"] = owner.lms_id
        else:  # Moodle's number is one of the assignment, and not the student's
            facts["first_name"], _, facts["last_name"] = owner.name.partition(" ")
        self._students.learn(claim.student, facts)

    def _reject(self, source: str, reason: str) -> None:
        self._found.rejected.append((source, reason))


def system_of(members: Sequence[Member]) -> System:
    """Find out which system has named files.

    Parameters
    ----------
    members : sequence of Member
        All files of one archive or folder.
    """
    if any(moodle.read_path(one.parents, one.name) for one in members):
        return "moodle"
    count = Counter(canvas.read_name(one.name) is not None for one in members)
    return "canvas" if count[True] > count[False] else "folder"


def take_out(member: Member, to: Path) -> str:
    """Write a file's content.

    Parameters
    ----------
    member : Member
        The file.
    to : Path
        A new file.

    Returns
    -------
    str
        The content's digest.

    Raises
    ------
    UnreadableFileError
        If the file is damaged or too large.
    OSError
        If nothing can be written.
    """
    digest = hashlib.sha256()
    with to.open("xb") as target:
        try:
            source = member.open()
        except (OSError, *_BROKEN) as error:
            raise UnreadableFileError(_why(error)) from None
        with source:
            size = 0
            while block := _read(source):
                size += len(block)
                if size > LARGEST_FILE:
                    raise UnreadableFileError(f"it is larger than {LARGEST_FILE // 1_000_000} MB")
                digest.update(block)
                target.write(block)
    return digest.hexdigest()


def _read(source: object) -> bytes:
    try:
        return bytes(source.read(_BLOCK))  # type: ignore[attr-defined]
    except (OSError, *_BROKEN) as error:
        raise UnreadableFileError(_why(error)) from None


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"it cannot be read ({error.strerror or error})"
    return "it is damaged: download it again"


def _times(members: Sequence[Member]) -> dict[tuple[str, ...], datetime | None]:
    """Read what nbgrader noted of times, by folder."""
    times = {}
    for one in members:
        if one.name == TIMESTAMP_FILE:
            try:
                with one.open() as file:
                    text = file.read(_LONGEST_TIME).decode("utf-8", "replace")
            except (OSError, *_BROKEN):
                continue
            times[one.parents] = parse_time(text)
    return times


def _source(container: str, path: str) -> str:
    return f"{container}!{path}" if path else container


def _not_one(named: Named | None, system: System) -> str:
    return "it is no notebook" if named else _SAID[system]
