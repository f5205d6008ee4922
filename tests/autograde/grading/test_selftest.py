import pytest

from autograde.grading import selftest
from autograde.grading.selftest import GraderNotReadyError, mark_references
from autograde.suite import load_chapter

ASSIGNMENTS = ["01_perceptron", "08_dropout"]


@pytest.fixture(autouse=True)
def secret(monkeypatch):
    monkeypatch.setattr(selftest, "course_secret", lambda: b"secret")


def test_the_references_pass():
    mark_references(ASSIGNMENTS, 5.0)


def test_every_fault_is_named(monkeypatch):
    exercises = load_chapter("01_perceptron").exercises
    monkeypatch.setattr(exercises["xor"], "reference", None)
    judge = selftest.mark
    monkeypatch.setattr(
        selftest,
        "mark",
        lambda exercise, seen: judge(exercise, seen[::-1] if exercise.name == "update" else seen),
    )
    with pytest.raises(GraderNotReadyError) as raised:
        mark_references(ASSIGNMENTS, 5.0)
    assert "01_perceptron, update: the reference earns 0" in str(raised.value)
    assert "01_perceptron, xor: TypeError" in str(raised.value)
    assert "train" not in str(raised.value)
