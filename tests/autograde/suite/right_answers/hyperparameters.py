"""Right answers to chapter 09."""

from __future__ import annotations

import itertools
import math
import warnings
from functools import partial, reduce
from statistics import NormalDist

import numpy as np

from neurona.network import Network, Training
from tests.autograde.suite.right_answers import Answers, answer_to

ANSWERS: Answers = {}
answer = partial(answer_to, ANSWERS)


@answer("split")
def by_np_split(n, fractions, rng):
    sizes = [int(n * fraction) for fraction in fractions[:2]]
    return np.split(rng.permutation(n), np.cumsum(sizes))


@answer("split")
def taken_off_a_list(n, fractions, rng):
    left = rng.permutation(n).tolist()
    taken = []
    for fraction in fractions[:-1]:
        count = math.floor(n * fraction)
        taken.append(left[:count])
        left = left[count:]
    return [*taken, left]


@answer("split")
def shuffled_in_place(n, fractions, rng):
    """Shuffling the numbers in place is what permutation does."""
    order = np.arange(n)
    rng.shuffle(order)
    first, second, _ = (n * np.array(fractions)).astype(int)
    return order[:first], order[first:][:second], order[first + second - n :].astype(float)


@answer("split")
def by_label(n, fractions, rng):
    n_train, n_validation = int(fractions[0] * n), int(fractions[1] * n)
    place = np.repeat([0, 1, 2], [n_train, n_validation, n - n_train - n_validation])
    order = rng.permutation(n).astype(np.int32)
    return tuple(order[place == piece] for piece in range(3))


@answer("grid")
def by_product(space):
    return [
        dict(zip(space.keys(), values, strict=True))
        for values in itertools.product(*space.values())
    ]


@answer("grid")
def recursively(space):
    if not space:
        return [{}]
    name, *others = space
    rest = recursively({other: space[other] for other in others})
    points = []
    for value in space[name]:
        for point in rest:
            points.append({name: value, **point})
    return points


@answer("grid")
def by_counting(space):
    lengths = [len(values) for values in space.values()]
    points = []
    for number in range(math.prod(lengths)):
        point = {}
        for name in reversed(space):
            number, place = divmod(number, len(space[name]))
            point[name] = space[name][place]
        points.append({name: point[name] for name in space})
    return tuple(points)


@answer("grid")
def by_reducing(space):
    def widen(points, name):
        return [point | {name: value} for point in points for value in space[name]]

    return reduce(widen, space, [{}])


@answer("grid")
def by_indices(space):
    shape = [len(values) for values in space.values()]
    return [
        {name: values[k] for k, (name, values) in zip(place, space.items(), strict=True)}
        for place in np.ndindex(*shape)
    ]


