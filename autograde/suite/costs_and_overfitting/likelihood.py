"""Chapter 06: the negative log-likelihood of the right classes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.costs_and_overfitting.shared import (
    chapter,
    draw_labels,
    reference,
    register,
)
from autograde.suite.define import case
from neurona.checks.exercise import Case

Rows = list[list[float]]


def _case(A: Rows, labels: list[int]) -> Case:
    return case(np.array(A), np.array(labels))


negative_log_likelihood = chapter.exercise(
    "negative_log_likelihood",
    points=2,
    public=[
        _case([[0.7, 0.2, 0.1], [0.1, 0.6, 0.3]], [0, 2]),
        _case([[0.25, 0.75], [0.5, 0.5], [0.9, 0.1]], [1, 0, 1]),
        _case([[0.2, 0.3, 0.5], [0.6, 0.3, 0.1], [0.25, 0.35, 0.4]], [2, 0, 0]),
        _case([[0.05, 0.9, 0.05]], [1]),
    ],
    hints=[
        "Only one number of each row counts: the probability of the class that is right.",
        "In a list comprehension you can take example i, and of its row the class labels[i]. NumPy "
        "can do it at once: give it two lists of indices, one for rows and one for columns.",
        "Logarithms of numbers below 1 are negative. What makes a cost of their mean?",
    ],
)


@negative_log_likelihood.hidden
def _draw_probabilities(rng: np.random.Generator) -> Iterator[Case]:
    for m, n in ((1, 2), (1, 5), (2, 3), (4, 4), (3, 3), (6, 2), (5, 10), (40, 3)):
        A = reference.softmax(rng.normal(size=(m, n)).round(2))
        yield case(A, draw_labels(rng, m, n))


def _right(A, labels):
    return A[np.arange(len(labels)), labels]


def _of_right(cost):
    """Write negative_log_likelihood with another cost of the right classes' probabilities."""
    return lambda A, labels: cost(_right(A, labels))


def _with_second_term(A, labels):
    Y = np.eye(A.shape[1])[labels]
    return -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / len(A)


register(
    negative_log_likelihood,
    (
        (
            "sums_all",
            "The logarithms of all probabilities are added up; only that of the right class "
            "counts in each row.",
            "Which number of a row does the label point to?",
            lambda A, labels: -np.sum(np.log(A)) / len(A),
            lambda A, labels: -np.mean(np.log(A)),
            lambda A, labels: -np.sum(np.log(A)),
        ),
        (
            "sign_reversed",
            "The sign is reversed: your cost is negative and falls when the network gets worse.",
            "The logarithm of a number below 1 is negative. What turns it around?",
            _of_right(lambda p: np.mean(np.log(p))),
        ),
        (
            "not_averaged",
            "The cost is not averaged: it grows with the number of examples.",
            "Hand in the same batch twice over. Should the cost double?",
            _of_right(lambda p: -np.sum(np.log(p))),
        ),
        (
            "averaged_over_classes",
            "The cost is also divided by the number of classes.",
            "How many numbers do you add up for two examples with three classes?",
            lambda A, labels: -np.sum(np.log(_right(A, labels))) / A.size,
        ),
        (
            "divided_by_classes",
            "The sum is divided by the number of classes; it should be the number of examples.",
            "The examples are the rows. Which entry of the shape counts them?",
            lambda A, labels: -np.sum(np.log(_right(A, labels))) / A.shape[1],
        ),
        (
            "logarithm_of_mean",
            "The mean is taken before the logarithm; it should be taken after it.",
            "One example with a tiny probability should cost a lot. Does it still, in your mean?",
            _of_right(lambda p: -np.log(np.mean(p))),
            _of_right(lambda p: -np.log(np.sum(p))),
        ),
        (
            "logarithm_missing",
            "There is no logarithm: a class that gets no probability at all costs hardly more "
            "than one that gets a little.",
            "How much should it cost to be sure and wrong?",
            _of_right(lambda p: -np.mean(p)),
            _of_right(lambda p: np.mean(p)),
            _of_right(lambda p: 1 - np.mean(p)),
        ),
        (
            "largest",
            "The largest probability of each row counts here, whatever the right class is.",
            "Where does your function use the labels?",
            lambda A, labels: -np.mean(np.log(A.max(axis=1))),
        ),
        (
            "rows_for_columns",
            "Rows and columns are exchanged: the labels choose rows.",
            "The examples are the rows, the classes are the columns. Which index comes first?",
            lambda A, labels: -np.mean(np.log(A[labels, np.arange(len(labels))])),
        ),
        (
            "whole_rows",
            "The labels choose whole rows; in each row they should choose one number.",
            "Print what your index gives. Which shape should it have?",
            lambda A, labels: -np.mean(np.log(A[labels])),
            lambda A, labels: -np.sum(np.log(A[labels])) / len(labels),
        ),
        (
            "every_pair",
            "Every row is paired with every label, not only with its own.",
            "A colon takes all rows, for each label anew. Print the shape of what that gives.",
            lambda A, labels: -np.mean(np.log(A[:, labels])),
            lambda A, labels: -np.sum(np.log(A[:, labels])) / len(labels),
        ),
        (
            "counts_from_1",
            "The classes are counted from 1 here; labels count from 0.",
            "Which column does the label 0 stand for?",
            lambda A, labels: _of_right(lambda p: -np.mean(np.log(p)))(A, labels - 1),
        ),
        (
            "other_logarithm",
            "This is another logarithm: the docstring asks for the natural one, to the base e.",
            "What does your logarithm give for 2.718? ln gives almost exactly 1.",
            _of_right(lambda p: -np.mean(np.log2(p))),
            _of_right(lambda p: -np.mean(np.log10(p))),
        ),
        (
            "not_one_number",
            "This is more than one number; one for the whole batch is wanted.",
            "What do you do with the logarithms of the examples?",
            _of_right(lambda p: -np.log(p)),
            _of_right(lambda p: -np.log(p) / len(p)),
            lambda A, labels: -np.eye(A.shape[1])[labels] * np.log(A),
        ),
        (
            "second_term",
            "This is the cost for sigmoid outputs: what the wrong classes get counts a second "
            "time.",
            "The probabilities of a row add up to 1. If the right one is known to be small, what "
            "is already known of the others?",
            _with_second_term,
        ),
        (
            "wrong_classes",
            "The logarithm is taken of the probability of all other classes; that of the right one "
            "counts.",
            "Put in a row that is sure and right. Should it be cheap or expensive?",
            _of_right(lambda p: -np.mean(np.log(1 - p))),
            _of_right(lambda p: np.mean(np.log(1 - p))),
        ),
        (
            "softmax_again",
            "Softmax is applied to A, but A holds probabilities: they have been through it.",
            "What do the rows of A add up to before you do anything?",
            lambda A, labels: reference.negative_log_likelihood(reference.softmax(A), labels),
        ),
    ),
)
