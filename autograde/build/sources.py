"""Everything a chapter is made from, read together and held against each other."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograde.build.calls import find_call
from autograde.build.course import (
    Course,
    Settings,
    SuiteChapter,
    line_of,
    name_of,
    read_settings,
)
from autograde.build.functions import Function, read_functions
from autograde.build.problems import Problems
from autograde.build.text import Text, read_text


@dataclass(frozen=True)
class Chapter:
    """The sources of one chapter.

    Attributes
    ----------
    id : str
        Such as ``"01_perceptron"``.
    text : Text
        What authors write.
    functions : dict of str to Function
        The reference solutions, by name.
    suite : SuiteChapter
        Points, cases and messages.
    """

    id: str
    text: Text
    functions: dict[str, Function]
    suite: SuiteChapter

    @property
    def name(self) -> str:
        """The id without its number."""
        return name_of(self.id)


@dataclass(frozen=True)
class Sources:
    """The sources of the course.

    Attributes
    ----------
    settings : Settings
        Chapters, languages, version.
    chapters : list of Chapter
        In the order of teaching.
    """

    settings: Settings
    chapters: list[Chapter]


def read_sources(course: Course, problems: Problems) -> Sources | None:
    """Read all that authors write, except translations.

    Parameters
    ----------
    course : Course
        Where to look.
    problems : Problems
        Gets what is wrong with it.

    Returns
    -------
    Sources or None
        With the chapters that could be read; None where there is no list of them.
    """
    settings = read_settings(course, problems)
    if settings is None:
        return None
    _find_unlisted(course, settings, problems)
    chapters = [_read_chapter(course, settings, id, problems) for id in settings.chapters]
    return Sources(settings, [chapter for chapter in chapters if chapter])


def _find_unlisted(course: Course, settings: Settings, problems: Problems) -> None:
    for path in sorted(course.text.glob("[0-9][0-9]_*.md")):
        if path.stem not in settings.chapters:
            problems.add(path, 1, f"list {path.stem} in {course.settings_file.name}")


def _read_chapter(
    course: Course, settings: Settings, chapter_id: str, problems: Problems
) -> Chapter | None:
    path = course.chapter_file(chapter_id)
    if not path.exists():
        listed = course.settings_file
        line = line_of(listed.read_text(encoding="utf-8"), f'"{chapter_id}"')
        problems.add(listed, line, f"there is no text for {chapter_id}: write {path.name}")
        return None
    text = read_text(path, problems)
    functions = read_functions(course.solutions_file(chapter_id), problems)
    suite = _load_suite(course, chapter_id, problems)
    if text is None or suite is None:
        return None
    chapter = Chapter(chapter_id, text, functions, suite)
    _compare_text(chapter, course, problems)
    _compare_suite(chapter, course, problems)
    others = {name_of(id) for id in settings.chapters} - {chapter.name}
    _check_calls(chapter, others, problems)
    return chapter


def _load_suite(course: Course, chapter_id: str, problems: Problems) -> SuiteChapter | None:
    path = course.suite.file(chapter_id)
    if not path.exists():
        problems.add(path, 1, f"there is no suite for {chapter_id}")
        return None
    try:
        return course.suite.load_chapter(chapter_id)
    except Exception as error:  # an author's module may fail in any way
        file, line = _where_in_suite(path, error)
        problems.add(file, line, f"{type(error).__name__}: {error}")
        return None


def _where_in_suite(path: Path, error: Exception) -> tuple[Path | str, int]:
    """Find the line of a chapter's suite, a module or a package, that an error comes from."""
    if isinstance(error, SyntaxError):
        return error.filename or path, error.lineno or 1
    home = path.parent if path.name == "__init__.py" else path
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(home)]
    if own:
        return own[-1].filename, own[-1].lineno or 1
    return path, getattr(error, "lineno", 1)


def _compare_text(chapter: Chapter, course: Course, problems: Problems) -> None:
    """Note exercises of the text that are unknown, placed twice or out of order."""
    placed: dict[str, int] = {}
    order = list(chapter.functions)
    for cell in chapter.text.exercises:
        name = cell.source.strip()
        if name in placed:
            problems.add(
                chapter.text.path, cell.line, f"{name} is placed already, in line {placed[name]}"
            )
        elif name.isidentifier() and name not in order:
            module = _relative(course, course.solutions_file(chapter.id))
            problems.add(chapter.text.path, cell.line, f"{module} has no function {name}")
        elif name in order and any(order.index(name) < order.index(other) for other in placed):
            problems.add(
                chapter.text.path,
                cell.line,
                f"{name} comes earlier in the solutions; exercises are judged in that order",
            )
        if name in order:
            placed.setdefault(name, cell.line)


def _compare_suite(chapter: Chapter, course: Course, problems: Problems) -> None:
    """Note exercises that the suite, the solutions and the text do not all have."""
    placed = {cell.source.strip() for cell in chapter.text.exercises}
    text = _relative(course, chapter.text.path)
    for name, exercise in chapter.suite.exercises.items():
        if name not in chapter.functions:
            module = _relative(course, course.solutions_file(chapter.id))
            problems.add(*exercise.source, f"{module} has no function {name}")
        elif name not in placed:
            problems.add(*exercise.source, f"the exercise {name} is not placed in {text}")
    for name, function in chapter.functions.items():
        if name not in chapter.suite.exercises:
            suite = _relative(course, course.suite.file(chapter.id))
            problems.add(function.path, function.line, f"{suite} has no exercise {name}")


def _check_calls(chapter: Chapter, others: set[str], problems: Problems) -> None:
    """Note panels and plots of other chapters, which a notebook does not carry."""
    for cell in chapter.text.cells:
        call = find_call(cell.source) if cell.kind == "code" else None
        if call and call.module in others:
            problems.add(
                chapter.text.path,
                cell.line,
                f"{call.package}.{call.module} belongs to another chapter, and this chapter's"
                " notebook does not carry it",
            )


def _relative(course: Course, path: Path) -> Any:
    return path.relative_to(course.root) if path.is_relative_to(course.root) else path
