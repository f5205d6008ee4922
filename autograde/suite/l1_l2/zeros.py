"""Chapter 07: weights that become exactly 0, and how many do."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case, part
from autograde.suite.l1_l2.shared import chapter, draw_layers, draw_weights
from neurona.checks.exercise import Case

soft_threshold = chapter.exercise(
    "soft_threshold",
    parts=[
        part("stop", 1, "weights near 0 stop there"),
        part("move", 1, "weights farther off move by t"),
    ],
    public=[
        case(np.array([2.0, -0.25, 0.5, -1.7, 0.0, 0.75]), 0.5, part="stop"),
        case(np.array([[1.5, -3.2, 0.25], [-0.8, -0.05, 1.75]]), 1.5, part="stop"),
        case(np.array([[-0.125], [2.5], [-2.0]]), 0.25, part="stop"),
        case(np.array([2.0, -3.0, 1.25, -0.75]), 0.5, part="move"),
        case(np.array([[0.2, -0.5], [-1.0, 0.3]]), 0.125, part="move"),
    ],
    hints=[
        "Sort the weights in your mind: those to the right of 0, those to its left, and those so "
        "near that t would carry them across.",
        "A weight has a size and a sign. Work out the new size first. It is never negative.",
        "In the end the new size gets the old sign.",
    ],
)


@soft_threshold.hidden
def _draw_thresholds(rng: np.random.Generator) -> Iterator[Case]:
    for shape in ((5,), (3, 2), (2, 4)):
        for t in (0.3, 0.75, 1.2):
            w = draw_weights(rng, *shape)
            w.flat[:4] = t / 2, -t / 2, 1.5 * t, -2.5 * t
            yield case(rng.permuted(w), t, part="stop")
            yield case(w + t * np.sign(w), t, part="move")
    ties = rng.integers(-4, 5, (4, 3)) / 4
    ties.flat[:3] = 0.5, -0.5, 0.0
    yield case(ties, 0.5, part="stop")
    yield case(draw_weights(rng, 4), 0.0, part="move")


def _in_place(w, t):
    w[...] = np.sign(w) * np.maximum(np.abs(w) - t, 0)
    return w


def _sizes_in_place(w, t):
    w[np.abs(w) <= t] = 0
    return w - t * np.sign(w)


for _id, _says, _hint, *_ways in (
    (
        "crosses_zero",
        "Weights near 0 are carried across it and come out on the other side.",
        "A weight of 0.25 with t = 0.5: where does it end in your function?",
        lambda w, t: np.sign(w) * (np.abs(w) - t),
    ),
    (
        "hard_threshold",
        "Small weights become 0, but the others do not move. That is called a hard threshold.",
        "Which weights should move by t: only small ones, or all of them?",
        lambda w, t: np.where(np.abs(w) > t, w, 0),
        lambda w, t: np.where(np.abs(w) >= t, w, 0),
    ),
    (
        "sign_lost",
        "Negative weights come out positive.",
        "Which side of 0 did a weight come from? Your function has forgotten it by then.",
        lambda w, t: np.maximum(np.abs(w) - t, 0),
    ),
    (
        "negative_to_zero",
        "Every negative weight becomes 0, however far from 0 it lies.",
        "Try a weight of −3 with t = 1. Where should it end?",
        lambda w, t: np.maximum(w - t, 0),
    ),
    (
        "always_down",
        "Every weight moves downward, so that negative ones are driven away from 0.",
        "Try a weight of −3 with t = 1. Which way is 0?",
        lambda w, t: w - t,
    ),
    (
        "large_move_down",
        "Small weights become 0, but large negative ones move away from it.",
        "Try a weight of −3 with t = 1. Which way is 0?",
        lambda w, t: np.where(np.abs(w) > t, w - t, 0),
        lambda w, t: np.where(np.abs(w) >= t, w - t, 0),
    ),
    (
        "small_stay",
        "Weights near 0 stay where they are; they should become 0.",
        "A weight of 0.25 wants to move toward 0 by 0.5. How far does it get?",
        lambda w, t: np.where(np.abs(w) > t, w - t * np.sign(w), w),
        lambda w, t: np.where(np.abs(w) >= t, w - t * np.sign(w), w),
    ),
    (
        "clipped",
        "Weights are cut off at t and −t: the small ones stay, the large ones shrink to t.",
        "What you return is what should be taken away. What is left then?",
        lambda w, t: np.clip(w, -t, t),
    ),
    (
        "shrunk_by_a_share",
        "Each weight loses a share of itself, so that none ever reaches 0.",
        "Should a weight of 4 move farther than one of 2, or just as far?",
        lambda w, t: (1 - t) * w,
    ),
    (
        "away_from_zero",
        "The weights move away from 0.",
        "Try a weight of 2 with t = 0.5. Is it smaller afterward?",
        lambda w, t: w + t * np.sign(w),
    ),
    (
        "smaller_of_both",
        "The smaller of two numbers is taken where the larger is needed: weights far from 0 "
        "become 0, and those near it do not.",
        "Try a weight of 2 with t = 0.5. Which two numbers do you compare?",
        lambda w, t: np.sign(w) * np.minimum(np.abs(w) - t, 0),
    ),
    (
        "largest_of_all",
        "Every weight comes out with the size of the largest one of all, or of its column.",
        "`np.max` looks for the largest number in an array. Which function compares two things "
        "place by place?",
        lambda w, t: np.sign(w) * np.max(np.abs(w) - t, 0),
    ),
    (
        "in_place",
        "The caller's own weights were changed.",
        "Giving a place in an array a new value writes into the array that was handed in. How "
        "can you make a new one?",
        _in_place,
        _sizes_in_place,
    ),
):
    for _way in _ways:
        soft_threshold.mistake(_id, says=_says, hint=_hint)(_way)


sparsity = chapter.exercise(
    "sparsity",
    points=2,
    public=[
        case([np.array([[0.25, 2.0], [-0.25, 0.25], [-0.5, 0.0]])], 0.25),
        case(
            [
                np.array([[0.0, -0.125, 1.0], [-2.0, 0.5, -0.25]]),
                np.array([[-0.125, -0.75]]),
                np.array([[0.125], [-0.0625], [1.5]]),
            ],
            0.125,
        ),
        case([np.array([[0.0, -0.001, 0.002]]), np.array([[0.0], [3.0]])], 0.0),
        case([np.array([[0.3, -0.4], [0.05, -0.01], [0.9, 0.02]]), np.array([[-0.7, 0.6]])], 0.1),
    ],
    hints=[
        "Count the weights that are near enough to 0 in every layer, and count all the weights.",
        "Negative weights can be near 0, too. And what of one at exactly the distance tol?",
        "A large layer counts for more than a small one. When do you divide?",
    ],
)


@sparsity.hidden
def _draw_sparsities(rng: np.random.Generator) -> Iterator[Case]:
    for sizes in ((3, 2), (2, 3, 1), (4, 3, 2), (2, 5, 3, 1)):
        for tol in (0.0, 0.25, 0.5):
            layers = [
                rng.choice([0.0, tol, -tol, 0.125, -0.375, 1.5, -2.0], W.shape)
                for W in draw_layers(rng, *sizes)
            ]
            layers[0].flat[:2] = 0.0, 3.0
            yield case(layers, tol)
        yield case(draw_layers(rng, *sizes), float(rng.uniform(0.3, 1.2)))


def _near(weights, tol):
    return [np.abs(W) <= tol for W in weights]


def _all(weights):
    return np.concatenate([W.ravel() for W in weights])


for _id, _says, _hint, *_ways in (
    (
        "averages_layers",
        "Every layer counts equally, however many weights it has.",
        "Nine of ten weights are 0 in one layer, none of two in the other. How many of twelve "
        "is that?",
        lambda weights, tol: np.mean([near.mean() for near in _near(weights, tol)]),
    ),
    (
        "strict",
        "A weight that is exactly tol away from 0 does not count; it should.",
        "Set tol to 0. Which weights should still count?",
        lambda weights, tol: np.mean(np.abs(_all(weights)) < tol),
        lambda weights, tol: np.mean([np.mean(np.abs(W) < tol) for W in weights]),
    ),
    (
        "counted",
        "This is how many weights count as zero, not which fraction.",
        "Three weights of how many? Twice the network should have the same sparsity.",
        lambda weights, tol: np.sum(np.abs(_all(weights)) <= tol),
    ),
    (
        "weights_left",
        "This is the fraction of weights that do not count as zero.",
        "If every weight is 0, how sparse is the network?",
        lambda weights, tol: np.mean(np.abs(_all(weights)) > tol),
        lambda weights, tol: np.mean(np.abs(_all(weights)) >= tol),
    ),
    (
        "sign_matters",
        "Every negative weight counts as zero, however far from 0 it lies.",
        "Is −2 near 0? It is below tol all the same.",
        lambda weights, tol: np.mean(_all(weights) <= tol),
        lambda weights, tol: np.mean(_all(weights) < tol),
    ),
    (
        "negative_never",
        "Negative weights never count, however near to 0 they lie.",
        "How far from 0 is −0.001?",
        lambda weights, tol: np.mean((_all(weights) >= 0) & (_all(weights) <= tol)),
    ),
    (
        "exact_zeros",
        "Only weights that are exactly 0 count: tol has no effect.",
        "A plain step downhill seldom ends at exactly 0. What is tol for?",
        lambda weights, tol: np.mean(_all(weights) == 0),
    ),
    (
        "percent",
        "This is a percentage; it should be a fraction from 0 to 1.",
        "If every weight is 0, which number should come out?",
        lambda weights, tol: 100 * np.mean(np.abs(_all(weights)) <= tol),
    ),
    (
        "last_layer_only",
        "Only the last layer is counted.",
        "In your loop, does a layer's count replace what was there before, or join it?",
        lambda weights, tol: _near(weights, tol)[-1].mean(),
    ),
    (
        "first_layer_only",
        "Only the first layer is counted.",
        "Where does the return stand: inside the loop over the layers, or after it? Or is there "
        "no loop?",
        lambda weights, tol: _near(weights, tol)[0].mean(),
    ),
    (
        "layers_added",
        "The layers' fractions are added up, so that the result can be larger than 1.",
        "If every weight is 0, which number should come out?",
        lambda weights, tol: sum(near.mean() for near in _near(weights, tol)),
    ),
    (
        "per_layer",
        "There is one fraction for each layer. One number is asked for, for the whole network.",
        "What becomes of the layers' counts in the end?",
        lambda weights, tol: [near.mean() for near in _near(weights, tol)],
    ),
    (
        "over_layers",
        "The count is divided by the number of layers, not by the number of weights.",
        "How many weights could count at most? What does `len` say of a list of layers?",
        lambda weights, tol: sum(near.sum() for near in _near(weights, tol)) / len(weights),
    ),
    (
        "over_rows",
        "The count is divided by the number of rows, not by the number of weights.",
        "What does `len` say of an array with 2 rows and 3 columns?",
        lambda weights, tol: (
            sum(near.sum() for near in _near(weights, tol)) / sum(map(len, weights))
        ),
    ),
):
    for _way in _ways:
        sparsity.mistake(_id, says=_says, hint=_hint)(_way)
