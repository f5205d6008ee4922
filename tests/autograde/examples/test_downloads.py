"""The made-up class as Canvas, Moodle and Colab give it to an instructor."""

from __future__ import annotations

import zipfile

import pytest
from typer.testing import CliRunner

from autograde.cli import app
from autograde.examples.downloads import CLASS, write_downloads
from autograde.examples.platforms import (
    Person,
    canvas_gradebook,
    canvas_name,
    canvas_text_name,
    moodle_name,
)
from autograde.exporting.canvas import canvas_ids
from autograde.grading.imported import Line
from autograde.importing import canvas, moodle
from autograde.importing.command import import_all

ZOE = Person("s8", "Zoë Ana", "d'Ocho-Nueve", 108)


def test_names_are_those_that_canvas_makes() -> None:
    # By ContentZipper: sortable name in small letters, only letters, digits and _, LATE, numbers.
    assert canvas_name(ZOE, 5001, "a/b: c?.ipynb", late=True) == (
        "dochonuevezoëana_LATE_108_5001_a_b_ c_.ipynb"
    )
    assert canvas_text_name(ZOE, "link") == "dochonuevezoëana_108_link.html"


def test_names_are_those_that_moodle_makes() -> None:
    # By its downloader: clean_filename() takes out what PARAM_FILE does not allow.
    assert moodle_name(ZOE, "week 1/n.ipynb") == (
        "Zoë Ana dOcho-Nueve_108_assignsubmission_file/week 1/n.ipynb"
    )


def test_names_can_be_read_back() -> None:
    name = canvas_name(ZOE, 5001, "n.ipynb", late=True)
    named = canvas.read_name(name)
    assert named is not None
    assert (named.owner.lms_id, named.late, named.serial, named.file) == (
        *("108", "yes", 5001),
        "n.ipynb",
    )
    assert canvas_ids(Line(f"submissions.zip!{name}")) == ("108", "5001")
    parents, _, file = moodle_name(ZOE, "n.ipynb").rpartition("/")
    read = moodle.read_path([parents], file)
    assert read is not None
    assert read.owner.lms_id == "108"


def test_a_gradebook_has_a_row_for_everybody_and_the_test_student() -> None:
    lines = canvas_gradebook([ZOE], ["Homework 1 (7)"], 20).splitlines()
    assert lines[1].startswith("    Points Possible,,,,,20.00,")
    assert [line.split('"')[1] for line in lines[2:]] == ["d'Ocho-Nueve, Zoë Ana", "Student, Test"]


FILES = {
    "canvas": ("submissions.zip", "gradebook.csv"),
    "moodle": ("NN101-Homework 1-4711.zip", "courseid_7_participants.csv"),
}


@pytest.mark.parametrize("platform", FILES)
def test_all_but_what_is_no_notebook_can_be_imported(tmp_path, platform) -> None:
    write_downloads(tmp_path, platform)
    archive, roster = (tmp_path / name for name in FILES[platform])
    outcome = import_all([archive], tmp_path / "into", roster=roster)
    assert outcome.placed == sum(one.like not in ("", "pdf") for one in CLASS) == 6
    assert [reason for _source, reason in outcome.rejected] == ["it is no notebook"]
    assert outcome.late == (platform == "canvas")
    folders = {path.name for path in (tmp_path / "into").iterdir() if path.is_dir()}
    assert folders == {"s001", "s002", "s003", "s004", "s005", "s007"}


def test_on_friday_canvas_has_the_newest_only(tmp_path) -> None:
    write_downloads(tmp_path, "canvas")
    names = []
    for file in ("submissions.zip", "submissions-friday.zip"):
        with zipfile.ZipFile(tmp_path / file) as archive:
            names.append(set(archive.namelist()))
    assert names[1] - names[0] == {
        "cuatrodan_LATE_104_5012_01_perceptron-1.ipynb",
        "ochozoë_LATE_108_5016_01_perceptron.ipynb",
    }
    assert names[0] - names[1] == {"cuatrodan_104_5004_01_perceptron.ipynb"}


def test_from_colab_one_file_says_nothing_of_its_student(tmp_path) -> None:
    write_downloads(tmp_path / "colab", "colab")
    roster = tmp_path / "colab" / "roster.csv"
    outcome = import_all([tmp_path / "colab"], tmp_path / "into", roster=roster)
    assert outcome.placed == 4
    assert [source for source, _reason in outcome.rejected] == ["colab!Copy of 01_perceptron.ipynb"]


def test_the_command_lists_what_it_wrote(tmp_path) -> None:
    done = CliRunner().invoke(app, ["example", "--as", "canvas", "--into", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[0] == f"{tmp_path}/gradebook.csv: Grades → Export"
    assert len(done.stdout.splitlines()) == 3
