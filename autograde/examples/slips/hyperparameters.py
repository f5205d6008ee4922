"""Chapter 09, with a slip in each function."""
# ruff: noqa: D103

import numpy as np

from autograde.examples.slips.slip import slip


def not_shuffled(n, fractions, rng):
    order = np.arange(n)
    first = int(n * fractions[0])
    second = first + int(n * fractions[1])
    return order[:first], order[first:second], order[second:]


def side_by_side(space):
    return [dict(zip(space, values, strict=True)) for values in zip(*space.values())]  # noqa: B905


def draws_linearly(space, draws, rng):
    points = []
    for _ in range(draws):
        point = {}
        for name, (low, high, scale) in space.items():
            if scale not in ("linear", "log"):
                raise ValueError(scale)
            point[name] = rng.uniform(low, high)
        points.append(point)
    return points


def divides_by_nothing(mean, std, best):
    from scipy.stats import norm

    with np.errstate(all="ignore"):
        z = (np.asarray(mean) - best) / std
    return (mean - best) * norm.cdf(z) + std * norm.pdf(z)


def mean_pictures(X_train, labels, X):
    known = np.unique(labels)
    means = np.array([X_train[labels == label].mean(axis=0) for label in known])
    distances = np.sum((X[:, None] - means) ** 2, axis=2)
    return known[np.argmin(distances, axis=1)]


NAMED = {
    "split": slip(not_shuffled, "not_shuffled"),
    "grid": slip(side_by_side, "zip"),
}
IN_PART = {
    "random_search": slip(draws_linearly, "log_drawn_linearly", 2),
    "expected_improvement": slip(divides_by_nothing, "undefined_if_certain", 2),
    "classify": slip(mean_pictures, score=2),
}
