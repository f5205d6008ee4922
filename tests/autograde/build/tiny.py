"""A course as small as it can be: two chapters, three exercises, two languages."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from babel.messages.pofile import read_po, write_po

import autograde
from autograde.build.course import Course, name_of, own_course
from autograde.build.pipeline import translate

FIXTURES = Path(__file__).parent / "fixtures"


class TinySuite:
    """A suite in JSON files instead of Python modules."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def file(self, chapter_id: str) -> Path:
        return self.root / "suite" / f"{name_of(chapter_id)}.json"

    def load_chapter(self, chapter_id: str) -> Any:
        path = self.file(chapter_id)
        content = path.read_text()
        exercises = {
            name: SimpleNamespace(
                name=name,
                source=(str(path), content[: content.index(f'"{name}"')].count("\n") + 1),
                **known,
            )
            for name, known in json.loads(content).items()
        }
        return SimpleNamespace(id=chapter_id, exercises=exercises)

    def frozen_chapter(self, chapter: Any) -> dict[str, Any]:
        return {
            "chapter": chapter.id,
            "exercises": [
                {"name": each.name, "title": {"en": ""}, "hints": [{"en": x} for x in each.hints]}
                for each in chapter.exercises.values()
            ],
        }

    def translatable(self, chapter: Any) -> list[tuple[str, str, int]]:
        return [(hint, *each.source) for each in chapter.exercises.values() for hint in each.hints]


def make_tiny(root: Path, *overlays: str) -> Course:
    """Copy the tiny course, then the files of other fixtures over it.

    It is translated, except for what an overlay brings.
    """
    shutil.copytree(FIXTURES / "tiny", root)
    own = own_course()
    shutil.copy(own.package / "language.py", root / "course" / "neurona" / "language.py")
    build = Path(autograde.__file__).parent / "build"
    shutil.copytree(build, root / "autograde" / "build", ignore=lambda *_: ["__pycache__"])
    course = Course(root, TinySuite(root))
    translate(course)
    fill_catalogs(course)
    for overlay in overlays:
        shutil.copytree(FIXTURES / overlay, root, dirs_exist_ok=True)
    return course


def fill_catalogs(course: Course) -> None:
    """Translate what is not translated, by adding a word."""
    for path in course.text.glob("*.es.po"):
        with path.open("rb") as file:
            catalog = read_po(file, locale="es")
        for message in catalog:
            if message.id and not message.string:
                message.string = in_spanish(message.id)
        with path.open("wb") as file:
            write_po(file, catalog, width=0)


def in_spanish(text: str) -> str:
    return f"{text} (es)"


def snapshot(root: Path) -> dict[str, bytes]:
    """Read all files under a folder."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
