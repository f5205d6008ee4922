"""A chapter as its reader meets it: prose, words, numbers, and what its code cells show."""

from __future__ import annotations

import ast
import contextlib
import functools
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import jupytext
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

TEXT = Path(__file__).resolve().parents[2] / "course" / "text"

# The build replaces these cells, or a front end is needed to see them.
_SHOWN_ELSEWHERE = ("exercise", "panel")


def minutes(chapter: str) -> int:
    """Return how long a chapter says it takes."""
    return _notebook(chapter).metadata["neurona"]["minutes"]


def markdown_cells(chapter: str, language: str = "en") -> list[str]:
    """Return the prose of a chapter, cell by cell."""
    cells = [cell.source for cell in _notebook(chapter).cells if cell.cell_type == "markdown"]
    if language == "en":
        return cells
    return [translation(chapter, language, cell) for cell in cells]


def translation(domain: str, language: str, english: str) -> str:
    """Return what the catalog of a chapter or package has for English words."""
    return _catalog(domain, language).get(english).string


@functools.cache
def _catalog(domain: str, language: str) -> Catalog:
    with (TEXT / f"{domain}.{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def prose(chapter: str, language: str = "en") -> str:
    """Return all the prose of a chapter."""
    return "\n\n".join(markdown_cells(chapter, language))


def cells_tagged(chapter: str, tag: str) -> list[str]:
    """Return the sources of the code cells that carry a tag."""
    return [
        cell.source for cell in _notebook(chapter).cells if tag in cell.metadata.get("tags", ())
    ]


def order_of_cells(chapter: str) -> list[str]:
    """Return every cell's source, in order."""
    return [cell.source for cell in _notebook(chapter).cells]


def count_words(markdown: str) -> int:
    """Count words as a reader would: without code, formulas and marks."""
    for pattern in (r"```.*?```", r"\$\$.*?\$\$", r"\$[^$]+\$", r"`[^`\n]+`", r"</?[a-z]+>"):
        markdown = re.sub(pattern, " ", markdown, flags=re.DOTALL)
    return len(re.findall(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*", markdown))


def numbers_in(markdown: str) -> Counter[str]:
    """Count the numbers in a text, whatever separates their thousands."""
    joined = re.sub(r"(?<=\d)(?:,|\{,\}|[\u00a0\u202f])(?=\d{3}(?!\d))", "", markdown)
    return Counter(re.findall(r"(?<![A-Za-z\d])\d+(?:\.\d+)?", joined))


def run_code(chapter: str) -> dict[str, tuple[Any, str]]:
    """Run the plain code cells of a chapter, top to bottom, in one namespace.

    Returns
    -------
    dict of str to (value, printed)
        By each cell's source: the value of its last expression (None if it has none) and
        what it printed.
    """
    shown = {}
    namespace: dict[str, Any] = {}
    for cell in _notebook(chapter).cells:
        tags = cell.metadata.get("tags", ())
        if cell.cell_type != "code" or any(tag in _SHOWN_ELSEWHERE for tag in tags):
            continue
        if cell.source.startswith("plots."):
            continue
        shown[cell.source] = _run_cell(cell.source, namespace)
    return shown


def _run_cell(source: str, namespace: dict[str, Any]) -> tuple[Any, str]:
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "cell", "exec"), namespace)
        value = last and eval(compile(ast.Expression(last.value), "cell", "eval"), namespace)
    return value, printed.getvalue()


def _notebook(chapter: str) -> Any:
    return jupytext.read(TEXT / f"{chapter}.md")
