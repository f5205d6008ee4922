"""Chapter 09: which point is worth a try."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.special import erf, ndtr

from autograde.suite.define import case, part
from autograde.suite.hyperparameters.shared import chapter, reference
from neurona.checks.exercise import Case

expected_improvement = chapter.exercise(
    "expected_improvement",
    parts=[
        part("one", 1, "one point"),
        part("several", 1, "several points at once, in arrays"),
        part("certain", 1, "points whose score is certain"),
    ],
    public=[
        case(0.9, 0.2, 0.75, part="one"),
        case(0.5, 0.5, 1.0, part="one"),
        case(0.25, 1.5, 0.25, part="one"),
        case(2.0, 4.0, -1.0, part="one"),
        case(
            np.array([0.25, 1.0, 0.5, -1.0]), np.array([1.0, 0.5, 2.0, 0.25]), 0.5, part="several"
        ),
        case(
            np.array([[0.9, 1.5], [-0.5, 0.0]]),
            np.array([[0.3, 0.8], [3.0, 1.0]]),
            1.0,
            part="several",
        ),
        case(0.75, 0.0, 0.5, part="certain"),
        case(0.25, 0.0, 0.5, part="certain"),
        case(0.5, 0.0, 0.5, part="certain"),
        case(
            np.array([0.25, 0.75, 0.5, 0.5, 1.5]),
            np.array([0.0, 0.0, 0.0, 1.0, 0.5]),
            0.5,
            part="certain",
        ),
        case(np.array([1.0, -2.0, -4.5]), np.zeros(3), -2.0, part="certain"),
    ],
    hints=[
        "First the gain: by how much is the mean above the best? Then u: how many standard "
        "deviations is that?",
        "The formula has two terms, one with Φ and one with φ. Which is an area, and which a "
        "height?",
        "Where std is 0, u cannot be worked out. What is the improvement of a score that is "
        "certain? np.where chooses for each element of an array.",
    ],
)


@expected_improvement.hidden
def _draw_improvement(rng: np.random.Generator) -> Iterator[Case]:
    for _ in range(6):
        best, std = round(rng.normal(), 2), round(rng.uniform(0.1, 3.0), 2)
        yield case(best + std * round(rng.uniform(-2, 2), 2), std, best, part="one")
    for shape in ((3,), (6,), (2, 3), (4, 1)):
        std = rng.uniform(0.1, 3.0, shape).round(2)
        mean = (rng.normal() + std * rng.uniform(-2, 2, shape)).round(2)
        yield case(mean, std, float(mean.flat[0] + 0.25), part="several")
    for best in rng.integers(-8, 8, 3) / 4:
        for gain in (-0.5, 0.0, float(rng.integers(1, 8)) / 4):
            yield case(float(best + gain), 0.0, float(best), part="certain")
        mean = best + rng.permutation([-1.0, -0.25, 0.0, 0.25, 1.0, 0.5])
        std = np.where(np.arange(6) < 5, 0.0, 0.5) * (1 + rng.random())
        yield case(mean, std, float(best), part="certain")


def _bell(u):
    return np.exp(-(u**2) / 2) / np.sqrt(2 * np.pi)


def _improvement(rule, certain=lambda gain: np.maximum(gain, 0.0)):
    """Write expected_improvement by a rule for the gain, its u and the standard deviation."""

    def mistaken(mean, std, best):
        gain, std = np.asarray(mean) - best, np.asarray(std)
        u = gain / np.where(std == 0, 1.0, std)
        return np.where(std == 0, certain(gain), rule(gain, u, std))

    return mistaken


def _right(gain, u, std):
    return gain * ndtr(u) + std * _bell(u)


def _undefined(mean, std, best):
    with np.errstate(all="ignore"):
        gain = np.asarray(mean) - best
        return _right(gain, gain / np.asarray(std), std)


def _undefined_for_numbers(mean, std, best):
    u = (mean - best) / std  # Python's own numbers raise an exception
    with np.errstate(all="ignore"):
        return _right(mean - best, u, std)


def _minimizes(mean, std, best):
    return reference.expected_improvement(-np.asarray(mean), std, -best)


def _largest(mean, std, best):
    return np.max(reference.expected_improvement(mean, std, best))


def _best_of_these(mean, std, best):
    return reference.expected_improvement(mean, std, np.max(mean))


def _without_hope(mean, std, best):
    found = reference.expected_improvement(mean, std, best)
    return np.where(np.asarray(mean) > best, found, 0.0)


def _with_a_margin(margin):
    def mistaken(mean, std, best):
        return reference.expected_improvement(mean, std, best + margin)

    return mistaken


def _with_a_margin_and_zero(mean, std, best):
    found = reference.expected_improvement(mean, std, best + 0.01)
    return np.where(np.asarray(std) == 0, 0.0, found)


for _id, _says, _hint, *_ways in (
    (
        "minimizes",
        "A score below the best counts as an improvement: this is the formula for minimizing.",
        "Let the mean rise. Should the expected improvement rise or fall?",
        _minimizes,
    ),
    (
        "swapped",
        "Φ and φ are swapped: one is an area below the bell, the other the height of the bell.",
        "Far above the best, an improvement is certain. Which factor must the gain then have?",
        _improvement(lambda gain, u, std: gain * _bell(u) + std * ndtr(u)),
    ),
    (
        "std_missing",
        "The second term lacks its factor: the bell is not scaled by std.",
        "Let everything be measured in another unit, a hundred times smaller. Do both your terms "
        "grow alike?",
        _improvement(lambda gain, u, std: gain * ndtr(u) + _bell(u)),
    ),
    (
        "not_standardized",
        "The gain goes into Φ and φ as it is; it has to be counted in standard deviations.",
        "With std = 4, is a gain of 2 much? And with std = 0.1? What does your u say?",
        _improvement(lambda gain, u, std: gain * ndtr(gain) + std * _bell(gain)),
    ),
    (
        "variance",
        "std is a standard deviation already; you take its root, or its square.",
        "A standard deviation has the same unit as the score. Does what you divide by?",
        _improvement(
            lambda gain, u, std: (
                gain * ndtr(gain / np.sqrt(np.where(std == 0, 1.0, std)))
                + np.sqrt(std) * _bell(gain / np.sqrt(np.where(std == 0, 1.0, std)))
            )
        ),
        _improvement(
            lambda gain, u, std: (
                gain * ndtr(gain / np.where(std == 0, 1.0, std) ** 2)
                + std**2 * _bell(gain / np.where(std == 0, 1.0, std) ** 2)
            )
        ),
    ),
    (
        "only_probability",
        "This is how likely an improvement is, not how large it is on average.",
        "Two points beat the best equally often, one by much, the other by little. Which is "
        "worth more?",
        _improvement(lambda gain, u, std: ndtr(u)),
        _improvement(lambda gain, u, std: ndtr(u), certain=lambda gain: 1.0 * (gain > 0)),
        _improvement(lambda gain, u, std: ndtr(u), certain=lambda gain: 0.0 * gain),
    ),
    (
        "first_term_only",
        "Only the term with Φ is there; the one with φ is missing.",
        "With a mean exactly at the best, can the point still beat it? What does your formula say?",
        _improvement(lambda gain, u, std: gain * ndtr(u)),
    ),
    (
        "second_term_only",
        "Only the term with φ is there; the one with Φ is missing.",
        "With a mean far above the best, how large is the improvement? What does your formula say?",
        _improvement(lambda gain, u, std: std * _bell(u)),
    ),
    (
        "gain_uncut",
        "The first term counts the gain whole; it should count it only as often as there is one.",
        "With a mean far below the best, can an expected improvement be negative?",
        _improvement(lambda gain, u, std: gain + std * _bell(u)),
    ),
    (
        "uncertainty_ignored",
        "std plays no part, as if every score were certain.",
        "A mean just below the best and a large std: is there no chance of beating the best?",
        _improvement(lambda gain, u, std: np.maximum(gain, 0.0)),
        _improvement(lambda gain, u, std: gain, certain=lambda gain: gain),
    ),
    (
        "no_hope_below",
        "Where the mean is not above the best you give 0, but the point may still turn out better.",
        "A mean just below the best and a large std: is there no chance of beating the best?",
        _without_hope,
    ),
    (
        "upper_bound",
        "This is how good the point may be, not by how much it will beat the best on average.",
        "Let the best be sky-high. What can still be gained, and what does your function say?",
        _improvement(lambda gain, u, std: gain + std),
        lambda mean, std, best: np.asarray(mean) + std,
        lambda mean, std, best: np.asarray(mean) + 1.96 * np.asarray(std),
        lambda mean, std, best: np.asarray(mean) + 2 * np.asarray(std),
    ),
    (
        "bell_not_normalized",
        "The bell has the right shape but not the right height: the area below it is not 1.",
        "How high is the normal distribution's bell in the middle?",
        _improvement(lambda gain, u, std: gain * ndtr(u) + std * np.exp(-(u**2) / 2)),
        _improvement(lambda gain, u, std: gain * ndtr(u) + std * np.exp(-(u**2) / 2) / (2 * np.pi)),
    ),
    (
        "erf_for_normal",
        "Φ is made from the error function, but not as it should be.",
        "Φ(1) is 0.841. What does yours say?",
        _improvement(lambda gain, u, std: gain * (1 + erf(u)) / 2 + std * _bell(u)),
        _improvement(lambda gain, u, std: gain * erf(u) + std * _bell(u)),
        _improvement(lambda gain, u, std: gain * erf(u / np.sqrt(2)) + std * _bell(u)),
    ),
    (
        "margin_kept",
        "The best is raised by a small margin first, as some programs do; here there is none.",
        "Let the mean be the best and std tiny. What comes out, and what should?",
        _with_a_margin(0.01),
        _with_a_margin_and_zero,
    ),
    (
        "zero_if_certain",
        "Where std is 0 you always give 0, even if the mean is above the best.",
        "A score that is certain and better: by how much will it beat the best?",
        _improvement(_right, certain=lambda gain: 0.0 * gain),
    ),
    (
        "loses_if_certain",
        "Where std is 0 you give a negative number if the mean is below the best.",
        "A point that turns out worse need not be taken. How much is lost by it?",
        _improvement(_right, certain=lambda gain: gain),
    ),
    (
        "undefined_if_certain",
        "Where std is 0 the formula divides by 0, and what comes out is no number.",
        "What is the improvement of a score that is certain? It takes no formula.",
        _undefined,
        _undefined_for_numbers,
    ),
    (
        "largest_only",
        "Only the largest expected improvement is returned; each point should get its own.",
        "Three means go in. How many numbers come out?",
        _largest,
    ),
    (
        "own_best",
        "The best is taken from the means that are handed in; it is an argument of its own.",
        "Which of the arguments does your function never use?",
        _best_of_these,
    ),
):
    for _way in _ways:
        expected_improvement.mistake(_id, says=_says, hint=_hint)(_way)
