"""The stills of a whole course, and which of the committed ones stay."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from autograde.build.assemble import name_cells
from autograde.build.calls import find_call
from autograde.build.course import Course
from autograde.build.pictures import Still, StillFailure, draw_stills, visibly_differ
from autograde.build.problems import Problems
from autograde.build.sources import Chapter, Sources


class Spot(NamedTuple):
    """Where a still is shown."""

    chapter: str
    cell: str
    language: str


Gallery = dict[Spot, Still]


def draw_gallery(
    course: Course, sources: Sources, copies: Mapping[str, bytes], problems: Problems
) -> Gallery:
    """Draw what the cells of all chapters show before anything is run.

    Parameters
    ----------
    course : Course
        Where committed pictures lie; one that looks the same is kept, byte for byte.
    sources : Sources
        Of all chapters.
    copies : mapping of str to bytes
        The copy of `neurona` that each chapter carries, which does the drawing.
    problems : Problems
        Gets what cannot be drawn.
    """

    def draw(chapter: Chapter) -> Gallery:
        return _draw_chapter(
            course, chapter, sources.settings.languages, copies[chapter.id], problems
        )

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        drawn = list(pool.map(draw, sources.chapters))
    return {spot: still for each in drawn for spot, still in each.items()}


def picture_file(course: Course, spot: Spot) -> Path:
    """Return where a still is committed."""
    return course.pictures / f"{spot.chapter}.{spot.cell}.{spot.language}.png"


def _draw_chapter(
    course: Course, chapter: Chapter, languages: tuple[str, ...], copy: bytes, problems: Problems
) -> Gallery:
    shown = [
        (id, cell)
        for id, cell in name_cells(chapter.text.cells)
        if cell.kind == "code" and (call := find_call(cell.source)) and call.has_still
    ]
    spots = [(Spot(chapter.id, id, code), cell) for id, cell in shown for code in languages]
    drawn = draw_stills(copy, [(cell.source, spot.language) for spot, cell in spots])
    gallery = {}
    for (spot, cell), still in zip(spots, drawn, strict=True):
        if isinstance(still, StillFailure):
            message = f"{cell.source.strip()} fails: {still.reason}"
            problems.add(chapter.text.path, cell.line, message)
        else:
            gallery[spot] = _keep_if_alike(picture_file(course, spot), still)
    return gallery


def _keep_if_alike(path: Path, still: Still) -> Still:
    if path.exists() and not visibly_differ(path.read_bytes(), still.png):
        return Still(path.read_bytes(), still.alternative_text)
    return still
