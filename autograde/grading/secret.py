"""The course's secret, from which hidden cases are drawn."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path

VARIABLE = "NEURONA_COURSE_SECRET"
_FILE = Path(__file__).resolve().parents[1] / ".course_secret"
_BYTES = 32


class CourseSecretError(Exception):
    """The file that should hold the course's secret does not."""


def secret_file() -> Path:
    """Return where the secret is kept; the variable ``NEURONA_COURSE_SECRET`` may say elsewhere."""
    return Path(os.environ.get(VARIABLE) or _FILE)


def course_secret(say: Callable[[str], object] = lambda message: None) -> bytes:
    """Read the course's secret, making one where there is none.

    If it is lost, hidden cases are drawn anew, other ones of the same kind: so everybody is marked
    again, and anonymous reports get other codes.

    Parameters
    ----------
    say : callable
        Is told, in one sentence, when a secret is made.

    Raises
    ------
    OSError
        If it can be neither read nor written.
    CourseSecretError
        If its file is empty.
    """
    path = secret_file()
    if not path.exists() and _make(path):
        say(f"A new course secret was made: {path}. Hidden cases are drawn from it.")
    found = path.read_bytes()
    if not found:
        # Not put right here: another process that does the same would draw other hidden cases.
        raise CourseSecretError(f"{path} is empty. Delete it, and a new secret will be made.")
    return found


def _make(path: Path) -> bool:
    """Write a secret, unless another process has just done so; only its owner may read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=path.parent, prefix=".course_secret-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        os.link(made, path)
    except FileExistsError:
        return False
    finally:
        os.unlink(made)
    return True
