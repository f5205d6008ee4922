"""Turn the bytes of a notebook into plain data, also where they are damaged."""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass
from typing import Any

from autograde.grading.reading import says
from autograde.grading.reading.problems import UnreadableError
from autograde.grading.reading.says import Message, in_language
from autograde.grading.reading.slim import LARGE, slim

_CELLS = re.compile(r'(?<!\\)"cells"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")
_WEB_PAGE = re.compile(r"\s*<(!doctype|html|head|\?xml)", re.IGNORECASE)
_DIFFERENT_LANGUAGE = re.compile(r"neurona\.language\.use\(['\"]([a-z]{2,3}(?:_[A-Z]{2})?)['\"]\)")
_BYTE_ORDER_MARK = "\ufeff"
_EMPTY = b"\0 \t\r\n"  # a full disk leaves zeros at the end

# Not strict: a raw line break inside a string is clear enough.
_decoder = json.JSONDecoder(strict=False)
_decoder_for_huge_numbers = json.JSONDecoder(strict=False, parse_int=lambda digits: 0)


@dataclass(frozen=True)
class Decoded:
    """A file as plain data.

    Attributes
    ----------
    notebook : object
        What JSON makes of it.
    notes : tuple of callable
        What was repaired.
    is_cut : bool
        Whether only its first cells are there.
    """

    notebook: Any
    notes: tuple[Message, ...] = ()
    is_cut: bool = False


def decode(content: bytes) -> Decoded:
    """Turn the content of a file into plain data.

    Parameters
    ----------
    content : bytes
        All of it.

    Raises
    ------
    UnreadableError
        If no cell can be read from it.
    """
    text, notes = _decode_text(content)
    del content
    try:
        return Decoded(_parse(text), notes)
    except json.JSONDecodeError:
        return _decode_damaged(text, notes)
    except (ValueError, RecursionError, MemoryError) as error:
        raise _unreadable(says.not_json, text) from error


def without_bulk(content: bytes) -> bytes:
    """Take the outputs out of a large file, which is then read as it would have been.

    Parameters
    ----------
    content : bytes
        All of it; what is not large is given back.

    Raises
    ------
    UnreadableError
        If it is still too large.
    """
    if len(content) <= LARGE:
        return content
    content = content.rstrip(_EMPTY)
    return _slimmed(*_padded(content))[0] if content else content


def _parse(text: str) -> Any:
    try:
        return _decoder.decode(text)
    except json.JSONDecodeError:
        raise
    except ValueError:  # Python refuses whole numbers of more than 4300 digits
        return _decoder_for_huge_numbers.decode(text)


def _decode_text(content: bytes) -> tuple[str, tuple[Message, ...]]:
    content = content.rstrip(_EMPTY)
    if not content:
        raise _unreadable(says.empty)
    content, encoding = _slimmed(*_padded(content))
    try:
        return content.decode(encoding).lstrip(_BYTE_ORDER_MARK), ()
    except UnicodeDecodeError:
        text = content.decode(encoding, "replace" if encoding[:5] != "utf-8" else _GUESS)
        return text.lstrip(_BYTE_ORDER_MARK), (says.other_encoding,)


def _padded(content: bytes) -> tuple[bytes, str]:
    """Find the encoding, and make the last letter a whole one."""
    encoding = json.detect_encoding(content)
    if not encoding.startswith("utf-8"):
        content += b"\0" * (-len(content) % (4 if "32" in encoding else 2))
    return content, encoding


def _slimmed(content: bytes, encoding: str) -> tuple[bytes, str]:
    if len(content) <= LARGE:
        return content, encoding
    if encoding not in ("utf-8", "utf-8-sig"):
        content = content.decode(encoding, "replace").encode("utf-8", "replace")
        encoding = "utf-8"
    slimmer = slim(content)
    if slimmer is None:
        raise _unreadable(says.too_large)
    return slimmer, encoding


def _decode_damaged(text: str, notes: tuple[Message, ...]) -> Decoded:
    """Read what is there: a notebook with something after it, or the first of its cells."""
    if _WEB_PAGE.match(text):
        raise _unreadable(says.web_page)
    try:
        start = len(text) - len(text.lstrip())
        notebook, _ = _decoder.raw_decode(text, start)
        return Decoded(notebook, (*notes, says.text_after_end))
    except (ValueError, RecursionError, MemoryError):
        cells = _first_cells(text)
    if not cells:
        raise _unreadable(says.not_json, text)
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return Decoded(notebook, (*notes, says.cut_off(len(cells))), is_cut=True)


def _first_cells(text: str) -> list[Any]:
    found = _CELLS.search(text)
    cells: list[Any] = []
    place = found.end() if found else len(text)
    while True:
        between = _BETWEEN.match(text, place)
        assert between is not None
        try:
            cell, place = _decoder.raw_decode(text, between.end())
        except (ValueError, RecursionError, MemoryError):
            return cells
        cells.append(cell)


def _unreadable(message: Message, text: str = "") -> UnreadableError:
    named = _DIFFERENT_LANGUAGE.search(text)
    language = named.group(1) if named else "en"
    return UnreadableError(in_language(language, [message])[0], language)


def _guess(error: UnicodeError) -> tuple[str, int]:
    """Take bytes that are no UTF-8 for those of Windows, as they nearly always are."""
    assert isinstance(error, UnicodeDecodeError)
    wrong = error.object[error.start : error.end]
    return "".join(_letter(byte) for byte in wrong), error.end


def _letter(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return "�"


_GUESS = "autograde-guess"
codecs.register_error(_GUESS, _guess)
