"""Whatever could change a mark changes what it is known by, and only of the chapters concerned."""

import ast
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from autograde.build.course import name_of, own_chapters, own_course
from autograde.grading import fingerprint as fingerprints
from autograde.grading.fingerprint import bases_of, digest_of, submission_digest
from autograde.grading.work import Limits

LIMITS = Limits()
A, B = "01_a", "02_b"


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
        "autograde/suite/define.py",
        "autograde/suite/a.py",
        "autograde/suite/b/__init__.py",
        "autograde/suite/__pycache__/a.pyc",
        "autograde/grading/inside/b.py",
        "autograde/grading/recording/page.html",
        "autograde/build/c.py",
        "solutions/a.py",
        "solutions/notebooks/en/01_a/01_a.ipynb",
        "solutions/notebooks/en/02_b/02_b.ipynb",
        "course/text/autograde.es.po",
        "course/text/01_a.es.po",
        "course/text/02_b.es.po",
        "course/neurona/__init__.py",
        "course/neurona/plots/a.py",
        "course/neurona/frozen/a.json",
        "course/neurona/frozen/b.json",
        "course/neurona/locale/es/neurona.mo",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    monkeypatch.setattr(fingerprints, "own_course", lambda: Course(tmp_path))
    monkeypatch.setattr(fingerprints, "own_chapters", lambda: (A, B))
    package = str(tmp_path / "course/neurona/__init__.py")
    monkeypatch.setattr(fingerprints.neurona, "__file__", package)
    return tmp_path


def bases(limits=LIMITS, secret=b"secret"):
    return bases_of((A, B), limits, secret)


def changed_parts(before, assignment):
    parts = bases()[assignment].parts
    return {name for name in parts if parts[name] != before[assignment].parts[name]}


def test_it_stays_where_nothing_changes(course):
    before = bases()
    assert before == bases(Limits())
    shutil.rmtree(course / "autograde/suite/__pycache__")
    (course / "autograde/build/c.py").write_text("changed")
    assert bases() == before
    assert before[A].digest == bases()[A].digest
    assert before[A].digest != before[B].digest


def test_secret_and_limits_are_told_apart(course):
    same = bases()[A]
    for name, other in (
        ("secret", bases(secret=b"another")[A]),
        ("limits", bases(replace(LIMITS, case_seconds=6.0))[A]),
        ("limits", bases(replace(LIMITS, memory_mb=512))[A]),
    ):
        assert other.digest != same.digest
        assert {key for key in same.parts if same.parts[key] != other.parts[key]} == {name}


@pytest.mark.parametrize("library", ["numpy", "scipy", "scikit-learn"])
def test_another_version_of_a_library_is_told(course, monkeypatch, library):
    before = bases()
    real = fingerprints.version
    monkeypatch.setattr(fingerprints, "version", lambda name: real(name) + ".1" * (name == library))
    assert changed_parts(before, A) == {library}
    assert bases()[A].digest != before[A].digest


def test_every_kind_of_file_that_feedback_is_made_of_is_looked_at():
    """A file of another kind would change feedback, and nobody would be marked again."""
    names = {file.name for file in fingerprints._files({})}
    top = own_course().root / "autograde" / "grading"
    for path in top.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert f"grading/{path.relative_to(top).as_posix()}" in names


def test_the_secret_is_in_no_part(course):
    assert "5ecret" not in str(bases(secret=b"5ecret")[A].parts)
    assert b"5ecret".hex() not in str(bases(secret=b"5ecret")[A].parts)


@pytest.mark.parametrize(
    ("name", "of_a", "of_b"),
    [
        ("autograde/suite/define.py", {"grader"}, {"grader"}),
        ("autograde/suite/a.py", {"chapter"}, set()),
        ("autograde/suite/b/__init__.py", set(), {"chapter"}),
        ("autograde/grading/inside/b.py", {"grader"}, {"grader"}),
        ("autograde/grading/recording/page.html", {"words"}, {"words"}),
        ("solutions/a.py", {"chapter"}, set()),
        ("solutions/notebooks/en/01_a/01_a.ipynb", {"chapter"}, set()),
        ("solutions/notebooks/en/02_b/02_b.ipynb", set(), {"chapter"}),
        ("course/text/autograde.es.po", {"words"}, {"words"}),
        ("course/text/01_a.es.po", {"words"}, set()),
        ("course/neurona/__init__.py", {"grader"}, {"grader"}),
        ("course/neurona/plots/a.py", {"grader"}, {"grader"}),
        ("course/neurona/frozen/a.json", {"chapter"}, set()),
        ("course/neurona/locale/es/neurona.mo", {"words"}, {"words"}),
    ],
)
def test_a_change_is_told_in_the_chapters_that_it_concerns(course, name, of_a, of_b):
    for change in (lambda path: path.write_text("changed"), Path.unlink):
        before = bases()
        change(course / name)
        assert changed_parts(before, A) == of_a
        assert changed_parts(before, B) == of_b
        assert (bases()[A].digest != before[A].digest) == bool(of_a)


def test_no_chapter_uses_another_s_suite_or_solutions():
    """Else a change of one chapter would not mark another again that depends on it."""
    names = {name_of(chapter) for chapter in own_chapters()}
    root = own_course().root
    for top in (root / "autograde" / "suite", root / "solutions"):
        for path in top.rglob("*.py"):
            owner = path.relative_to(top).parts[0].removesuffix(".py")
            if owner in names:
                assert set(_chapters_imported(path, names)) <= {owner}, path


def _chapters_imported(path, names):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        else:
            continue
        for module in found:
            for package in ("solutions.", "autograde.suite."):
                name = module.removeprefix(package).partition(".")[0]
                if module.startswith(package) and name in names:
                    yield name


def test_a_submission_s_digest_tells_file_and_course_apart():
    file, other = submission_digest(b"file"), submission_digest(b"other")
    digests = {digest_of(file, "basis"), digest_of(other, "basis"), digest_of(file, "another")}
    assert len(digests) == 3
    assert digest_of(file, "basis") == digest_of(file, "basis")
