"""Chapter 07: one step downhill with a penalty."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from autograde.suite.define import SuiteExercise, case, part
from autograde.suite.l1_l2.shared import chapter, draw_weights, reference
from neurona.checks.exercise import Case

Update = Callable[[np.ndarray, np.ndarray, float, float, int], object]

PENALTY_ITSELF = (
    "The penalty itself pulls at the weights; it should be the penalty's slope.",
    "How much does the penalty change when this one weight changes a little?",
)


def _draw_updates(rng: np.random.Generator, shape: tuple[int, ...]) -> Iterator[tuple]:
    for lr in (0.05, 0.4, 1.5):
        for lam in (0.6, 4.0):
            w, grad = draw_weights(rng, *shape), draw_weights(rng, *shape)
            yield w, grad, lr, lam, int(rng.integers(3, 12))
    yield draw_weights(rng, *shape), np.zeros(shape), 0.3, 2.5, 4
    yield draw_weights(rng, *shape), draw_weights(rng, *shape), 0.3, 0.0, 7


def _register(exercise: SuiteExercise, id: str, says: str, hint: str, *ways: Update) -> None:
    for way in ways:
        exercise.mistake(id, says=says, hint=hint)(way)


def _in_place(pull, w, grad, lr, lam, n):
    w -= lr * (grad + lam / n * pull(w))
    return w


def _gradient_in_place(pull, w, grad, lr, lam, n):
    grad += lam / n * pull(w)
    return w - lr * grad


def _both_in_place(pull, w, grad, lr, lam, n):
    grad += lam / n * pull(w)
    w -= lr * grad
    return w


BOTH = (
    (
        "grows",
        "The penalty drives the weights away from 0; it should pull them toward it.",
        "Let the gradient be 0. Is a weight of 2 larger or smaller after your step?",
        lambda pull, w, grad, lr, lam, n: w + lr * lam / n * pull(w) - lr * grad,
    ),
    (
        "climbs",
        "The step with the gradient goes uphill. The penalty does what it should.",
        "The gradient points to where the cost grows fastest. Do you want to go there?",
        lambda pull, w, grad, lr, lam, n: w - lr * lam / n * pull(w) + lr * grad,
    ),
    (
        "n_missing",
        "The size of the training set has no effect.",
        "Twice as many examples: how hard should the penalty pull then?",
        lambda pull, w, grad, lr, lam, n: w - lr * lam * pull(w) - lr * grad,
    ),
    (
        "pull_without_lr",
        "The penalty's pull does not depend on the learning rate.",
        "Both parts of the cost are walked down with the same step. Where is lr in each?",
        lambda pull, w, grad, lr, lam, n: w - lam / n * pull(w) - lr * grad,
    ),
    (
        "gradient_without_lr",
        "The step with the gradient does not depend on the learning rate.",
        "Both parts of the cost are walked down with the same step. Where is lr in each?",
        lambda pull, w, grad, lr, lam, n: w - lr * lam / n * pull(w) - grad,
    ),
    (
        "without_lr",
        "The learning rate has no effect.",
        "Halving lr should halve how far the weights move. Does it?",
        lambda pull, w, grad, lr, lam, n: w - lam / n * pull(w) - grad,
    ),
    (
        "penalty_forgotten",
        "The penalty has no effect: this is a plain step downhill.",
        "Let the gradient be 0. Do the weights still move?",
        lambda pull, w, grad, lr, lam, n: w - lr * grad,
    ),
    (
        "gradient_forgotten",
        "Only the penalty moves the weights; the gradient has no effect.",
        "Without its gradient a network learns nothing. Which argument do you never use?",
        lambda pull, w, grad, lr, lam, n: w - lr * lam / n * pull(w),
    ),
    (
        "gradient_over_n",
        "The gradient is divided by n, too.",
        "What you are given is a mean over examples already. What is still to be divided?",
        lambda pull, w, grad, lr, lam, n: w - lr * lam / n * pull(w) - lr * grad / n,
    ),
    (
        "step_only",
        "This is how far the weights move, not where they arrive.",
        "A step starts somewhere. Which of the arguments says where?",
        lambda pull, w, grad, lr, lam, n: -lr * lam / n * pull(w) - lr * grad,
        lambda pull, w, grad, lr, lam, n: lr * lam / n * pull(w) + lr * grad,
    ),
    (
        "in_place",
        "The caller's own arrays were changed.",
        "`-=`, `+=` and `*=` write into the array that was handed in. How can you make a new one?",
        _in_place,
        _gradient_in_place,
        _both_in_place,
    ),
)
"""Mistakes that do not hang on how a penalty pulls at a weight."""


def _register_what_both_share(
    exercise: SuiteExercise, pull: Callable[[np.ndarray], np.ndarray]
) -> None:
    for id, says, hint, *ways in BOTH:
        _register(exercise, id, says, hint, *(_pulling(pull, way) for way in ways))


def _pulling(pull: Callable[[np.ndarray], np.ndarray], way: Callable[..., object]) -> Update:
    def mistaken(w, grad, lr, lam, n):
        return way(pull, w, grad, lr, lam, n)

    return mistaken


l2_update = chapter.exercise(
    "l2_update",
    points=2,
    public=[
        case(np.array([2.0, -1.0, 0.5]), np.array([0.25, 0.75, -0.5]), 0.5, 3.0, 10),
        case(
            np.array([[1.5, -0.4, 0.2], [0.0, 3.0, -2.0]]),
            np.array([[0.3, -0.1, 2.0], [-1.5, 0.0, 0.6]]),
            0.1,
            8.0,
            5,
        ),
        case(np.array([4.0, -2.0]), np.array([0.0, 0.0]), 2.0, 0.5, 4),
        case(np.array([[0.8], [-1.2]]), np.array([[-0.5], [0.7]]), 1.5, 8.0, 5),
    ],
    hints=[
        "How steep is the penalty where a weight is w? Add that to the gradient, then step "
        "downhill.",
        "With a gradient of 0, every weight keeps the same share of itself. Which share?",
        "The ½ and the square are gone once you have worked out the slope.",
    ],
)


@l2_update.hidden
def _draw_l2_updates(rng: np.random.Generator) -> Iterator[Case]:
    for shape in ((4,), (3, 2)):
        for args in _draw_updates(rng, shape):
            yield case(*args)


_register_what_both_share(l2_update, np.asarray)

for _row in (
    (
        "doubled",
        "The weights shrink twice as much as they should.",
        "The slope of w² is 2w. What does the ½ in the penalty do to it?",
        lambda w, grad, lr, lam, n: (1 - 2 * lr * lam / n) * w - lr * grad,
    ),
    (
        "halved",
        "The weights shrink only half as much as they should.",
        "The penalty has a ½ in front. Does its slope still have one?",
        lambda w, grad, lr, lam, n: (1 - lr * lam / (2 * n)) * w - lr * grad,
    ),
    (
        "gradient_shrunk",
        "The step with the gradient is shrunk as well; only the old weights should be.",
        "What does the bracket multiply: the old weights, or where the step has led?",
        lambda w, grad, lr, lam, n: (1 - lr * lam / n) * (w - lr * grad),
    ),
    (
        "by_sign",
        "Every weight is pulled equally hard, whatever its size. That is the other penalty.",
        "Let the gradient be 0. Should a weight of 4 move as far as one of 2?",
        lambda w, grad, lr, lam, n: w - lr * lam / n * np.sign(w) - lr * grad,
    ),
    (
        "same_for_all",
        "The same number is taken away from every weight, so that negative ones grow.",
        "Let the gradient be 0. Where should a weight of −2 move: toward 0, or away from it?",
        lambda w, grad, lr, lam, n: w - lr * lam / n - lr * grad,
    ),
    (
        "penalty_itself",
        *PENALTY_ITSELF,
        lambda w, grad, lr, lam, n: w - lr * (grad + lam / (2 * n) * np.sum(w**2)),
        lambda w, grad, lr, lam, n: w - lr * (grad + lam / (2 * n) * w**2),
    ),
    (
        "bracket_missing",
        "A 1 is added where the weights should be: multiplication comes before subtraction.",
        "What should be multiplied by w: only the last term before it, or a whole bracket?",
        lambda w, grad, lr, lam, n: 1 - lr * lam / n * w - lr * grad,
    ),
):
    _register(l2_update, *_row)


l1_update = chapter.exercise(
    "l1_update",
    parts=[
        part("moving", 1, "weights that are not 0"),
        part("zero", 1, "a weight that is exactly 0"),
    ],
    public=[
        case(np.array([2.0, -1.0, 0.5]), np.array([0.25, 0.75, -0.5]), 0.5, 3.0, 10, part="moving"),
        case(
            np.array([[1.5, -0.4, 0.2], [0.05, 3.0, -2.0]]),
            np.array([[0.3, -6.0, 2.5], [-1.5, 0.0, 0.6]]),
            0.1,
            8.0,
            5,
            part="moving",
        ),
        case(np.array([4.0, -2.0]), np.array([0.0, 0.0]), 2.0, 0.5, 4, part="moving"),
        case(np.array([[0.8], [-1.2]]), np.array([[-0.5], [0.7]]), 1.5, 8.0, 5, part="moving"),
        case(np.array([0.0, 1.0, -1.5]), np.array([0.0, 0.5, -0.25]), 0.5, 3.0, 8, part="zero"),
        case(
            np.array([[0.0, -0.6], [0.1, 0.0]]),
            np.array([[0.4, 0.1], [0.2, -0.9]]),
            0.2,
            4.0,
            5,
            part="zero",
        ),
    ],
    hints=[
        "How steep is |w| to the right of 0, and how steep to its left?",
        "Every weight is pulled equally hard, whatever its size. Only the side on which it lies "
        "matters.",
        "NumPy has a function that gives −1, 0 or 1 for every number of an array.",
    ],
)


@l1_update.hidden
def _draw_l1_updates(rng: np.random.Generator) -> Iterator[Case]:
    for shape in ((4,), (3, 2)):
        for w, *others in _draw_updates(rng, shape):
            yield case(w, *others, part="moving")
            w = w.copy()
            w.flat[rng.choice(w.size, 2, replace=False)] = 0.0
            yield case(w, *others, part="zero")


_register_what_both_share(l1_update, np.sign)


def _sign_after_step(w, grad, lr, lam, n):
    moved = w - lr * grad
    return moved - lr * lam / n * np.sign(moved)


def _over_its_size(w, grad, lr, lam, n):
    with np.errstate(all="ignore"):
        return w - lr * lam / n * w / np.abs(w) - lr * grad


for _row in (
    (
        "by_weight",
        "A large weight is pulled harder than a small one. That is the other penalty.",
        "Let the gradient be 0. How far should a weight of 4 move, and how far one of 2?",
        lambda w, grad, lr, lam, n: (1 - lr * lam / n) * w - lr * grad,
    ),
    (
        "by_size",
        "Larger weights are pulled harder, and negative ones away from 0.",
        "It is the penalty's slope that pulls, not the penalty. How steep is |w|?",
        lambda w, grad, lr, lam, n: w - lr * lam / n * np.abs(w) - lr * grad,
    ),
    (
        "always_down",
        "Every weight is pulled downward, so that negative ones are driven away from 0.",
        "Let the gradient be 0. Where should a weight of −2 move: toward 0, or away from it?",
        lambda w, grad, lr, lam, n: w - lr * lam / n - lr * grad,
    ),
    (
        "halved",
        "The penalty pulls only half as hard as it should.",
        "The ½ belongs to the penalty with squares. Is there a square here?",
        lambda w, grad, lr, lam, n: w - lr * lam / (2 * n) * np.sign(w) - lr * grad,
    ),
    (
        "penalty_itself",
        *PENALTY_ITSELF,
        lambda w, grad, lr, lam, n: w - lr * (grad + lam / n * np.sum(np.abs(w))),
    ),
    (
        "sign_of_gradient",
        "The sign is that of the gradient; it should be that of the weight.",
        "Toward 0: what do you have to know of a weight to tell which way that is?",
        lambda w, grad, lr, lam, n: w - lr * lam / n * np.sign(grad) - lr * grad,
    ),
    (
        "sign_after_step",
        "First comes the step with the gradient, then the pull at where it has led. Both should "
        "begin at the old weights.",
        "A gradient is taken at one place. Where do you take the sign?",
        _sign_after_step,
    ),
    (
        "stops_at_zero",
        "The penalty's pull stops at 0. A useful idea, and the next exercise, but not this step.",
        "A weight of 0.25 and a pull of 1: where does a plain step downhill lead?",
        lambda w, grad, lr, lam, n: reference.soft_threshold(w, lr * lam / n) - lr * grad,
        lambda w, grad, lr, lam, n: reference.soft_threshold(w - lr * grad, lr * lam / n),
    ),
    (
        "zero_is_pushed",
        "A weight at exactly 0 is pushed to one side by the penalty.",
        "At 0 the penalty is as small as it can be. Where should it pull from there?",
        lambda w, grad, lr, lam, n: w - lr * lam / n * np.where(w >= 0, 1, -1) - lr * grad,
        lambda w, grad, lr, lam, n: w - lr * lam / n * np.where(w > 0, 1, -1) - lr * grad,
    ),
    (
        "zero_over_zero",
        "A weight at exactly 0 is divided by itself and becomes NaN.",
        "Is there a function that gives the sign of a number without dividing?",
        _over_its_size,
    ),
):
    _register(l1_update, *_row)
