"""Where a course lies, and which chapters and languages it has."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from autograde.build.problems import Problems

SOURCE_LANGUAGE = "en"


class SuiteChapter(Protocol):
    """What the build needs to know of a chapter's exercises.

    Attributes
    ----------
    exercises : mapping of str to exercise
        By the function's name. Each has `points`, and `source`, the file and line that define it.
    """

    exercises: Mapping[str, Any]


class Suite(Protocol):
    """What the build asks of the suite."""

    def file(self, chapter_id: str) -> Path:
        """Return the file that defines a chapter's exercises."""
        ...

    def load_chapter(self, chapter_id: str) -> SuiteChapter:
        """Load a chapter's exercises."""
        ...

    def frozen_chapter(self, chapter: Any) -> dict[str, Any]:
        """Return the data that notebooks carry; messages are dicts ``{"en": text}``."""
        ...

    def translatable(self, chapter: Any) -> Iterable[tuple[str, str, int]]:
        """List messages with the file and line of each."""
        ...


class OwnSuite:
    """The suite of this repository."""

    def file(self, chapter_id: str) -> Path:
        """Return the file that defines a chapter's exercises."""
        spec = importlib.util.find_spec(f"autograde.suite.{name_of(chapter_id)}")
        if spec and spec.origin:
            return Path(spec.origin)
        return Path(__file__).parents[1] / "suite" / f"{name_of(chapter_id)}.py"

    def load_chapter(self, chapter_id: str) -> SuiteChapter:
        """Load a chapter's exercises."""
        from autograde.suite import load_chapter

        return load_chapter(chapter_id)

    def frozen_chapter(self, chapter: Any) -> dict[str, Any]:
        """Return the data that notebooks carry."""
        from autograde.suite.freeze import frozen_chapter

        return frozen_chapter(chapter)

    def translatable(self, chapter: Any) -> Iterable[tuple[str, str, int]]:
        """List messages with the file and line of each."""
        from autograde.suite.freeze import translatable

        return translatable(chapter)


@dataclass(frozen=True)
class Course:
    """The folders of a course.

    Attributes
    ----------
    root : Path
        The repository.
    suite : Suite
        Where exercises get their points, cases and messages from.
    """

    root: Path
    suite: Suite

    @property
    def text(self) -> Path:
        """The folder with chapters and catalogs."""
        return self.root / "course" / "text"

    @property
    def package(self) -> Path:
        """The package that students import."""
        return self.root / "course" / "neurona"

    @property
    def pictures(self) -> Path:
        """The folder with still pictures of panels and plots."""
        return self.text / "pictures"

    @property
    def settings_file(self) -> Path:
        """The file that lists chapters and languages."""
        return self.text / "course.toml"

    def chapter_file(self, chapter_id: str) -> Path:
        """Return the text of a chapter."""
        return self.text / f"{chapter_id}.md"

    def catalog_file(self, domain: str, language: str) -> Path:
        """Return the translations of a chapter or a package."""
        return self.text / f"{domain}.{language}.po"

    def solutions_file(self, chapter_id: str) -> Path:
        """Return the module with a chapter's reference solutions."""
        return self.root / "solutions" / f"{name_of(chapter_id)}.py"


def own_course() -> Course:
    """Return the course of the repository that this package is part of."""
    return Course(Path(__file__).resolve().parents[2], OwnSuite())


def own_chapters() -> tuple[str, ...]:
    """Return the ids of the course's chapters, in the order of teaching.

    Raises
    ------
    SourcesError
        If the course's settings cannot be read.
    """
    problems = Problems(own_course().root)
    settings = read_settings(own_course(), problems)
    problems.stop_if_any()
    assert settings is not None
    return settings.chapters


def name_of(chapter_id: str) -> str:
    """Return a chapter's name without its number: ``perceptron`` for ``01_perceptron``."""
    return chapter_id.partition("_")[2]


@dataclass(frozen=True)
class Settings:
    """What `course.toml` and the package say of the course as a whole.

    Attributes
    ----------
    chapters : tuple of str
        Ids, in the order of teaching.
    languages : tuple of str
        Codes; the source language comes first.
    repository : str
        Public address, or empty.
    version : str
        Of the package that students import.
    """

    chapters: tuple[str, ...]
    languages: tuple[str, ...]
    repository: str
    version: str

    @property
    def translations(self) -> tuple[str, ...]:
        """The languages that need a catalog."""
        return self.languages[1:]


def read_settings(course: Course, problems: Problems) -> Settings | None:
    """Read the course's settings.

    Parameters
    ----------
    course : Course
        Where to look.
    problems : Problems
        Gets what is wrong with them.

    Returns
    -------
    Settings or None
        None where they cannot be used.
    """
    path = course.settings_file
    try:
        content = path.read_text(encoding="utf-8")
        data = tomllib.loads(content)
    except FileNotFoundError:
        problems.add(path, 1, "there is no such file; it lists the course's chapters")
        return None
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+)", str(error))
        problems.add(path, int(where.group(1)) if where else 1, f"not TOML: {error}")
        return None

    wrong = _wrong_settings(data)
    for key, message in wrong.items():
        problems.add(path, line_of(content, key), message)
    version = _read_version(course, problems)
    if wrong or version is None:
        return None
    return Settings(
        tuple(data["chapters"]), tuple(data["languages"]), data.get("repository", ""), version
    )


def _wrong_settings(data: dict[str, Any]) -> dict[str, str]:
    wrong = {}
    chapters, languages = data.get("chapters"), data.get("languages")
    if not _is_list_of(r"\d\d_[a-z][a-z0-9_]*", chapters):
        wrong["chapters"] = 'chapters must be a list of different ids such as "01_perceptron"'
    if not _is_list_of(r"[a-z]{2,3}(_[A-Z]{2})?", languages) or languages[0] != SOURCE_LANGUAGE:
        wrong["languages"] = f'languages must be different codes and begin with "{SOURCE_LANGUAGE}"'
    if not re.fullmatch(r"(https://github\.com/[^/\s]+/[^/\s]+)?", data.get("repository", "")):
        wrong["repository"] = (
            'repository must be empty or an address such as "https://github.com/someone/neurona"'
        )
    return wrong


def _is_list_of(pattern: str, value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(each, str) and re.fullmatch(pattern, each) for each in value)
        and len(set(value)) == len(value)
    )


def _read_version(course: Course, problems: Problems) -> str | None:
    path = course.package / "__init__.py"
    content = path.read_text(encoding="utf-8") if path.exists() else ""
    found = re.search(r'^__version__ = "([^"]+)"$', content, re.MULTILINE)
    if not found:
        problems.add(path, 1, 'the package must say its __version__ = "…"')
        return None
    return found.group(1)


def line_of(content: str, text: str) -> int:
    """Return the number of the first line that holds a text; 1 if none does."""
    for number, line in enumerate(content.splitlines(), start=1):
        if text in line and not line.lstrip().startswith("#"):
            return number
    return 1
