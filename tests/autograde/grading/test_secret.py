import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from autograde.grading.secret import VARIABLE, CourseSecretError, course_secret, secret_file


@pytest.fixture
def path(tmp_path, monkeypatch):
    path = tmp_path / "course" / ".course_secret"
    monkeypatch.setenv(VARIABLE, str(path))
    return path


def test_is_made_on_first_use_and_stays(path):
    made = course_secret()
    assert len(made) >= 16
    assert path.read_bytes() == made
    assert course_secret() == made


def test_only_its_owner_may_read_it(path):
    course_secret()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_is_said_once_that_one_was_made(path):
    said = []
    course_secret(said.append)
    course_secret(said.append)
    assert len(said) == 1
    assert str(path) in said[0]


def test_losing_it_is_survivable(path):
    lost = course_secret()
    path.unlink()
    assert course_secret() != lost


def test_an_empty_file_is_no_secret(path):
    path.parent.mkdir()
    path.touch()
    with pytest.raises(CourseSecretError, match="is empty") as caught:
        course_secret()
    assert str(path) in str(caught.value)


def test_processes_that_start_together_agree(path):
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: course_secret(), range(32)))
    assert found == {path.read_bytes()}
    assert list(path.parent.iterdir()) == [path]


def test_lies_beside_the_package_where_git_ignores_it(monkeypatch, root):
    monkeypatch.delenv(VARIABLE, raising=False)
    relative = secret_file().relative_to(root).as_posix()
    assert f"/{relative}" in (root / ".gitignore").read_text().splitlines()
