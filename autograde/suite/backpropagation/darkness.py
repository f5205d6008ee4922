"""Chapter 05: a baseline, naming pictures by their darkness."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.backpropagation.shared import chapter, reference
from autograde.suite.define import case, part
from neurona.checks.exercise import Case

Rows = list[list[float]]


def _named(train: Rows, labels: list[int], pictures: Rows, part: str) -> Case:
    return case(np.array(train), np.array(labels), np.array(pictures), part=part)


darkness_classifier = chapter.exercise(
    "darkness_classifier",
    parts=[
        part("nearest", 1, "the label with the nearest darkness"),
        part("gaps", 1, "labels with gaps between them"),
        part("ties", 1, "two labels equally near"),
    ],
    public=[
        _named(
            [[0.0, 0.25], [0.5, 0.25], [1.0, 0.5], [0.0, 0.0], [0.25, 0.5], [0.9, 0.8]],
            [0, 0, 1, 0, 0, 1],
            [[0.0, 0.5], [0.75, 1.0], [0.6, 0.5], [1.0, 0.0], [0.1, 0.0]],
            "nearest",
        ),
        _named(
            [
                [0.2, 0.9, 0.1, 0.0],
                [0.8, 0.6, 0.7, 0.9],
                [0.0, 0.1, 0.0, 0.1],
                [0.9, 0.3, 0.0, 0.1],
                [0.1, 0.0, 0.5, 0.0],
                [1.0, 1.0, 0.8, 0.9],
            ],
            [1, 2, 0, 1, 0, 2],
            [
                [0.9, 0.1, 0.4, 0.0],
                [0.0, 0.0, 0.0, 0.3],
                [0.6, 0.6, 0.6, 0.7],
                [0.0, 1.0, 0.0, 0.9],
            ],
            "nearest",
        ),
        _named(
            [[0.0, 0.1], [0.9, 0.7], [0.6, 0.3], [0.5, 0.6], [0.7, 1.0]],
            [3, 7, 3, 4, 7],
            [[0.9, 1.0], [0.0, 0.1], [0.5, 0.42], [1.0, 0.0]],
            "gaps",
        ),
        _named(
            [[0.25, 0.0], [0.75, 0.5], [0.0, 0.25], [1.0, 0.25]],
            [8, 2, 8, 2],
            [[0.25, 0.25], [1.0, 1.0], [0.0, 0.0]],
            "gaps",
        ),
        _named(
            [[0.75, 0.75], [0.25, 0.25]],
            [0, 1],
            [[0.5, 0.5], [1.0, 0.0], [0.625, 0.0]],
            "ties",
        ),
        _named(
            [[0.75, 0.5], [0.5, 0.5], [0.0, 0.25], [0.125, 0.375]],
            [2, 1, 0, 1],
            [[0.75, 0.25], [0.125, 0.375], [1.0, 1.0], [0.25, 0.125]],
            "ties",
        ),
    ],
    hints=[
        "First make one number of every picture: its darkness.",
        "Then one number for every label that occurs. Which NumPy function lists what occurs, each "
        "once and in order?",
        "Then compare: for each new picture, how far is it from each label? argmin takes the first "
        "of equals.",
    ],
)


@darkness_classifier.hidden
def _draw_darkness(rng: np.random.Generator) -> Iterator[Case]:
    for n, names in ((8, [0, 1]), (20, [0, 1, 2, 3])):
        yield _draw_case(rng, n, names, "nearest")
    for n, names in ((9, [1, 5]), (24, [2, 3, 9, 11])):
        yield _draw_case(rng, n, names, "gaps")
    for first, second in ((0, 1), (1, 0), (0, 2), (2, 0)):
        low = int(rng.integers(0, 2)) / 4
        train = np.array([[low, low + 0.25], [low + 0.75, low + 0.5], [1.0, 1.0]])
        halfway, other = np.full(2, low + 0.375), rng.random((2, 2))
        labels = np.array([first, second, 1 if 2 in (first, second) else 2])
        yield case(train, labels, np.vstack([halfway, other]), part="ties")


def _draw_case(rng: np.random.Generator, n: int, names: list[int], part: str) -> Case:
    """Draw pictures of every label, of some more than of others."""
    share = np.arange(1.0, len(names) + 1)
    labels = np.append(names, rng.choice(names, n - len(names), p=share / share.sum()))
    brightness = (0.3 + rng.permutation(len(names))) / (0.3 + len(names))
    X_train = rng.random((n, 3)) * brightness[np.searchsorted(names, labels), None]
    X = rng.random((6, 3)) * rng.random((6, 1))
    return case(X_train.round(3), labels, X.round(3), part=part)


def _name(darkness_of_labels, names, darkness, last=False):
    distances = np.abs(np.asarray(darkness)[:, None] - darkness_of_labels)
    if last:
        return np.asarray(names)[distances.shape[1] - 1 - distances[:, ::-1].argmin(axis=1)]
    return np.asarray(names)[distances.argmin(axis=1)]


def _classifier(
    of_picture=lambda X: X.mean(axis=1),
    of_label=np.mean,
    of_new=None,
    names=np.unique,
    last=False,
):
    """Write darkness_classifier with one thing done differently."""

    def mistaken(X_train, labels, X):
        darkness, listed = of_picture(X_train), names(labels)
        with np.errstate(all="ignore"):
            means = np.array([of_label(darkness[labels == name]) for name in listed])
        return _name(means, listed, (of_new or of_picture)(X), last)

    return mistaken


def _mean_or(nothing):
    return lambda values: values.mean() if len(values) else nothing


def _seen_first(labels):
    return list(dict.fromkeys(labels.tolist()))


def _ten(labels):
    return np.arange(10)


def _up_to_largest(labels):
    return np.arange(labels.max() + 1)


def _position(X_train, labels, X):
    names = np.unique(labels)
    return np.searchsorted(names, reference.darkness_classifier(X_train, labels, X))


def _farthest(X_train, labels, X):
    names, darkness = np.unique(labels), X_train.mean(axis=1)
    means = np.array([darkness[labels == name].mean() for name in names])
    return names[np.abs(X.mean(axis=1)[:, None] - means).argmax(axis=1)]


def _signed(X_train, labels, X):
    names, darkness = np.unique(labels), X_train.mean(axis=1)
    means = np.array([darkness[labels == name].mean() for name in names])
    return names[(X.mean(axis=1)[:, None] - means).argmin(axis=1)]


def _nearest_picture(X_train, labels, X):
    return _name(X_train.mean(axis=1), labels, X.mean(axis=1))


def _pixel_by_pixel(X_train, labels, X):
    names = np.unique(labels)
    means = np.array([X_train[labels == name].mean(axis=0) for name in names])
    return names[((X[:, None] - means) ** 2).sum(axis=2).argmin(axis=1)]


for _id, _says, _hint, *_ways in (
    (
        "total_over_label",
        "A label's darkness is the total over its pictures, so that it grows with their number.",
        "A label with twice as many pictures is not twice as dark.",
        _classifier(of_label=np.sum),
    ),
    (
        "farthest",
        "The label with the farthest darkness is taken, not the nearest.",
        "Should the distance be as large or as small as can be?",
        _farthest,
    ),
    (
        "always_the_darkest",
        "Whatever the picture, the answer is the darkest label.",
        "How far is 0.2 from 0.5, and how far is 0.8? Does a distance have a sign?",
        _signed,
    ),
    (
        "nearest_picture",
        "Each picture gets the label of the one training picture that is nearest.",
        "The docstring speaks of the darkness of a label. How many numbers is that for ten labels?",
        _nearest_picture,
    ),
    (
        "pixel_by_pixel",
        "The pictures are compared pixel by pixel; their darkness is one number.",
        "Turn a picture upside down. Does its darkness change?",
        _pixel_by_pixel,
    ),
    (
        "darkest_pixel",
        "The darkness of a picture is taken from its darkest pixel alone.",
        "Which of NumPy's functions looks at all pixels?",
        _classifier(of_picture=lambda X: X.max(axis=1)),
    ),
    (
        "total_against_mean",
        "Totals over the pixels are compared with means.",
        "Are the two darknesses that you compare worked out alike?",
        _classifier(of_new=lambda X: X.sum(axis=1)),
    ),
    (
        "position_for_label",
        "This returns the position of a label in the list of labels, not the label itself.",
        "If only 3 and 7 occur, may the answer be 0?",
        _position,
    ),
    (
        "missing_label",
        "The answer may be a label that does not occur in the training set.",
        "Which labels do you go through, and which of them have pictures?",
        _classifier(names=_ten),
        _classifier(names=_ten, of_label=_mean_or(0.0)),
        _classifier(names=_up_to_largest),
        _classifier(names=_up_to_largest, of_label=_mean_or(0.0)),
    ),
    (
        "tie_to_larger",
        "Of two labels that are equally near, the larger is taken.",
        "What does your comparison do when two distances are equal?",
        _classifier(last=True),
    ),
    (
        "tie_to_first_seen",
        "Of two labels that are equally near, the one that comes first in the training set is "
        "taken.",
        "In which order do you go through the labels?",
        _classifier(names=_seen_first),
    ),
):
    for _way in _ways:
        darkness_classifier.mistake(_id, says=_says, hint=_hint)(_way)
