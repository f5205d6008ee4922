"""The package that students import, with the data and catalogs that the build adds to it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from autograde.build import carry
from autograde.build.catalog import Translations, compile_catalog
from autograde.build.course import SOURCE_LANGUAGE, Course, Suite
from autograde.build.messages import find_marked
from autograde.build.problems import Problems
from autograde.build.setup_cell import find_copy
from autograde.build.sources import Chapter, Sources

_JSON_WIDTH = 100
_MO = "locale/{}/LC_MESSAGES/neurona.mo"


def make_data(
    course: Course, sources: Sources, words: Mapping[str, Mapping[str, Translations]]
) -> dict[str, bytes]:
    """Make the files that the build adds to the package.

    Parameters
    ----------
    course : Course
        Where catalogs lie, and its suite.
    sources : Sources
        Of all chapters.
    words : mapping
        Translations by language and chapter.

    Returns
    -------
    dict of str to bytes
        By path within the package.
    """
    made = {}
    for chapter in sources.chapters:
        spoken = {code: words[code][chapter.id] for code in sources.settings.translations}
        made[f"frozen/{chapter.name}.json"] = _freeze(chapter, course.suite, spoken)
    for language in sources.settings.translations:
        catalog = course.catalog_file("neurona", language)
        made[_MO.format(language)] = compile_catalog(catalog, language)
    return made


def pack_copies(
    course: Course, sources: Sources, made: Mapping[str, bytes], problems: Problems
) -> dict[str, bytes]:
    """Pack the copy of the package that each chapter's notebooks carry.

    Parameters
    ----------
    course : Course
        Where the package lies.
    sources : Sources
        Of all chapters.
    made : mapping of str to bytes
        The files that the build adds.
    problems : Problems
        Gets what is too large.

    Returns
    -------
    dict of str to bytes
        Zip files by chapter id.
    """
    files = _read_package(course.package) | dict(made)
    copies = {}
    for chapter in sources.chapters:
        cells = (cell.source for cell in chapter.text.cells if cell.kind == "code")
        selected = carry.select_files(files, chapter.name, "\n".join(cells))
        words = _compile_words(course, sources.settings.translations, selected)
        copy = _keep_if_alike(course, chapter.id, carry.pack(selected | words))
        copies[chapter.id] = copy
        if len(copy) >= carry.LIMIT:
            message = (
                f"{chapter.id} would carry {len(copy)} bytes of it; the limit is {carry.LIMIT}"
            )
            problems.add(course.package / "__init__.py", 1, message)
    return copies


def _keep_if_alike(course: Course, chapter_id: str, copy: bytes) -> bytes:
    """Return the committed copy where it holds the same, as another zlib gives other bytes."""
    path = course.root / "course" / SOURCE_LANGUAGE / chapter_id / f"{chapter_id}.ipynb"
    if path.exists():
        committed = find_copy(path.read_text(encoding="utf-8"))
        if carry.holds_the_same(committed, copy):
            return committed
    return copy


def _compile_words(
    course: Course, languages: Iterable[str], files: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Compile just those messages that the given files of the package say."""
    modules = [code for path, code in files.items() if path.endswith(".py")]
    said = {id for code in modules for id, _ in find_marked(code)}
    return {
        _MO.format(language): compile_catalog(
            course.catalog_file("neurona", language), language, only=said
        )
        for language in languages
    }


def _read_package(folder: Path) -> dict[str, bytes]:
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    files = {path.relative_to(folder): path for path in paths}
    return {
        name.as_posix(): path.read_bytes()
        for name, path in files.items()
        if name.parts[0] not in ("frozen", "locale")  # the build makes these anew
        and not any(part.startswith((".", "__pycache__")) for part in name.parts)
    }


def _freeze(chapter: Chapter, suite: Suite, words: Mapping[str, Translations]) -> bytes:
    data = suite.frozen_chapter(chapter.suite)
    for message in _messages_in(data):
        english = message[SOURCE_LANGUAGE]
        for language, translations in words.items():
            message[language] = translations.gettext(english) if english else ""
    return (to_json(data) + "\n").encode()


def _messages_in(data: Any) -> Iterator[dict[str, str]]:
    """Find the messages in frozen data: dicts that hold English words and nothing else."""
    if isinstance(data, dict) and list(data) == [SOURCE_LANGUAGE]:
        yield data
    elif isinstance(data, dict | list):
        for each in list(data.values()) if isinstance(data, dict) else data:
            yield from _messages_in(each)


def to_json(data: Any) -> str:
    """Write JSON with one line for whatever fits in it: small, and still readable in a diff.

    Parameters
    ----------
    data : Any
        What JSON can hold.
    """
    line = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if len(line) <= _JSON_WIDTH or not isinstance(data, dict | list):
        return line
    if isinstance(data, dict):
        items = [f"{json.dumps(key)}:{to_json(data[key])}" for key in sorted(data)]
        return "{\n" + ",\n".join(items) + "\n}"
    return "[\n" + ",\n".join(map(to_json, data)) + "\n]"
