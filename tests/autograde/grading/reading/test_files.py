"""Where the notebook lies, and under which name."""

import json
import os
import socket

import pytest

from autograde.grading.reading import MissingError, UnreadableError, files, read_submission
from autograde.grading.reading.says import shown
from autograde.grading.submissions import find_submissions

from .conftest import ASSIGNMENT
from .reading_again import works

NAME = f"{ASSIGNMENT}.ipynb"


@pytest.fixture
def content(notebook):
    return json.dumps(notebook).encode()


def read(folder):
    return read_submission(folder, ASSIGNMENT)


def refused(folder):
    with pytest.raises(UnreadableError) as caught:
        read(folder)
    return caught.value.sentence


@pytest.mark.parametrize(
    "name",
    [
        "notebook (1).ipynb",
        "01_perceptron (2).ipynb",
        "01_perceptron.ipynb.txt",
        "01_perceptron.ipynb.json",
        "01_perceptron.json",
        "Copy of 01_perceptron.ipynb",
        "01_Perceptron.IPYNB",
        "-rf \n\u202e.ipynb",
        "\udcff.ipynb",
        "a" * 249 + ".ipynb",
    ],
)
def test_other_names(folder, content, name):
    (folder / name).write_bytes(content)
    (folder / "notes.txt").write_bytes(b"mine")
    (folder / ".hidden.ipynb").write_bytes(b"")
    (folder / ".ipynb_checkpoints").mkdir()
    reading = read(folder)
    assert works(reading)
    (said,) = reading.repairs
    assert said.startswith("Your notebook has another name than expected.")
    assert said.isprintable()
    said.encode()


def test_the_right_name_comes_first(folder, content):
    (folder / NAME).write_bytes(content)
    (folder / "01_perceptron (2).ipynb").write_bytes(b"{}")
    assert read(folder).repairs == ()


def test_the_newest_of_several(folder, content):
    for age, name in enumerate(("b (1).ipynb", "a (2).ipynb", "c.ipynb")):
        (folder / name).write_bytes(content if age == 0 else b"{}")
        os.utime(folder / name, (1000 - age, 1000 - age))
    assert read(folder).repairs == (
        "There are several notebooks. The newest was read, “b (1).ipynb”.",
    )


def test_of_the_same_age_the_last_by_name(folder, content):
    for name in ("b.ipynb", "a.ipynb"):
        (folder / name).write_bytes(content if name == "b.ipynb" else b"{}")
        os.utime(folder / name, (1000, 1000))
    assert works(read(folder))


def test_a_name_like_the_assignments_comes_before_a_newer_one(folder, content):
    (folder / f"Copy of {NAME}").write_bytes(content)
    (folder / "scratch.ipynb").write_bytes(b"{}")
    os.utime(folder / f"Copy of {NAME}", (1000, 1000))
    assert works(read(folder))


@pytest.mark.parametrize("lost", ["file", "folder", "student"])
def test_nothing_handed_in(folder, lost):
    if lost != "file":
        folder.rmdir()
    if lost == "student":
        folder.parent.rmdir()
    with pytest.raises(MissingError):
        read(folder)


@pytest.mark.parametrize("linked", ["file", "folder", "student", "other"])
def test_links_are_not_followed(tmp_path, folder, content, linked):
    neighbour = tmp_path / "submitted" / "s002" / ASSIGNMENT
    neighbour.mkdir(parents=True)
    (neighbour / NAME).write_bytes(content)
    assert works(read(neighbour))
    if linked == "file":
        (folder / NAME).symlink_to(neighbour / NAME)
    elif linked == "other":
        (folder / "notebook (1).ipynb").symlink_to(neighbour / NAME)
    elif linked == "folder":
        folder.rmdir()
        folder.symlink_to(neighbour)
    else:
        folder.rmdir()
        folder.parent.rmdir()
        folder.parent.symlink_to(neighbour.parent)
    assert "links are not followed" in refused(folder)


def test_a_link_to_nowhere(folder):
    (folder / NAME).symlink_to("nowhere")
    assert "links are not followed" in refused(folder)


