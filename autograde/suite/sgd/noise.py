"""Chapter 04: how noisy the gradient of a mini-batch is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from autograde.suite.define import case
from autograde.suite.sgd.shared import chapter, draw_neuron, draw_seed, gradients
from neurona.checks.compare import Tolerance
from neurona.checks.exercise import Case
from neurona.checks.plain import Rng


def _noise_case(seed: int, shape, m, draws, rng: Rng) -> Case:
    return case(*draw_neuron(np.random.default_rng(seed), *shape), m, draws, rng)


gradient_noise = chapter.exercise(
    "gradient_noise",
    points=3,
    tolerance=Tolerance(absolute=1e-7),
    public=[
        _noise_case(51, (6, 2), 2, 5, Rng(1)),
        _noise_case(52, (5, 1), 3, 4, Rng(2)),
        _noise_case(53, (7, 3), 1, 6, Rng(3)),
        _noise_case(54, (4, 2), 3, 1, Rng(4)),
    ],
    hints=[
        "Begin with the full gradient, once. Then draw, and see how far off each mini-batch is.",
        "A gradient has one number for each weight and one for the bias. Put them into one vector "
        "before you measure a distance.",
        "Root, mean, square: read it from right to left. First comes the square of each distance.",
    ],
)


@gradient_noise.hidden
def _draw_noise(rng: np.random.Generator) -> Iterator[Case]:
    for n, n_in in ((5, 1), (8, 2), (10, 3), (12, 5)):
        for m in (1, int(rng.integers(2, n)), n - 1):
            for draws in (1, int(rng.integers(3, 10))):
                seed = int(rng.integers(2**32))
                yield _noise_case(seed, (n, n_in), m, draws, draw_seed(rng))
    yield _noise_case(int(rng.integers(2**32)), (6, 2), 6, 3, draw_seed(rng))


def _root_mean_square(off):
    return np.sqrt(np.mean(np.sum(off**2, axis=1)))


@dataclass(frozen=True)
class _Noise:
    """A way of writing gradient_noise with one thing done differently."""

    measure: Callable[[np.ndarray, np.ndarray], float] = lambda found, full: _root_mean_square(
        found - full
    )
    choose: Callable[..., np.ndarray] = lambda n, m, rng: rng.choice(n, m, replace=False)
    slope: bool = True
    sums: bool = False
    bias: bool = True
    draws: int | None = None

    def answer(self, X, y, w, b, m, draws, rng):
        each = gradients(X, y, w, b, slope=self.slope)
        each = each if self.bias else each[:, :-1]
        combine = np.sum if self.sums else np.mean
        found = [
            combine(each[self.choose(len(X), m, rng)], axis=0) for _ in range(self.draws or draws)
        ]
        return float(self.measure(np.array(found), combine(each, axis=0)))


for _id, _says, _hint, *_ways in (
    (
        "squared",
        "This is the mean of the squared distances; the root is missing.",
        "In which units is a distance, and in which is its square?",
        _Noise(lambda found, full: _root_mean_square(found - full) ** 2),
    ),
    (
        "from_zero",
        "This is how long the mini-batches' gradients are, not how far they lie from the full one.",
        "If every mini-batch had exactly the full gradient, how noisy would it be?",
        _Noise(lambda found, full: _root_mean_square(found)),
    ),
    (
        "mean_distance",
        "This is the mean of the distances. The root belongs outside, after the mean of the "
        "squares.",
        "Read the docstring's sentence word by word. What is averaged: distances, or their "
        "squares?",
        _Noise(lambda found, full: np.mean(np.linalg.norm(found - full, axis=1))),
    ),
    (
        "bias_left_out",
        "The derivative with respect to b is left out.",
        "How many numbers does the whole gradient have?",
        _Noise(bias=False),
    ),
    (
        "with_replacement",
        "An example may come twice in one mini-batch.",
        "Compare your call of rng with the one in the docstring.",
        _Noise(choose=lambda n, m, rng: rng.choice(n, m)),
        _Noise(choose=lambda n, m, rng: rng.integers(0, n, m)),
    ),
    (
        "other_draws",
        "The mini-batches are drawn in another way than the docstring says, so that nobody can "
        "compare your numbers.",
        "Compare your call of rng with the one in the docstring.",
        _Noise(choose=lambda n, m, rng: rng.permutation(n)[:m]),
        _Noise(choose=lambda n, m, rng: np.argsort(rng.random(n))[:m]),
    ),
    (
        "from_own_mean",
        "The distances are measured from the mean of the mini-batches drawn, not from the full "
        "gradient.",
        "Which examples does the full gradient know, and which do the mini-batches that you drew?",
        _Noise(lambda found, full: _root_mean_square(found - found.mean(axis=0))),
    ),
    (
        "averaged_first",
        "The mini-batches' gradients are averaged before the distance is measured, so that the "
        "noise cancels.",
        "Two mini-batches miss by as much, one to the left and one to the right. How noisy are "
        "they?",
        _Noise(lambda found, full: np.linalg.norm(found.mean(axis=0) - full)),
    ),
    (
        "summed_gradients",
        "Gradients are summed over the examples; they should be averaged.",
        "A sum over m examples and one over n are of different size even without noise.",
        _Noise(sums=True),
    ),
    (
        "per_component",
        "The squares are also averaged over the weights and the bias; a distance adds them up.",
        "How long is the vector (3, 4)?",
        _Noise(lambda found, full: np.sqrt(np.mean((found - full) ** 2))),
    ),
    (
        "one_draw",
        "Only one mini-batch is drawn, however large draws is.",
        "How often does your function call rng?",
        _Noise(draws=1),
    ),
    (
        "lengths_compared",
        "Only the lengths of the gradients are compared, not their directions.",
        "Two vectors of the same length may point in opposite ways. How far apart are they?",
        _Noise(
            lambda found, full: np.sqrt(
                np.mean((np.linalg.norm(found, axis=1) - np.linalg.norm(full)) ** 2)
            )
        ),
    ),
    (
        "sum_over_draws",
        "The squared distances are added up over the draws; their mean is wanted.",
        "Should twice as many draws make the noise larger?",
        _Noise(lambda found, full: np.sqrt(np.sum((found - full) ** 2))),
    ),
    (
        "slope_missing",
        "σ′ is missing from the gradient.",
        "Compare your gradient with the one in the docstring of sgd, factor by factor.",
        _Noise(slope=False),
    ),
    (
        "not_euclidean",
        "The distance adds up absolute differences; the Euclidean one goes by squares.",
        "How far is it, as the crow flies, from (0, 0) to (3, 4)?",
        _Noise(lambda found, full: np.sqrt(np.mean(np.sum(np.abs(found - full), axis=1) ** 2))),
    ),
):
    for _way in _ways:
        gradient_noise.mistake(_id, says=_says, hint=_hint)(_way.answer)
