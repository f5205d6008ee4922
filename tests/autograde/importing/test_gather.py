from __future__ import annotations

import io

import pytest

from autograde.importing.found import Member
from autograde.importing.gather import UnreadableFileError, system_of, take_out
from tests.autograde.importing.samples import CANVAS, MOODLE, NOT_CANVAS


def member(path: str, content: bytes = b"") -> Member:
    return Member(path, None, lambda: io.BytesIO(content))


@pytest.mark.parametrize(
    ("paths", "system"),
    [
        (list(CANVAS), "canvas"),
        ([f"class/{name}" for name in CANVAS] + ["class/notes.txt"], "canvas"),
        (list(MOODLE), "moodle"),
        (["Ada Uno_7_assignsubmission_onlinetext/onlinetext.html"], "moodle"),
        (list(NOT_CANVAS), "folder"),
        (["ada/01_perceptron/01_perceptron.ipynb"], "folder"),
        (["ada_2025_12_01_perceptron.ipynb", "bea.ipynb"], "folder"),  # a date, not ids
        ([], "folder"),
    ],
)
def test_the_system_is_known_by_its_names(paths, system) -> None:
    assert system_of([member(path) for path in paths]) == system


def test_a_file_that_grows_while_it_is_read_is_too_large(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("autograde.importing.gather.LARGEST_FILE", 1_000_000)
    with pytest.raises(UnreadableFileError, match="larger than 1 MB"):
        take_out(member("x", bytes(1_000_001)), tmp_path / "x")
