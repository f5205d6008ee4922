"""A right answer is never marked wrong for how it is written (19)."""

from __future__ import annotations

import pytest

from neurona.checks import compare

from .attacks import FULL, RIGHT, mark, notebook, scores, with_one

PERCEPTRONS = {
    "a loop": "for p, q in zip(x, w):\n        b = b + p * q\n    return 1 if b > 0 else 0",
    "a comprehension": "return int(sum(p * q for p, q in zip(x, w)) + b > 0)",
    "einsum": "return int(np.einsum('i,i->', x, w) + b > 0)",
    "other names": "evidence = np.dot(w, x)\n    fires = evidence + b > 0\n    return fires",
    "a bool": "return w @ x + b > 0",
    "a Python bool": "return bool(w @ x + b > 0)",
    "a float": "return float(w @ x + b > 0)",
    "float32": "return np.float32(w.astype(np.float32) @ x.astype(np.float32) + np.float32(b) > 0)",
    "an array of no dimension": "return np.array(w @ x + b > 0)",
    "heaviside": "return np.heaviside(w @ x + b, 0)",
    "lists": "return int(sum([p * q for p, q in zip(x.tolist(), w.tolist())]) + b > 0)",
    "a warning": "import warnings\n    warnings.warn('careful')\n    return int(w @ x + b > 0)",
    "a division by zero": "np.float64(1) / 0\n    return int(w @ x + b > 0)",
    "prints": "print('x' * 10_000)\n    return int(w @ x + b > 0)",
    "a helper": "return helper(x, w, b)",
    "a lambda": "return (lambda s: int(s > 0))(w @ x + b)",
    "a class": "return Neuron(w, b)(x)",
    "recursion": "return int(dot(list(x), list(w)) + b > 0)",
    "a try": "try:\n        return int(w @ x + b > 0)\n    except Exception:\n        return 0",
    "a global constant": "return int(w @ x + b > THRESHOLD)",
    "an import inside": "import numpy\n    return int(numpy.dot(w, x) + b > 0)",
}
HELPERS = (
    "import numpy as np\nTHRESHOLD = 0\n"
    "def helper(x, w, b):\n    return int(w @ x + b > 0)\n"
    "def dot(x, w):\n    return x[0] * w[0] + dot(x[1:], w[1:]) if x else 0\n"
    "class Neuron:\n"
    "    def __init__(self, w, b):\n        self.w, self.b = w, b\n"
    "    def __call__(self, x):\n        return int(self.w @ x + self.b > 0)\n"
)


@pytest.mark.parametrize("body", PERCEPTRONS.values(), ids=PERCEPTRONS)
def test_a_right_answer_however_it_is_written(marker, body):
    answers = with_one("perceptron", f"def perceptron(x, w, b):\n    {body}")
    result = mark(marker, notebook(answers, before=HELPERS))
    assert scores(result) == FULL
    assert result.notes == ()


def test_were_types_compared_right_answers_would_be_wrong(marker, monkeypatch):
    answers = with_one("perceptron", f"def perceptron(x, w, b):\n    {PERCEPTRONS['a float']}")
    assert scores(mark(marker, notebook(answers))) == FULL
    own = compare._scalar_difference

    def strict(expected, actual, tolerance, path):
        if type(expected) is not type(actual):
            return compare.Difference("type", path, expected, actual)
        return own(expected, actual, tolerance, path)

    with monkeypatch.context() as patch:
        patch.setattr(compare, "_scalar_difference", strict)
        assert scores(mark(marker, notebook(answers)))["perceptron"] < FULL["perceptron"]


@pytest.mark.parametrize(
    "source",
    [
        "def perceptron(x, w, b, limit=0, *, loud=False):\n    return int(w @ x + b > limit)",
        "def perceptron(inputs, weights, bias):\n    return int(weights @ inputs + bias > 0)",
        "def perceptron(*args):\n    return int(args[0] @ args[1] + args[2] > 0)",
        "perceptron = lambda x, w, b: int(w @ x + b > 0)",
        "from functools import lru_cache, partial\n"
        "def fires(limit, x, w, b):\n    return int(w @ x + b > limit)\n"
        "perceptron = partial(fires, 0)",
        "def logged(f):\n    def inner(*args):\n        print(args)\n        return f(*args)\n"
        "    return inner\n\n"
        "@logged\ndef perceptron(x, w, b):\n    return int(w @ x + b > 0)",
        "%matplotlib inline\ndef perceptron(x, w, b):\n    return int(w @ x + b > 0)",
        "!pip install numpy\ndef perceptron(x: 'array', w, b) -> int:\n"
        "    '''λ, σ and ≥ are fine.'''\n    return int(w @ x + b > 0)",
    ],
)
def test_a_right_function_however_it_is_defined(marker, source):
    assert scores(mark(marker, notebook(with_one("perceptron", source)))) == FULL


def test_plots_and_panels_cost_nothing(marker):
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\ndisplay(plt.gcf())\n"
    source = f"{plot}def xor(x1, x2):\n    plt.plot([x1, x2])\n    return int(x1 != x2)"
    result = mark(marker, notebook(with_one("xor", source), after=plot))
    assert scores(result) == FULL
    assert result.notes == ()


def test_another_language_of_the_notebook(marker):
    result = mark(marker, notebook(RIGHT, language="es"))
    assert (result.language, scores(result)) == ("es", FULL)


@pytest.mark.parametrize("body", ["return int(w @ x + b >= 0)", "return 1", "return None"])
def test_what_is_wrong_is_still_wrong(marker, body):
    result = mark(marker, notebook(with_one("perceptron", f"def perceptron(x, w, b):\n    {body}")))
    assert scores(result)["perceptron"] < FULL["perceptron"]
