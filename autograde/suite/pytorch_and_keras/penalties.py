"""Chapter 10: one penalty under three libraries' numbers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case
from autograde.suite.pytorch_and_keras.shared import chapter
from neurona.checks.compare import Tolerance
from neurona.checks.exercise import Case

PURELY_RELATIVE = Tolerance(absolute=0)
"""With 50,000 examples the numbers are so small that a floor would let anything through."""

PUBLIC = [
    case(5.0, 50_000),
    case(0.1, 1000),
    case(45.0, 4),
    case(0.5, 1),
    case(2.5, 60),
    case(0.0001, 100_000),
    case(0.0, 100),
]


def _draw_strengths(rng: np.random.Generator) -> Iterator[Case]:
    for n in (3, 7, 50, 1200, 60_000):
        for power in (-4, -1, 1):
            lam = float(f"{10.0**power * rng.uniform(1, 9):.4g}")
            yield case(lam, int(rng.integers(n, 2 * n)))
    yield case(round(float(rng.uniform(1, 9)), 3), 1)
    yield case(0.0, int(rng.integers(2, 1000)))


weight_decay = chapter.exercise(
    "weight_decay",
    points=2,
    tolerance=PURELY_RELATIVE,
    public=PUBLIC,
    hints=[
        "PyTorch adds to the gradient, this course adds to the cost. What does our penalty add to "
        "the gradient of one weight?",
        "Differentiate the penalty by one weight w: what becomes of w², and what of the 2 below "
        "the bar?",
        "Now hold what our penalty adds to the gradient against what PyTorch adds. What stands "
        "before the w?",
    ],
)
weight_decay.hidden(_draw_strengths)

keras_l2 = chapter.exercise(
    "keras_l2",
    points=1,
    tolerance=PURELY_RELATIVE,
    public=PUBLIC,
    hints=[
        "Here both add to the cost, so there is nothing to differentiate.",
        "Write both penalties one below the other. What stands before Σw² in each?",
        "A fraction bar is a pair of brackets as well: all of what stands below it divides.",
    ],
)
keras_l2.hidden(_draw_strengths)

keras_l1 = chapter.exercise(
    "keras_l1",
    points=1,
    tolerance=PURELY_RELATIVE,
    public=PUBLIC,
    hints=[
        "Here both add to the cost, so there is nothing to differentiate.",
        "Write both penalties one below the other. What stands before Σ|w| in each?",
    ],
)
keras_l1.hidden(_draw_strengths)


@weight_decay.mistake(
    "lam_itself",
    says="λ is handed on as it is. PyTorch does not know how large the training set is: you have "
    "to tell it.",
    hint="With ten times as many examples, how much does our penalty pull on one weight? And "
    "yours?",
)
def _(lam, n):
    return lam


@weight_decay.mistake(
    "twice",
    says="The weights would shrink twice as fast as with our penalty.",
    hint="Differentiating w² brings a 2. Does it meet another one?",
)
def _(lam, n):
    return 2 * lam / n


@weight_decay.mistake(
    "half",
    says="This is what stands before Σw² in our cost. PyTorch adds to the gradient, so the "
    "weights would shrink only half as fast.",
    hint="Differentiate our penalty by one weight. What becomes of its 2?",
)
def _(lam, n):
    return lam / (2 * n)


weight_decay.mistake(
    "shrinking_factor",
    says="This is close to 1: what is left of a weight, not what is taken away. PyTorch subtracts "
    "by itself.",
    hint="With λ = 0 nothing should be added to the gradient. What does your function give?",
)(lambda lam, n: 1 - lam / n)


@keras_l2.mistake(
    "half_left_out",
    says="The penalty would be twice ours: the ½ of our L2 is missing.",
    hint="Keras adds its factor times Σw², with no ½ of its own. Who has to bring it?",
)
def _(lam, n):
    return lam / n


@keras_l2.mistake(
    "twice",
    says="The penalty would be four times ours: the 2 stands above the bar, not below it.",
    hint="Put in a single weight w = 1 and work out both penalties.",
)
def _(lam, n):
    return 2 * lam / n


keras_l2.mistake(
    "brackets_missing",
    says="Python works from left to right: it divides by 2 and then multiplies by n.",
    hint="Everything below the fraction bar belongs together. How do you tell Python?",
)(lambda lam, n: lam / 2 * n)
keras_l2.mistake(
    "n_forgotten",
    says="n has no effect. Keras does not know how large the training set is: you have to tell it.",
    hint="With ten times as many examples, is our penalty still the same?",
)(lambda lam, n: lam / 2)


@keras_l1.mistake(
    "half_put_in",
    says="The penalty would be half of ours: there is no ½ in L1.",
    hint="Which of the two penalties has a square that a ½ can cancel when it is differentiated?",
)
def _(lam, n):
    return lam / (2 * n)


keras_l1.mistake(
    "twice",
    says="The penalty would be twice ours.",
    hint="Put in a single weight w = 1 and work out both penalties.",
)(lambda lam, n: 2 * lam / n)

for _exercise in (keras_l2, keras_l1):
    _exercise.mistake(
        "lam_itself",
        says="λ is handed on as it is. Keras does not know how large the training set is: you "
        "have to tell it.",
        hint="With ten times as many examples, is our penalty still the same?",
    )(lambda lam, n: lam)

UPSIDE_DOWN = {
    "says": "The fraction is upside down: the penalty would be weaker the larger λ is.",
    "hint": "Doubling λ should make the penalty twice as strong. Does it?",
}
MULTIPLIED = {
    "says": "λ is multiplied by the number of examples: the more there are, the stronger the "
    "penalty.",
    "hint": "With ten times as many examples, should the penalty on one weight grow or shrink?",
}
WHOLE_NUMBERS = {
    "says": "The result is cut off to a whole number, which is 0 nearly always.",
    "hint": "Python has two signs for dividing. Which of them keeps what comes after the point?",
}

for _exercise in (weight_decay, keras_l1):
    _exercise.mistake("upside_down", **UPSIDE_DOWN)(lambda lam, n: n / lam)
    _exercise.mistake("multiplied", **MULTIPLIED)(lambda lam, n: lam * n)
    _exercise.mistake("whole_numbers", **WHOLE_NUMBERS)(lambda lam, n: lam // n)
keras_l2.mistake("upside_down", **UPSIDE_DOWN)(lambda lam, n: 2 * n / lam)
keras_l2.mistake("multiplied", **MULTIPLIED)(lambda lam, n: lam * n)
keras_l2.mistake("multiplied", **MULTIPLIED)(lambda lam, n: lam * 2 * n)
keras_l2.mistake("whole_numbers", **WHOLE_NUMBERS)(lambda lam, n: lam // (2 * n))
