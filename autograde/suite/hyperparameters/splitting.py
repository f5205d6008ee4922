"""Chapter 09: what to learn from, what to choose by, and what to be judged by."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case, part
from autograde.suite.hyperparameters.shared import chapter, draw_seed, reference
from neurona.checks.exercise import Case
from neurona.checks.plain import Drawn, Rng

split = chapter.exercise(
    "split",
    parts=[
        part("whole", 1, "three pieces that come out even"),
        part("left_over", 1, "pieces that do not: what is left over is for testing"),
    ],
    public=[
        case(10, (0.5, 0.3, 0.2), Rng(1), part="whole"),
        case(16, (0.75, 0.125, 0.125), Rng(2), part="whole"),
        case(20, (0.5, 0.25, 0.25), Rng(3), part="whole"),
        case(7, (0.5, 0.25, 0.25), Rng(4), part="left_over"),
        case(11, (0.75, 0.125, 0.125), Rng(5), part="left_over"),
        case(13, (0.6, 0.2, 0.2), Rng(6), part="left_over"),
    ],
    hints=[
        "First put the numbers of all examples in a random order. The docstring names the call "
        "that does it.",
        "Now cut it like a ribbon, twice. Where is the first cut, and where the second?",
        "Put your three pieces together again. Does every example come once, and just once?",
    ],
)


@split.hidden
def _draw_split(rng: np.random.Generator) -> Iterator[Case]:
    for n in (12, 32, 100):
        yield case(n, (0.5, 0.25, 0.25), draw_seed(rng), part="whole")
    for n in (16, 40, 8 * int(rng.integers(3, 12))):
        yield case(n, (0.625, 0.25, 0.125), draw_seed(rng), part="whole")
    for eighths in (4, 5, 6, 6):
        second = int(rng.integers(1, 8 - eighths))
        fractions = (eighths / 8, second / 8, (8 - eighths - second) / 8)
        n = 8 * int(rng.integers(2, 12)) + int(rng.choice([3, 5, 7]))
        yield case(n, fractions, draw_seed(rng), part="left_over")


def _cut(order, n_train, n_validation):
    """Cut an order twice; the rest is the test set."""
    both = n_train + n_validation
    return order[:n_train], order[n_train:both], order[both:]


def _sizes(n, fractions, whole=int):
    return whole(n * fractions[0]), whole(n * fractions[1])


def _rest_includes_validation(n, fractions, rng):
    n_train, n_validation = _sizes(n, fractions)
    order = rng.permutation(n)
    return order[:n_train], order[n_train : n_train + n_validation], order[n_train:]


def _validation_from_the_start(n, fractions, rng):
    n_train, n_validation = _sizes(n, fractions)
    order = rng.permutation(n)
    return order[:n_train], order[:n_validation], order[n_train + n_validation :]


def _all_from_the_start(n, fractions, rng):
    order = rng.permutation(n)
    n_train, n_validation = _sizes(n, fractions)
    return order[:n_train], order[:n_validation], order[: n - n_train - n_validation]


def _second_cut_taken_for_a_size(n, fractions, rng):
    """Begin the test set where the validation set's size says, not where it ends."""
    order = rng.permutation(n)
    n_train, n_validation = _sizes(n, fractions)
    return order[:n_train], order[n_train : n_train + n_validation], order[n_validation:]


def _test_from_the_end_of_training(n, fractions, rng):
    order = rng.permutation(n)
    n_train, n_validation = _sizes(n, fractions)
    return (
        order[:n_train],
        order[n_train : n_train + n_validation],
        order[n_train:][: n - n_train - n_validation],
    )


def _shuffled_for_each(n, fractions, rng):
    n_train, n_validation = _sizes(n, fractions)
    sizes = (n_train, n_validation, n - n_train - n_validation)
    return tuple(rng.permutation(n)[:size] for size in sizes)


def _chosen_for_each(n, fractions, rng):
    n_train, n_validation = _sizes(n, fractions)
    sizes = (n_train, n_validation, n - n_train - n_validation)
    return tuple(rng.choice(n, size, replace=False) for size in sizes)


def _unshuffled_after_drawing(n, fractions, rng):
    rng.permutation(n)
    return _cut(np.arange(n), *_sizes(n, fractions))


def _shuffled_within(n, fractions, rng):
    return tuple(rng.permutation(piece) for piece in _cut(np.arange(n), *_sizes(n, fractions)))


def _rest_lost(n, fractions, rng):
    train, validation, test = _cut(rng.permutation(n), *_sizes(n, fractions))
    return train, validation, test[: int(n * fractions[2])]


def _rest_to_training(n, fractions, rng):
    n_validation, n_test = int(n * fractions[1]), int(n * fractions[2])
    return _cut(rng.permutation(n), n - n_validation - n_test, n_validation)


def _rest_to_validation(n, fractions, rng):
    n_train, n_test = int(n * fractions[0]), int(n * fractions[2])
    return _cut(rng.permutation(n), n_train, n - n_train - n_test)


