"""Whatever an archive holds: nothing is written outside, and each file has a line."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograde.grading.imported import read_lines
from autograde.importing.command import import_all
from autograde.importing.zips import is_junk
from tests.autograde.importing.samples import CANVAS, MOODLE, notebook

PARTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            *[
                "..",
                ".",
                "/",
                "\\",
                "C:",
                "~",
                "con",
                "01_perceptron",
                "ada",
                "Ada",
                "roster.csv",
                ".importing-",
                "inbound",
            ],
            "a" * 300,
            "ada+01_perceptron+2026-03-02 12:00:00 UTC+x",
            "ada+01_perceptron+2026-99-99 12:00:00 UTC",
            *CANVAS,
            *(path.partition("/")[0] for path in MOODLE),
            "01_perceptron.ipynb",
            "timestamp.txt",
        ]
    ),
)
PATHS = (
    st.lists(PARTS, min_size=1, max_size=4).map("/".join).filter(lambda path: path[:1].strip("\0"))
)
CONTENTS = st.sampled_from([b"", b"{}", b"2026-01-01", notebook(), notebook("02_sigmoid")])


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(PATHS, CONTENTS, max_size=6))
def test_any_archive(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        path = root / "c.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for file, content in files.items():
                archive.writestr(file, content)
        before = everything(root)
        outcome = import_all([path], root / "into" / "submitted")
        after = everything(root)
        inside = {
            file.removeprefix("into/submitted/"): content
            for file, content in after.items()
            if file.startswith("into/submitted/")
        }
        assert {**before, **{f"into/submitted/{file}": inside[file] for file in inside}} == after
        for file in inside.keys() - {"roster.csv", "imported.csv"}:
            student, assignment, notebook_name = file.split("/")
            assert notebook_name == "timestamp.txt" or notebook_name.startswith(assignment)
            assert student not in ("", ".", "..")
        lines = read_lines(root / "into" / "submitted")
        assert len(lines) == len({(line.source, line.placed, line.reason) for line in lines})
        assert {line.placed for line in lines} - {""} == {
            file for file in inside if file.endswith(".ipynb")
        }
        with zipfile.ZipFile(path) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
        seen = [one for one in entries if not _is_passed_over(one.orig_filename)]
        unplaced = [line for line in lines if not line.placed]
        assert len(outcome.rejected) == len(unplaced)
        assert len(lines) >= len(seen)


def _is_passed_over(path: str) -> bool:
    name = path.replace("\\", "/").rpartition("/")[2]
    return is_junk(path) or name == "timestamp.txt" or path in ("roster.csv", "imported.csv")
