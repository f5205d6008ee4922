"""Read as much as there is of a cell that is no Python as a whole."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from autograde.grading.reading.definitions import parse
from autograde.likeness.shapes import walk

_MOST_LINES = 3_000
_LONGEST_LINE = 2_000
_HEAD = re.compile(r"^(async\s+def|def|class|if|elif|for|while|with|else|try|except|finally)\b")
_CONTINUES = re.compile(r"^(elif|else|except|finally)\b|^[)\]}]")
_FUNCTION = re.compile(r"^\s*(?:async\s+)?def\s+(\w+)")
_TOKEN = re.compile(r"[A-Za-z_]\w*|\d[\w.]*|\"[^\"]*\"|'[^']*'|[^\w\s]")


@dataclass
class Block:
    """Some lines of a cell that belong together.

    Attributes
    ----------
    statements : list of stmt
        What of it is Python, with the lines where it stands in the cell.
    function : str
        The name of the function that it is, if it is one; else empty.
    lines : list of pair of int and str
        The lines that are no Python, by their numbers.
    """

    statements: list[ast.stmt]
    function: str
    lines: list[tuple[int, str]]

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """All that is in the statements."""
        return walk(self.statements)


def blocks_of(source: str) -> Iterator[Block]:
    """Take a cell apart into functions and what stands between them.

    Parameters
    ----------
    source : str
        The cell's text.
    """
    tree = parse(source)
    if tree is not None:
        yield from _of_tree(tree)
        return
    for first, text in _pieces(source):
        tree = parse(text)
        if tree is None:
            yield _line_by_line(first, text)
            continue
        for node in ast.walk(tree):
            _move(node, first)
        yield from _of_tree(tree)


def tokens_in(line: str) -> list[str]:
    """Return the words and signs of a line that is no Python, without its comment.

    Parameters
    ----------
    line : str
        The line.
    """
    found = []
    for token in _TOKEN.findall(line):
        if token == "#":
            break
        found.append("text" if token[0] in "'\"" else token)
    return found


def _of_tree(tree: ast.Module) -> Iterator[Block]:
    loose = [one for one in tree.body if not _is_function(one)]
    for one in tree.body:
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Block([one], one.name, [])
    if loose:
        yield Block(loose, "", [])


def _is_function(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)


def _pieces(source: str) -> Iterator[tuple[int, str]]:
    """Divide a text where a line begins at the margin, with the lines before each piece."""
    start, kept = 0, list[str]()
    for number, line in enumerate(source.split("\n")[:_MOST_LINES]):
        begins = line[:1].strip() and not line.startswith("#") and not _CONTINUES.match(line)
        decorates = len(kept) and kept[-1].startswith("@")
        if begins and kept and not decorates:
            yield start, "\n".join(kept)
            start, kept = number, []
        kept.append(line[:_LONGEST_LINE])
    if kept:
        yield start, "\n".join(kept)


def _line_by_line(first: int, text: str) -> Block:
    block = Block([], "", [])
    for number, line in enumerate(text.split("\n"), start=first + 1):
        found = _FUNCTION.match(line)
        if found and not block.function:
            block.function = found[1]
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        tree = parse(_alone(stripped))
        if tree is None:
            block.lines.append((number, stripped))
            continue
        for node in ast.walk(tree):
            _move(node, number - 1)
        block.statements += tree.body
    return block


def _alone(line: str) -> str:
    """Make of a line, as far as possible, what can be read without those around it."""
    found = _HEAD.match(line)
    if not found or not line.partition("#")[0].rstrip().endswith(":"):
        return line
    head = found[1]
    line = line.partition("#")[0].rstrip()
    if head in ("else", "try", "finally"):
        return "pass"
    if head == "elif":
        line = line[2:]
    if head == "except":
        return f"try:\n pass\n{line} pass"
    return f"{line} pass"


def _move(node: ast.AST, lines: int) -> None:
    if hasattr(node, "lineno"):
        node.lineno += lines
    if getattr(node, "end_lineno", None) is not None:
        node.end_lineno += lines  # type: ignore[attr-defined]
