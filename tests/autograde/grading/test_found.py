"""What is recorded as it is, is found out without marking it."""

import pytest

from autograde.grading.found import find
from autograde.grading.reading import File, MissingError, UnreadableError
from autograde.grading.submissions import Submission

ASSIGNMENT = "01_perceptron"


@pytest.fixture
def submission(tmp_path):
    found = Submission(tmp_path / "submitted", "s001", ASSIGNMENT)
    found.place.mkdir(parents=True)
    return found


def write(submission, name, text="{}"):
    (submission.place / name).write_text(text)


def test_a_digest_is_of_the_file_and_of_the_course(submission):
    write(submission, f"{ASSIGNMENT}.ipynb")
    found = find(submission, "course")
    assert isinstance(found.file, File)
    assert find(submission, "course").digest == found.digest
    assert find(submission, "another course").digest != found.digest
    write(submission, f"{ASSIGNMENT}.ipynb", "{ }")
    assert find(submission, "course").digest != found.digest


def test_a_digest_is_the_same_where_there_is_something_to_say_of_the_file(submission):
    write(submission, f"{ASSIGNMENT} (1).ipynb")
    found = find(submission, "course")
    assert found.file.notes
    assert find(submission, "course").digest == found.digest


def test_what_is_missing_or_no_file_has_a_digest_of_its_own(submission):
    missing = find(submission, "course")
    assert isinstance(missing.file, MissingError)
    (submission.place / f"{ASSIGNMENT}.ipynb").mkdir()
    unreadable = find(submission, "course")
    assert isinstance(unreadable.file, UnreadableError)
    assert len({missing.digest, unreadable.digest, ""}) == 3


def test_what_is_recorded_is_settled_as_long_as_its_page_is_there(submission, tmp_path):
    assert find(submission, "course").is_settled(find(submission, "course").digest, tmp_path)
    write(submission, f"{ASSIGNMENT}.ipynb")
    found = find(submission, "course")
    assert not found.is_settled(found.digest, tmp_path)
    page = tmp_path / "feedback" / "s001" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    page.parent.mkdir(parents=True)
    page.touch()
    assert found.is_settled(found.digest, tmp_path)
    assert not found.is_settled("another", tmp_path)
