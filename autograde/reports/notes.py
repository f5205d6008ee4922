"""Recognize the notes that marking wrote, so that they can be counted and told in any language.

Notes are sentences in the language of a student's notebook. Each kind of sentence is made once
with markers for what varies; what fits is of that kind.
"""

from __future__ import annotations

import builtins
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from autograde.grading.feedback import about_cell
from autograde.grading.reading import says
from autograde.grading.words import _
from autograde.grading.work import CellProblem, Status
from neurona import language

STOPPED: tuple[Status, ...] = ("error", "timeout", "memory", "killed")
"""What can stop a cell."""

_NOT_NOTES = ("in_language", "shown")
_FIRST_NUMBER = 7_000_001
_LONGEST = 600


@dataclass(frozen=True)
class Note:
    """A note that was recognized.

    Attributes
    ----------
    kind : str
        What it says: the name of a function of `says`, or one of `STOPPED`.
    values : tuple of str
        What varies, such as the number of a cell or the name of a file.
    """

    kind: str
    values: tuple[str, ...] = ()

    @property
    def error(self) -> str:
        """The error that stopped a cell, if it is one that everybody knows by name."""
        name = self.values[-2] if self.kind == "error" else ""
        found = getattr(builtins, name, None)
        return name if isinstance(found, type) and issubclass(found, BaseException) else ""

    def sentence(self) -> str:
        """Say it in the language in use."""
        if self.kind in STOPPED:
            line, number, error, message = self.values
            return about_cell(
                CellProblem(int(number), _status(self.kind), int(line or 0), error, message)
            )
        function = getattr(says, self.kind)
        parameters = _parameters(function)
        made = function(
            *(
                int(value) if parameter.annotation == "int" else value
                for parameter, value in zip(parameters, self.values, strict=True)
            )
        )
        return str(made() if parameters else made)


def recognize(sentence: str, written_in: str) -> Note | None:
    """Tell what a note says.

    Parameters
    ----------
    sentence : str
        The note.
    written_in : str
        Its language.

    Returns
    -------
    Note or None
        None for a sentence that this version does not write.
    """
    cut = sentence[:_LONGEST]
    for kind, pattern in _patterns(written_in):
        if found := pattern.fullmatch(cut):
            values = found.groupdict(default="")
            names = ("line", "number", "error", "message") if kind in STOPPED else tuple(values)
            return Note(kind, tuple(values.get(name, "") for name in names))
    return None


def kinds() -> tuple[str, ...]:
    """List every kind of note that reading writes."""
    return tuple(
        name
        for name, value in vars(says).items()
        if inspect.isfunction(value)
        and value.__module__ == says.__name__
        and name not in _NOT_NOTES
        and not name.startswith("_")
    )


def title(kind: str) -> str:
    """Say in the language in use what notes of a kind have in common.

    Parameters
    ----------
    kind : str
        The kind; empty for notes that are not recognized.
    """
    titles = {
        "other_name": _("The file has another name than expected"),
        "several_files": _("Several notebooks were handed in"),
        "other_encoding": _("Damaged letters in the file"),
        "text_after_end": _("Something follows after the end of the notebook"),
        "cut_off": _("The file is cut off; its first cells were read"),
        "other_chapter": _("The notebook of another chapter"),
        "retyped": _("A cell with code is not a code cell"),
        "defined_again": _("Several cells define the same function"),
        "elsewhere": _("An exercise stands outside its own cell"),
        "no_cell": _("The cell of an exercise is missing"),
        "too_long": _("A cell is far too long"),
        "too_much": _("The notebook is far too long"),
        "is_link": _("A link was handed in"),
        "is_folder": _("A folder stands where the notebook should be"),
        "no_folder": _("Something else stands where the folder should be"),
        "no_file": _("Not an ordinary file"),
        "not_allowed": _("The file cannot be opened"),
        "too_large": _("The file is too large"),
        "empty": _("The file is empty"),
        "web_page": _("The file is a web page"),
        "not_json": _("The file is not a notebook, or is badly damaged"),
        "no_cells": _("There are no cells in the file"),
        "error": _("A cell stops with an error"),
        "timeout": _("A cell takes too long"),
        "memory": _("A cell needs too much memory"),
        "killed": _("A cell ends the whole program"),
    }
    return titles.get(kind, _("Something else"))


@cache
def _patterns(written_in: str) -> list[tuple[str, re.Pattern[str]]]:
    """Make the patterns of all notes in one language."""
    before = language.current()
    language.use(written_in if written_in in language.available() else language.SOURCE_LANGUAGE)
    try:
        return [(kind, _pattern_of(kind)) for kind in kinds()] + [
            (status, pattern) for status in STOPPED for pattern in _patterns_of_stops(status)
        ]
    finally:
        language.use(before)


def _pattern_of(kind: str) -> re.Pattern[str]:
    function: Callable[..., Any] = getattr(says, kind)
    parameters = _parameters(function)
    markers: dict[str, str | int] = {
        parameter.name: _FIRST_NUMBER + place if parameter.annotation == "int" else f"Q{place}Z"
        for place, parameter in enumerate(parameters)
    }
    sentence = function(**markers)() if parameters else function()
    return _with_groups(sentence, markers)


def _patterns_of_stops(status: Status) -> list[re.Pattern[str]]:
    made = []
    for line in (0, _FIRST_NUMBER + 1):
        for message in ("Q1Z", "") if status == "error" else ("",):
            markers: dict[str, str | int] = {"number": _FIRST_NUMBER}
            markers |= {"line": line} if line else {}
            markers |= {"error": "Q0Z"} if status == "error" else {}
            markers |= {"message": message} if message else {}
            problem = CellProblem(_FIRST_NUMBER, status, line, "Q0Z", message)
            made.append(_with_groups(about_cell(problem), markers))
    return made


def _with_groups(sentence: str, markers: dict[str, str | int]) -> re.Pattern[str]:
    pattern = re.escape(sentence)
    for name, marker in markers.items():
        varies = r"[0-9]{1,9}" if isinstance(marker, int) else ".*?"
        pattern = pattern.replace(str(marker), f"(?P<{name}>{varies})", 1)
    return re.compile(pattern, re.DOTALL)


def _parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    return list(inspect.signature(function).parameters.values())


def _status(kind: str) -> Status:
    return next(status for status in STOPPED if status == kind)
