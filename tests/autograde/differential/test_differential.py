"""On honest submissions, marks in stock execution and in our own engine are equal."""

import numpy as np
import pytest

from autograde.examples.crowd import draw_class
from autograde.examples.recipes import ASSIGNMENTS, DROPOUT, PERCEPTRON
from tests.autograde.differential import in_process
from tests.autograde.differential.marks import Mark, differences, honest_examples, our_marks

STUDENTS = 30


@pytest.fixture(scope="module")
def stock(secret):
    with in_process.stock(secret) as started:
        yield started


def test_on_the_example_class(stock, tmp_path):
    """PyTorch and Keras, which only stock execution has here, change no mark."""
    in_stock = stock.marks(honest_examples(), frameworks=True)
    assert {student for student, _, _ in in_stock} == {f"s{number:03}" for number in range(1, 13)}
    assert differences(in_stock, our_marks(honest_examples(), tmp_path)) == []


def test_on_a_class_that_is_drawn(stock, tmp_path, say):
    say(f"marking {len(ASSIGNMENTS) * STUDENTS} notebooks in two ways, for a minute or two")
    handed = list(draw_class(STUDENTS, ASSIGNMENTS, np.random.default_rng(20250301)))
    in_stock = stock.marks(handed)
    ours = our_marks(handed, tmp_path)
    assert len(handed) == 300
    # A class without mistakes, or one that is all of them, would show little.
    assert {"right", "partial", "wrong", "not_attempted"} <= {
        one.status for one in in_stock.values()
    }
    assert len({(key[2], one.mistake) for key, one in in_stock.items() if one.mistake}) > 25
    assert differences(in_stock, ours) == []


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
