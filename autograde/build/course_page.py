"""The page of the whole course: what each chapter teaches, how long it takes, what it is worth."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from babel import Locale

from autograde.build.catalog import Translations
from autograde.build.course import SOURCE_LANGUAGE, Course
from autograde.build.gallery import Gallery, Spot, picture_file
from autograde.build.sources import Chapter, Sources
from autograde.build.text import title_of

OPENING = "panel_opening"
"""The cell whose picture stands for a chapter."""


def page_file(course: Course, language: str) -> Path:
    """Return where the page lies in a language.

    Parameters
    ----------
    course : Course
        Whose page.
    language : str
        A code.
    """
    name = "README.md" if language == SOURCE_LANGUAGE else f"README.{language}.md"
    return course.root / "course" / name


def make_page(
    course: Course,
    sources: Sources,
    words: Mapping[str, Translations],
    gallery: Gallery,
    language: str,
) -> bytes:
    """Write the page in a language.

    Parameters
    ----------
    course : Course
        Where pictures lie.
    sources : Sources
        Of all chapters.
    words : mapping of str to Translations
        Translations to that language, by domain.
    gallery : Gallery
        The pictures, with what they show in words.
    language : str
        A code.
    """
    page = words["autograde"]
    others = [code for code in sources.settings.languages if code != language]
    links = " · ".join(f"[{_own_name(code)}]({page_file(course, code).name})" for code in others)
    parts = [
        f"# {page.gettext('The course, chapter by chapter')}",
        f"{page.gettext('In other languages:')} {links}" if others else "",
        page.gettext(
            "Each chapter is a notebook that needs nothing but itself. It opens and closes with a "
            "panel in which you move p (dropout) and λ (weight decay); in between you write the "
            "functions, and each is checked at once. Times are rough."
        ),
        _table(sources, words, language),
    ]
    for chapter in sources.chapters:
        parts += _section(course, chapter, words, gallery, language)
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _own_name(language: str) -> str:
    """Return what a language calls itself."""
    return str(Locale.parse(language).get_display_name()).capitalize()


def _table(sources: Sources, words: Mapping[str, Translations], language: str) -> str:
    page = words["autograde"]
    heads = [
        page.gettext("chapter"),
        page.gettext("minutes"),
        page.gettext("exercises"),
        page.gettext("points"),
    ]
    rows = [heads, ["---", "---:", "---:", "---:"]]
    numbers = []
    for chapter in sources.chapters:
        numbers.append(_count(chapter))
        link = f"[{_title(chapter, words)}]({_notebook(chapter, language)})"
        rows.append([link, *(f"{number:g}" for number in numbers[-1])])
    sums = [f"**{sum(column):g}**" for column in zip(*numbers, strict=True)]
    rows.append([f"**{page.gettext('all together')}**", *sums])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _section(
    course: Course,
    chapter: Chapter,
    words: Mapping[str, Translations],
    gallery: Gallery,
    language: str,
) -> list[str]:
    page = words["autograde"]
    first = words[chapter.id].gettext(chapter.text.cells[0].source)
    minutes, exercises, points = _count(chapter)
    spot = Spot(chapter.id, OPENING, language)
    names = ", ".join(f"`{name}`" for name in chapter.functions)
    told = page.gettext(
        "About {minutes} minutes. Exercises: {exercises}. Points: {points}. You write {names}."
    )
    return [
        f"## [{_title(chapter, words)}]({_notebook(chapter, language)})",
        "\n".join(line for line in first.splitlines() if line.startswith("- ")),
        told.format(minutes=minutes, exercises=exercises, points=f"{points:g}", names=names),
        _picture(course, spot, gallery),
    ]


def _picture(course: Course, spot: Spot, gallery: Gallery) -> str:
    if spot not in gallery:
        return ""
    path = os.path.relpath(picture_file(course, spot), course.root / "course")
    words = gallery[spot].alternative_text.replace("[", "(").replace("]", ")")
    return f"![{words}]({Path(path).as_posix()})"


def _count(chapter: Chapter) -> tuple[int, int, float]:
    """Return minutes, exercises and points."""
    exercises = chapter.suite.exercises.values()
    return chapter.text.minutes, len(exercises), sum(exercise.points for exercise in exercises)


def _title(chapter: Chapter, words: Mapping[str, Translations]) -> str:
    title = title_of(words[chapter.id].gettext(chapter.text.cells[0].source))
    return f"{chapter.id[:2]} {title}"


def _notebook(chapter: Chapter, language: str) -> str:
    return f"{language}/{chapter.id}/{chapter.id}.ipynb"
