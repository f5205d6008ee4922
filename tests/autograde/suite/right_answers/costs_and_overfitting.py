"""Right answers to chapter 06."""

from __future__ import annotations

import math
import statistics
from functools import partial

import numpy as np
import scipy.special

from tests.autograde.suite.right_answers import Answers, answer_to

ANSWERS: Answers = {}
answer = partial(answer_to, ANSWERS)


@answer("cross_entropy")
def number_by_number(A, Y):
    total = 0
    for a_row, y_row in zip(A, Y, strict=True):
        for a, y in zip(a_row, y_row, strict=True):
            a = min(max(a, 1e-12), 1 - 1e-12)
            total -= y * math.log(a) + (1 - y) * math.log(1 - a)
    return total / len(A)


@answer("cross_entropy")
def both_logarithms_kept_finite(A, Y):
    right = np.log(np.maximum(A, 1e-12))
    wrong = np.log(np.maximum(1 - A, 1e-12))
    return -np.mean(np.sum(Y * right + (1 - Y) * wrong, axis=1))


@answer("cross_entropy")
def a_little_added(A, Y):
    return -np.sum(Y * np.log(A + 1e-12) + (1 - Y) * np.log(1 - A + 1e-12)) / A.shape[0]


@answer("cross_entropy")
def by_masks_on_a_copy(A, Y):
    safe = A.copy()
    safe[safe < 1e-12] = 1e-12
    safe[safe > 1 - 1e-12] = 1 - 1e-12
    return np.array(-(Y * np.log(safe) + (1 - Y) * np.log1p(-safe)).sum() / Y.shape[0])


@answer("cross_entropy")
def with_dot_products(A, Y):
    m = len(A)
    a, y = np.clip(A, 1e-12, 1 - 1e-12).ravel(), Y.ravel()
    return (y @ np.log(1 / a) + (1 - y) @ np.log(1 / (1 - a))) / m


@answer("cross_entropy")
def from_weighted_inputs(A, Y):
    """Clip, go back through the sigmoid, and add up ln(1 + e^z) − y·z."""
    Z = scipy.special.logit(np.clip(A, 1e-12, 1 - 1e-12))
    return np.sum(np.logaddexp(0, Z) - Y * Z) / len(Z)


@answer("cross_entropy_error")
def with_subtract(A, Y):
    return np.subtract(A, Y)


@answer("cross_entropy_error")
def minus_the_other_way(A, Y):
    return -(Y - A)


@answer("cross_entropy_error")
def both_links(A, Y):
    A = np.clip(A, 1e-12, 1 - 1e-12)
    by_a = (A - Y) / (A * (1 - A))
    return by_a * A * (1 - A)


@answer("cross_entropy_error")
def two_terms(A, Y):
    return (1 - Y) * A - Y * (1 - A)


@answer("cross_entropy_error")
def list_of_lists(A, Y):
    return [[a - y for a, y in zip(*rows, strict=True)] for rows in zip(A, Y, strict=True)]


@answer("cross_entropy_error")
def in_single_precision(A, Y):
    errors = A.astype(np.float32)
    errors -= Y.astype(np.float32)
    return errors


@answer("cross_entropy_error")
def links_in_a_loop(A, Y):
    errors = np.zeros(A.shape)
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            a, y = A[i, j], Y[i, j]
            if 0 < a < 1:
                errors[i, j] = (-y / a + (1 - y) / (1 - a)) * a * (1 - a)
            else:
                errors[i, j] = a - y
    return errors


@answer("softmax")
def row_by_row(Z):
    shares = np.zeros(Z.shape)
    for i in range(len(Z)):
        powers = np.exp(Z[i] - np.max(Z[i]))
        shares[i] = powers / np.sum(powers)
    return shares


@answer("softmax")
def by_transposing(Z):
    powers = np.exp(Z.T - Z.max(axis=1))
    return (powers / powers.sum(axis=0)).T


@answer("softmax")
def by_logarithms(Z):
    return np.exp(Z - scipy.special.logsumexp(Z, axis=1, keepdims=True))


@answer("softmax")
def by_scipy(Z):
    return scipy.special.softmax(Z, axis=1)


@answer("softmax")
def by_differences(Z):
    """Divide by e^z of each class instead: what is left are the sigmoids of differences."""
    with np.errstate(over="ignore"):
        return 1 / np.sum(np.exp(Z[:, None, :] - Z[:, :, None]), axis=2)


