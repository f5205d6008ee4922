import json
import zipfile

import nbformat
import pytest

from autograde.exporting.feedback import collect, write_feedback
from autograde.grading.imported import Line
from tests.autograde.grading.recording.made import ASSIGNMENT

PAGE = (
    "<!doctype html><html><head><title>x</title></head>\n"
    "<body class='a'>\n<p>It is not JSON.\n\n</p></body></html>"
)


@pytest.fixture
def results(tmp_path):
    """s001 was marked; s002 handed in what nobody could read; s003 nothing."""

    def put(folder, student, name, text):
        path = tmp_path / folder / student / ASSIGNMENT / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")

    put("feedback", "s001", f"{ASSIGNMENT}.html", "<p>Well done, Ñ")
    put("autograded", "s001", f"{ASSIGNMENT}.ipynb", '{"marked": true}')
    put("feedback", "s002", f"{ASSIGNMENT}.html", PAGE)
    return tmp_path


def zipped(results, rows, platform):
    found = collect(results, ASSIGNMENT, rows, platform)
    write_feedback(results / "f.zip", found)
    with zipfile.ZipFile(results / "f.zip") as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}, found.nameless


def test_moodle_gets_pages_in_its_folders(results):
    rows = [
        Line("Ada Ñ_51_assignsubmission_file/x.ipynb", "s001", ASSIGNMENT),
        Line("Bo_52_assignsubmission_file_x.ipynb", "s002", ASSIGNMENT),
        Line("Cy_53_assignsubmission_file/x.ipynb", "s003", ASSIGNMENT),
        Line("Ada Ñ_91_assignsubmission_file/x.ipynb", "s001", "08_dropout"),
    ]
    assert zipped(results, rows, "moodle") == (
        {
            f"Ada Ñ_51_assignsubmission_file/{ASSIGNMENT}.html": "<p>Well done, Ñ",
            f"Bo_52_assignsubmission_file_{ASSIGNMENT}.html": PAGE,
        },
        [],
    )


def test_canvas_gets_notebooks_under_the_names_that_they_had(results):
    """Whatever comes back, Canvas calls it as the student's file; a page would not open as one."""
    rows = [
        Line("unoada_LATE_123_456_my notebook.ipynb", "s001", ASSIGNMENT),
        Line("dosbo_124_457_x.ipynb", "s002", ASSIGNMENT),
    ]
    members, nameless = zipped(results, rows, "canvas")
    assert (list(members), nameless) == (
        ["dosbo_124_457_x.ipynb", "unoada_LATE_123_456_my notebook.ipynb"],
        [],
    )
    assert members["unoada_LATE_123_456_my notebook.ipynb"] == '{"marked": true}'
    notebook = nbformat.reads(members["dosbo_124_457_x.ipynb"], as_version=4)
    nbformat.validate(notebook)
    assert notebook.cells[0].source == "<div><p>It is not JSON.\n</p></div>"
    assert json.loads(members["dosbo_124_457_x.ipynb"])["nbformat_minor"] == 5


@pytest.mark.parametrize("platform", ["canvas", "moodle"])
def test_who_handed_in_elsewhere_is_named(results, platform):
    rows = [Line("Copy of 01.ipynb", "s001", ASSIGNMENT), Line("x.ipynb", "s003", ASSIGNMENT)]
    assert zipped(results, rows, platform) == ({}, ["s001"])


def test_one_name_is_not_given_to_two(results):
    rows = [Line("Bo_52_assignsubmission_file/x", one, ASSIGNMENT) for one in ("s001", "s002")]
    members, nameless = zipped(results, rows, "moodle")
    assert (len(members), nameless) == (1, ["s002"])
