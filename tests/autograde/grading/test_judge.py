import numpy as np
import pytest

from autograde.grading.judge import mark, mark_in_turn
from autograde.suite import load_chapter
from neurona.checks.patience import observe_all, timed_out

CHAPTER = load_chapter("01_perceptron")


def exercise(name):
    return CHAPTER.exercises[name].with_hidden_cases(b"secret")


def marked(name, function):
    return mark(exercise(name), observe_all(function, exercise(name).cases, 5))


@pytest.mark.parametrize("name", CHAPTER.exercises)
def test_the_reference_earns_everything(name):
    found = marked(name, CHAPTER.exercises[name].reference)
    assert (found.score, found.status, found.mistake) == (found.max_score, "right", "")


def test_a_part_is_earned_for_itself():
    found = marked("perceptron", lambda x, w, b: int(np.dot(x, w) + b >= 0))
    assert found.points == {"sides": 1, "tie": 0}
    assert (found.score, found.max_score) == (1, 2)
    assert (found.status, found.mistake) == ("partial", "tie_fires")


def test_a_stub_is_not_attempted():
    def perceptron(x, w, b):
        raise NotImplementedError

    assert marked("perceptron", perceptron).status == "not_attempted"


def test_an_exception_is_an_error():
    assert marked("perceptron", lambda x, w, b: 1 / 0).status == "error"


def test_a_wrong_value_is_wrong():
    found = marked("perceptron", lambda x, w, b: 7)
    assert (found.score, found.status) == (0, "wrong")


def test_no_answer_in_time_is_a_timeout():
    train = exercise("train")
    found = mark(train, [timed_out(case) for case in train.cases])
    assert (found.score, found.status, found.mistake) == (0, "timeout", "")


def test_no_answer_in_time_in_one_part_leaves_the_other():
    train = exercise("train")
    late = [
        expected if case.part == "learns" else timed_out(case)
        for case, expected in zip(train.cases, train.expected, strict=True)
    ]
    assert mark(train, late).points == {"learns": 2, "gives_up": 0}
    assert mark(train, late).status == "partial"


def test_public_cases_alone_are_not_enough():
    perceptron = exercise("perceptron")
    public = len(CHAPTER.exercises["perceptron"].public)
    memorized = [
        expected if number < public else timed_out(case)
        for number, (case, expected) in enumerate(
            zip(perceptron.cases, perceptron.expected, strict=True)
        )
    ]
    assert mark(perceptron, memorized).score == 0


class Runs:
    """Observes with one function, or with another where earlier functions are put right."""

    def __init__(self, name, as_it_is, put_right=None):
        self.exercise = exercise(name)
        self.functions = {(): as_it_is, ("earlier",): put_right}
        self.asked = []

    def __call__(self, names):
        self.asked.append(names)
        return observe_all(self.functions[names], self.exercise.cases, 5)


RIGHT = CHAPTER.exercises["xor"].reference


def wrong(x1, x2):
    return 0


def test_a_right_function_is_run_once():
    runs = Runs("xor", RIGHT)
    assert mark_in_turn(runs.exercise, runs, ("earlier",)).put_right == ()
    assert runs.asked == [()]


def test_a_wrong_function_after_right_ones_is_run_once():
    runs = Runs("xor", wrong)
    assert mark_in_turn(runs.exercise, runs, ()).score == 0
    assert runs.asked == [()]


def test_a_stub_is_run_once():
    def xor(x1, x2):
        raise NotImplementedError

    runs = Runs("xor", xor)
    assert mark_in_turn(runs.exercise, runs, ("earlier",)).status == "not_attempted"
    assert runs.asked == [()]


def test_an_earlier_mistake_is_paid_for_once():
    runs = Runs("xor", wrong, RIGHT)
    found = mark_in_turn(runs.exercise, runs, ("earlier",))
    assert (found.status, found.put_right) == ("right", ("earlier",))


def test_the_better_result_counts():
    """A function may fit the wrong functions that it was written with."""
    runs = Runs("perceptron", lambda x, w, b: int(np.dot(x, w) + b >= 0), lambda x, w, b: 7)
    found = mark_in_turn(runs.exercise, runs, ("earlier",))
    assert (found.score, found.put_right) == (1, ())


def test_a_mistake_that_earlier_ones_had_hidden_is_named():
    runs = Runs("perceptron", lambda x, w, b: 7, lambda x, w, b: int(np.dot(x, w) + b <= 0))
    found = mark_in_turn(runs.exercise, runs, ("earlier",))
    assert found.mistake
    assert found.put_right == ("earlier",)
