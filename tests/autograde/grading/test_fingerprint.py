"""Whatever could change a mark changes the fingerprint."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from autograde.grading import fingerprint as fingerprints
from autograde.grading.fingerprint import digest_of, fingerprint
from autograde.grading.work import Limits

LIMITS = Limits()


@dataclass(frozen=True)
class Course:
    root: Path

    @property
    def text(self):
        return self.root / "course" / "text"


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A small course of files that marks depend on, and some that they do not."""
    for name in (
        "autograde/suite/a.py",
        "autograde/suite/__pycache__/a.pyc",
        "autograde/grading/inside/b.py",
        "autograde/build/c.py",
        "solutions/d.py",
        "solutions/notebooks/en/d.ipynb",
        "course/text/autograde.es.po",
        "course/neurona/__init__.py",
        "course/neurona/frozen/d.json",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    monkeypatch.setattr(fingerprints, "own_course", lambda: Course(tmp_path))
    package = str(tmp_path / "course/neurona/__init__.py")
    monkeypatch.setattr(fingerprints.neurona, "__file__", package)
    return tmp_path


def test_it_stays_where_nothing_changes(course):
    assert fingerprint(LIMITS, b"secret") == fingerprint(Limits(), b"secret")
    before = fingerprint(LIMITS, b"secret")
    shutil.rmtree(course / "autograde/suite/__pycache__")
    (course / "autograde/build/c.py").write_text("changed")
    assert fingerprint(LIMITS, b"secret") == before


def test_secret_and_limits_change_it(course):
    three = {
        fingerprint(LIMITS, b"secret"),
        fingerprint(LIMITS, b"another"),
        fingerprint(replace(LIMITS, case_seconds=6.0), b"secret"),
        fingerprint(replace(LIMITS, memory_mb=512), b"secret"),
    }
    assert len(three) == 4


@pytest.mark.parametrize(
    "name",
    [
        "autograde/suite/a.py",
        "autograde/grading/inside/b.py",
        "solutions/d.py",
        "solutions/notebooks/en/d.ipynb",
        "course/text/autograde.es.po",
        "course/neurona/frozen/d.json",
    ],
)
def test_a_change_of_what_marks_depend_on_changes_it(course, name):
    before = fingerprint(LIMITS, b"secret")
    (course / name).write_text("changed")
    changed = fingerprint(LIMITS, b"secret")
    (course / name).unlink()
    assert len({before, changed, fingerprint(LIMITS, b"secret")}) == 3


def test_a_submission_s_digest_tells_file_and_course_apart():
    digests = {digest_of(b"file", "course"), digest_of(b"other", "course"), digest_of(b"file", "c")}
    assert len(digests) == 3
    assert digest_of(b"file", "course") == digest_of(b"file", "course")
