"""The whole build: read, check, make everything in memory and a temporary folder, then write."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import nbformat

from autograde.build.assemble import Words, assemble, link_to
from autograde.build.catalog import (
    Translations,
    check_catalog,
    in_english,
    read_translations,
    update_catalog,
)
from autograde.build.course import SOURCE_LANGUAGE, Course
from autograde.build.course_page import make_page, page_file
from autograde.build.gallery import Gallery, draw_gallery, picture_file
from autograde.build.messages import messages_by_domain
from autograde.build.package import make_data, pack_copies
from autograde.build.problems import Problems
from autograde.build.release import ReleaseError, generate_assignments
from autograde.build.sources import Sources, read_sources

Files = dict[Path, bytes]
"""What the build makes: contents by path, relative to the course's root."""

_NOTEBOOKS = (
    "course/*/[0-9][0-9]_*/[0-9][0-9]_*.ipynb",
    "solutions/notebooks/*/[0-9][0-9]_*/[0-9][0-9]_*.ipynb",
)
_DATA = (
    "course/neurona/frozen/*.json",
    "course/neurona/locale/*/LC_MESSAGES/neurona.mo",
    "course/text/pictures/*.png",
    "course/README*.md",
)


def translate(course: Course, languages: list[str] | None = None) -> dict[Path, int]:
    """Bring the catalogs up to date with the sources.

    Parameters
    ----------
    course : Course
        Whose catalogs.
    languages : list of str, optional
        Codes; otherwise all languages that the course is translated to.

    Returns
    -------
    dict of Path to int
        For each catalog, how many messages wait for a translation.

    Raises
    ------
    SourcesError
        If the sources cannot be read.
    """
    sources, problems = _read(course)
    problems.stop_if_any()
    waiting = {}
    for language in languages or sources.settings.translations:
        for domain, messages in messages_by_domain(course, sources).items():
            path = course.catalog_file(domain, language)
            waiting[path] = update_catalog(path, language, messages, course.root)
    return waiting


def build(course: Course, report: Callable[[str], None] = lambda step: None) -> Files:
    """Make all that the build makes, and write none of it.

    Parameters
    ----------
    course : Course
        Whose sources.
    report : callable
        Is told what happens next.

    Returns
    -------
    dict of Path to bytes
        Contents by path, relative to the course's root.

    Raises
    ------
    SourcesError
        With everything that is wrong with the sources.
    """
    report("Reading texts, solutions and the suite")
    sources, problems = _read(course)
    _check_catalogs(course, sources, problems)
    problems.stop_if_any()

    report("Freezing cases and messages")
    words = {code: _read_words(course, sources, code) for code in sources.settings.languages}
    data = make_data(course, sources, words)
    copies = pack_copies(course, sources, data, problems)

    report("Drawing panels and plots")
    gallery = draw_gallery(course, sources, copies, problems)
    problems.stop_if_any()

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        report("Writing solved notebooks")
        for language in sources.settings.languages:
            _write_solved(root, sources, words[language], copies, gallery)
        for language in sources.settings.languages:
            report(f"Making students' notebooks ({language})")
            _make_student_versions(course, root, language, problems)
        problems.stop_if_any()
        files = {path.relative_to(root): path.read_bytes() for path in _find(root, _NOTEBOOKS)}
    package = course.package.relative_to(course.root)
    files |= {package / path: content for path, content in data.items()}
    files |= {
        picture_file(course, spot).relative_to(course.root): still.png
        for spot, still in gallery.items()
    }
    for language in sources.settings.languages:
        page = make_page(course, sources, words[language], gallery, language)
        files[page_file(course, language).relative_to(course.root)] = page
    return files


def write(course: Course, files: Files) -> list[Path]:
    """Write what has changed, each file in one go, and take away what is not made any more.

    Returns
    -------
    list of Path
        The files that changed, relative to the course's root.
    """
    changed = []
    for path, content in files.items():
        target = course.root / path
        if target.exists() and target.read_bytes() == content:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_name(f".{target.name}.half")
        half.write_bytes(content)
        os.replace(half, target)
        changed.append(path)
    for path in surplus(course, files):
        (course.root / path).unlink()
        changed.append(path)
    return changed


def surplus(course: Course, files: Files) -> list[Path]:
    """List files that the build made once and makes no more, relative to the course's root."""
    own = [path.relative_to(course.root) for path in _find(course.root, _NOTEBOOKS + _DATA)]
    return [path for path in own if path not in files]


def _find(root: Path, patterns: tuple[str, ...]) -> list[Path]:
    return [path for pattern in patterns for path in sorted(root.glob(pattern))]


def _read(course: Course) -> tuple[Sources, Problems]:
    problems = Problems(course.root)
    sources = read_sources(course, problems)
    if sources is None:
        problems.stop_if_any()
    assert sources is not None
    return sources, problems


def _check_catalogs(course: Course, sources: Sources, problems: Problems) -> None:
    for domain, messages in messages_by_domain(course, sources).items():
        for language in sources.settings.translations:
            check_catalog(course.catalog_file(domain, language), language, messages, problems)


def _read_words(course: Course, sources: Sources, language: str) -> dict[str, Translations]:
    domains = [*(chapter.id for chapter in sources.chapters), "autograde"]
    if language == SOURCE_LANGUAGE:
        return dict.fromkeys(domains, in_english())
    return {
        domain: read_translations(course.catalog_file(domain, language), language)
        for domain in domains
    }


def _write_solved(
    root: Path,
    sources: Sources,
    words: Mapping[str, Translations],
    copies: Mapping[str, bytes],
    gallery: Gallery,
) -> None:
    """Write the solved notebooks of one language under a folder."""
    language = words["autograde"].language
    followers = [*sources.chapters[1:], None]
    for chapter, following in zip(sources.chapters, followers, strict=True):
        notebook = assemble(
            chapter,
            sources.settings,
            Words(words[chapter.id], words["autograde"]),
            copies[chapter.id],
            {
                spot.cell: still
                for spot, still in gallery.items()
                if (spot.chapter, spot.language) == (chapter.id, language)
            },
            link_to(following, words[following.id]) if following else None,
        )
        path = root / "solutions" / "notebooks" / language / chapter.id / f"{chapter.id}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


def _make_student_versions(course: Course, root: Path, language: str, problems: Problems) -> None:
    try:
        generate_assignments(course, root, language)
    except ReleaseError as error:
        problems.add(course.settings_file, 1, f"nbgrader cannot make notebooks: {error}")
