"""Where only the score counts, it counts as the thresholds say."""

from __future__ import annotations

import numpy as np
import pytest

from autograde.grading.limits import DEFAULT_SECONDS
from neurona.checks.datasets import load
from neurona.checks.explain import explain
from neurona.checks.plain import Dataset
from solutions.backpropagation import darkness_classifier
from tests.autograde.suite.every import EXERCISES, SECRETS, hidden, judge_function, public

LABELS = load(Dataset("unseen_digit_labels"))


def _names_right(count):
    """Make a function that names as many of the 597 digits, and no more."""

    def classify(X_train, labels, X):
        return np.where(np.arange(len(LABELS)) < count, LABELS, (LABELS + 1) % 10)

    return classify


@pytest.mark.parametrize(
    ("count", "quarters"),
    [(0, 0), (179, 0), (180, 1), (537, 1), (538, 2), (567, 2), (568, 3), (579, 3), (580, 4)],
)
def test_points_of_classify(count, quarters):
    for exercise in (public("classify"), hidden("classify")):
        judged = judge_function(exercise, _names_right(count))
        assert judged.points == EXERCISES["classify"].points * quarters / 4
        assert (judged.verdict.judgement == "right") == (quarters == 4)


def _always_the_same(X_train, labels, X):
    return np.full(len(X), np.bincount(labels).argmax())


def _by_the_mean_picture(X_train, labels, X):
    means = np.array([X_train[labels == digit].mean(axis=0) for digit in range(10)])
    return ((X[:, np.newaxis] - means) ** 2).sum(axis=2).argmin(axis=1)


def _by_least_squares(X_train, labels, X):
    heights = np.linalg.lstsq(X_train, np.eye(10)[labels], rcond=None)[0]
    return (X @ heights).argmax(axis=1)


@pytest.mark.parametrize(
    ("function", "quarters"),
    [
        (_always_the_same, 0),
        (darkness_classifier, 0),
        (_by_the_mean_picture, 1),
        (_by_least_squares, 2),
    ],
)
def test_what_simple_methods_are_worth(function, quarters):
    for secret in SECRETS:
        judged = judge_function(hidden("classify", secret), function)
        assert judged.points == EXERCISES["classify"].points * quarters / 4


def test_what_was_learned_beforehand_is_worth_nothing():
    """Weights that know the pixels' usual order pass in the notebook alone."""
    X_train, labels = load(Dataset("digit_pixels")), load(Dataset("digit_labels"))

    def classify(X_given, labels_given, X):
        return _by_the_mean_picture(X_train, labels, X)

    assert judge_function(public("classify"), classify).points > 0
    for secret in SECRETS:
        assert judge_function(hidden("classify", secret), classify).points == 0


def test_classify_has_a_minute():
    assert EXERCISES["classify"].patience * DEFAULT_SECONDS == 60


def _card(function):
    return explain(public("classify"), judge_function(public("classify"), function).verdict)


def test_a_score_is_told():
    card = _card(_names_right(544))
    assert card.title == "`classify` reaches 91.1%; the next points come from 95% on."


def test_what_are_no_labels_is_told():
    card = _card(lambda X_train, labels, X: np.zeros((len(X), 10)))
    assert card.title == "What `classify` returns should have shape (597,); it has shape (597, 10)."
    assert "Dataset" in card.listing
