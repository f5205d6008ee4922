"""Every number that chapter 01 states of what its panels show."""

from __future__ import annotations

import numpy as np
import pytest

from neurona import panels
from neurona.panels.gates import EXAMPLES, PerceptronRule, Rule, Training
from solutions import perceptron as solutions
from tests.course.test_numbers_perceptron import AND, LR, START, START_B, START_W, fires, states


def learn(rule: Rule, lam: float, p: float, epochs: int, seed: int = 0) -> Training:
    """Learn AND as the panels do, from their start."""
    training = Training(rule, "AND", START, np.random.default_rng(seed))
    for _example in range(epochs * len(EXAMPLES)):
        training.look(LR, lam, p)
    return training


@states("Two sliders", "the neuron sees 0 in its place", "With p at 0", "set p to 0.5")
def test_the_opening_panel_is_as_described() -> None:
    panel = panels.perceptron.opening()
    np.testing.assert_array_equal(panel.training.neuron.w, START_W)
    assert (panel.training.neuron.b, panel.gate.value) == (START_B, "AND")
    assert (panel.p.value, panel.lam.value, panel.lr.value) == (0, 0, LR)
    panel.p.value = 0.5
    assert panel.p.value == 0.5
    panel.lam.value = 0.02
    assert panel.lam.value == 0.02


@states("you set p to 0.5. Why did the mistakes never end?")
@pytest.mark.parametrize("seed", range(5))
def test_with_p_at_one_half_mistakes_never_end(seed: int) -> None:
    assert learn(PerceptronRule(), 0.0, 0.0, 2).mistakes == [1, 0]
    mistakes = np.array(learn(PerceptronRule(), 0.0, 0.5, 1000, seed).mistakes)
    assert mistakes.reshape(20, 50).sum(axis=1).min() > 0


@states(
    "When $x_2$ is dropped, (1, 1) looks like (1, 0). One wants a 1 and the other a 0.",
    "No weights give two answers to one input",
    "half the evidence",
    "With p above 0, an epoch without mistakes proves nothing.",
)
def test_two_examples_look_the_same_when_x2_is_dropped() -> None:
    seen = EXAMPLES * [1, 0]
    np.testing.assert_array_equal(seen[3], EXAMPLES[2])
    assert (AND[3], AND[2]) == (1, 0)
    mistakes = np.array(learn(PerceptronRule(), 0.0, 0.5, 100).mistakes)
    assert mistakes[mistakes.argmin() :].max() > mistakes.min() == 0


@states(
    "You are about to set λ to 0.02, with p at 0.",
    "$1 - \\mathrm{lr} \\cdot \\lambda = 0.99$",
    "It learns AND in the first epoch, keeps it for five, and forgets it in the seventh.",
    "After the first correction, (1, 1) has less than 0.3 to spare.",
    "in the end (1, 1) no longer gets past the threshold",
    "The neuron learns again, and forgets again.",
)
def test_decay_melts_what_was_learned() -> None:
    lam = 0.02
    assert 1 - LR * lam == pytest.approx(0.99)
    training = learn(PerceptronRule(), lam, 0.0, 6)
    assert training.mistakes == [1, 0, 0, 0, 0, 0]

    w, b = learn(PerceptronRule(), lam, 0.0, 1).neuron
    assert fires(w, b) == AND.tolist()
    assert 0 < EXAMPLES[3] @ w + b < 0.3

    while training.mistakes[-1] == 0:
        training.look(LR, lam, 0.0)
    assert (training.epoch, training.last.example) == (7, 3)

    panel = panels.perceptron.closing(vars(solutions))
    panel.lam.value = lam
    panel.rewind_button.click()
    for _example in range(7 * len(EXAMPLES)):
        panel.step()
    assert panel.training.mistakes == [1, 0, 0, 0, 0, 0, 1]

    later = np.array(learn(PerceptronRule(), lam, 0.0, 200).mistakes[7:])
    assert np.count_nonzero(np.diff(later == 0)) > 10
