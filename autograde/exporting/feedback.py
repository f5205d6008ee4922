"""Feedback, zipped as platforms take it back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from autograde.exporting.canvas import canvas_member
from autograde.exporting.files import write_zip
from autograde.exporting.moodle import moodle_member
from autograde.grading.imported import Line
from autograde.progress import Told, silent

_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)


@dataclass
class Feedback:
    """The files to give back for one assignment.

    Attributes
    ----------
    members : list of (str, Path or bytes)
        Under which name, and what.
    nameless : list of str
        Students whose files did not come from the platform, so that it would not take any back.
    """

    members: list[tuple[str, Path | bytes]] = field(default_factory=list)
    nameless: list[str] = field(default_factory=list)


def collect(out: Path, assignment: str, rows: Iterable[Line], platform: str) -> Feedback:
    """List the files to give back for an assignment.

    Moodle gets the feedback pages, in the folders of its download. Canvas gives a file that comes
    back the name of the one that was handed in, whatever it is called: so it gets the marked
    notebooks, and a notebook with the page's words where nothing could be marked.

    Parameters
    ----------
    out : Path
        The folder of results.
    assignment : str
        The assignment's id.
    rows : iterable of Line
        How files were called.
    platform : str
        ``"canvas"`` or ``"moodle"``.
    """
    found = Feedback()
    for row in rows:
        if row.assignment != assignment:
            continue
        place = Path(row.student) / assignment
        page = out / "feedback" / place / f"{assignment}.html"
        marked = out / "autograded" / place / f"{assignment}.ipynb"
        if not page.is_file():
            continue
        source: Path | bytes = page
        if platform == "canvas":
            name = canvas_member(row)
            source = marked if marked.is_file() else _notebook(page)
        else:
            name = moodle_member(row, page.name)
        if name is None or name in {known for known, _ in found.members}:
            found.nameless.append(row.student)
        else:
            found.members.append((name, source))
    return found


def _notebook(page: Path) -> bytes:
    """Make a notebook of a page, for a student whose file is one that nobody could read."""
    text = page.read_text(encoding="utf-8", errors="replace")
    body = _BODY.search(text)
    lines = [line.strip() for line in (body[1] if body else text).splitlines()]
    cell = {
        "cell_type": "markdown",
        "id": "feedback",
        "metadata": {},
        # One block of HTML without an empty line, so that Markdown leaves the words alone.
        "source": "<div>" + "\n".join(filter(None, lines)) + "</div>",
    }
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, ensure_ascii=False, indent=1).encode() + b"\n"


def write_feedback(path: Path, feedback: Feedback, told: Told = silent) -> None:
    """Write the zip.

    Parameters
    ----------
    path : Path
        The file.
    feedback : Feedback
        What is in it.
    told : callable
        Is told how far it is.
    """
    write_zip(path, feedback.members, told)
