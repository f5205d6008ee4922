"""Chapter 06: the fraction of examples that a network gets right."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.costs_and_overfitting.shared import (
    chapter,
    draw_labels,
    register,
)
from autograde.suite.define import case, part
from neurona.checks.exercise import Case

Rows = list[list[float]]


def _case(A: Rows, labels: list[int], part: str) -> Case:
    return case(np.array(A), np.array(labels), part=part)


accuracy = chapter.exercise(
    "accuracy",
    parts=[
        part("fraction", 1, "the fraction of right answers"),
        part("ties", 1, "outputs that are equally large"),
    ],
    public=[
        _case([[0.2, 0.6, 0.1], [0.5, 0.3, 0.7], [0.8, 0.4, 0.3]], [1, 2, 1], "fraction"),
        _case(
            [[0.1, 0.7, 0.6], [0.9, 0.2, 0.3], [0.2, 0.1, 0.4], [0.3, 0.8, 0.2]],
            [1, 0, 0, 1],
            "fraction",
        ),
        _case([[0.3, 0.45], [0.4, 0.1]], [1, 0], "fraction"),
        _case([[0.9, 0.6, 0.2, 0.1]], [1], "fraction"),
        _case(
            [
                [0.1, 0.2, 0.9, 0.6],
                [0.8, 0.3, 0.1, 0.4],
                [0.2, 0.7, 0.5, 0.1],
                [0.6, 0.4, 0.1, 0.3],
                [0.1, 0.3, 0.4, 0.9],
                [0.2, 0.8, 0.3, 0.1],
                [0.4, 0.1, 0.5, 0.3],
                [0.6, 0.2, 0.3, 0.7],
                [0.4, 0.1, 0.2, 0.3],
                [0.3, 0.1, 0.2, 0.4],
            ],
            [2, 0, 1, 3, 0, 2, 1, 2, 2, 3],
            "fraction",
        ),
        _case([[0.5, 0.5], [0.25, 0.375], [1.0, 1.0]], [0, 1, 0], "ties"),
        _case([[0.5, 0.5, 0.25], [0.0, 0.0, 0.0], [0.125, 0.75, 0.75]], [1, 0, 2], "ties"),
    ],
    hints=[
        "First find the network's answer to each example: which of its outputs is the largest?",
        "NumPy knows a function for the place of the largest number. Along which axis lie the "
        "outputs of one example?",
        "Compare the answers with the labels. True counts as 1 and False as 0: what is their mean?",
    ],
)


@accuracy.hidden
def _draw_outputs(rng: np.random.Generator) -> Iterator[Case]:
    for m, n in ((1, 3), (2, 4), (3, 3), (4, 2), (5, 5), (7, 10), (40, 3)):
        for right in (0.0, 0.5, 1.0):
            labels = draw_labels(rng, m, n)
            A = rng.permuted(np.tile(np.linspace(0.1, 0.9, n), (m, 1)), axis=1).round(3)
            answers = np.where(rng.random(m) < right, labels, rng.integers(n, size=m))
            A[np.arange(m), answers] = 0.95
            yield case(A, labels, part="fraction")
    for m, n in ((2, 3), (3, 2), (8, 4)):
        A = rng.integers(0, 2, (m, n)) / 2
        A[0], A[1, -2:], A[1, :-2] = 0.0, 1.0, 0.25
        labels = A.argmax(axis=1)
        labels[1] = n - 1
        yield case(A, labels, part="ties")
        yield case(A[:1], labels[:1], part="ties")


def _answers(A):
    return np.argmax(A, axis=1)


def _of_hits(put_together):
    """Write accuracy with another way from right answers to a number."""
    return lambda A, labels: put_together(_answers(A) == labels)


def _of_rounded(decimals):
    return _of_hits(lambda hits: round(float(np.mean(hits)), decimals))


def _by_answers(answers):
    """Write accuracy with other answers."""
    return lambda A, labels: np.mean(answers(A) == labels)


def _one_hot(A, labels):
    return np.eye(A.shape[1])[labels]


def _of_label(A, labels):
    return A[np.arange(len(labels)), labels]


def _last_of_largest(A):
    return A.shape[1] - 1 - np.argmax(A[:, ::-1], axis=1)


def _alone_at_the_top(A, labels):
    top = A.max(axis=1, keepdims=True) == A
    return np.mean(top[np.arange(len(labels)), labels] & (top.sum(axis=1) == 1))


register(
    accuracy,
    (
        (
            "percent",
            "This is a percentage; a fraction from 0 to 1 is wanted.",
            "What should come out when every example is right?",
            _of_hits(lambda hits: 100 * np.mean(hits)),
        ),
        (
            "over_columns",
            "The largest number of each column is looked for; it should be that of each row.",
            "axis=0 goes down through the examples. Along which axis lie the outputs of one?",
            lambda A, labels: np.mean(np.argmax(A, axis=0) == labels),
        ),
        (
            "whole_array",
            "One largest number is looked for in the whole array; each example has its own.",
            "Print the result of your argmax. How many answers should there be?",
            _by_answers(lambda A: np.argmax(A)),
        ),
        (
            "rounded",
            "The fraction is rounded.",
            "Two of three are right: how many decimals does that fraction have?",
            *map(_of_rounded, range(5)),
        ),
        (
            "counted",
            "This is the number of right answers, not their fraction.",
            "What should come out when every example is right?",
            _of_hits(np.sum),
        ),
        (
            "divided_by_outputs",
            "The number of right answers is divided by the number of outputs; it should be the "
            "number of examples.",
            "The examples are the rows. Which entry of the shape counts them?",
            lambda A, labels: np.sum(_answers(A) == labels) / A.shape[1],
            lambda A, labels: np.sum(_answers(A) == labels) / A.size,
        ),
        (
            "wrong_answers",
            "This is the fraction of wrong answers.",
            "What should come out when every example is right?",
            _of_hits(lambda hits: 1 - np.mean(hits)),
        ),
        (
            "smallest",
            "The smallest output is taken for the answer.",
            "Which output is the network's favorite?",
            _by_answers(lambda A: np.argmin(A, axis=1)),
        ),
        (
            "counts_from_1",
            "The answers count from 1, but labels count from 0.",
            "Which label belongs to the first column?",
            _by_answers(lambda A: _answers(A) + 1),
            lambda A, labels: np.mean(_answers(A) == labels - 1),
        ),
        (
            "threshold",
            "Outputs are compared with one half; the largest is the answer even below that.",
            "What is the answer if all outputs are below one half? And if two are above?",
            lambda A, labels: np.mean((A > 0.5) == _one_hot(A, labels)),
            lambda A, labels: np.mean(((A > 0.5) == _one_hot(A, labels)).all(axis=1)),
            lambda A, labels: np.mean(_of_label(A, labels) > 0.5),
        ),
        (
            "value_for_place",
            "The largest output itself is compared with the label; its place should be.",
            "Of which kind are labels, and of which are outputs?",
            lambda A, labels: np.mean(A.max(axis=1) == labels),
        ),
        (
            "how_sure",
            "This is the mean of the outputs for the right classes: how sure the network is, not "
            "how often it is right.",
            "An example is right or wrong; there is nothing in between.",
            lambda A, labels: np.mean(_of_label(A, labels)),
        ),
        (
            "all_or_nothing",
            "This only says whether all examples are right.",
            "What should come out when half of them are?",
            _of_hits(np.all),
        ),
        (
            "not_one_number",
            "This says for each example whether it is right; one number is wanted.",
            "How do you make a fraction of a few yes and no?",
            _of_hits(lambda hits: hits),
            _of_hits(lambda hits: hits / len(hits)),
        ),
        (
            "last_of_equals",
            "Of outputs that are equally large, the last is taken for the answer.",
            "What does your comparison do when two outputs are equal?",
            _by_answers(_last_of_largest),
        ),
        (
            "any_of_equals",
            "Where several outputs are equally large, any of them counts as the answer.",
            "A network that gives the same output for all classes would always be right.",
            lambda A, labels: np.mean(_of_label(A, labels) == A.max(axis=1)),
        ),
        (
            "none_of_equals",
            "Where several outputs are equally large, none of them counts as the answer.",
            "The docstring says which of them is.",
            _alone_at_the_top,
        ),
    ),
)
