"""Which marks changed, of what kind, and what is said of why."""

from dataclasses import replace

import pytest

from autograde.grading.recording import Recorder
from autograde.revising.causes import NOTHING, UNKNOWN
from tests.autograde.grading.recording.made import ASSIGNMENT, POINTS, result, unreadable
from tests.autograde.revising import made
from tests.autograde.revising.made import exercises, marking_by_hand, record


def with_marks(student, part=0.5, **scores):
    """Return a result with some marks of its own."""
    made = result(student, part)
    changed = [replace(one, score=scores.get(one.exercise, one.score)) for one in made.exercises]
    return replace(made, exercises=tuple(changed))


def without(made, exercise):
    return replace(made, exercises=tuple(e for e in made.exercises if e.exercise != exercise))


def test_equal_results_have_no_changes(out, keep, changes):
    record(out, [result("s001"), unreadable("s002"), unreadable("s003", "missing")])
    keep()
    assert changes() == []
    record(out, [result("s001"), unreadable("s002"), unreadable("s003", "missing")], {"words": "2"})
    assert changes() == []


@pytest.mark.parametrize(
    ("parts", "made_of", "says"),
    [
        ({"chapter": "2"}, exercises(update="hidden cases"), "the exercise: hidden cases"),
        ({"chapter": "2"}, exercises(update="public cases"), "the exercise: cases"),
        ({"chapter": "2"}, exercises(update="reference"), "the exercise: reference solution"),
        ({"chapter": "2"}, exercises(perceptron="reference"), "an exercise before it: perceptron"),
        ({"chapter": "2"}, None, "the chapter's notebook or suite, but no exercise's cases"),
        ({"chapter": "2"}, exercises(train="reference"), NOTHING),
        ({"secret": "2"}, None, "the course's secret, so other hidden cases were drawn"),
        ({"limits": {"case_seconds": 6.0, "memory_mb": 1024}}, None, "--timeout: 5 → 6"),
        ({"limits": {"case_seconds": 5.0, "memory_mb": 512}}, None, "--memory: 1024 → 512"),
        ({"python": "3.13.0 GCC"}, None, "Python 3.11.2 GCC → 3.13.0 GCC"),
        ({"numpy": "2.2.0"}, None, "NumPy 2.1.0 → 2.2.0"),
        ({"scipy": "1.15.0"}, None, "SciPy 1.14.0 → 1.15.0"),
        ({"scikit-learn": "1.6.0"}, None, "scikit-learn 1.5.0 → 1.6.0"),
        ({"release": "0.2.0", "grader": "2"}, None, "release 0.1.0 → 0.2.0"),
        ({"grader": "2"}, None, "the grader or what it compares with"),
        ({"words": "2"}, None, NOTHING),
    ],
)
def test_one_cause_is_told_as_such(out, keep, changes, parts, made_of, says):
    record(out, [result("s001"), result("s002")])
    keep()
    record(out, [with_marks("s001", update=2.0), result("s002")], parts, made_of)
    (change,) = changes()
    assert (change.student, change.exercise, change.kind) == ("s001", "update", "changed")
    assert (change.old.score, change.new.score, change.direction) == (1.0, 2.0, 1)
    assert change.causes == (says,)


def test_what_an_older_gradebook_did_not_record_is_no_cause(out, keep, changes, monkeypatch):
    with monkeypatch.context() as before:
        for name in ("scipy", "scikit-learn"):
            before.delitem(made.PARTS, name)
        record(out, [result("s001")])
    keep()
    record(out, [with_marks("s001", update=2.0)], {"scipy": "1.15.0", "numpy": "2.2.0"})
    (change,) = changes()
    assert change.causes == ("NumPy 2.1.0 → 2.2.0",)


def test_several_causes_are_all_told(out, keep, changes):
    record(out, [result("s001")])
    keep()
    made_of = exercises(update="reference")
    parts = {"chapter": "2", "secret": "2"}
    record(out, [with_marks("s001", update=0.0)], parts, made_of, files={"s001": "another"})
    (change,) = changes()
    assert change.direction == -1
    assert [cause.partition(",")[0] for cause in change.causes] == [
        "the submission",
        "the exercise: reference solution",
        "the course's secret",
    ]


