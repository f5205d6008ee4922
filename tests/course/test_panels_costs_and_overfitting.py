"""Every number that chapter 06 states of what its panels show, measured anew."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest

from neurona import plots
from neurona.network import Cost, Training
from neurona.panels import costs_and_overfitting as panels
from neurona.panels import own_costs, saturation, scratched
from neurona.panels.stopping import best_and_stop
from neurona.plots import costs_and_overfitting as pictures
from solutions import costs_and_overfitting as solutions
from tests.course.test_numbers_costs_and_overfitting import claims, states


@functools.cache
def trained(
    seed: int = 0,
    n: int = 100,
    cost: Cost = "cross_entropy",
    p: float = 0.0,
    lam: float = 0.0,
    epochs: int = scratched.EPOCHS,
) -> Training:
    training = scratched.untrained(seed, n, cost, p, lam)
    training.step(epochs)
    return training


def percent(share: float) -> int:
    return round(100 * share)


def ends(**knobs: Any) -> tuple[int, int]:
    """Accuracy in training and in validation at the end, in percent."""
    training = trained(**knobs)
    return percent(training.accuracy[-1]), percent(training.accuracy_new[-1])


def said_of_the_wrong(training: Training, n: int = 100) -> tuple[int, int]:
    """How many wrong labels a network repeats, and how many of these digits it reads."""
    task = scratched.task(0, n)
    said = training.network.outputs(task.X[task.wrong]).argmax(axis=1)
    given, meant = task.given[task.wrong], task.meant[task.wrong]
    return int(np.sum(said == given)), int(np.sum(said == meant))


@states(
    "Here are 100 handwritten digits to learn from, and 297 others to test with.",
    "20 of the 100 are wrong, like a 7 whose label says 2. All of the 297 are right.",
    "A network of 64 pixels, 30 hidden neurons and 10 outputs learns for 200 epochs.",
    "in **training**, the 100, by the labels it was given; in **validation**, the 297",
    "And what does the network say to the 20 wrong labels?",
    "A fifth of the labels is always wrong.",
)
def test_the_task() -> None:
    task = scratched.task(0)
    assert (len(task.X), len(task.X_new), len(task.wrong)) == (100, 297, 20)
    assert scratched.SIZES == (64, 30, 10)
    assert scratched.EPOCHS == 200
    pairs = zip(task.meant[task.wrong], task.given[task.wrong], strict=True)
    assert (7, 2) in set(pairs)
    for n in (50, 1200):
        assert len(scratched.task(0, n).wrong) == n / 5


def test_the_docstring_s_n_is_not_the_panel_s() -> None:
    said = "In the docstring m counts examples and n outputs; that n is not the panel's **n**."
    assert said in claims.prose
    assert "A : array of shape (m, n)" in str(solutions.cross_entropy.__doc__)
    assert "- **n** is the number of digits to learn from." in claims.prose
    examples, outputs = scratched.task(0, 50).Y.shape
    assert (examples, outputs) == (50, 10)


@states(
    "Training ends at 100%: it repeats all 20 wrong labels. Validation ends at 75%. But in epoch "
    "41 it was at 86%! There the network repeats only 7 of the wrong labels; 11 of these digits it "
    "reads as they were meant.",
)
def test_first_the_melody_then_the_scratches() -> None:
    assert ends() == (100, 75)
    scores = trained().accuracy_new
    assert int(np.argmax(scores)) == 41
    assert percent(scores[41]) == 86
    assert said_of_the_wrong(trained(epochs=41)) == (7, 11)
    assert said_of_the_wrong(trained()) == (20, 0)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_story_is_no_luck_of_one_seed(seed: int) -> None:
    training = trained(seed)
    assert training.accuracy[-1] > 0.98
    assert max(training.accuracy_new) - training.accuracy_new[-1] > 0.04
    for knobs in ({"lam": 0.5}, {"p": 0.5}, {"n": 400}):
        held = trained(seed, **knobs)  # type: ignore[arg-type]
        assert held.accuracy_new[-1] > training.accuracy_new[-1]
        gaps = [one.accuracy[-1] - one.accuracy_new[-1] for one in (held, training)]
        assert gaps[0] < gaps[1]


@states(
    "Set λ to 0.5; back to 0, and p to 0.5; back to 0, and n to 1,200. Which of them narrow the "
    "gap? And who is hurt when λ is 2?",
    "All three. With λ = 0.5 training ends at 89% and validation at 85%; with p = 0.5 at 96% and "
    "84%; with n = 1,200 at 92% and 88%. With λ = 2 both suffer: 63% and 65%.",
    "## Four ways to close the gap",
)
def test_what_closes_the_gap() -> None:
    found = {name: tuple(map(percent, both)) for name, both in pictures.ends().items()}
    assert found == {
        "plain": (100, 75),
        "stopped": (86, 86),
        "decay": (89, 85),
        "dropout": (96, 84),
        "data": (92, 88),
    }
    assert (pictures.DECAY, pictures.DROPPED, pictures.MANY) == (0.5, 0.5, 1200)
    assert ends(lam=2.0) == (63, 65)
    words = plots.costs_and_overfitting.gap().alternative_text
    for told in ("100%, 75%", "86%, 86%", "λ = 0.5: 89%, 85%", "p = 0.5: 96%, 84%", "92%, 88%"):
        assert told in words


@states(
    "More examples raise the peak: with n = 1,200 validation reaches 97%. But trained to the end "
    "it falls to 88%, for the network still learns 143 wrong labels.",
)
def test_more_examples_raise_the_peak_but_do_not_save_the_end() -> None:
    many = trained(n=1200)
    assert percent(max(many.accuracy_new)) == 97
    assert percent(many.accuracy_new[-1]) == 88
    assert said_of_the_wrong(many, 1200)[0] == 143


@states(
    "Take one sigmoid neuron with one input, which is always 1. It should say 0. Its weight and "
    r"its bias start at 2, so $z = 2 \cdot 1 + 2 = 4$, and it says 0.98.",
    "After 50 steps, where is each of them?",
    "The left one still says 0.98, the right one 0.10. After 150 steps the left one says 0.93; "
    "after 300, at last, 0.20.",
)
def test_two_neurons() -> None:
    panel = panels.saturated()
    assert (panel.begin.value, panel.lr.value) == (2, 0.15)
    left, right = (saturation.sigmoid(path) for path in panel.paths)
    assert panel.paths[0][0] == 2 * 1 + 2
    assert left[0] == right[0] == pytest.approx(0.98, abs=0.005)
    assert (round(left[50], 2), round(right[50], 2)) == (0.98, 0.10)
    assert (round(left[150], 2), round(left[300], 2)) == (0.93, 0.20)


@states(
    r"$\sigma'(4) = 0.018$. So the left neuron hears an error of 0.017, the right one 0.982, 57 "
    "times as much",
    r"From weight and bias 0 both are off to a good start: $\sigma'(0) = 0.25$, and the right one "
    "hears only 4 times as much.",
)
def test_what_they_hear() -> None:
    def slope(z: float) -> float:
        return float(saturation.sigmoid(z) * (1 - saturation.sigmoid(z)))

    assert round(slope(4), 3) == 0.018
    assert slope(0) == 0.25
    heard = [saturation.error(4, cost) for cost in ("quadratic", "cross_entropy")]
    assert [round(one, 3) for one in heard] == [0.017, 0.982]
    assert round(heard[1] / heard[0]) == 57
    assert saturation.error(0, "cross_entropy") == 4 * saturation.error(0, "quadratic")


@states(
    "With the same `lr`, where are both curves after 200 epochs?",
    "Both at 82%, and only 6 of the wrong labels are repeated: this slow learner has not come to "
    "the scratches yet. But in all 200 epochs it never gets to the 86% that cross-entropy had in "
    "epoch 41.",
)
def test_the_quadratic_cost_is_slow() -> None:
    assert ends(cost="quadratic") == (82, 82)
    assert said_of_the_wrong(trained(cost="quadratic"))[0] == 6
    assert max(trained(cost="quadratic").accuracy_new) < trained().accuracy_new[41]


@states(
    "In the panel, add 5 to all three z.",
    "The sigmoids all go to nearly 1: together 2.979.",
)
def test_three_sigmoids_and_softmax() -> None:
    panel = panels.shares()
    before = panel.outputs[1]
    panel.all.value = 5.0
    assert round(float(panel.outputs[0].sum()), 3) == 2.979
    assert panel.outputs[1] == pytest.approx(before)
    assert before.round(3).tolist() == [0.705, 0.259, 0.035]


@states(
    "Now move **patience** in the opening panel, from 10 down to 1.",
    "With 1, training stops at epoch 5 and keeps epoch 4, with 30%: the first dip ended it. With 2 "
    "it gets 65%, with 5 80%, and with 10 it stops at epoch 51 and keeps the 86% of epoch 41.",
)
def test_patience() -> None:
    panel = panels.opening()
    assert panel.patience.value == 10
    scores = trained().accuracy_new
    assert panel.training.accuracy_new == scores
    kept = {patience: best_and_stop(scores, patience) for patience in (1, 2, 5, 10)}
    assert kept[1] == (4, 5)
    assert [percent(scores[kept[patience][0]]) for patience in kept] == [30, 65, 80, 86]
    assert kept[10] == (41, 51)


def back(A: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """Put σ′ back into the error."""
    return (A - Y) * A * (1 - A)


@functools.cache
def closing(**changed: Any) -> own_costs.Closing:
    """The closing panel, trained to its end on a machine of any speed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(own_costs, "PATIENT", np.inf)
        panel = panels.closing({**vars(solutions), **changed})
    assert isinstance(panel, own_costs.Closing)
    return panel


