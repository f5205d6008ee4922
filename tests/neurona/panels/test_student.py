import numpy as np
import pytest

from neurona.panels.student import (
    StudentFunction,
    StudentProblem,
    array,
    bit,
    number,
    together,
)


def problem(function, read=number, *args):
    """The sentence that a call ends with."""
    with pytest.raises(StudentProblem) as caught:
        StudentFunction({"f": function}, "f", read)(*args)
    return str(caught.value)


def test_a_right_function_is_simply_called():
    assert StudentFunction({"f": lambda x, y: x + y}, "f", number)(2, 3) == 5


def test_the_name_is_looked_up_at_every_call():
    namespace = {}
    f = StudentFunction(namespace, "f", number)
    with pytest.raises(StudentProblem, match="`f` is not written yet"):
        f()
    namespace["f"] = lambda: 1
    assert f() == 1
    namespace["f"] = lambda: 2
    assert f() == 2


def test_a_stub_is_not_written_yet():
    def stub():
        raise NotImplementedError

    assert problem(stub) == "`f` is not written yet."


def test_something_else_of_that_name_is_said():
    assert problem(np.ones(3)) == "`f` is not a function."


@pytest.mark.parametrize(
    "error", [ValueError("too <b>bold</b>"), KeyboardInterrupt(), SystemExit()]
)
def test_whatever_is_raised_becomes_a_sentence(error):
    def broken():
        raise error

    sentence = problem(broken)
    assert sentence.startswith(f"`f` raised {type(error).__name__}: {error}")


def test_a_long_message_is_cut():
    def broken():
        raise ValueError("word " * 1000)

    sentence = problem(broken)
    assert "word word" in sentence
    assert len(sentence) < 150
    assert "\n" not in sentence


def test_too_few_parameters_are_a_sentence():
    assert "raised TypeError" in problem(lambda: 1, number, "argument")


def test_a_forgotten_return_is_told():
    assert "`return`" in problem(lambda: None)


@pytest.mark.parametrize("value", [1, 1.0, True, np.float32(1), np.array(1), np.int64(1)])
def test_any_scalar_serves(value):
    for read in (number, bit):
        found = StudentFunction({"f": lambda: value}, "f", read)()
        assert found == 1
    assert type(found) is int


@pytest.mark.parametrize(
    ("read", "value", "says"),
    [
        (number, [1.0, 2.0], "an array of shape (2,)"),
        (number, "one", "not str"),
        (number, {"w": 1}, "not dict"),
        (number, float("nan"), "not a finite number"),
        (number, float("inf"), "not a finite number"),
        (bit, 2, "0 or 1 was expected, not 2"),
        (bit, 0.5, "0 or 1 was expected, not 0.5"),
        (bit, [0, 1], "an array of shape (2,)"),
        (array(2), 1.0, "(2,) was expected, not a single number"),
        (array(2), np.ones(3), "(2,) was expected, not an array of shape (3,)"),
        (array(2), [1.0, np.nan], "not a finite number"),
        (array(None, 3), np.ones((2, 2)), "(?, 3) was expected"),
        (array(2), [[1], [2, 3]], "numbers were expected"),
        (together(array(2), number), 3.0, "2 values were expected"),
        (together(array(2), number), (np.ones(2), 1.0, 1.0), "2 values were expected"),
        (together(array(2), number), (np.ones(2), np.ones(2)), "a number was expected"),
    ],
)
def test_nonsense_is_told_in_a_sentence(read, value, says):
    sentence = problem(lambda: value, read)
    assert sentence.startswith("`f` returned something else than it should: ")
    assert says in sentence


def test_a_value_that_refuses_to_become_an_array_is_nonsense():
    class Hostile:
        def __array__(self, *_args, **_more):
            raise RuntimeError("no")

    assert "numbers were expected, not Hostile" in problem(Hostile)


def test_arrays_are_read_as_floats_whatever_their_kind():
    for value in ([1, 2], (1, 2), np.array([1, 2], dtype=np.float32)):
        found = StudentFunction({"f": lambda value=value: value}, "f", array(None))()
        assert found.dtype == np.float64
        assert found.tolist() == [1, 2]


def test_lists_serve_for_tuples():
    w, b = StudentFunction({"f": lambda: [[1, 2], 3]}, "f", together(array(2), number))()
    assert w.tolist() == [1, 2]
    assert b == 3


def test_arguments_are_copies():
    def spoil(w):
        w += 1
        return w

    w = np.zeros(2)
    assert StudentFunction({"f": spoil}, "f", array(2))(w).tolist() == [1, 1]
    assert w.tolist() == [0, 0]


def test_numpy_warnings_stay_quiet():
    assert "not a finite number" in problem(lambda x: np.log(x), number, np.float64(0))