def test_a_submission_that_changed_is_the_cause_alone(out, keep, changes):
    record(out, [result("s001"), result("s002")])
    keep()
    record(out, [result("s001", 1), result("s002", 1)], files={"s001": "another"})
    found = {change.student: change.causes for change in changes()}
    assert found == {"s001": ("the submission",), "s002": (NOTHING,)}


def test_a_status_or_mistake_is_a_change_with_the_same_points(out, keep, changes):
    record(out, [result("s001")])
    keep()
    made = result("s001")
    first, *others = made.exercises
    record(out, [replace(made, exercises=(replace(first, mistake="tie_fires"), *others))])
    (change,) = changes()
    assert (change.kind, change.direction) == ("changed", 0)
    assert (change.old.mistake, change.new.mistake) == ("sign_reversed", "tie_fires")


def test_points_are_told(out, keep, changes):
    record(out, [result("s001")])
    keep()
    made = result("s001")
    first, *others = made.exercises
    made = replace(made, exercises=(replace(first, max_score=4.0), *others))
    record(out, [made], {"chapter": "2"}, exercises(perceptron="points"))
    (change,) = changes()
    assert change.causes == ("worth 2 → 4 points", "the exercise: points")


def test_exercises_come_and_go(out, keep, changes):
    whole = result("s001")
    record(out, [without(whole, "xor")])
    keep()
    record(out, [without(whole, "nand_weights")])
    found = {change.exercise: (change.kind, change.causes) for change in changes()}
    assert found == {
        "xor": ("added", ("exercise added",)),
        "nand_weights": ("removed", ("exercise removed",)),
    }


def test_what_is_handed_in_later_and_what_is_gone(out, keep, changes):
    record(out, [unreadable("s001", "missing"), result("s002"), unreadable("s004", "missing")])
    keep()
    record(out, [result("s001"), unreadable("s002", "missing"), result("s003")])
    found = {(one.student, one.kind, one.causes) for one in changes()}
    assert found == {
        ("s001", "handed in", ("newly handed in",)),
        ("s002", "gone", ("the submission is not there any more",)),
        ("s003", "handed in", ("newly handed in",)),
    }
    assert len(changes()) == 3 * len(POINTS)


def test_a_mark_by_hand_is_a_cause(out, keep, changes):
    record(out, [result("s001")])
    keep()
    with marking_by_hand(out, "s001") as grade:
        grade.manual_score, grade.extra_credit = 1.75, 0.5
    (change,) = changes()
    assert (change.kind, change.new.score) == ("changed", 2.25)
    assert change.causes == ("by hand: 1.75", "extra credit: 0 → 0.5")


def test_a_mark_by_hand_that_is_changed_or_taken_back_is_told(out, keep, changes):
    record(out, [result("s001"), result("s002")])
    for student in ("s001", "s002"):
        with marking_by_hand(out, student) as grade:
            grade.manual_score = 1.75
    keep()
    with marking_by_hand(out, "s001") as grade:
        grade.manual_score = 2.0
    with marking_by_hand(out, "s002") as grade:
        grade.manual_score = None
    found = {change.student: change.causes for change in changes()}
    assert found == {"s001": ("by hand: 1.75 → 2",), "s002": ("by hand: 1.75 → taken back",)}


def test_a_mark_by_hand_stays_and_what_changed_under_it_is_told(out, keep, changes):
    record(out, [result("s001")])
    with marking_by_hand(out, "s001") as grade:
        grade.manual_score, grade.needs_manual_grade = 1.75, False
    keep()
    record(
        out,
        [with_marks("s001", update=2.0)],
        {"chapter": "2"},
        exercises(update="hidden cases"),
    )
    (change,) = changes()
    assert (change.kind, change.direction) == ("kept", 0)
    assert (change.old.score, change.new.score) == (1.75, 1.75)
    assert change.new.review
    assert change.causes == (
        "the exercise: hidden cases",
        "a mark by hand counts; the grader's under it: 1 → 2, flagged for review",
    )


def test_gradebooks_of_before_are_compared_without_causes(out, keep, changes):
    out.mkdir()
    with Recorder(out, None, [ASSIGNMENT]) as recorder:
        recorder.record(result("s001"), "1")
    keep()
    record(out, [with_marks("s001", update=2.0)])
    (change,) = changes()
    assert change.causes == (UNKNOWN,)
