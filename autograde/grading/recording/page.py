"""The page that a student gets back: one file, without scripts, to read on a phone or on paper."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from autograde.grading.recording.visible import visible
from autograde.grading.words import _
from autograde.grading.work import ExerciseResult, Reading, Result

_LONGEST_LINE = 300
_LONGEST_CODE = 3000
_LONGEST_NOTE = 600
_MOST_NOTES = 20


@dataclass(frozen=True)
class _Exercise:
    """What the page shows of an exercise."""

    name: str
    points: str
    card: Markup
    code_title: str = ""
    code: str = ""
    cut: bool = False


def make_page(result: Result, reading: Reading | None) -> str:
    """Make the feedback page of a submission, in the language in use.

    All that comes from a student is text: it is escaped, what hides in it is spelled out, and
    long lines are cut.

    Parameters
    ----------
    result : Result
        What marking gave.
    reading : Reading or None
        What was marked; None if it could not be read.
    """
    advice = ""
    if result.failure == "unreadable":
        advice = _(
            "So nothing could be marked. Open the notebook once more, save it as .ipynb under its "
            "own name, check that it opens again, and ask your instructor whether you may hand it "
            "in anew."
        )
    shown = [visible(note)[:_LONGEST_NOTE] for note in result.notes[:_MOST_NOTES]]
    if left := len(result.notes) - len(shown):
        shown.append(_("… and {count} more").format(count=left))
    return _template().render(
        language=result.language,
        student=visible(result.student),
        assignment=visible(result.assignment),
        total=_points(result.score, sum(one.max_score for one in result.exercises)),
        notes_title=(
            _("What is wrong with the file") if advice else _("What we found in your notebook")
        ),
        notes=shown,
        advice=advice,
        exercises=_exercises(result, reading),
        words={
            "feedback": _("Feedback"),
            "points": _("Points"),
            "cut": _("The code is longer; only its beginning is shown here."),
        },
    )


def _exercises(result: Result, reading: Reading | None) -> list[_Exercise]:
    places = reading.places if reading else {}
    sources = {cell.number: cell.source for cell in reading.cells} if reading else {}
    shown: dict[int, str] = {}
    made = []
    for one in result.exercises:
        place = places.get(one.exercise, 0)
        if place not in sources:
            made.append(_exercise(one))
        elif place in shown:
            title = _("Your code in cell {number} is shown under {name}.")
            made.append(_exercise(one, title.format(number=place, name=shown[place])))
        else:
            shown[place] = one.exercise
            title = _("Your code, in cell {number}").format(number=place)
            made.append(_exercise(one, title, sources[place]))
    return made


def _exercise(one: ExerciseResult, title: str = "", source: str = "") -> _Exercise:
    code = visible(source[:_LONGEST_CODE], _LONGEST_LINE)[:_LONGEST_CODE]
    return _Exercise(
        one.exercise,
        _points(one.score, one.max_score),
        Markup(visible(one.html)),  # cards escape what is a student's
        title,
        code,
        len(source) > _LONGEST_CODE,
    )


def _points(score: float, max_score: float) -> str:
    return _("{score} of {max_score} points").format(score=f"{score:g}", max_score=f"{max_score:g}")


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("page.html")
