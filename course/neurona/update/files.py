"""The files of an update: read and look at them, find the release, write whole or not at all."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import neurona
from neurona.language import _, available, current, use
from neurona.update.release import source_of

Notebook = dict[str, Any]

_KINDS = ("code", "markdown", "raw")
_LANGUAGE = re.compile(r"""neurona\.language\.use\(['"](\w+)['"]\)""")
_CHAPTER = re.compile(r"""^\s*chapter=['"](\w+)['"],?$""", re.MULTILINE)


class RefusedError(Exception):
    """A notebook cannot be updated. The text says why, and what to do; it is as it was."""


@dataclass(frozen=True)
class Started:
    """A student's notebook.

    Attributes
    ----------
    path : Path
        Where it is.
    content : bytes
        The file.
    notebook : dict
        What is in it.
    chapter : str
        The id of its chapter, such as ``"01_perceptron"``; without the number if that is lost.
    language : str
        Its language.
    """

    path: Path
    content: bytes
    notebook: Notebook
    chapter: str
    language: str


def read_started(path: Path) -> Started:
    """Read a student's notebook. From then on, messages are in its language.

    Parameters
    ----------
    path : Path
        The file.

    Raises
    ------
    RefusedError
        If it cannot be read, or is no notebook of this course.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise RefusedError(_("there is no such file. Look at its name and folder.")) from None
    except OSError as error:
        raise RefusedError(
            _("it cannot be read ({reason}). Look at what it is and at its permissions.").format(
                reason=error.strerror or error
            )
        ) from None
    with suppress(UnicodeDecodeError):
        _speak(_LANGUAGE.findall(content.decode().replace('\\"', '"')))
    notebook = _parse(content)
    chapter, language = _about(notebook)
    _speak([language])
    if not chapter:
        raise RefusedError(
            _(
                "it does not look like a notebook of this course. Give the notebook that you have"
                " worked in."
            )
        )
    return Started(path, content, notebook, chapter, language)


def _speak(languages: list[str]) -> None:
    for language in languages:
        if language in available() and language != current():
            use(language)


def _parse(content: bytes) -> Notebook:
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError, MemoryError):
        notebook = None
    if isinstance(notebook, dict) and notebook.get("nbformat") in (1, 2, 3):
        raise RefusedError(
            _("it is a notebook of an old kind. Open it in Jupyter, save it, and try again.")
        )
    if not _is_notebook(notebook):
        raise RefusedError(
            _(
                "it is damaged, or not a notebook. Open it in Jupyter, save it, and try again, or"
                " go back to an earlier copy."
            )
        )
    assert isinstance(notebook, dict)
    return notebook


def _is_notebook(notebook: Any) -> bool:
    if not isinstance(notebook, dict) or notebook.get("nbformat") != 4:
        return False
    cells = notebook.get("cells")
    if not isinstance(notebook.setdefault("metadata", {}), dict) or not isinstance(cells, list):
        return False
    return bool(cells) and all(map(_is_cell, cells))


def _is_cell(cell: Any) -> bool:
    if not isinstance(cell, dict) or cell.get("cell_type") not in _KINDS:
        return False
    source, metadata = cell.get("source"), cell.setdefault("metadata", {})
    is_list = isinstance(source, list) and all(isinstance(line, str) for line in source)
    return isinstance(metadata, dict) and (isinstance(source, str) or is_list)


def _about(notebook: Notebook) -> tuple[str, str]:
    """Return the chapter and the language: as the metadata say, or else the setup cell."""
    ours = notebook["metadata"].get("neurona")
    ours = ours if isinstance(ours, dict) else {}
    code = "\n".join(source_of(one) for one in notebook["cells"] if one["cell_type"] == "code")
    chapter, language = ours.get("chapter"), ours.get("language")
    if not isinstance(chapter, str) or not re.fullmatch(r"\w+", chapter):
        chapter = _first(_CHAPTER, code)
    if not isinstance(language, str) or not re.fullmatch(r"\w+", language):
        language = _first(_LANGUAGE, code)
    return chapter, language


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group(1) if found else ""


def own_course() -> Path:
    """Return the folder of the course that this package is part of, where it is part of one."""
    return Path(neurona.__file__).resolve().parents[1]


def find_release(started: Started, place: Path) -> tuple[Path, Notebook]:
    """Find the new release of a student's notebook, and read it.

    Parameters
    ----------
    started : Started
        The student's notebook.
    place : Path
        The release's file, or a folder that holds it as the course's folders do.

    Raises
    ------
    RefusedError
        If it is not there, cannot be read, or is that of another notebook.
    """
    path = place if place.is_file() else next(_candidates(started, place), None)
    if path is None:
        raise RefusedError(
            _(
                "there is no new release of {chapter} in {folder}. Get one, and say where it is"
                " with --from."
            ).format(chapter=started.chapter, folder=place)
        )
    if path.resolve() == started.path.resolve():
        raise RefusedError(
            _(
                "this is the very file that the new release would be taken from. Get the new"
                " release into another folder, and say where it is with --from."
            )
        )
    try:
        release = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        release = None
    if not _is_notebook(release) or not _is_ours(release):
        raise RefusedError(
            _("the new release, {release}, cannot be read. Get it once more.").format(release=path)
        )
    chapter, language = _about(release)
    if not _is_of(chapter, started.chapter) or started.language not in ("", language):
        raise RefusedError(
            _("the new release, {release}, is another chapter or in another language.").format(
                release=path
            )
        )
    return path, release


def _candidates(started: Started, folder: Path) -> Iterator[Path]:
    language = started.language or "*"
    for within in (f"{language}/", f"course/{language}/", ""):
        for name in (started.chapter, f"[0-9][0-9]_{started.chapter}"):
            for pattern in (f"{within}{name}/{name}.ipynb", f"{within}{name}.ipynb"):
                yield from sorted(folder.glob(pattern))


def _is_ours(release: Notebook) -> bool:
    return all(isinstance(cell.get("id"), str) for cell in release["cells"])


def _is_of(chapter: str, other: str) -> bool:
    """Tell whether two ids are of one chapter, where one may lack its number."""
    return other in (chapter, re.sub(r"^\d\d_", "", chapter))


def release_name(release: Notebook) -> str:
    """Return a release's name, such as ``0.1.0-3f2a9c1d``; the date, where it has none.

    Parameters
    ----------
    release : dict
        The released notebook.
    """
    ours = release["metadata"].get("neurona")
    ours = ours if isinstance(ours, dict) else {}
    names = [ours.get("version"), ours.get("release")]
    known = [name for name in names if isinstance(name, str) and re.fullmatch(r"[\w.+]+", name)]
    return "-".join(known) if len(known) == 2 else date.today().isoformat()


def write_instead(started: Started, notebook: Notebook, release: str) -> Path:
    """Write a notebook in a student's notebook's place, which is kept under another name.

    Parameters
    ----------
    started : Started
        The student's notebook.
    notebook : dict
        What takes its place.
    release : str
        The new release's name.

    Returns
    -------
    Path
        Where the old file is kept.

    Raises
    ------
    OSError
        If it cannot be written; then everything is as it was.
    """
    path = started.path.resolve()
    part = path.with_name(f".{path.name}.part")
    backup = None
    try:
        _write(part, to_bytes(notebook), "wb")
        shutil.copymode(path, part)
        backup = _keep(path, started.content, release)
        os.replace(part, path)
    except BaseException:
        for left in (part, backup):
            if left is not None:
                with suppress(OSError):
                    left.unlink()
        raise
    return backup


def _keep(path: Path, content: bytes, release: str) -> Path:
    """Write the old content under a name that nothing has yet."""
    number = 1
    while True:
        suffix = f"-{number}" if number > 1 else ""
        backup = path.with_name(f"{path.stem}.before-{release}{suffix}{path.suffix}")
        try:
            _write(backup, content, "xb")
        except FileExistsError:
            number += 1
        else:
            return backup


def _write(path: Path, content: bytes, mode: str) -> None:
    with path.open(mode) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def to_bytes(notebook: Notebook) -> bytes:
    """Write a notebook as Jupyter does.

    Parameters
    ----------
    notebook : dict
        The notebook.
    """
    cells = [{**cell, "source": source_of(cell).splitlines(True)} for cell in notebook["cells"]]
    form = {"indent": 1, "sort_keys": True, "separators": (",", ": ")}
    whole = {**notebook, "cells": cells}
    try:
        return (json.dumps(whole, ensure_ascii=False, **form) + "\n").encode()  # type: ignore[arg-type]
    except UnicodeEncodeError:  # half a letter
        return (json.dumps(whole, **form) + "\n").encode()  # type: ignore[arg-type]
