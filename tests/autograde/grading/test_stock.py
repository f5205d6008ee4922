import sys
from types import ModuleType

import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter
from nbformat.v4 import new_code_cell, new_output
from nbgrader.utils import determine_grade

from autograde.grading import stock
from neurona import language

SOLVED = """
import numpy as np

def perceptron(x, w, b):
    return int(np.dot(x, w) + b > 0)

def update(x, d, w, b, lr):
    error = d - perceptron(x, w, b)
    return w + lr * error * x, b + lr * error
"""


@pytest.fixture
def notebook(monkeypatch, secret):
    """Defines functions as a notebook does, and returns its names."""

    def run(source):
        module = ModuleType("__main__")
        monkeypatch.setitem(sys.modules, "__main__", module)
        exec(source, module.__dict__)
        return module.__dict__

    monkeypatch.setattr(stock, "_marks", {})
    return run


def as_cell(points, value):
    """Return the check cell as nbgrader finds it after running."""
    data, metadata = DisplayFormatter().format(value)
    about = {"grade": True, "solution": False, "points": points}
    output = new_output("execute_result", data=data, metadata=metadata)
    return new_code_cell("check(f)", metadata={"nbgrader": about}, outputs=[output])


def test_nbgrader_reads_full_marks(notebook):
    earned = stock.check(notebook(SOLVED)["perceptron"])
    assert determine_grade(as_cell(2, earned)) == (2, 2)


def test_nbgrader_reads_partial_credit(notebook):
    earned = stock.check(notebook(SOLVED.replace("> 0", ">= 0"))["perceptron"])
    assert determine_grade(as_cell(2, earned)) == (1, 2)


def test_nbgrader_reads_nothing_earned(notebook):
    earned = stock.check(notebook("def perceptron(x, w, b):\n    return 7")["perceptron"])
    assert determine_grade(as_cell(2, earned)) == (0, 2)


def test_a_student_s_precision_does_not_round_points():
    formatter = DisplayFormatter()
    value = stock.Points(0.5, stock.Card("wrong", "half"), {})
    with np.printoptions():  # IPython sets NumPy's too
        formatter.formatters["text/plain"].float_precision = 0
        assert formatter.format(value)[0]["text/plain"] == "0.5"


def test_the_result_tells_status_and_mistake(notebook):
    earned = stock.check(notebook(SOLVED.replace("> 0", ">= 0"))["perceptron"])
    result = DisplayFormatter().format(earned)[0][stock.RESULT_TYPE]
    assert (result["exercise"], result["status"]) == ("perceptron", "partial")
    assert (result["score"], result["max_score"]) == (1, 2)
    assert result["mistake"] == "tie_fires"


def test_the_card_speaks_the_notebook_s_language(notebook):
    language.use("es")
    try:
        earned = stock.check(notebook(SOLVED)["perceptron"])
    finally:
        language.use("en")
    assert "2 de 2" in earned.card.title


def test_an_earlier_mistake_is_paid_for_once(notebook):
    names = notebook(SOLVED.replace("+ b > 0", "- b > 0"))
    assert stock.check(names["perceptron"]) == 0
    before = dict(names)
    update = stock.check(names["update"])
    assert update == 2
    assert update.result["put_right"] == ["perceptron"]
    assert names == before


def test_an_earlier_function_that_was_never_defined_is_paid_for_once(notebook):
    names = notebook(SOLVED.replace("def perceptron", "def other"))
    assert stock.check(names["update"]) == 2
    assert "perceptron" not in names


def test_a_function_not_judged_yet_is_not_put_in_place(notebook):
    names = notebook(SOLVED.replace("+ b > 0", "- b > 0"))
    assert stock.check(names["update"]) == 0


def test_a_right_earlier_function_stays_in_place(notebook):
    names = notebook(SOLVED.replace("+ lr * error\n", "\n"))
    assert stock.check(names["perceptron"]) == 2
    assert stock.check(names["update"]).result["put_right"] == []


def test_a_function_may_call_itself_something_else(notebook):
    names = notebook("perceptron = lambda x, w, b: (x @ w + b > 0) * 1")
    assert stock.check(names["perceptron"]) == 2


def test_one_function_under_two_names_is_judged_as_each(notebook):
    names = notebook(SOLVED + "\nupdate = perceptron")
    assert stock.check(names["perceptron"]).result["exercise"] == "perceptron"
    assert stock.check(names["update"]).result["exercise"] == "update"


@pytest.mark.parametrize("thing", [None, 5, "perceptron", len, object()])
def test_nothing_is_ever_raised(notebook, thing):
    names = notebook("")
    names["perceptron"] = thing
    assert stock.check(thing) == 0


def test_something_else_than_an_exercise_earns_nothing(notebook):
    earned = stock.check(notebook("def other(): pass")["other"])
    assert earned == 0
    assert "instructor" in earned.card.title
