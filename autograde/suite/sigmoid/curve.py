"""Chapter 02: the sigmoid, its slope, and its cousin the hyperbolic tangent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case, part
from autograde.suite.sigmoid.shared import chapter, reference
from neurona.checks.exercise import Case

ENORMOUS = 8e307
"""Near the largest float there is, and yet its double is one too."""

PUBLIC = [
    case(0.0, part="values"),
    case(2.0, part="values"),
    case(np.array([-1.0, 0.0, 0.5]), part="values"),
    case(np.array([[-2.5, 1.0, 0.25], [4.0, -0.5, 3.0]]), part="values"),
    case(np.array([-8.0]), part="values"),
    case(np.array([-1e4, 0.5, 1e4]), part="extremes"),
    case(np.array([1.5, 800.0, 1e4]), part="extremes"),
    case(np.array([[-ENORMOUS, 1.0], [-0.25, ENORMOUS]]), part="extremes"),
    case(-2000.0, part="extremes"),
]


def _draw_numbers(rng: np.random.Generator) -> Iterator[Case]:
    """Draw numbers where the curve bends, and numbers far out on both sides."""
    for shape in ((), (1,), (4,), (2, 3), (2, 2, 2)):
        numbers = rng.uniform(-4, 4, shape).round(2)
        yield case(numbers if shape else float(numbers), part="values")
    for far in (750.0, 1e4, 1e100, ENORMOUS):
        near = rng.uniform(-2, 2, 2).round(2)
        yield case(np.array([near[0], far, -far, near[1]]), part="extremes")
        yield case(np.array([[far], [near[0]]]), part="extremes")
        yield case(np.array([near[1], -far]), part="extremes")
    yield case(-float(rng.uniform(720, 5000)), part="extremes")


sigmoid = chapter.exercise(
    "sigmoid",
    parts=[
        part("values", 1, "gives the right values where the curve bends"),
        part("extremes", 1, "needs no warning, however large the numbers are"),
    ],
    warnings_count=True,
    public=PUBLIC,
    hints=[
        "Work out three values by hand: z = 0, a large z and a very negative z. What does the "
        "formula give?",
        "NumPy's exponential works on single numbers and on arrays of any shape alike.",
        "e to the power of 1000 is too large for a float; e to the power of −1000 is simply 0. "
        "Can you arrange it so that the exponent is never positive?",
        "The curve is symmetric: 1 − σ(−z) is σ(z). So one half of the curve tells you the other.",
    ],
)
sigmoid.hidden(_draw_numbers)

PLUS_Z = {
    "says": "The curve is mirrored: it falls from 1 to 0 as z grows. The exponent has the wrong "
    "sign.",
    "hint": "Put in z = 10. Should the neuron be nearly on or nearly off?",
}
sigmoid.mistake("exp_of_plus_z", **PLUS_Z)(lambda z: 1 / (1 + np.exp(z)))
sigmoid.mistake("exp_of_plus_z", **PLUS_Z)(lambda z: np.exp(-z) / (1 + np.exp(-z)))
sigmoid.mistake(
    "brackets_missing",
    says="Python divides before it adds: only the first 1 is divided, and the exponential is "
    "added to the result.",
    hint="Everything below the fraction bar belongs together. How do you tell Python?",
)(lambda z: 1 / 1 + np.exp(-z))
sigmoid.mistake(
    "one_missing",
    says="Below the fraction bar there is only the exponential: the 1 is missing, and the output "
    "grows without limit.",
    hint="What should come out for a large z, and what comes out of your function?",
)(lambda z: 1 / np.exp(-z))
sigmoid.mistake(
    "minus_below",
    says="Below the fraction bar the exponential is subtracted from 1; it should be added.",
    hint="What stands below the bar when z = 0?",
)(lambda z: 1 / (1 - np.exp(-z)))

STEP = {
    "says": "This is still the perceptron's step: the output jumps from 0 to 1.",
    "hint": "A nudge of z from 0 to 0.1 should move the output a little. Does it?",
}
sigmoid.mistake("step", **STEP)(lambda z: np.where(np.greater(z, 0), 1.0, 0.0))
sigmoid.mistake("step", **STEP)(lambda z: np.where(np.greater_equal(z, 0), 1.0, 0.0))
sigmoid.mistake(
    "hyperbolic_tangent",
    says="This is the hyperbolic tangent: it runs from −1 to 1, not from 0 to 1.",
    hint="What should the output be in the middle, at z = 0?",
)(np.tanh)
sigmoid.mistake(
    "softmax",
    says="The outputs of one array depend on each other: they are shares that add up to 1.",
    hint="Each number of z is squashed for itself. What does your function give for a single "
    "number?",
)(lambda z: np.exp(z) / np.sum(np.exp(z)))

OVERFLOWS = {
    "says": "The values are right near 0, but far out the exponential overflows.",
    "hint": "For which z is the exponent positive and huge? There, divide the fraction "
    "above and below by what grows.",
}
sigmoid.mistake("overflows", **OVERFLOWS)(lambda z: 1 / (1 + np.exp(-z)))
sigmoid.mistake("overflows", **OVERFLOWS)(lambda z: np.exp(z) / (1 + np.exp(z)))
sigmoid.mistake("overflows", **OVERFLOWS)(lambda z: 1 - 1 / (1 + np.exp(z)))
sigmoid.mistake(
    "both_branches",
    says="You chose the right formula for each side, but NumPy works out both for every number "
    "and only then picks: the one that overflows is worked out as well.",
    hint="Can you give both formulas an exponent that is harmless on either side, such as minus "
    "the distance from 0?",
)(lambda z: np.where(np.greater(z, 0), 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z))))


sigmoid_prime = chapter.exercise(
    "sigmoid_prime",
    parts=[
        part("values", 2, "gives the slope where the curve bends"),
        part("extremes", 1, "gives a slope also for numbers of any size"),
    ],
    public=PUBLIC,
    hints=[
        "Where is the curve steepest, and how steep is it far out on either side?",
        "The slope can be worked out from the height of the curve alone. You have a function "
        "that gives the height.",
        "The height is σ(z). What is left from there up to 1 matters as much as the height.",
    ],
)
sigmoid_prime.hidden(_draw_numbers)

sigmoid_prime.mistake(
    "sigma_itself",
    says="This is the height of the curve, σ(z), not its slope.",
    hint="Far out to the right the curve is high and flat. What should come out there?",
)(reference.sigmoid)
sigmoid_prime.mistake(
    "z_for_height",
    says="z is used as if it were already the output of the sigmoid.",
    hint="The rule needs the height of the curve at z. Which function gives it?",
)(lambda z: z * (1 - np.asarray(z)))

MIXED = {
    "says": "One factor is worked out from z and the other from σ(z); both belong to the height.",
    "hint": "Give the height a name of its own first, and write the rule with that name alone.",
}
sigmoid_prime.mistake("mixed", **MIXED)(lambda z: reference.sigmoid(z) * (1 - np.asarray(z)))
sigmoid_prime.mistake("mixed", **MIXED)(lambda z: z * (1 - reference.sigmoid(z)))
sigmoid_prime.mistake(
    "factor_missing",
    says="This is what is left from the height up to 1; the height itself is missing as a factor.",
    hint="Far out to the left the curve is flat. Is your slope near 0 there?",
)(lambda z: 1 - reference.sigmoid(z))
sigmoid_prime.mistake(
    "sign_reversed",
    says="The slope is negative, though the curve rises everywhere.",
    hint="Which of the two is subtracted from which?",
)(lambda z: reference.sigmoid(z) * (reference.sigmoid(z) - 1))

TANGENTS_RULE = {
    "says": "1 minus the square is the rule for the hyperbolic tangent.",
    "hint": "The sigmoid is steepest at z = 0, with a slope of ¼. What does your rule give there?",
}
sigmoid_prime.mistake("tangents_rule", **TANGENTS_RULE)(lambda z: 1 - reference.sigmoid(z) ** 2)
sigmoid_prime.mistake("tangents_rule", **TANGENTS_RULE)(lambda z: 1 - np.tanh(z) ** 2)
sigmoid_prime.mistake(
    "sigmoid_twice",
    says="The sigmoid is applied twice: the slope is taken at σ(z) instead of z.",
    hint="If you already hold the height, do you need the sigmoid of it once more?",
)(lambda z: reference.sigmoid_prime(reference.sigmoid(z)))

OUTER_ONLY = {
    "says": "Only the outer function, one divided by something, is differentiated: the derivative "
    "of what stands below the bar is missing as a factor.",
    "hint": "The last form of the formula needs no chain rule: only the height.",
}
sigmoid_prime.mistake("outer_only", **OUTER_ONLY)(lambda z: -(reference.sigmoid(z) ** 2))
sigmoid_prime.mistake("outer_only", **OUTER_ONLY)(lambda z: reference.sigmoid(z) ** 2)

NAN_FAR_OUT = {
    "says": "The slope is right near 0, but far out it is NaN: infinity is divided by infinity.",
    "hint": "Your sigmoid already copes with numbers of any size. Can the slope be made from it?",
}
sigmoid_prime.mistake("nan_far_out", **NAN_FAR_OUT)(lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2)
sigmoid_prime.mistake("nan_far_out", **NAN_FAR_OUT)(lambda z: np.exp(z) / (1 + np.exp(z)) ** 2)


tanh_from_sigmoid = chapter.exercise(
    "tanh_from_sigmoid",
    parts=[
        part("values", 1, "gives the right values where the curve bends"),
        part("extremes", 1, "gives a value for numbers of any size"),
    ],
    public=PUBLIC,
    hints=[
        "Three changes turn one curve into the other: one acts on z, two act on the output.",
        "The sigmoid rises by 1 in all, tanh by 2. And where should the middle, now at one "
        "half, come to lie?",
        "With the output stretched, the slope at 0 has doubled from ¼ to ½. It has to be 1.",
    ],
)
tanh_from_sigmoid.hidden(_draw_numbers)

tanh_from_sigmoid.mistake(
    "not_squeezed",
    says="The curve runs from −1 to 1, but it is only half as steep as tanh.",
    hint="Squeeze the curve from left and right: what has to happen to z before the sigmoid?",
)(lambda z: 2 * reference.sigmoid(z) - 1)
tanh_from_sigmoid.mistake(
    "squeezed_the_wrong_way",
    says="The curve is pulled apart from left to right; it should be squeezed.",
    hint="To reach the same height at half the distance, should z be made larger or smaller?",
)(lambda z: 2 * reference.sigmoid(z / 2) - 1)
tanh_from_sigmoid.mistake(
    "not_shifted",
    says="The curve has the right form but lies too high: it runs from 0 to 2.",
    hint="tanh(0) is 0. By how much does your curve have to come down?",
)(lambda z: 2 * reference.sigmoid(2 * z))
tanh_from_sigmoid.mistake(
    "only_squeezed",
    says="The curve is squeezed, but its output still runs from 0 to 1.",
    hint="From 0 to 1 on the one side, from −1 to 1 on the other. Which two changes of the output "
    "are left?",
)(lambda z: reference.sigmoid(2 * z))
tanh_from_sigmoid.mistake(
    "shifted_before_stretching",
    says="The curve runs from −2 to 0: the shift is stretched as well.",
    hint="Which comes first, stretching or shifting? Look at your brackets.",
)(lambda z: 2 * (reference.sigmoid(2 * z) - 1))
tanh_from_sigmoid.mistake(
    "upside_down",
    says="The curve is upside down: it falls from 1 to −1.",
    hint="tanh rises as the sigmoid does. Which sign turned it over?",
)(lambda z: 1 - 2 * reference.sigmoid(2 * z))

NAN = {
    "says": "The values are right near 0, but far out they are NaN: infinity is divided by "
    "infinity.",
    "hint": "This formula does without the sigmoid. Yours already copes with numbers of any size: "
    "make tanh from it.",
}
tanh_from_sigmoid.mistake("nan_far_out", **NAN)(lambda z: np.sinh(z) / np.cosh(z))
tanh_from_sigmoid.mistake("nan_far_out", **NAN)(lambda z: (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1))
tanh_from_sigmoid.mistake("nan_far_out", **NAN)(
    lambda z: (1 - np.exp(-2 * z)) / (1 + np.exp(-2 * z))
)
