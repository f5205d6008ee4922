"""Who loops over a batch is told so, and nobody else."""

from __future__ import annotations

import pytest

from neurona.checks.loops import loops_over_examples
from tests.autograde.suite.every import EXERCISES
from tests.autograde.suite.right_answers import all_answers
from tests.autograde.suite.right_answers.backpropagation import example_by_example
from tests.autograde.suite.right_answers.backpropagation import means_of_lists as by_lists

BATCHED = [name for name, exercise in EXERCISES.items() if exercise.batched]
LOOPS = {example_by_example, by_lists}


def _loops(name, function):
    exercise = EXERCISES[name]
    return loops_over_examples(function, exercise.public[0].calls[0], exercise.batched)


@pytest.mark.parametrize("name", BATCHED)
def test_the_reference_does_not_loop(name):
    assert not _loops(name, EXERCISES[name].reference)


def test_right_answers_that_loop_are_known():
    answers = all_answers()["backprop_batch"]
    assert {f for f in answers if _loops("backprop_batch", f)} == LOOPS


@pytest.mark.parametrize("name", EXERCISES)
def test_a_remark_on_loops_needs_batches(name):
    exercise = EXERCISES[name]
    assert bool(exercise.batched) == bool(exercise.loop_remark.languages["en"])
