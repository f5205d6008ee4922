"""Right answers to chapter 10."""

from __future__ import annotations

import math
from collections import OrderedDict
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import chain, count

import numpy as np

from solutions import pytorch_and_keras as solved
from tests.autograde.suite.right_answers import Answers, answer_to

ANSWERS: Answers = {}
answer = partial(answer_to, ANSWERS)


@answer("to_state_dict")
def comprehensions(weights, biases):
    even = [2 * layer for layer in range(len(weights))]
    state = {f"{k}.weight": W.copy() for k, W in zip(even, weights, strict=True)}
    return state | {f"{k}.bias": b.copy() for k, b in zip(even, biases, strict=True)}


@answer("to_state_dict")
def pairs_put_in_order(weights, biases):
    keys = chain.from_iterable((f"{k}.weight", f"{k}.bias") for k in count(0, 2))
    values = chain.from_iterable(zip(weights, biases, strict=True))
    return OrderedDict(zip(keys, values, strict=False))


@answer("to_state_dict")
def built_like_the_model(weights, biases):
    """List all that stands in Sequential, and then look at what has parameters."""
    model = []
    for W, b in zip(weights, biases, strict=True):
        model += [(np.float32(W), np.float32(b)), None]
    model.pop()
    state = {}
    for number, linear in enumerate(model):
        if linear is not None:
            state.update(zip((f"{number}.weight", f"{number}.bias"), linear, strict=True))
    return state


@answer("to_state_dict")
def from_the_last_layer(weights, biases):
    state = {}
    for layer in range(len(weights) - 1, -1, -1):
        for name, arrays in (("bias", biases), ("weight", weights)):
            state["{}.{}".format(layer + layer, name)] = np.array(arrays[layer])  # noqa: UP032
    return state


@answer("to_state_dict")
def recursive(weights, biases, first=0):
    if not weights:
        return {}
    later = recursive(weights[1:], biases[1:], first + 2)
    return {"%d.weight" % first: weights[0], "%d.bias" % first: biases[0], **later}  # noqa: UP031


@answer("weight_decay")
def derivative_of_the_penalty(lam, n):
    def penalty(w):
        return lam / (2 * n) * w**2

    return (penalty(1 + 1e-3) - penalty(1 - 1e-3)) / 2e-3


@answer("weight_decay")
def exact_fraction(lam, n):
    return float(Fraction(lam) / n)


@answer("weight_decay")
def in_float32(lam, n):
    return np.float32(lam) / np.float32(n)


@answer("weight_decay")
def twice_the_factor_of_keras(lam, n):
    return np.array(2 * solved.keras_l2(lam, n))


@answer("weight_decay")
def times_the_inverse(lam, n):
    return lam * n**-1


@answer("keras_l2")
def divided_twice(lam, n):
    return lam / n / 2


@answer("keras_l2")
def half_of_the_decay(lam, n):
    return 0.5 * solved.weight_decay(lam, n)


@answer("keras_l2")
def penalty_of_one_weight(lam, n):
    w = np.ones(1, dtype=np.float32)
    return np.sum(w**2) * np.float32(lam) / (n + n)


@answer("keras_l2")
def exact_half(lam, n):
    return float(Fraction(1, 2 * n) * Fraction(lam))


@answer("keras_l2")
def logarithms(lam, n):
    if not lam:
        return 0
    return math.exp(math.log(lam) - math.log(2) - math.log(n))


@answer("keras_l1")
def divided_by_numpy(lam, n):
    return np.divide(lam, n)


@answer("keras_l1")
def slope_of_the_penalty(lam, n):
    penalties = [lam / n * abs(w) for w in (3.0, 4.0)]
    return penalties[1] - penalties[0]


@answer("keras_l1")
def a_share_for_each_example(lam, n):
    return sum(lam for _ in range(n)) / n**2 if n < 1000 else lam / float(n)


@answer("keras_l1")
def twice_the_l2(lam, n):
    return 2 * solved.keras_l2(lam, n)


@answer("keras_l1")
def with_decimals(lam, n):
    return float(Decimal(lam) / Decimal(n))


@answer("drop_rate")
def negative_plus_one(keep):
    return -keep + 1.0


@answer("drop_rate")
def numpys(keep):
    return np.subtract(1, keep)


@answer("drop_rate")
def in_float32_too(keep):
    return np.float32(1) - np.float32(keep)


@answer("drop_rate")
def rounded_to_ten_digits(keep):
    return round(1 - keep, 10)


@answer("drop_rate")
def share_of_the_dropped(keep):
    kept = keep / 1
    dropped = (1 - kept) / (kept + (1 - kept))
    return np.array(dropped)
