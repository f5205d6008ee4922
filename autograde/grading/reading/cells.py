"""The cells of a notebook, whatever version of the format it has and however it is damaged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

from autograde.grading.reading.problems import UnreadableError

Kind = Literal["code", "markdown", "raw"]

_KINDS: dict[str, Kind] = {"code": "code", "markdown": "markdown", "raw": "raw", "html": "markdown"}
_SIGNS_OF_CODE = ("outputs", "execution_count", "input", "prompt_number")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LARGEST_HEADING = 6


@dataclass(frozen=True)
class Submitted:
    r"""A cell as handed in.

    Attributes
    ----------
    number : int
        Its place, from 1.
    kind : str
        What it is said to be.
    source : str
        Its text, with ``\n`` as line ends and nothing in it that is no text.
    id : str
        Its id; empty if it has none.
    grade_id : str
        nbgrader's name for it; empty if it has none.
    tags : tuple of str
        Its tags.
    """

    number: int
    kind: Kind
    source: str
    id: str = ""
    grade_id: str = ""
    tags: tuple[str, ...] = ()


def list_cells(notebook: Any, most: int) -> Iterator[Submitted]:
    """List the cells of a notebook; what is no cell is passed over, but counted.

    Parameters
    ----------
    notebook : object
        What JSON made of the file.
    most : int
        How many to look at.

    Raises
    ------
    UnreadableError
        If nothing in it is a list of cells.
    """
    found = _find_cells(notebook)
    for number, cell in enumerate(found[: most + 1], start=1):
        if isinstance(cell, dict):
            yield _read_cell(number, cell)


def _find_cells(notebook: Any) -> list[Any]:
    if isinstance(notebook, list):
        found = notebook
    elif not isinstance(notebook, dict):
        found = []
    elif isinstance(notebook.get("cells"), list):
        found = notebook["cells"]
    else:
        sheets = notebook.get("worksheets")  # format 3 and older
        sheets = sheets if isinstance(sheets, list) else []
        parts = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
        found = list(chain.from_iterable(part for part in parts if isinstance(part, list)))
    if not any(isinstance(cell, dict) and _is_cell(cell) for cell in found):
        raise UnreadableError("")
    return found


def _is_cell(cell: dict[str, Any]) -> bool:
    return "cell_type" in cell or "source" in cell or "input" in cell


def _read_cell(number: int, cell: dict[str, Any]) -> Submitted:
    metadata = cell.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    nbgrader = metadata.get("nbgrader")
    nbgrader = nbgrader if isinstance(nbgrader, dict) else {}
    tags = metadata.get("tags")
    source = _text(cell["source"] if "source" in cell else cell.get("input"))
    kind = cell.get("cell_type")
    if kind == "heading":
        level = cell.get("level")
        level = level if isinstance(level, int) else 1
        source = "#" * min(max(level, 1), _LARGEST_HEADING) + " " + source
    return Submitted(
        number,
        _kind(cell),
        source,
        _name(cell.get("id")) or _name(metadata.get("id")),  # Colab keeps ids in the metadata
        _name(nbgrader.get("grade_id")),
        tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
    )


def _kind(cell: dict[str, Any]) -> Kind:
    kind = cell.get("cell_type")
    if kind == "heading":
        return "markdown"
    name = kind.strip().lower() if isinstance(kind, str) else ""
    if name in _KINDS:
        return _KINDS[name]
    return "code" if any(sign in cell for sign in _SIGNS_OF_CODE) else "raw"


def _name(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _text(source: Any) -> str:
    if isinstance(source, list):
        lines = [line for line in source if isinstance(line, str)]
        # By the format each line but the last has its end. Where none has, they were cut off.
        is_cut = len(lines) > 1 and not any("\n" in line or "\r" in line for line in lines)
        source = ("\n" if is_cut else "").join(lines)
    if not isinstance(source, str):
        return ""
    return source.replace("\r\n", "\n").replace("\r", "\n") if "\r" in source else str(source)


def clean(source: str) -> str:
    """Take out of a text what cannot be written or shown as text."""
    if not _UNWANTED.search(source):
        return source
    return _UNWANTED.sub("", _SURROGATE.sub("\ufffd", source))
