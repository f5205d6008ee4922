"""What a student handed in, as it lies there, and whether it is recorded as it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograde.grading.fingerprint import digest_of, submission_digest
from autograde.grading.reading import File, MissingError, UnreadableError, read_file
from autograde.grading.reading.says import in_language
from autograde.grading.recording import is_written
from autograde.grading.submissions import Submission
from neurona import language


@dataclass(frozen=True)
class Found:
    """What lies in a student's folder of an assignment.

    Attributes
    ----------
    submission : Submission
        Whose it is.
    file : File, MissingError or UnreadableError
        The file; or why there is none that can be read.
    submitted : str
        The digest of the file, and of what there is to say of it.
    digest : str
        Of that, and of all else that its mark depends on.
    """

    submission: Submission
    file: File | MissingError | UnreadableError
    submitted: str
    digest: str

    def is_settled(self, recorded: str, out: Path) -> bool:
        """Tell whether it was marked as it is, and nobody has cleared its feedback away since.

        Parameters
        ----------
        recorded : str
            The digest under which it is recorded.
        out : Path
            The folder of results.
        """
        if recorded != self.digest:
            return False
        submission = self.submission
        missing = isinstance(self.file, MissingError)
        return missing or is_written(submission.student, submission.assignment, out)


def find(submission: Submission, basis: str) -> Found:
    """Read what was handed in.

    Parameters
    ----------
    submission : Submission
        Where it lies.
    basis : str
        The digest of all else that its mark depends on.
    """
    file: File | MissingError | UnreadableError
    try:
        file = read_file(submission.place, submission.assignment)
        content = file.content
        about: tuple[str, ...] = in_language(language.SOURCE_LANGUAGE, file.notes)
    except MissingError as error:
        file, content, about = error, b"", ("missing",)
    except UnreadableError as error:
        file, content, about = error, b"", ("unreadable", error.sentence)
    submitted = submission_digest(content + repr(about).encode())
    return Found(submission, file, submitted, digest_of(submitted, basis))
