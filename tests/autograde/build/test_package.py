from __future__ import annotations

import base64
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from autograde.build.carry import INNER
from autograde.build.course import Course
from autograde.build.package import pack_copies, to_json
from autograde.build.problems import Problems
from autograde.build.sources import read_sources
from tests.autograde.build.conftest import BuiltCourse


@pytest.mark.parametrize(
    "data",
    [{}, [], None, 1.5, "é", {"b": [1, 2], "a": {"c": None}}, [["x" * 60] * 3, {"k": "y" * 200}]],
)
def test_json_reads_back_as_it_was(data: object) -> None:
    assert json.loads(to_json(data)) == data


def test_what_fits_stands_in_one_line() -> None:
    data = {"b": ["word"] * 20, "a": [1, 2, 3]}
    words = ",\n".join(['"word"'] * 20)
    assert to_json(data) == f'{{\n"a":[1,2,3],\n"b":[\n{words}\n]\n}}'


def test_a_committed_copy_that_holds_the_same_stays(built: BuiltCourse, tmp_path: Path) -> None:
    course = Course(tmp_path / "tiny", built.course.suite)
    shutil.copytree(built.course.root, course.root)
    packed = built.copy("02_doubling")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as otherwise, zipfile.ZipFile(io.BytesIO(packed)) as outer:
        otherwise.writestr(INNER, outer.read(INNER))
    path = course.root / "course" / "en" / "02_doubling" / "02_doubling.ipynb"
    notebook = json.loads(path.read_text())
    data = base64.b64encode(buffer.getvalue()).decode()
    notebook["cells"][0]["source"] = f'    copy="""\n{data}\n"""'
    path.write_text(json.dumps(notebook))

    problems = Problems(course.root)
    sources = read_sources(course, problems)
    assert sources is not None
    frozen = {
        f"frozen/{name}.json": (course.package / "frozen" / f"{name}.json").read_bytes()
        for name in ("adding", "doubling")
    }
    copies = pack_copies(course, sources, frozen, problems)
    assert copies == {"01_adding": built.copy("01_adding"), "02_doubling": buffer.getvalue()}