def test_the_instructors_own_links_are_followed(tmp_path, folder, content):
    (folder / NAME).write_bytes(content)
    (tmp_path / "class").symlink_to(tmp_path / "submitted")
    assert works(read(tmp_path / "class" / "s001" / ASSIGNMENT))


def test_a_folder_where_the_file_should_be(folder):
    (folder / NAME).mkdir()
    assert f"“{NAME}” is a folder" in refused(folder)


@pytest.mark.parametrize("level", ["folder", "student"])
def test_a_file_where_the_folder_should_be(folder, level):
    folder.rmdir()
    path = folder
    if level == "student":
        folder.parent.rmdir()
        path = folder.parent
    path.write_text("not a folder")
    assert "should be a folder" in refused(folder)


def test_a_pipe_does_not_block(folder):
    os.mkfifo(folder / NAME)
    assert "not an ordinary file" in refused(folder)


def test_a_pipe_that_takes_the_files_place_does_not_block(folder, monkeypatch):
    (folder / NAME).write_bytes(b"")
    real = os.lstat(folder / NAME)
    (folder / NAME).unlink()
    os.mkfifo(folder / NAME)
    monkeypatch.setattr(files.os, "lstat", lambda name, dir_fd: real)
    assert "not an ordinary file" in refused(folder)


def test_a_socket(folder, monkeypatch):
    monkeypatch.chdir(folder)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(NAME)
        assert "not an ordinary file" in refused(folder)


def test_a_file_that_may_not_be_read(folder, content, monkeypatch):
    (folder / NAME).write_bytes(content)
    opens = os.open

    def deny(name, flags, **more):
        if name == NAME:
            raise PermissionError(13, "denied")
        return opens(name, flags, **more)

    monkeypatch.setattr(files.os, "open", deny)
    assert "cannot be opened" in refused(folder)


def test_a_file_that_breaks_while_it_is_read(folder, content, monkeypatch):
    def fail(*arguments):
        raise OSError(5, "input/output error")

    (folder / NAME).write_bytes(content)
    monkeypatch.setattr(files.os, "read", fail)
    assert "cannot be opened" in refused(folder)


def test_no_more_is_read_than_may_be(folder, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_FILE", 1000)
    (folder / NAME).write_bytes(b" " * 1001)
    assert "too large" in refused(folder)
    (folder / NAME).write_bytes(b" " * 1000)
    assert "empty" in refused(folder)


def test_a_file_with_holes_is_not_read_whole(folder):
    with (folder / NAME).open("wb") as file:
        file.truncate(1 << 40)
    assert "too large" in refused(folder)


def test_nothing_stays_open(folder, content):
    (folder / NAME).write_bytes(content)
    before = len(os.listdir("/dev/fd"))
    read(folder)
    (folder / NAME).unlink()
    with pytest.raises(MissingError):
        read(folder)
    (folder / NAME).mkdir()
    refused(folder)
    assert len(os.listdir("/dev/fd")) == before


STRANGE = ["s 1", "-rf", "a\nb", "=1+1", "\u202eabc", "x" * 200, os.fsdecode(b"\xff\xfe"), "..."]


@pytest.mark.parametrize("student", STRANGE)
def test_any_folder_is_a_student(tmp_path, content, student):
    place = tmp_path / student / ASSIGNMENT
    place.mkdir(parents=True)
    (place / NAME).write_bytes(content)
    (found,) = find_submissions(tmp_path, [ASSIGNMENT])
    assert found.student == student
    assert works(read(found.place))


def test_a_linked_student_is_listed_and_refused(tmp_path, folder, content):
    (folder / NAME).write_bytes(content)
    root = tmp_path / "submitted"
    (root / "s000").symlink_to(folder.parent)
    (root / "s009").symlink_to("nowhere")
    (root / "loop").symlink_to("loop")
    (root / "grades.csv").write_text("")
    os.mkfifo(root / "pipe")
    found = {each.student: each.place for each in find_submissions(root, [ASSIGNMENT])}
    assert list(found) == ["loop", "s000", "s001", "s009"]
    for student in ("loop", "s000", "s009"):
        assert "links are not followed" in refused(found[student])


def test_names_are_shown_safely():
    assert shown("a\x1b[31m\u202e\udcff" + "b" * 100) == "a�[31m��" + "b" * 72 + "…"
