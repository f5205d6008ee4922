"""On honest submissions, marks in stock execution and in our own engine are equal."""

import numpy as np
import pytest

from autograde.examples.crowd import draw_class
from autograde.examples.recipes import ASSIGNMENTS, DROPOUT, PERCEPTRON
from autograde.grading.secret import VARIABLE
from tests.autograde.differential import in_process, real
from tests.autograde.differential.marks import Mark, differences, honest_examples, our_marks

STUDENTS = 30
IN_NBGRADER = {
    "01_perceptron": "s008",
    "02_sigmoid": "s011",
    "03_gradient_descent": "s012",
    "04_sgd": "s011",
    "05_backpropagation": "s012",
    "06_costs_and_overfitting": "s003",
    "07_l1_l2": "s012",
    "08_dropout": "s009",
    "09_hyperparameters": "s002",
    "10_pytorch_and_keras": "s003",
}


@pytest.fixture(scope="module")
def secret(tmp_path_factory):
    path = tmp_path_factory.mktemp("secret") / "secret"
    path.write_bytes(b"a secret for tests")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(path))
        yield path


@pytest.fixture(scope="module")
def ours_of_examples(secret, tmp_path_factory):
    return our_marks(honest_examples(), tmp_path_factory.mktemp("ours"))


def test_on_the_example_class_in_nbgrader_itself(secret, ours_of_examples, tmp_path, say):
    handed = [file for file in honest_examples() if IN_NBGRADER[file.assignment] == file.student]
    say(f"marking {len(handed)} notebooks in nbgrader's own execution, about a minute")
    stock = real.stock_marks(handed, tmp_path, secret.read_bytes())
    assert {key[:2] for key in stock} == {(file.student, file.assignment) for file in handed}
    ours = {key: ours_of_examples[key] for key in stock}
    assert differences(stock, ours) == []


def test_on_the_example_class(secret, ours_of_examples):
    stock = in_process.stock_marks(honest_examples(), secret)
    assert {student for student, _, _ in stock} == {f"s{number:03}" for number in range(1, 13)}
    assert differences(stock, ours_of_examples) == []


def test_on_a_class_that_is_drawn(secret, tmp_path, say):
    say(f"marking {len(ASSIGNMENTS) * STUDENTS} notebooks in two ways, for a minute or two")
    handed = list(draw_class(STUDENTS, ASSIGNMENTS, np.random.default_rng(20250301)))
    stock = in_process.stock_marks(handed, secret)
    ours = our_marks(handed, tmp_path)
    assert len(handed) == 300
    # A class without mistakes, or one that is all of them, would show little.
    assert {"right", "partial", "wrong", "not_attempted"} <= {one.status for one in stock.values()}
    assert len({(key[2], one.mistake) for key, one in stock.items() if one.mistake}) > 25
    assert differences(stock, ours) == []


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (Mark(1, "partial", "or"), Mark(1, "partial", "or"), True),
        (Mark(0), Mark(0, "error", ""), True),
        (Mark(0), Mark(0.5, "partial", ""), False),
        (Mark(0, "wrong", "or"), Mark(0, "wrong", ""), False),
        (Mark(0, "wrong", ""), Mark(0, "error", ""), False),
    ],
)
def test_marks_are_compared_as_far_as_both_say_something(one, other, agree):
    assert one.agrees(other) == agree
    key = ("s001", PERCEPTRON, "xor")
    assert bool(differences({key: one}, {key: other})) != agree


def test_both_must_have_marked_the_same():
    with pytest.raises(AssertionError):
        differences({("s001", DROPOUT, "xor"): Mark(0)}, {})
