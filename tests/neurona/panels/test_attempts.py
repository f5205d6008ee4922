import pytest

from neurona.panels.attempts import Attempts
from neurona.panels.student import StudentProblem


def failing(sentence):
    def action():
        raise StudentProblem(sentence)

    return action


def test_an_answer_is_passed_on():
    attempts = Attempts()
    assert attempts.attempt(lambda: 3) == 3
    assert attempts.problems == []


def test_each_problem_is_kept_once_as_a_sentence_that_ends():
    attempts = Attempts()
    for sentence in ("`f` raised an error", "Is it written?", "`f` raised an error"):
        assert attempts.attempt(failing(sentence)) is None
    assert attempts.problems == ["`f` raised an error.", "Is it written?"]


def test_what_is_no_fault_of_the_student_s_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        Attempts().attempt(lambda: 1 / 0)
