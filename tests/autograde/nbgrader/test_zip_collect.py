"""``nbgrader zip_collect`` with our plugins, as ``nbgrader_config.py`` sets them."""

from __future__ import annotations

import pytest

from autograde.examples.recipes import PERCEPTRON
from tests.autograde.importing.samples import make_zip, notebook

RANDOM = "cmFuZG9t"


@pytest.fixture(scope="module")
def archives(instructor):
    folder = instructor.folder / "downloaded" / PERCEPTRON / "archive"
    folder.mkdir(parents=True)
    make_zip(
        folder / "canvas.zip",
        {
            "unoada_101_2001_01_perceptron.ipynb": notebook(text="first"),
            "unoada_101_2005_01_perceptron-1.ipynb": notebook(text="second"),
            "dosbea_LATE_102_2006_Copy of 01_perceptron.ipynb": notebook(text="bea"),
            "trescai_103_2007_02_sigmoid.ipynb": notebook("02_sigmoid"),
            "trescai_103_text.html": b"",
            "../evil_104_2008_01_perceptron.ipynb": notebook(),
        },
    )
    make_zip(
        folder / "moodle.zip",
        {"Zoë Cuatro_55_assignsubmission_file_/tarea.ipynb": notebook(text="zoë")},
    )
    make_zip(
        folder / "exchange.zip",
        {f"ivo+{PERCEPTRON}+2026-03-02 12:00:00 UTC+{RANDOM}/x.ipynb": notebook(text="ivo")},
    )
    (folder / "cut_off.zip").write_bytes(b"PK\x03\x04")
    submitted = instructor.folder / "submitted"
    submitted.mkdir()
    (submitted / "roster.csv").write_text("id,lms_user_id\nada,101\n")
    return instructor


def test_files_reach_their_students(archives, succeeded) -> None:
    said = succeeded(archives.nbgrader("zip_collect", PERCEPTRON))
    submitted = archives.folder / "submitted"
    files = {
        path.relative_to(submitted).as_posix(): path.read_bytes()
        for path in submitted.rglob("*")
        if path.is_file() and path.parent != submitted
    }
    assert files == {
        f"ada/{PERCEPTRON}/{PERCEPTRON}.ipynb": notebook(text="second"),
        f"ada/{PERCEPTRON}/{PERCEPTRON}.earlier-1.ipynb": notebook(text="first"),
        f"dosbea-102/{PERCEPTRON}/{PERCEPTRON}.ipynb": notebook(text="bea"),
        f"zoë-cuatro-55/{PERCEPTRON}/{PERCEPTRON}.ipynb": notebook(text="zoë"),
        f"ivo/{PERCEPTRON}/{PERCEPTRON}.ipynb": notebook(text="ivo"),
        f"ivo/{PERCEPTRON}/timestamp.txt": b"2026-03-02 12:00:00",
    }
    assert "canvas.zip!../evil_104_2008_01_perceptron.ipynb: its name leads out" in said
    assert "cut_off.zip: it is no zip archive" in said
    assert "text typed into Canvas" in said
    assert "it belongs to 02_sigmoid" in said


def test_git_sees_nothing_of_them(archives) -> None:
    assert (archives.folder / "downloaded").is_dir()
    assert archives.git_status() == []
