"""Chapter 09, by loops and lists."""
# ruff: noqa: D103

import numpy as np


def split(n, fractions, rng):
    left = list(rng.permutation(n))
    pieces = []
    for fraction in fractions[:2]:
        piece = []
        for _ in range(int(np.floor(fraction * n))):
            piece.append(int(left.pop(0)))
        pieces.append(piece)
    pieces.append(np.array(left))
    return pieces


def grid(space):
    names = list(space)
    if len(names) == 0:
        return [{}]
    smaller = {}
    for name in names[:-1]:
        smaller[name] = space[name]
    points = []
    for begun in grid(smaller):
        for value in space[names[-1]]:
            point = dict(begun)
            point[names[-1]] = value
            points.append(point)
    return points


def random_search(space, draws, rng):
    for bounds in space.values():
        if bounds[2] != "linear" and bounds[2] != "log":
            raise ValueError(f"there is no scale {bounds[2]!r}")
    points = []
    while len(points) < draws:
        values = []
        for low, high, scale in space.values():
            if scale == "log":
                values.append(10 ** rng.uniform(np.log10(low), np.log10(high)))
            else:
                values.append(rng.uniform(low, high))
        points.append(dict(zip(space, values, strict=True)))
    return points


def expected_improvement(mean, std, best):
    import math

    if isinstance(mean, np.ndarray):
        pairs = zip(mean.ravel(), std.ravel(), strict=True)
        found = [expected_improvement(float(mu), float(sigma), best) for mu, sigma in pairs]
        return np.reshape(found, mean.shape)
    if std == 0:
        return mean - best if mean > best else 0
    u = (mean - best) / std
    area = math.erfc(-u / math.sqrt(2)) / 2
    height = math.exp(-(u**2) / 2) / math.sqrt(2 * math.pi)
    return std * (u * area + height)


def classify(X_train, labels, X):
    said = []
    for x in X:
        distances = np.sqrt(((X_train - x) ** 2).sum(axis=1))
        votes = {}
        for neighbor in np.argsort(distances)[:3]:
            votes[labels[neighbor]] = votes.get(labels[neighbor], 0) + 1 / distances[neighbor]
        said.append(max(votes, key=votes.get))
    return said
