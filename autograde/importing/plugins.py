"""The same as ``autograde import``, as plugins of ``nbgrader zip_collect``.

``autograde/nbgrader_config.py`` sets them. Elsewhere,

    nbgrader zip_collect 01_perceptron \
        --extractor=autograde.importing.plugins.CarefulExtractor \
        --collector=autograde.importing.plugins.LmsCollector
"""

from __future__ import annotations

import tempfile
import unicodedata
from functools import cached_property
from pathlib import Path

from nbgrader.plugins.zipcollect import ExtractorPlugin, FileNameCollectorPlugin

from autograde.build.course import own_chapters
from autograde.grading.roster import RosterError, students_in
from autograde.importing.containers import opened
from autograde.importing.found import Claim
from autograde.importing.gather import Gatherer, UnreadableFileError, take_out
from autograde.importing.plan import make_plan
from autograde.importing.roster import Students
from autograde.importing.zips import ArchiveError


class CarefulExtractor(ExtractorPlugin):
    """Unpacks what is a plain file in an archive, and nothing else."""

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Unpack each archive into a folder of its name, and copy what is none.

        Parameters
        ----------
        archive_path, extracted_path : str
            The folder of what was downloaded, and the one that gets the files.
        """
        for path in sorted(Path(archive_path).iterdir()):
            is_one = path.is_file() and path.suffix.casefold() != ".zip"
            target = Path(extracted_path) / (path.stem if path.is_file() else path.name)
            try:
                self._unpack(path, Path(extracted_path) if is_one else target)
            except ArchiveError as error:
                self.log.warning("%s: %s", path.name, error)

    def _unpack(self, path: Path, target: Path) -> None:
        with opened(path) as container:
            for one in container.refused:
                self.log.warning("%s!%s: %s", path.name, one.path, one.reason)
            for member in container.members:
                file = target / member.path
                try:
                    file.parent.mkdir(parents=True, exist_ok=True)
                    take_out(member, file)
                except UnreadableFileError as error:
                    file.unlink()
                    self.log.warning("%s!%s: %s", path.name, member.path, error)
                except OSError as error:
                    self.log.warning("%s!%s: %s", path.name, member.path, error.strerror)


class LmsCollector(FileNameCollectorPlugin):
    """Knows the names that Canvas and Moodle give to files, and who is on the roster.

    The roster is ``roster.csv`` in nbgrader's folder of submissions. Of several notebooks of one
    student, the newest gets the assignment's name, the others ``<assignment>.earlier-1`` and so
    on.
    """

    def collect(self, submitted_file: str) -> dict[str, object] | None:
        """Tell whose a file is, and what it is called.

        Parameters
        ----------
        submitted_file : str
            The file.

        Returns
        -------
        dict or None
            What `FileNameCollectorPlugin` asks for; None for what is not collected.
        """
        key = _key(Path(submitted_file))
        if key in self._rejected:
            self.log.warning("%s: %s", submitted_file, self._rejected[key])
        claim = self._claims.get(key)
        if claim is None:
            return None
        found: dict[str, object] = {
            "student_id": claim.student,
            "file_id": claim.placed.rpartition("/")[2],
        }
        if claim.named.received is not None:
            found["timestamp"] = claim.named.received
        return found

    @property
    def _claims(self) -> dict[str, Claim]:
        return self._found[0]

    @property
    def _rejected(self) -> dict[str, str]:
        return self._found[1]

    @cached_property
    def _found(self) -> tuple[dict[str, Claim], dict[str, str]]:
        """Look at all files at once, as only together they tell which is the newest."""
        app = self.parent
        root = Path(app._format_collect_path(app.extracted_directory))
        wanted = app.coursedir.assignment_id
        students = self._students(Path(app.coursedir.format_path("submitted", ".", ".")))
        claims: dict[str, Claim] = {}
        rejected: dict[str, str] = {}
        folders = sorted(one for one in root.iterdir() if one.is_dir())
        keys = {
            f"{path.name}!{_composed(file.relative_to(path))}": _key(file)
            for path in folders
            for file in path.rglob("*")
        }
        with tempfile.TemporaryDirectory() as stage:
            gatherer = Gatherer(own_chapters(), students, Path(stage))
            loose = [one for one in sorted(root.iterdir()) if one.is_file()]
            found = gatherer.gather([*loose, *folders])
            make_plan(found, Path(stage) / "nowhere", [])
        for source, reason in found.rejected:
            rejected[keys.get(source, _key(root / source))] = reason
        places: set[str] = set()  # of two that are the same, one is enough
        for one in found.claims:
            key = keys.get(one.source, _key(root / one.source))
            if one.assignment != wanted:
                rejected[key] = f"it belongs to {one.assignment}"
            elif not one.placed or one.placed in places:
                rejected[key] = one.reason
            else:
                claims[key] = one
                places.add(one.placed)
        return claims, rejected

    def _students(self, folder: Path) -> Students:
        try:
            return Students(students_in(folder))
        except RosterError as error:
            app = self.parent
            app.fail(str(error))
            raise


def _composed(path: Path) -> str:
    return unicodedata.normalize("NFC", path.as_posix())


def _key(path: Path) -> str:
    return _composed(path.absolute())
