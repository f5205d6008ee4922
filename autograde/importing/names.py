"""What the name of a file says: the assignment, which attempt it is, and what is left."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import unquote

NOTEBOOK = re.compile(r"\.(ipynb|ipynb\.(txt|json)|json)$", re.IGNORECASE)
"""How the name of a notebook ends, also after a browser has added to it."""

_UUID = re.compile(r"-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
_EARLIER = re.compile(r"\.earlier-(\d{1,3})$")
_AGAIN = re.compile(r"-(\d{1,2})$")  # Canvas, when a name is there already
_COPY_NUMBER = re.compile(r"\s*\((\d{1,3})\)")  # browsers and Google Drive
_COPY = re.compile(
    r"^(copy\s+(\d+\s+)?of|copia\s+(\d+\s+)?de|cópia\s+de|kopie\s+von)\s+"
    r"|[\s_-]+(copy|copia|kopie)(?=[\s_-]*$)",
    re.IGNORECASE,
)
_AFTER_EIGHT = 9  # Canvas counts to 7, and then draws letters
_LONG_AGO = -1000
_BETWEEN = r"[\s_+.\-]*"
_EDGES = " \t_-+.,;~"


def fold(text: str) -> str:
    """Return a text without case, accents and everything that is no letter or digit.

    Parameters
    ----------
    text : str
        A name.
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def stem_of(name: str) -> str:
    """Return the name of a notebook without what it ends with.

    Parameters
    ----------
    name : str
        The file's name.
    """
    return NOTEBOOK.sub("", unquote(name))


def assignment_in(name: str, assignments: Sequence[str]) -> str:
    """Find the one assignment that a file's name has in it.

    Parameters
    ----------
    name : str
        The file's name, such as ``Copy of 01_perceptron (2).ipynb``.
    assignments : sequence of str
        The ids to look for.

    Returns
    -------
    str
        Empty if there is none, or more than one.
    """
    stem = stem_of(name)
    found = [one for one in assignments if _pattern(one).search(stem)]
    return found[0] if len(found) == 1 else ""


def attempt_in(name: str) -> int:
    """Tell which attempt a file is, by the numbers that were added to its name.

    Parameters
    ----------
    name : str
        The file's name: ``01_perceptron-1.ipynb`` and ``01_perceptron (1).ipynb`` are second
        attempts.
    """
    stem = stem_of(name)
    if earlier := _EARLIER.search(stem):
        return _LONG_AGO + int(earlier[1])
    if _UUID.search(stem):
        return _AFTER_EIGHT
    again = _AGAIN.search(stem)
    return 1 + sum(int(found[1]) for found in (again, _COPY_NUMBER.search(stem)) if found)


def left_over(name: str, assignment: str) -> str:
    """Return what a file's name says besides the assignment: often a student's name.

    Parameters
    ----------
    name : str
        The file's name.
    assignment : str
        The assignment's id.
    """
    stem = _EARLIER.sub("", _UUID.sub("", stem_of(name)))
    stem = _COPY.sub("", _COPY_NUMBER.sub("", _AGAIN.sub("", stem.strip())))
    return _COPY.sub("", _pattern(assignment).sub(" ", stem)).strip(_EDGES)


def _pattern(assignment: str) -> re.Pattern[str]:
    words = _BETWEEN.join(map(re.escape, re.split(r"[_\W]+", assignment)))
    return re.compile(rf"(?<![^\W_]){words}(?![^\W_])", re.IGNORECASE)
