"""Formgrader, in the server that JupyterLab runs on."""

import json
import socket
import subprocess
import time
import urllib.error
import urllib.request

import pytest

from autograde.examples.recipes import PERCEPTRON
from tests.autograde.nbgrader.instructor import PROGRAMS

TOKEN = "for-this-test"
SECONDS_TO_START = 60


@pytest.fixture(scope="module")
def address(instructor, succeeded):
    """Mark two submissions and start the server in the course's folder."""
    succeeded(instructor.nbgrader("generate_assignment", PERCEPTRON))
    for student in ("s001", "s003"):
        instructor.submit(student)
    succeeded(instructor.nbgrader("autograde", PERCEPTRON))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (instructor.root / "server.log").open("w") as log:
        server = subprocess.Popen(
            [
                PROGRAMS / "jupyter-lab",
                "--no-browser",
                "--allow-root",
                f"--port={port}",
                f"--IdentityProvider.token={TOKEN}",
            ],
            cwd=instructor.folder,
            env=instructor.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/api", server, instructor.root / "server.log")
        yield address
    finally:
        server.terminate()
        server.wait()


def _wait_for(url, server, log):
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        try:
            get(url)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(log.read_text())


def get(url, method="GET"):
    request = urllib.request.Request(
        url, headers={"Authorization": f"token {TOKEN}"}, method=method
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200
        return answer.read().decode()


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
