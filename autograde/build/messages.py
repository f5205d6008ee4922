"""What there is to translate: prose, docstrings, comments, and messages of the packages."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jinja2 import Environment

from autograde.build.comments import list_comments
from autograde.build.course import Course, Suite
from autograde.build.functions import Function
from autograde.build.sources import Chapter, Sources

Kind = Literal["prose", "docstring", "comment", "message"]
MessageId = str | tuple[str, str]

# The functions that mark a string in Python, and how many of their arguments are words.
_MARKERS = {"_": 1, "gettext": 1, "ngettext": 2}


@dataclass(frozen=True)
class Message:
    """Something to translate.

    Attributes
    ----------
    id : str or tuple of two str
        The English words; singular and plural where they depend on a number.
    kind : str
        What it is part of.
    path : Path
        The file that it stands in.
    line : int
        Its line.
    """

    id: MessageId
    kind: Kind
    path: Path
    line: int

    @property
    def text(self) -> str:
        """The English words, or their singular."""
        return self.id if isinstance(self.id, str) else self.id[0]


def messages_by_domain(course: Course, sources: Sources) -> dict[str, list[Message]]:
    """List all messages of the course.

    Returns
    -------
    dict of str to list of Message
        For each catalog, that is for each chapter and package, in the order of the sources.
    """
    domains = {
        chapter.id: list(_chapter_messages(chapter, course.suite)) for chapter in sources.chapters
    }
    domains["neurona"] = list(_package_messages(course.package))
    domains["autograde"] = list(_package_messages(course.root / "autograde"))
    return domains


def _chapter_messages(chapter: Chapter, suite: Suite) -> Iterator[Message]:
    path = chapter.text.path
    for cell in chapter.text.cells:
        name = cell.source.strip()
        if cell.kind == "markdown":
            yield Message(cell.source, "prose", path, cell.line)
        elif not cell.is_exercise:
            yield from _comment_messages(cell.source, path, cell.line)
        elif name in chapter.functions:
            yield from _function_messages(chapter.functions[name])
    for text, file, line in suite.translatable(chapter.suite):
        yield Message(text, "message", Path(file), line)


def _function_messages(function: Function) -> Iterator[Message]:
    yield Message(function.docstring, "docstring", function.path, function.docstring_line)
    yield from _comment_messages(function.body, function.path, function.body_line)


def _comment_messages(code: str, path: Path, first_line: int) -> Iterator[Message]:
    for line, words in list_comments(code):
        yield Message(words, "comment", path, first_line + line - 1)


def _package_messages(folder: Path) -> Iterator[Message]:
    for path in sorted(folder.rglob("*.py")):
        for id, line in find_marked(path.read_bytes()):
            yield Message(id, "message", path, line)
    for path in sorted(folder.rglob("*.html")):
        for id, line in find_marked_in_template(path.read_text(encoding="utf-8")):
            yield Message(id, "message", path, line)


def find_marked(code: bytes) -> list[tuple[MessageId, int]]:
    """Find the strings of a module that are marked for translation, with their lines.

    Parameters
    ----------
    code : bytes
        A Python module.
    """
    finder = _MarkedStrings()
    finder.visit(ast.parse(code))
    return finder.found


def find_marked_in_template(text: str) -> list[tuple[MessageId, int]]:
    """Find the strings of a Jinja template that are marked for translation, with their lines.

    Parameters
    ----------
    text : str
        The template.
    """
    template = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    found: list[tuple[MessageId, int]] = []
    for line, function, words in template.extract_translations(text):  # type: ignore[attr-defined]
        marked = list(words if isinstance(words, tuple) else (words,))[: _MARKERS[function]]
        strings = [word for word in marked if isinstance(word, str)]
        if len(strings) == _MARKERS[function]:
            found.append((strings[0] if len(strings) == 1 else (strings[0], strings[1]), line))
    return found


class _MarkedStrings(ast.NodeVisitor):
    """Finds marked strings, also inside f-strings, where Babel's own extractor finds none."""

    def __init__(self) -> None:
        self.found: list[tuple[MessageId, int]] = []

    def visit_Call(self, node: ast.Call) -> None:
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else ""
        name = function.id if isinstance(function, ast.Name) else name
        words = [
            argument.value
            for argument in node.args[: _MARKERS.get(name, 0)]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        if words and len(words) == _MARKERS[name]:
            self.found.append((words[0] if len(words) == 1 else (words[0], words[1]), node.lineno))
        self.generic_visit(node)


# What a translation must have as often as the English has it: name, pattern.
_COUNTED = (
    ("headings", re.compile(r"^#+ ", re.MULTILINE)),
    ("code spans", re.compile(r"(?<!`)`[^`\n]+`(?!`)")),
    ("formulas", re.compile(r"\$\$.+?\$\$|(?<![\\$])\$[^$]+\$", re.DOTALL)),
    ("HTML tags", re.compile(r"</?[a-z]+>")),
    ("links", re.compile(r"\]\([^)]+\)")),
)
_PLACEHOLDER = re.compile(r"\{[A-Za-z_][\w.\[\]]*(?:![rsa])?(?::[^{}]*)?\}")
_PARAMETER = re.compile(r"^([A-Za-z_][\w, ]*) : ", re.MULTILINE)


def compare_translation(message: Message, translation: str) -> str:
    """Find what a translation has lost or added.

    Parameters
    ----------
    message : Message
        The English.
    translation : str
        One translation of it; not empty.

    Returns
    -------
    str
        What is wrong, or nothing.
    """
    if message.kind == "message":
        english = message.id if isinstance(message.id, tuple) else (message.id,)
        fields = [set(_PLACEHOLDER.findall(text)) for text in english]
        wrong = set(_PLACEHOLDER.findall(translation)) not in fields
        return f"placeholders must be {_list(fields[-1])}" if wrong else ""
    if message.kind == "docstring":
        names = _PARAMETER.findall(message.text)
        if _PARAMETER.findall(translation) != names:
            return f"names of parameters and values must be {_list(names)}"
    for name, pattern in _COUNTED:
        wanted = Counter(map(_shape, pattern.findall(message.text)))
        found = Counter(map(_shape, pattern.findall(translation)))
        if wanted != found:
            return f"{name} must be {_tell(wanted)}, but are {_tell(found)}"
    return ""


def _shape(mark: str) -> str:
    """Keep of a mark what a translation must keep: code and formulas may hold words."""
    return mark if mark[0] in "#<]" else ""


def _tell(counts: Counter[str]) -> str:
    return ", ".join(f"{n} {mark}".strip() for mark, n in sorted(counts.items())) or "none"


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
