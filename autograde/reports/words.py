"""The words and numbers of a report in the language in use."""

from __future__ import annotations

from functools import cache

from babel import Locale
from babel.numbers import format_percent
from markupsafe import Markup, escape

from autograde.grading.words import _
from neurona.checks.exercise import Mistake
from neurona.checks.frozen import load_all
from neurona.language import _ as of_the_course
from neurona.language import current


def number(value: float) -> str:
    """Write a number with at most two decimals, as the course does in all languages: 1,234.5."""
    return f"{round(value, 2):,}".removesuffix(".0")


def percent(share: float) -> str:
    """Write a share as whole percents, with the sign where the course's cards have it."""
    pattern = of_the_course("{number}%").format(number="0")
    return str(format_percent(share, format=pattern, locale=current()))


def own_name(code: str) -> str:
    """Return what a language calls itself."""
    name = Locale.parse(code).get_language_name(code) or code
    return capital(name)


def capital(text: str) -> str:
    """Begin a text with a capital letter."""
    return text[:1].upper() + text[1:]


def inline(text: str) -> Markup:
    """Escape a sentence and show what stands in backticks as code.

    Parameters
    ----------
    text : str
        The sentence.
    """
    pieces = text.split("`")
    if len(pieces) % 2 == 0:  # an unpaired backtick is just a character
        return escape(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(pieces)
    )


def breakable(name: str) -> Markup:
    """Let a long name of ours be broken after its underscores."""
    return escape(name).replace("_", Markup("_<wbr>"))


def says(exercise: str, mistake: str) -> str:
    """Say what a named mistake is.

    Parameters
    ----------
    exercise, mistake : str
        The exercise's name and the mistake's id.
    """
    known = _mistakes().get((exercise, mistake))
    return str(known.says) if known else mistake.replace("_", " ")


def hint(exercise: str, mistake: str) -> str:
    """Say what helps against a named mistake; nothing if the course no longer knows it."""
    known = _mistakes().get((exercise, mistake))
    return str(known.hint) if known else ""


def outcome(id: str) -> str:
    """Say what became of an exercise.

    Parameters
    ----------
    id : str
        One of `autograde.reports.picture.OUTCOMES`, or a status of ``grades.csv``.
    """
    words = {
        "right": _("right"),
        "partial": _("partly right"),
        "wrong": _("wrong"),
        "not_attempted": _("not written yet"),
        "stopped": _("no answer"),
        "missing": _("is not in the notebook"),
        "error": _("stops with an error"),
        "timeout": _("takes too long"),
        "memory": _("needs too much memory"),
        "killed": _("ends the whole program"),
        "unreadable": _("the file cannot be read"),
    }
    return words.get(id, id)


@cache
def _mistakes() -> dict[tuple[str, str], Mistake]:
    return {
        (exercise.name, mistake.id): mistake
        for exercise in load_all().values()
        for mistake in exercise.mistakes
    }