@states(
    "All of them: after 50 epochs validation is at 39%, where the dashed line has 82%.",
    "And in the end the slow one is ahead, with 82% against 75%: again, it has not come to the "
    "scratches.",
)
def test_sigma_prime_put_back() -> None:
    slow, right = closing(cross_entropy_error=back), closing()
    validation = (slow.accuracy.validation, slow.reference)
    assert [percent(one[50]) for one in validation] == [39, 82]
    assert [percent(one[-1]) for one in validation] == [82, 75]
    assert slow.accuracy.training[50] < right.accuracy.training[50]
    assert slow.cost.training[50] > right.cost.training[50]
    assert slow.cost.validation[50] > right.cost.validation[50]


@states("with sigmoids it rises from 1.10 in epoch 65 to 1.50.")
def test_the_cost_in_validation() -> None:
    costs = closing().cost.validation
    assert int(np.argmin(costs)) == 65
    assert round(min(costs), 2) == 1.10
    assert round(costs[-1], 2) == 1.50


@states("With softmax the cost starts near")
def test_softmax_starts_with_a_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_costs, "EPOCHS", 1)
    panel = panels.closing(vars(solutions))
    panel.last.value = own_costs.SOFTMAX
    assert panel.cost.validation[0] == pytest.approx(2.30, abs=0.1)
