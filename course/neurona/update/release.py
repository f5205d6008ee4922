"""What a released notebook says of itself: which cells the course put there, and their digests.

The build writes it into the notebook's metadata. By it an update knows what a student changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

Cell = dict[str, Any]
"""A cell as JSON has it."""

SETUP = "setup"
"""The id of the cell that makes the tools ready."""

_DIGITS = 16
_RELEASE_DIGITS = 8


def describe(cells: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Describe the cells of a release.

    Parameters
    ----------
    cells : iterable of mapping
        All cells of the notebook, as it is released.

    Returns
    -------
    dict
        ``"cells"``, a list with the id and the digest of each, in order; and ``"release"``, a
        name that every other list of cells has another of.
    """
    listed = [f"{key_of(cell)} {digest_of(cell)}" for cell in cells]
    whole = hashlib.sha256("\n".join(listed).encode()).hexdigest()
    return {"cells": listed, "release": whole[:_RELEASE_DIGITS]}


def described(metadata: Mapping[str, Any]) -> dict[str, str]:
    """Read what a notebook says of the release that it comes from.

    Parameters
    ----------
    metadata : mapping
        Of the notebook.

    Returns
    -------
    dict of str to str
        By id, in order, the digest of each of the course's cells; empty if it says nothing.
    """
    ours = metadata.get("neurona")
    listed = ours.get("cells") if isinstance(ours, dict) else None
    if not isinstance(listed, list):
        return {}
    pairs = [line.split(" ") for line in listed if isinstance(line, str)]
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def digest_of(cell: Mapping[str, Any]) -> str:
    """Digest a cell's type and text; blanks at the end of the text do not count.

    Parameters
    ----------
    cell : mapping
        The cell.
    """
    text = f"{cell.get('cell_type')}:{source_of(cell).rstrip()}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def source_of(cell: Mapping[str, Any]) -> str:
    """Return a cell's text, however it is stored.

    Parameters
    ----------
    cell : mapping
        The cell.
    """
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def key_of(cell: Mapping[str, Any]) -> str:
    """Return the name under which a release knows a cell: its grade id, or else its id.

    Parameters
    ----------
    cell : mapping
        The cell.
    """
    metadata = cell.get("metadata", {})
    # Colab keeps ids in the metadata.
    for name in (about_of(cell).get("grade_id"), cell.get("id"), metadata.get("id")):
        if isinstance(name, str) and name:
            return name
    return ""


def about_of(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what nbgrader says of a cell; empty if it says nothing.

    Parameters
    ----------
    cell : mapping
        The cell.
    """
    about = cell.get("metadata", {}).get("nbgrader")
    return about if isinstance(about, dict) else {}


def is_answer(cell: Mapping[str, Any]) -> bool:
    """Tell whether this is where a student writes an answer.

    Parameters
    ----------
    cell : mapping
        The cell.
    """
    return bool(about_of(cell).get("solution"))
