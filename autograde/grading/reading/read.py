"""Read a submission: what is run of it, where its exercises are, and its repaired notebook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograde.grading.reading import says
from autograde.grading.reading.assign import assign, explain_places, places_of
from autograde.grading.reading.canonical import canonical
from autograde.grading.reading.cells import Submitted, list_cells
from autograde.grading.reading.decode import decode
from autograde.grading.reading.examine import MOST_CELLS, Piece, examine
from autograde.grading.reading.files import File, read_file
from autograde.grading.reading.problems import UnreadableError
from autograde.grading.reading.release import Family, family_of
from autograde.grading.reading.says import Message, in_language
from autograde.grading.work import Cell, Reading

_LANGUAGE = re.compile(r"^neurona\.language\.use\(['\"](\w+)['\"]\)", re.MULTILINE)


def read_submission(folder: Path, assignment: str) -> Reading:
    """Read what a student handed in for an assignment.

    Parameters
    ----------
    folder : Path
        ``SUBMITTED/<student>/<assignment>``.
    assignment : str
        The assignment's id.

    Raises
    ------
    MissingError
        If nothing was handed in.
    UnreadableError
        If it cannot be read; says why.
    """
    return read_content(read_file(folder, assignment), assignment)


def read_content(file: File, assignment: str) -> Reading:
    """Read a submission whose file is read already.

    Parameters
    ----------
    file : File
        What was handed in.
    assignment : str
        The assignment's id.

    Raises
    ------
    UnreadableError
        If it cannot be read; says why.
    """
    decoded = decode(file.content)
    return _read(decoded.notebook, assignment, (*file.notes, *decoded.notes), decoded.is_cut)


def read_notebook(notebook: dict[str, Any], assignment: str) -> Reading:
    """Read a notebook that is parsed already.

    Parameters
    ----------
    notebook : dict
        Of any version of the format.
    assignment : str
        The assignment's id.

    Raises
    ------
    UnreadableError
        If there are no cells in it.
    """
    return _read(notebook, assignment, (), False)


def _read(notebook: Any, assignment: str, notes: tuple[Message, ...], is_cut: bool) -> Reading:
    family = family_of(assignment)
    try:
        cells = list(list_cells(notebook, MOST_CELLS))
    except UnreadableError:
        raise UnreadableError(in_language("en", [says.no_cells])[0]) from None
    about = _about(notebook)
    language = _find_language(about, cells, family)
    release = family.releases[language]
    pieces, found = examine(cells, family, release)
    if is_cut and not _holds_work(pieces):
        raise UnreadableError(in_language(language, [says.not_json])[0], language)
    places = places_of(pieces, release)
    chapter = about.get("chapter")
    if isinstance(chapter, str) and chapter != assignment and not places:
        found.append(says.other_chapter(chapter))
    elif not is_cut:
        found += explain_places(pieces, places, release)
    return Reading(
        language,
        tuple(Cell(piece.number, piece.code) for piece in pieces if piece.code.strip()),
        places,
        in_language(language, [*notes, *found]),
        canonical(pieces, assign(pieces, release), release),
    )


def _about(notebook: Any) -> dict[str, Any]:
    """Return what the build wrote into the notebook's metadata, if that is there still."""
    metadata = notebook.get("metadata") if isinstance(notebook, dict) else None
    about = metadata.get("neurona") if isinstance(metadata, dict) else None
    return about if isinstance(about, dict) else {}


def _find_language(about: dict[str, Any], cells: Sequence[Submitted], family: Family) -> str:
    """Find the language that a notebook is written in: by what it says, else by its text."""
    named = about.get("language")
    if isinstance(named, str) and named in family.releases:
        return named
    sources = {cell.source for cell in cells}
    fitting = {
        language: len(sources.intersection(release.by_source))
        for language, release in family.releases.items()
    }
    best = max(fitting, key=lambda language: fitting[language])
    if len(set(fitting.values())) > 1:
        return best
    for cell in cells:
        used = _LANGUAGE.search(cell.source)
        if used and used.group(1) in family.releases:
            return used.group(1)
    return best


def _holds_work(pieces: Sequence[Piece]) -> bool:
    """Tell whether a student has written any of the exercises."""
    return any((piece.defines or piece.mentions) and not piece.is_untouched for piece in pieces)
