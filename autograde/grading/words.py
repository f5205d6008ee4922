"""The words of feedback in the notebook's language."""

from __future__ import annotations

import gettext
import io
from dataclasses import replace
from functools import cache

from autograde.build.course import SOURCE_LANGUAGE, own_course
from neurona.checks.exercise import Exercise, Text
from neurona.checks.frozen import load_all
from neurona.language import current


def _(message: str) -> str:
    """Return a message in the language in use, or in English where it is not translated."""
    return _entries(current()).get(message, message)


@cache
def _entries(language: str) -> dict[str, str]:
    """Read the catalog of this package, which is not compiled as students need it not."""
    path = own_course().catalog_file("autograde", language)
    if language == SOURCE_LANGUAGE or not path.exists():
        return {}
    from autograde.build.catalog import read_translations

    entries = read_translations(path, language).entries
    return {str(id): text for id, text in entries.items() if text and isinstance(text, str)}


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form of a message that fits a count, in the language in use.

    Parameters
    ----------
    singular, plural : str
        The English message for one, and for any other count.
    n : int
        The count.
    """
    return _plurals(current()).ngettext(singular, plural, n)


@cache
def _plurals(language: str) -> gettext.NullTranslations:
    path = own_course().catalog_file("autograde", language)
    if language == SOURCE_LANGUAGE or not path.exists():
        return gettext.NullTranslations()
    from autograde.build.catalog import compile_catalog

    return gettext.GNUTranslations(io.BytesIO(compile_catalog(path, language)))


def translated(exercise: Exercise) -> Exercise:
    """Give an exercise of the suite the translations that the frozen one has.

    Parameters
    ----------
    exercise : Exercise
        As the suite makes it, in English.
    """
    frozen = load_all().get(exercise.name)
    if frozen is None:
        return exercise
    titles = {part.id: part.title for part in frozen.parts}
    known = {mistake.id: mistake for mistake in frozen.mistakes}
    return replace(
        exercise,
        parts=tuple(
            replace(part, title=_newer(part.title, titles.get(part.id))) for part in exercise.parts
        ),
        mistakes=tuple(
            replace(
                mistake,
                says=_newer(mistake.says, known[mistake.id].says),
                hint=_newer(mistake.hint, known[mistake.id].hint),
            )
            if mistake.id in known
            else mistake
            for mistake in exercise.mistakes
        ),
    )


def _newer(text: Text, frozen: Text | None) -> Text:
    """Prefer the frozen text, unless its English is an older one."""
    fits = frozen and frozen.languages[SOURCE_LANGUAGE] == text.languages[SOURCE_LANGUAGE]
    return frozen if frozen and fits else text
