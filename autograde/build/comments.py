"""The comments of a piece of code, the only words in it that are translated."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Callable


def list_comments(code: str) -> list[tuple[int, str]]:
    """List comments with their lines, counted from 1, without the ``#``.

    Parameters
    ----------
    code : str
        Python that parses.
    """
    return [(token.start[0], words) for token in _comments(code) if (words := _words(token))]


def replace_comments(code: str, translate: Callable[[str], str]) -> str:
    """Return the code with each comment in another language.

    Parameters
    ----------
    code : str
        Python that parses.
    translate : callable
        Takes the words of one comment and returns others.
    """
    lines = code.split("\n")
    for token in _comments(code):
        if words := _words(token):
            row, column = token.start
            line = lines[row - 1]
            rest = line[column:].replace(words, translate(words), 1)
            lines[row - 1] = line[:column] + rest
    return "\n".join(lines)


def _comments(code: str) -> list[tokenize.TokenInfo]:
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    return [token for token in tokens if token.type == tokenize.COMMENT]


def _words(token: tokenize.TokenInfo) -> str:
    return token.string.lstrip("#").strip()
