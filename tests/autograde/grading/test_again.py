"""What a run says of marks that were there before."""

import pytest

from autograde.grading.again import Again, Before, changed
from tests.autograde.grading.recording.made import result, unreadable

POINTS = {"perceptron": 2, "update": 2, "train": 3, "nand": 1, "xor": 2}


def before(part=0.5, **more):
    scores = {one.exercise: one.score for one in result("s", part).exercises}
    return Before("", scores | more)


def test_what_is_new_is_not_told():
    again = Again()
    again.add(result("s001"), None)
    again.add(result("s001"), Before("missing", {}))
    assert again.sentences == []


def test_marks_that_stay_are_told_in_short():
    again = Again()
    again.add(result("s001", 0.5), before())
    assert again.sentences == ["1 submission was marked again: no mark changed."]
    again.add(unreadable("s002"), Before("unreadable", dict.fromkeys(POINTS, 0.0)))
    assert again.sentences == ["2 submissions were marked again: no mark changed."]


def test_marks_that_change_are_counted_by_exercise():
    again = Again()
    again.add(result("s001", 0.5), before(update=2.0))
    again.add(result("s002", 0.5), before(update=0.0, train=0.0))
    again.add(result("s003", 0.5), before())
    assert again.sentences == [
        "3 submissions were marked again: 3 marks of 2 students changed (2 up, 1 down): "
        "update 2, train 1."
    ]


@pytest.mark.parametrize(("others", "says"), [(1, "1 of them lies"), (2, "2 of them lie")])
def test_marks_by_hand_over_them_are_told(others, says):
    again = Again()
    for number in range(others):
        was = before(update=2.0)
        kept = frozenset({"update", "train"})
        again.add(result(f"s{number}", 0.5), Before("", was.scores, kept))
    assert f"{says} under a mark by hand, which stays" in again.sentences[1]


def test_an_exercise_that_is_new_has_not_changed():
    exercises = result("s001").exercises
    assert changed(exercises, {}) == []
    assert [one.exercise for one in changed(exercises, {"update": 7.0})] == ["update"]