def _second_cut_from_the_sum(n, fractions, rng):
    n_train = int(n * fractions[0])
    return _cut(rng.permutation(n), n_train, int(n * (fractions[0] + fractions[1])) - n_train)


def _rounded(whole):
    def mistaken(n, fractions, rng):
        return _cut(rng.permutation(n), *_sizes(n, fractions, whole))

    return mistaken


def _from_elsewhere(n, fractions, rng):
    """Tell what the pieces may hold where nothing is drawn from rng."""
    pieces = reference.split(n, fractions, np.random.default_rng(0))
    return tuple(Drawn(tuple(np.full(len(piece), k) for k in range(n))) for piece in pieces)


def _test_before_validation(n, fractions, rng):
    train, validation, test = reference.split(n, fractions, rng)
    return train, test, validation


def _in_order(n, fractions, rng):
    return tuple(np.sort(piece) for piece in reference.split(n, fractions, rng))


OVERLAP = {
    "says": "Some examples are in two of the three sets. What is judged by examples that it "
    "has seen is not judged at all.",
    "hint": "Each piece begins where the one before it ends. Where do yours begin?",
}
for _id, _says, _hint, *_ways in (
    (
        "overlap",
        *OVERLAP.values(),
        _rest_includes_validation,
        _validation_from_the_start,
        _all_from_the_start,
        _second_cut_taken_for_a_size,
        _test_from_the_end_of_training,
    ),
    (
        "drawn_for_each",
        "Each set is drawn from all examples anew, so that some are in two sets and some in none.",
        "A ribbon that is cut twice needs one shuffling. How often do you draw?",
        _shuffled_for_each,
        _chosen_for_each,
        lambda n, fractions, rng: _cut(rng.integers(0, n, n), *_sizes(n, fractions)),
        lambda n, fractions, rng: _cut(rng.choice(n, n), *_sizes(n, fractions)),
    ),
    (
        "not_shuffled",
        "The examples stay in their order: nothing is shuffled.",
        "Suppose the examples are sorted by what they show. What would the test set hold?",
        lambda n, fractions, rng: _cut(np.arange(n), *_sizes(n, fractions)),
        _unshuffled_after_drawing,
        _shuffled_within,
    ),
    (
        "rest_lost",
        "The examples that are left over are in no set.",
        "Count the examples in your three sets. How many of the n are there?",
        _rest_lost,
    ),
    (
        "rest_elsewhere",
        "What is left over goes to another set than the test set.",
        "Which two sets have a size of their own, and which takes what remains?",
        _rest_to_training,
        _rest_to_validation,
    ),
    (
        "cut_at_the_sum",
        "The second cut is made at the sum of two fractions, so that the validation set may get "
        "an example too many.",
        "The docstring says how many examples the validation set has. Count yours for 7 examples.",
        _second_cut_from_the_sum,
    ),
    (
        "rounded",
        "The sizes are rounded, not cut down to whole numbers.",
        "What is int(3.5), and what does your function make of it?",
        _rounded(round),
        _rounded(math.ceil),
        _rounded(lambda size: int(size + 0.5)),
    ),
    (
        "ignores_rng",
        "The shuffling does not come from the rng that is handed in.",
        "Whoever begins with the same seed has to find the same three sets.",
        _from_elsewhere,
    ),
    (
        "drawn_otherwise",
        "The examples are shuffled by rng, but in another way than the docstring asks for, so "
        "other examples end up in each set.",
        "Whoever begins with the same seed has to find the same sets. Which call does the "
        "docstring name?",
        lambda n, fractions, rng: _cut(rng.choice(n, n, replace=False), *_sizes(n, fractions)),
        lambda n, fractions, rng: _cut(np.argsort(rng.random(n)), *_sizes(n, fractions)),
    ),
    (
        "sorted",
        "The right examples are in each set, but sorted; the docstring keeps the order of the "
        "permutation.",
        "What happens to the pieces after they are cut?",
        _in_order,
    ),
    (
        "sets_swapped",
        "The validation set and the test set are swapped.",
        "In which order does the docstring list what is returned?",
        _test_before_validation,
    ),
    (
        "counts_from_1",
        "The examples are numbered from 1 to n; they should be numbered from 0 to n − 1.",
        "Which row of X does the number 0 stand for, and which the number n?",
        lambda n, fractions, rng: _cut(rng.permutation(n) + 1, *_sizes(n, fractions)),
    ),
    (
        "sizes_only",
        "These are the sizes of the sets, not the numbers of the examples in them.",
        "The sizes say where to cut. What is it that you cut?",
        lambda n, fractions, rng: (
            *_sizes(n, fractions),
            n - sum(_sizes(n, fractions)),
        ),
    ),
):
    for _way in _ways:
        split.mistake(_id, says=_says, hint=_hint)(_way)
