"""Still pictures of panels and plots, for readers who run nothing: on GitHub, in print."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from nbformat import NotebookNode
from nbformat.v4 import new_output
from PIL import Image

from autograde.build.carry import unpack

_COLORS = 256
_BLOCK = 6
_VISIBLE = 24
_PIXELS_PER_CSS_PIXEL = 1.5


@dataclass(frozen=True)
class Still:
    """A picture and what it shows, in words."""

    png: bytes
    alternative_text: str


@dataclass(frozen=True)
class StillFailure:
    """Why a panel or a plot could not be drawn."""

    reason: str


def draw_stills(archive: bytes, requests: Sequence[tuple[str, str]]) -> list[Still | StillFailure]:
    """Draw stills with the copy of `neurona` that a notebook carries, in a process of their own.

    Parameters
    ----------
    archive : bytes
        The carried copy.
    requests : sequence of tuple of two str
        The source of a cell, and a language.

    Returns
    -------
    list of Still or StillFailure
        In the order of the requests.
    """
    if not requests:
        return []
    with tempfile.TemporaryDirectory() as folder:
        unpack(archive).extractall(folder)
        done = subprocess.run(
            [sys.executable, "-m", "autograde.build.stills", folder],
            input=json.dumps(requests),
            capture_output=True,
            text=True,
        )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["the process ended without a word"])[-1]
        return [StillFailure(last)] * len(requests)
    return [
        Still(_shrink(base64.b64decode(answer["png"])), answer["alternative_text"])
        if "png" in answer
        else StillFailure(answer["error"])
        for answer in json.loads(done.stdout)
    ]


def _shrink(png: bytes) -> bytes:
    """Write a picture with a palette: no difference to see, and less than half the bytes."""
    buffer = io.BytesIO()
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.quantize(_COLORS, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def visibly_differ(old: bytes, new: bytes) -> bool:
    """Tell whether a reader could see a difference between two PNG files.

    Other machines round edges a little differently. So means of small blocks are compared, in
    which that vanishes and a changed digit does not. Another FreeType draws other letters; that
    counts as a difference, so pictures are made with the versions in `constraints.txt`.

    Parameters
    ----------
    old, new : bytes
        PNG files.
    """
    first, second = _block_means(old), _block_means(new)
    if first.shape != second.shape:
        return True
    return bool(np.abs(first - second).max() > _VISIBLE)


def _block_means(png: bytes) -> np.ndarray:
    image = Image.open(io.BytesIO(png)).convert("RGB")
    return np.asarray(image.reduce(_BLOCK), dtype=float)


def still_output(still: Still) -> NotebookNode:
    """Make the output that shows a still."""
    with Image.open(io.BytesIO(still.png)) as image:
        width, height = (round(pixels / _PIXELS_PER_CSS_PIXEL) for pixels in image.size)
    return new_output(
        "display_data",
        data={
            "image/png": base64.b64encode(still.png).decode("ascii"),
            "text/plain": still.alternative_text,
        },
        metadata={"image/png": {"alt": still.alternative_text, "height": height, "width": width}},
    )