@answer("softmax")
def plain_python(Z):
    result = []
    for row in Z.tolist():
        top = max(row)
        powers = [math.exp(z - top) for z in row]
        result.append([power / sum(powers) for power in powers])
    return result


@answer("softmax")
def half_above_the_largest(Z):
    powers = np.exp(Z - (np.max(Z, 1)[:, np.newaxis] + 0.5))
    return powers / np.einsum("mk->m", powers).reshape(-1, 1)


@answer("negative_log_likelihood")
def example_by_example(A, labels):
    total = 0.0
    for row, label in zip(A, labels, strict=True):
        total += math.log(row[label])
    return -total / len(labels)


@answer("negative_log_likelihood")
def with_one_hot(A, labels):
    one_hot = np.eye(A.shape[1])[labels]
    return -np.sum(one_hot * np.log(A)) / A.shape[0]


@answer("negative_log_likelihood")
def taken_along(A, labels):
    return -np.log(np.take_along_axis(A, labels[:, None], axis=1)).mean()


@answer("negative_log_likelihood")
def geometric_mean(A, labels):
    return -math.log(statistics.geometric_mean(A[i][labels[i]] for i in range(len(A))))


@answer("negative_log_likelihood")
def diagonal_of_pairs(A, labels):
    return np.log(1 / np.diag(A[:, labels])).mean()


@answer("negative_log_likelihood")
def by_mask(A, labels):
    right = A[np.arange(A.shape[1]) == labels.reshape(-1, 1)]
    return np.average(-np.log(right))


@answer("early_stopping")
def with_a_counter(scores, patience):
    best_score, best, waited = -np.inf, 0, 0
    for epoch in range(len(scores)):
        if scores[epoch] > best_score:
            best_score, best, waited = scores[epoch], epoch, 0
        else:
            waited += 1
            if waited == patience:
                return best, epoch
    return best, epoch


@answer("early_stopping")
def looking_back_each_time(scores, patience):
    for stop in range(len(scores)):
        best = int(np.argmax(scores[: stop + 1]))
        if stop - best >= patience:
            break
    return best, stop


@answer("early_stopping")
def with_while(scores, patience):
    best, epoch = 0, 0
    while epoch < len(scores) - 1 and epoch - best < patience:
        epoch += 1
        if scores[epoch] > scores[best]:
            best = epoch
    return [best, epoch]


@answer("early_stopping")
def with_running_maximum(scores, patience):
    record = np.maximum.accumulate(scores)
    starts = np.append(True, record[1:] > record[:-1])
    best = np.maximum.accumulate(np.where(starts, np.arange(len(scores)), 0))
    out_of_patience = np.flatnonzero(np.arange(len(scores)) - best >= patience)
    stop = out_of_patience[0] if len(out_of_patience) else len(scores) - 1
    return np.array([best[stop], stop])


@answer("early_stopping")
def with_patience_running_out(scores, patience):
    left, best, best_score = patience, 0, float(scores[0])
    for epoch, score in list(enumerate(scores))[1:]:
        left -= 1
        if score > best_score:
            left, best, best_score = patience, epoch, score
        if left == 0:
            return best, epoch
    return best, len(scores) - 1


@answer("accuracy")
def counting(A, labels):
    right = 0
    for outputs, label in zip(A, labels, strict=True):
        if np.argmax(outputs) == label:
            right += 1
    return right / len(labels)


@answer("accuracy")
def by_hand(A, labels):
    right = 0
    for i in range(A.shape[0]):
        answer = 0
        for j in range(1, A.shape[1]):
            if A[i, j] > A[i, answer]:
                answer = j
        right += int(answer == labels[i])
    return right / A.shape[0]


@answer("accuracy")
def by_lists(A, labels):
    answers = [row.index(max(row)) for row in A.tolist()]
    return sum(map(int.__eq__, answers, labels.tolist())) / len(answers)


@answer("accuracy")
def one_minus_errors(A, labels):
    return 1 - np.count_nonzero(A.argmax(axis=-1) - labels) / labels.size


@answer("accuracy")
def by_sorting(A, labels):
    order = np.argsort(-A, axis=1, kind="stable")
    return np.array(np.average(order[:, 0] == labels), dtype=np.float32)


@answer("accuracy")
def transposed(A, labels):
    return np.equal(np.argmax(A.T, axis=0), labels).sum() / len(A)
