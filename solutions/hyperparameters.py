"""Chapter 09: choosing p and λ, and everything else.

That random search beats a grid of the same budget is due to J. Bergstra and Y. Bengio, *Random
search for hyper-parameter optimization*, JMLR 13 (2012); the expected improvement, to J. Mockus,
V. Tiesis and A. Zilinskas, *The application of Bayesian methods for seeking the extremum* (1978).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


def split(
    n: int, fractions: tuple[float, float, float], rng: np.random.Generator
) -> tuple[Indices, Indices, Indices]:
    """Divide n examples at random: some to learn from, some to choose by, some to be judged by.

    Parameters
    ----------
    n : int
        The number of examples; they are numbered from 0 to n − 1.
    fractions : tuple of three floats
        Which fraction goes to training, to validation and to testing. They add up to 1.
    rng : numpy.random.Generator
        Call ``rng.permutation(n)`` once, and cut it in its order into three pieces.

    Returns
    -------
    train : array of int
        The numbers of the training examples, int(n·f₀) of them, where f₀ is the first fraction.
    validation : array of int
        The next int(n·f₁), where f₁ is the second fraction.
    test : array of int
        All the rest.
    """
    order = rng.permutation(n)
    n_train, n_validation = int(n * fractions[0]), int(n * fractions[1])
    test = n_train + n_validation
    return order[:n_train], order[n_train:test], order[test:]


def grid(space: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """List every combination of the values that are to be tried.

    Parameters
    ----------
    space : dict of str to list
        For each hyperparameter, by its name, the values to try.

    Returns
    -------
    list of dict
        The points of the grid, each a dict with one value for every name. The values of the
        last name change from each point to the next, those of the first name most rarely. A
        space without names has one point, ``{}``: with nothing to choose, there is one choice.
    """
    points: list[dict[str, Any]] = [{}]
    for name, values in space.items():
        points = [{**point, name: value} for point in points for value in values]
    return points


def random_search(
    space: Mapping[str, tuple[float, float, str]], draws: int, rng: np.random.Generator
) -> list[dict[str, float]]:
    """Draw points to try, each value anywhere between its bounds.

    Parameters
    ----------
    space : dict of str to tuple
        For each hyperparameter, by its name, ``(low, high, scale)``. On the scale ``"linear"``
        equal distances are equally likely: from 1 to 2, or from 8 to 9. On the scale ``"log"``
        equal factors are: from 1 to 10, or from 10 to 100; low is positive then.
    draws : int
        How many points to draw; at least 1.
    rng : numpy.random.Generator
        Draw point by point, and for each point its names in their order. Call ``rng.uniform``
        once for each value: for ``"log"``, between the logarithms of the bounds.

    Returns
    -------
    list of dict
        The points, each a dict with one value for every name.

    Raises
    ------
    ValueError
        If there is another scale than these two.
    """
    points = []
    for _ in range(draws):
        point = {}
        for name, (low, high, scale) in space.items():
            if scale == "linear":
                point[name] = rng.uniform(low, high)
            elif scale == "log":
                point[name] = float(np.exp(rng.uniform(np.log(low), np.log(high))))
            else:
                raise ValueError(f"scale must be linear or log, not {scale}")
        points.append(point)
    return points


def expected_improvement(mean: float | Array, std: float | Array, best: float) -> Any:
    """Find by how much, on average, a point will beat the best one so far.

    What the point will score is not known yet. It is taken to be normally distributed; only what
    it scores above the best counts, and where it scores less nothing is lost.

    Parameters
    ----------
    mean : float or array
        What the point is expected to score; in an array, one number for each of several points.
    std : float or array of the same shape
        How unsure that is, as a standard deviation; 0 or more.
    best : float
        The highest score so far.

    Returns
    -------
    float or array of the same shape
        The mean of max(score − best, 0). Where std is 0 the score is certain to be ``mean``.
    """
    from scipy.stats import norm  # slow to import

    gain = np.asarray(mean) - best
    certain = np.asarray(std) == 0
    u = gain / np.where(certain, 1.0, std)
    expected = gain * norm.cdf(u) + std * norm.pdf(u)
    return np.where(certain, np.maximum(gain, 0.0), expected)[()]  # of numbers, a number


def classify(X_train: Array, labels: Indices, X: Array) -> Indices:
    """Name pictures, by any means.

    Take what you like from the course, or from elsewhere, and choose its hyperparameters with
    care. There is one minute for learning and naming.

    Parameters
    ----------
    X_train : array of shape (n, pixels)
        The training pictures, one a row, with pixels from 0 to 1. They need not stand in the
        order of a picture: nothing tells which pixels are neighbors.
    labels : array of int, shape (n,)
        The digit that each of them shows.
    X : array of shape (m, pixels)
        The pictures to name, one a row, with their pixels in the same order.

    Returns
    -------
    array of int, shape (m,)
        The digit that each of them shows.
    """
    from scipy.special import expit as sigmoid

    rng = np.random.default_rng(0)
    n, n_in, n_hidden, n_out = len(X_train), X_train.shape[1], 200, 10
    lr, m, epochs, p, lam = 1.0, 10, 20, 0.5, 0.1
    Y = np.eye(n_out)[labels]
    votes = np.zeros((len(X), n_out))
    for _ in range(3):  # networks that begin differently err on different pictures
        W1, b1 = rng.normal(0, 1 / np.sqrt(n_in), (n_hidden, n_in)), np.zeros(n_hidden)
        W2, b2 = rng.normal(0, 1 / np.sqrt(n_hidden), (n_out, n_hidden)), np.zeros(n_out)
        for _ in range(epochs):
            order = rng.permutation(n)
            for start in range(0, n, m):
                batch = order[start : start + m]
                x = X_train[batch]
                hidden = sigmoid(x @ W1.T + b1)
                mask = (rng.random(hidden.shape) >= p) / (1 - p)
                a = hidden * mask
                delta2 = (sigmoid(a @ W2.T + b2) - Y[batch]) / len(batch)  # cross-entropy
                delta1 = (delta2 @ W2) * mask * hidden * (1 - hidden)
                W1 = (1 - lr * lam / n) * W1 - lr * delta1.T @ x
                W2 = (1 - lr * lam / n) * W2 - lr * delta2.T @ a
                b1 = b1 - lr * delta1.sum(axis=0)
                b2 = b2 - lr * delta2.sum(axis=0)
        votes += sigmoid(sigmoid(X @ W1.T + b1) @ W2.T + b2)
    return np.asarray(votes.argmax(axis=1))
