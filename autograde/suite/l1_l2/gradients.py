"""Chapter 07: a penalty's share of the gradients of a whole network."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case, part
from autograde.suite.l1_l2.shared import chapter, draw_layers, reference
from neurona.checks.exercise import Case

DWS = [np.array([[0.5, -1.0, 0.25], [2.0, 0.75, -0.5]]), np.array([[-1.5, 0.1]])]
WEIGHTS = [np.array([[1.5, -0.5, 3.0], [-2.0, 0.25, -0.75]]), np.array([[0.6, -1.25]])]
WITH_ZEROS = [np.array([[1.5, 0.0, -3.0], [0.0, -0.25, 0.75]]), np.array([[0.0, -0.4]])]
SMALL = [np.array([[0.5]]), np.array([[-1.5]])], [np.array([[-2.0]]), np.array([[0.6]])]
THREE = [
    (np.array([[0.2], [-0.3]]), np.array([[2.0], [-0.5]])),
    (np.array([[1.0, 0.4], [-0.7, 0.6]]), np.array([[-1.2, 0.3], [0.9, -2.5]])),
    (np.array([[0.15, -0.9]]), np.array([[1.75, -0.2]])),
]


def _kinds_cases(dWs, weights, n: int, *others: str) -> Iterator[Case]:
    """Ask for other kinds, and for the two that there are with a λ that hides their slopes."""
    for kind in ("l2", "l1"):
        yield case(dWs, weights, 0.0, n, kind, part="kinds")
    for kind in others:
        yield case(dWs, weights, 0.5, n, kind, part="kinds")


regularized_gradients = chapter.exercise(
    "regularized_gradients",
    parts=[
        part("l2", 1, "the gradients with L2"),
        part("l1", 1, "the gradients with L1"),
        part("kinds", 1, "refuses another kind"),
    ],
    public=[
        case(DWS, WEIGHTS, 3.0, 8, "l2", part="l2"),
        case(*map(list, zip(*THREE, strict=True)), 7.0, 5, "l2", part="l2"),
        case([np.zeros((1, 2))], [np.array([[1.5, -4.0]])], 2.0, 10, "l2", part="l2"),
        case(DWS, WEIGHTS, 3.0, 8, "l1", part="l1"),
        case(*map(list, zip(*THREE, strict=True)), 7.0, 5, "l1", part="l1"),
        case(DWS, WITH_ZEROS, 2.0, 5, "l1", part="l1"),
        *_kinds_cases(*SMALL, 4, "l3", "dropout"),
    ],
    hints=[
        "Each layer's weights have gradients of their own. How do you walk through two lists at "
        "once?",
        "The slope of a sum is the sum of the slopes. You know both penalties' slopes from your "
        "updates.",
        "`raise ValueError(...)` refuses an argument. What has to be true before you do?",
    ],
)


@regularized_gradients.hidden
def _draw_gradients(rng: np.random.Generator) -> Iterator[Case]:
    for sizes in ((2, 3), (3, 2, 1), (2, 4, 3), (3, 2, 4, 2)):
        for lam in (0.5, 6.0):
            weights, n = draw_layers(rng, *sizes), int(rng.integers(3, 20))
            dWs = draw_layers(rng, *sizes)
            yield case(dWs, weights, lam, n, "l2", part="l2")
            weights[0].flat[rng.integers(weights[0].size)] = 0.0
            yield case(dWs, weights, lam, n, "l1", part="l1")
    yield from _kinds_cases(draw_layers(rng, 3, 2), draw_layers(rng, 3, 2), 6, "l0", "none")
    yield from _kinds_cases(draw_layers(rng, 2, 2, 1), draw_layers(rng, 2, 2, 1), 9, "l1_l2", "")


def _slope(W, kind):
    return W if kind == "l2" else np.sign(W)


def _size(W, kind):
    return np.sum(W**2) / 2 if kind == "l2" else np.sum(np.abs(W))


def _over_its_size(W, kind):
    with np.errstate(all="ignore"):
        return W if kind == "l2" else W / np.abs(W)


def _each(rule):
    """Write regularized_gradients with another rule for one layer."""

    def mistaken(dWs, weights, lam, n, kind):
        reference.regularized_gradients(dWs, weights, lam, n, kind)  # refuses other kinds
        return [rule(dW, W, lam, n, kind) for dW, W in zip(dWs, weights, strict=True)]

    return mistaken


def _with_slope(slope):
    return _each(lambda dW, W, lam, n, kind: dW + lam / n * slope(W, kind))


def _whole_penalty_added(dWs, weights, lam, n, kind):
    reference.regularized_gradients(dWs, weights, lam, n, kind)
    total = lam / n * sum(_size(W, kind) for W in weights)
    return [dW + total for dW in dWs]


def _last_layer(dWs, weights, lam, n, kind):
    new = reference.regularized_gradients(dWs, weights, lam, n, kind)
    return [*dWs[:-1], new[-1]]


def _first_returned(dWs, weights, lam, n, kind):
    return reference.regularized_gradients(dWs, weights, lam, n, kind)[:1]


def _in_place(dWs, weights, lam, n, kind):
    new = reference.regularized_gradients(dWs, weights, lam, n, kind)
    for dW, changed in zip(dWs, new, strict=True):
        dW[...] = changed
    return dWs


def _weights_in_place(dWs, weights, lam, n, kind):
    new = reference.regularized_gradients(dWs, weights, lam, n, kind)
    for W in weights:
        W *= lam / n
    return new


def _accepting(other):
    """Write regularized_gradients with an answer to another kind."""

    def mistaken(dWs, weights, lam, n, kind):
        if kind not in ("l1", "l2"):
            return other(dWs, weights, lam, n)
        return reference.regularized_gradients(dWs, weights, lam, n, kind)

    return mistaken


for _id, _says, _hint, *_ways in (
    (
        "sign_reversed",
        "The penalty's share is taken away from the gradients, so that descent would make the "
        "weights grow.",
        "These are gradients still, not steps. The costs are added: what of their slopes?",
        _each(lambda dW, W, lam, n, kind: dW - lam / n * _slope(W, kind)),
    ),
    (
        "n_missing",
        "The size of the training set has no effect.",
        "Twice as many examples: how large should the penalty's share be then?",
        _each(lambda dW, W, lam, n, kind: dW + lam * _slope(W, kind)),
    ),
    (
        "halved",
        "The penalty's share is half as large as it should be.",
        "One penalty has a ½ in front. Does its slope still have one?",
        _each(lambda dW, W, lam, n, kind: dW + lam / (2 * n) * _slope(W, kind)),
    ),
    (
        "doubled",
        "The penalty's share is twice as large as it should be.",
        "The slope of w² is 2w. What does the ½ in the penalty do to it?",
        _each(lambda dW, W, lam, n, kind: dW + 2 * lam / n * _slope(W, kind)),
    ),
    (
        "penalty_only",
        "This is the penalty's share alone; the gradients you were given are missing.",
        "Without its own gradients a network learns nothing. Which argument do you never use?",
        _each(lambda dW, W, lam, n, kind: lam / n * _slope(W, kind)),
    ),
    (
        "penalty_added",
        "The penalty itself is added to every gradient; it should be the penalty's slope.",
        "How much does the penalty change when this one weight changes a little?",
        _each(lambda dW, W, lam, n, kind: dW + lam / n * _size(W, kind)),
        _whole_penalty_added,
    ),
    (
        "same_for_all",
        "Every weight gets the same share, whatever its sign and size.",
        "For which weights should the gradient grow, and for which should it fall?",
        _each(lambda dW, W, lam, n, kind: dW + lam / n),
    ),
    (
        "gradients_shrunk",
        "The gradients themselves are shrunk; the weights have no effect.",
        "The factor that you remember belongs to an update. What does it multiply there?",
        _each(lambda dW, W, lam, n, kind: (1 - lam / n) * dW),
    ),
    (
        "signs_for_l2",
        'With `"l2"` every weight gets a share of the same size: this is the slope of L1.',
        "Which of the two penalties pulls a large weight harder than a small one?",
        _with_slope(lambda W, kind: np.sign(W)),
    ),
    (
        "weights_for_l1",
        'With `"l1"` a large weight gets a larger share: this is the slope of L2.',
        "How steep is |w|? Does that change with w, as long as it stays on one side of 0?",
        _with_slope(lambda W, kind: W),
    ),
    (
        "size_for_l1",
        'With `"l1"` the size of the weight is added, not the slope of that size.',
        "How steep is |w| to the left of 0, and how steep to its right?",
        _with_slope(lambda W, kind: W if kind == "l2" else np.abs(W)),
    ),
    (
        "zero_is_pushed",
        "With L1, a weight at exactly 0 gets a share; its sign is 0.",
        "At 0 the penalty is as small as it can be. Where should it pull from there?",
        _with_slope(lambda W, kind: W if kind == "l2" else np.where(W >= 0, 1, -1)),
        _with_slope(lambda W, kind: W if kind == "l2" else np.where(W > 0, 1, -1)),
    ),
    (
        "zero_over_zero",
        "With L1, a weight at exactly 0 is divided by itself and becomes NaN.",
        "Is there a function that gives the sign of a number without dividing?",
        _with_slope(_over_its_size),
    ),
    (
        "last_layer_only",
        "Only the last layer's gradients get a share.",
        "Which layers' weights does the penalty count?",
        _last_layer,
    ),
    (
        "first_returned",
        "Only the first layer's gradients are returned.",
        "Where does the return stand: inside the loop over the layers, or after it?",
        _first_returned,
    ),
    (
        "in_place",
        "The caller's own arrays or lists were changed.",
        "`+=` and `*=` write into the array that was handed in, and so does giving a place in "
        "the list a new value. How can you make new ones?",
        _in_place,
        _weights_in_place,
    ),
    (
        "other_kind_accepted",
        'A kind that is neither `"l1"` nor `"l2"` is accepted; it should raise a ValueError.',
        "What does your function do when it is asked for a penalty that does not exist?",
        _accepting(lambda dWs, weights, lam, n: None),
        _accepting(lambda dWs, weights, lam, n: []),
        _accepting(lambda dWs, weights, lam, n: dWs),
        *(
            _accepting(
                lambda dWs, weights, lam, n, kind=kind: reference.regularized_gradients(
                    dWs, weights, lam, n, kind
                )
            )
            for kind in ("l1", "l2")
        ),
    ),
):
    for _way in _ways:
        regularized_gradients.mistake(_id, says=_says, hint=_hint)(_way)