@answer("grid")
def by_strides(space):
    """Each value stands for as many points as the names after it have combinations."""
    names, values = list(space), list(space.values())
    total = math.prod(map(len, values))
    points = [{} for _ in range(total)]
    stride = total
    for place in range(len(names)):
        count = len(values[place])
        stride = stride // count
        for number in range(total):
            points[number][names[place]] = values[place][number // stride % count]
    return points


@answer("grid")
def like_an_odometer(space):
    names = list(space)
    wheels = [0] * len(names)
    points = []
    while True:
        points.append({name: space[name][wheels[k]] for k, name in enumerate(names)})
        turning = len(names) - 1
        while turning >= 0 and wheels[turning] + 1 == len(space[names[turning]]):
            wheels[turning] = 0
            turning -= 1
        if turning < 0:
            return points
        wheels[turning] += 1


@answer("random_search")
def to_base_10(space, draws, rng):
    points = []
    for _ in range(draws):
        points.append({})
        for name, (low, high, scale) in space.items():
            if scale not in ("linear", "log"):
                raise ValueError("no such scale: " + scale)
            if scale == "log":
                points[-1][name] = 10.0 ** rng.uniform(math.log10(low), math.log10(high))
            else:
                points[-1][name] = rng.uniform(low, high)
    return points


@answer("random_search")
def all_at_once(space, draws, rng):
    """One array of uniform numbers, a point a row, is drawn in the same order."""
    lows, highs, scales = zip(*space.values(), strict=True)
    if not set(scales) <= {"linear", "log"}:
        raise ValueError
    logs = np.array(scales) == "log"
    start = [math.log(low) if log else low for low, log in zip(lows, logs, strict=True)]
    end = [math.log(high) if log else high for high, log in zip(highs, logs, strict=True)]
    drawn = rng.uniform(start, end, (draws, len(space)))
    drawn[:, logs] = np.exp(drawn[:, logs])
    return [dict(zip(space, row, strict=True)) for row in drawn]


@answer("random_search")
def from_unit_numbers(space, draws, rng):
    def draw(low, high, scale):
        match scale:
            case "linear":
                return low + (high - low) * rng.random()
            case "log":
                return low * (high / low) ** rng.random()
            case _:
                raise ScaleError(scale)

    return tuple({name: draw(*bounds) for name, bounds in space.items()} for _ in range(draws))


class ScaleError(ValueError):
    pass


@answer("random_search")
def by_table(space, draws, rng):
    do, undo = {"linear": float, "log": np.log2}, {"linear": float, "log": np.exp2}
    if any(scale not in do for _, _, scale in space.values()):
        raise ValueError("linear or log")
    points = [dict.fromkeys(space) for _ in range(draws)]
    for point, name in itertools.product(points, space):
        low, high, scale = space[name]
        point[name] = np.array(undo[scale](rng.uniform(do[scale](low), do[scale](high))))
    return points


@answer("expected_improvement")
def filled_in_where_sure(mean, std, best):
    from scipy.stats import norm

    mean, std = np.atleast_1d(mean).astype(float), np.atleast_1d(std).astype(float)
    found = np.clip(mean - best, 0, None)
    unsure = std > 0
    z = (mean[unsure] - best) / std[unsure]
    found[unsure] = std[unsure] * (z * norm.cdf(z) + norm.pdf(z))
    return found.reshape(np.shape(mean)) if found.size > 1 else found.item()


@answer("expected_improvement")
def point_by_point(mean, std, best):
    if np.ndim(mean):
        return [point_by_point(*one, best) for one in zip(mean, std, strict=True)]
    if std == 0:
        return max(mean - best, 0)
    z = (mean - best) / std
    cdf = 0.5 * (1 + math.erf(z / math.sqrt(2)))
    pdf = math.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)
    return (mean - best) * cdf + std * pdf


@answer("expected_improvement")
def despite_warnings(mean, std, best):
    warnings.warn("about to divide by 0", stacklevel=1)
    from scipy.special import ndtr

    gain, std = np.float32(mean) - np.float32(best), np.float32(std)
    with np.errstate(all="ignore"):
        z = np.divide(gain, std)
        found = gain * ndtr(z) + std * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return np.where(std > 0, found, gain * (gain > 0))


@answer("expected_improvement")
def as_an_integral(mean, std, best):
    """The mean of what is above the best is the area above its distribution function."""
    normal = NormalDist()

    def area(gain, sigma):
        if sigma == 0:
            return gain if gain > 0 else 0.0
        steps = np.linspace(-8, gain / sigma, 4001)
        cdf = [normal.cdf(step) for step in steps]
        return float(sigma * (sum(cdf) - (cdf[0] + cdf[-1]) / 2) * (steps[1] - steps[0]))

    return np.vectorize(area, otypes=[float])(np.subtract(mean, best), std)


@answer("classify")
def by_support_vectors(X_train, labels, X):
    from sklearn.svm import SVC

    return SVC(C=10, gamma="scale").fit(X_train, labels).predict(X)


@answer("classify")
def by_the_nearest(X_train, labels, X):
    distances = (X**2).sum(1)[:, None] - 2 * X @ X_train.T + (X_train**2).sum(1)
    return labels[distances.argmin(axis=1)].tolist()


@answer("classify")
def by_ridges(X_train, labels, X):
    """Least squares with a penalty on bumps around every training picture."""

    def bumps(one):
        distances = (one**2).sum(1)[:, None] - 2 * one @ X_train.T + (X_train**2).sum(1)
        return np.exp(-distances / 4)

    Y = 2.0 * np.eye(10)[labels] - 1
    heights = np.linalg.solve(bumps(X_train) + 0.01 * np.eye(len(labels)), Y)
    return np.argmax(bumps(X) @ heights, axis=1).astype(float)


@answer("classify")
def by_the_course_s_network(X_train, labels, X):
    Y = np.eye(10)[labels]
    votes = np.zeros((len(X), 10))
    for seed in range(3):
        rng = np.random.default_rng(seed)
        network = Network((X.shape[1], 200, 10), rng, cost="cross_entropy")
        Training(network, X_train, Y, X_train, Y, rng, lr=1.0, p=0.5, lam=0.1).step(20)
        votes += network.outputs(X)
    return votes.argmax(axis=1)
