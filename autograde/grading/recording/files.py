"""Write the two files of a submission: the marked notebook, and the page for the student."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from autograde.grading.reading.release import family_of
from autograde.grading.recording.page import make_page
from autograde.grading.recording.visible import TAG, visible
from autograde.grading.words import _
from autograde.grading.work import Reading, Result
from neurona import language

_CHECK = "check_"
_ENTITY = re.compile(r"&(?=#|\w+;)")
_SCRIPT_LINK = re.compile(r"(javascript|vbscript|data)\s*:", re.IGNORECASE)
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW


@dataclass(frozen=True)
class Files:
    """The content of a submission's two files; None where there is to be no such file.

    Attributes
    ----------
    notebook : bytes or None
        The marked notebook.
    page : bytes or None
        The page for the student.
    """

    notebook: bytes | None
    page: bytes | None


def write_files(result: Result, reading: Reading | None, out: Path) -> None:
    """Make the two files of one submission and write them, in nbgrader's layout.

    Parameters
    ----------
    result : Result
        What marking gave.
    reading : Reading or None
        What was marked; None if it could not be read.
    out : Path
        Holds the folders ``autograded/`` and ``feedback/``.

    Raises
    ------
    OSError
        If a file cannot be written.
    """
    put_files(result.student, result.assignment, make_files(result, reading), out)


def make_files(result: Result, reading: Reading | None) -> Files:
    """Make what `put_files` writes.

    Parameters
    ----------
    result : Result
        What marking gave.
    reading : Reading or None
        What was marked; None if it could not be read.
    """
    before = language.current()
    language.use(result.language)
    try:
        notebook = marked_notebook(result, reading) if reading else None
        page = make_page(result, reading) if result.failure != "missing" else None
    finally:
        language.use(before)
    return Files(_encode(notebook), _encode(page))


def put_files(student: str, assignment: str, files: Files, out: Path) -> None:
    """Write ``autograded/`` and ``feedback/`` of one submission.

    Each file is replaced as a whole. What an earlier run wrote and this one has not, such as the
    notebook of a submission that has become unreadable, is removed. No link is followed below
    the two folders.

    Parameters
    ----------
    student, assignment : str
        Whose submission, and for what.
    files : Files
        Their content.
    out : Path
        Holds the two folders.

    Raises
    ------
    OSError
        If a file cannot be written.
    """
    place = (student, assignment)
    _put(out / "autograded", place, f"{assignment}.ipynb", files.notebook)
    _put(out / "feedback", place, f"{assignment}.html", files.page)


def is_written(student: str, assignment: str, out: Path) -> bool:
    """Tell whether a submission's feedback is there; nobody has cleared it away since.

    Parameters
    ----------
    student, assignment : str
        Whose submission, and for what.
    out : Path
        The folder that `write_files` wrote to.
    """
    return (out / "feedback" / student / assignment / f"{assignment}.html").is_file()


def marked_notebook(result: Result, reading: Reading) -> str:
    """Return the notebook with the marks as its checks' results, which nbgrader reads.

    Parameters
    ----------
    result : Result
        The marks.
    reading : Reading
        The repaired notebook.
    """
    marks = {f"{_CHECK}{one.exercise}": one for one in result.exercises}
    cells: list[Any] = []
    given: Any = reading.notebook
    family = family_of(result.assignment)
    for cell in given["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        mark = marks.get(about.get("grade_id"))
        if mark and about.get("grade") and cell["cell_type"] == "code":
            data = {"text/html": visible(mark.html), "text/plain": repr(float(mark.score))}
            shown = {"output_type": "execute_result", "execution_count": None}
            cell = cell | {"outputs": [shown | {"data": data, "metadata": {}}]}
        elif cell["cell_type"] != "code" and family.find(cell["source"], reading.language) is None:
            cell = cell | {"source": _without_markup(cell["source"])}
        cells.append(cell)
    if result.notes:
        cells.insert(0, _note(result, given))
    text = json.dumps(given | {"cells": cells}, ensure_ascii=False, indent=1, sort_keys=True)
    return text + "\n"


def _without_markup(text: str) -> str:
    """Make a student's own prose safe for formgrader, which shows HTML and links in it as such."""
    return _SCRIPT_LINK.sub(r"\1 :", TAG.sub("&lt;", _ENTITY.sub("& ", text)))


def _note(result: Result, notebook: Any) -> dict[str, Any]:
    """Make the cell that tells a person who marks by hand what was repaired."""
    items = "".join(f"<li>{_one_line(note)}</li>" for note in result.notes)
    title = escape(_("What the grader found in this notebook"))
    # One block of HTML without an empty line, so that Markdown leaves the words alone.
    cell = {
        "cell_type": "markdown",
        "metadata": {"editable": False, "deletable": False},
        "source": f"<div><strong>{title}</strong><ul>{items}</ul></div>",
    }
    taken = {cell.get("id") for cell in notebook["cells"]}
    if (notebook["nbformat"], notebook["nbformat_minor"]) >= (4, 5):
        cell["id"] = next(id for id in _ids("neurona-notes") if id not in taken)
    return cell


def _ids(name: str) -> Iterator[str]:
    yield name
    count = 1
    while True:
        count += 1
        yield f"{name}-{count}"


def _one_line(text: str) -> str:
    return escape(" ".join(visible(text).split()))


def _encode(text: str | None) -> bytes | None:
    # An id's odd bytes are spelled out before; this is for what nobody thought of.
    return None if text is None else text.encode("utf-8", "backslashreplace")


def _put(top: Path, place: tuple[str, str], name: str, content: bytes | None) -> None:
    """Write a file below a folder of results; or remove it, if there is no content."""
    for part in place:
        if part in ("", ".", "..") or "/" in part or "\0" in part:
            raise ValueError(f"{part!r} is no name of a folder")
    if content is None and not top.exists():
        return
    top.mkdir(parents=True, exist_ok=True)
    with suppress(_NothingThereError), _folder(top, place, make=content is not None) as folder:
        if content is None:
            with suppress(FileNotFoundError):
                os.unlink(name, dir_fd=folder)
            return
        part = f".{name}.part"  # left behind by a kill, and then taken away by the next run
        with suppress(FileNotFoundError):
            os.unlink(part, dir_fd=folder)
        try:
            with open(os.open(part, _NEW, 0o644, dir_fd=folder), "wb") as file:
                file.write(content)
            os.replace(part, name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with suppress(OSError):
                os.unlink(part, dir_fd=folder)
            raise


class _NothingThereError(Exception):
    """There is no folder, and none is to be made."""


@contextmanager
def _folder(top: Path, place: tuple[str, str], make: bool) -> Iterator[int]:
    """Open a folder below another, step by step, so that no link leads elsewhere."""
    folder = os.open(top, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for name in place:
            inner = _step(folder, name, make)
            os.close(folder)
            folder = inner
        yield folder
    finally:
        os.close(folder)


def _step(folder: int, name: str, make: bool) -> int:
    for _attempt in range(2):
        try:
            return os.open(name, _FOLDER, dir_fd=folder)
        except FileNotFoundError:
            if not make:
                raise _NothingThereError from None
        except NotADirectoryError:  # a link, or a file
            if not stat.S_ISLNK(os.lstat(name, dir_fd=folder).st_mode):
                raise
            if not make:
                raise _NothingThereError from None
            os.unlink(name, dir_fd=folder)
        with suppress(FileExistsError):
            os.mkdir(name, dir_fd=folder)
    return os.open(name, _FOLDER, dir_fd=folder)
