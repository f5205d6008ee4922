from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_output
from PIL import Image, ImageDraw

from autograde.build.carry import pack
from autograde.build.clear_output import ClearOutputButPictures
from autograde.build.gallery import Spot, draw_gallery, picture_file
from autograde.build.pictures import StillFailure, draw_stills, visibly_differ
from autograde.build.problems import Problems
from autograde.build.sources import read_sources
from tests.autograde.build.conftest import BuiltCourse


def _png(color: int = 255, *, dot: int = 0, size: int = 120, level: int = 6) -> bytes:
    image = Image.new("RGB", (size, size), (color, color, color))
    if dot:
        ImageDraw.Draw(image).rectangle((50, 50, 49 + dot, 49 + dot), fill="black")
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=level)
    return buffer.getvalue()


def test_the_same_picture_written_otherwise_does_not_differ() -> None:
    assert _png(dot=30) != _png(dot=30, level=0)
    assert not visibly_differ(_png(dot=30), _png(dot=30, level=0))


def test_a_shade_that_nobody_sees_does_not_differ() -> None:
    assert not visibly_differ(_png(255), _png(252))


def test_a_small_mark_differs() -> None:
    assert visibly_differ(_png(), _png(dot=5))


def test_another_size_differs() -> None:
    assert visibly_differ(_png(), _png(size=121))


def test_a_committed_picture_that_looks_the_same_stays(built: BuiltCourse, tmp_path: Path) -> None:
    course = type(built.course)(tmp_path / "tiny", built.course.suite)
    shutil.copytree(built.course.root, course.root)
    spot, other = (Spot("01_adding", "panel_opening", code) for code in ("en", "es"))
    with Image.open(picture_file(course, spot)) as image:
        image.save(picture_file(course, spot), "PNG", compress_level=0)
    kept = picture_file(course, spot).read_bytes()
    picture_file(course, other).write_bytes(_png())
    problems = Problems(course.root)
    sources = read_sources(course, problems)
    assert sources is not None
    copies = {chapter.id: built.copy(chapter.id) for chapter in sources.chapters}
    gallery = draw_gallery(course, sources, copies, problems)
    assert gallery[spot].png == kept != picture_file(built.course, spot).read_bytes()
    assert gallery[other].png == picture_file(built.course, other).read_bytes()
    assert not problems


def test_says_why_nothing_could_be_drawn() -> None:
    assert draw_stills(pack({"__init__.py": b"oops"}), [("panels.a.b()", "en")]) == [
        StillFailure("NameError: name 'oops' is not defined")
    ]
    assert draw_stills(b"", []) == []


@pytest.mark.parametrize("tag", ["panel", "plot"])
def test_clearing_outputs_spares_pictures(tag: str) -> None:
    live = {"application/vnd.jupyter.widget-view+json": {}, "image/png": "x", "text/plain": "y"}
    outputs = [
        new_output("stream", text="hello"),
        new_output("display_data", data=live, metadata={"image/png": {"alt": "y"}}),
        new_output("execute_result", data={"text/plain": "1"}, execution_count=3),
    ]
    cell = new_code_cell("", metadata={"tags": [tag]}, outputs=outputs, execution_count=3)
    cleared, _ = ClearOutputButPictures().preprocess_cell(cell, {}, 0)
    (output,) = cleared.outputs
    assert output.data == {"image/png": "x", "text/plain": "y"}
    assert output.metadata == {"image/png": {"alt": "y"}}
    assert cleared.execution_count is None


def test_clearing_outputs_clears_all_others() -> None:
    cell = new_code_cell("", outputs=[new_output("display_data", data={"image/png": "x"})])
    assert ClearOutputButPictures().preprocess_cell(cell, {}, 0)[0].outputs == []
