"""Formgrader, in the server that JupyterLab runs on."""

import json

import pytest

from autograde.examples.recipes import PERCEPTRON
from tests.autograde.nbgrader.server import formgrader, get


@pytest.fixture(scope="module")
def address(instructor, succeeded):
    """Mark two submissions and start the server in the course's folder."""
    succeeded(instructor.nbgrader("generate_assignment", PERCEPTRON))
    for student in ("s001", "s003"):
        instructor.submit(student)
    succeeded(instructor.nbgrader("autograde", PERCEPTRON))
    log = instructor.root / "server.log"
    with formgrader(instructor.folder, instructor.environment, log) as address:
        yield address


def test_its_pages_open(address):
    for page in ("", "manage_assignments", "gradebook", "manage_students"):
        assert "nbgrader" in get(f"{address}/formgrader/{page}").lower()


def test_the_server_reads_the_course_s_settings(address, instructor):
    """Where it cannot, it only logs that, and knows no course."""
    get(f"{address}/formgrader/api/assignments")
    log = (instructor.root / "server.log").read_text()
    assert "Exception while loading config" not in log


def test_it_knows_the_course(address):
    (assignment,) = json.loads(get(f"{address}/formgrader/api/assignments"))[:1]
    assert assignment["name"] == PERCEPTRON
    assert assignment["max_score"] == 10
    assert assignment["num_submissions"] == 2


def test_it_lists_submissions_with_their_marks(address):
    submissions = json.loads(get(f"{address}/formgrader/api/submissions/{PERCEPTRON}"))
    scores = {one["student"]: (one["score"], one["autograded"]) for one in submissions}
    assert scores == {"s001": (10, True), "s003": (3, True)}


def test_it_shows_a_submission_with_its_card(address):
    listed = get(f"{address}/formgrader/api/submitted_notebooks/{PERCEPTRON}/{PERCEPTRON}")
    second = next(one for one in json.loads(listed) if one["student"] == "s003")
    page = get(f"{address}/formgrader/submissions/{second['id']}/?index=0")
    assert "A tie counts as 1" in page


def test_its_comment_names_the_mistake(address):
    listed = get(f"{address}/formgrader/api/submitted_notebooks/{PERCEPTRON}/{PERCEPTRON}")
    second = next(one for one in json.loads(listed) if one["student"] == "s003")
    comments = json.loads(get(f"{address}/formgrader/api/comments?submission_id={second['id']}"))
    said = {one["name"]: one["auto_comment"] for one in comments}
    assert "A tie counts as 1" in said["perceptron"]


def test_its_button_marks_a_submission(address, instructor):
    instructor.submit("s004")
    one = f"{address}/formgrader/api/submission/{PERCEPTRON}/s004"
    assert not json.loads(get(one))["autograded"]
    assert json.loads(get(f"{one}/autograde", method="POST"))["success"]
    marked = json.loads(get(one))
    assert (marked["autograded"], marked["score"]) == (True, 7)


def test_jupyterlab_has_its_extension(address):
    extensions = json.loads(get(f"{address}/lab/api/extensions"))
    assert any("nbgrader" in extension["name"] for extension in extensions)
