"""What is compared where a returned value may differ and still be right.

A view turns what a function returned into what the exercise is about. Any weights that make a
NAND gate are right, so it is the gate that is compared, not the weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from neurona.checks.compare import Difference, Tolerance, find_difference
from neurona.checks.datasets import load
from neurona.checks.plain import Dataset, Plain

Array = npt.NDArray[np.float64]

_ANY_NUMBER = Tolerance(relative=0, absolute=np.finfo(float).max)
_GATE_INPUTS = ((0, 0), (0, 1), (1, 0), (1, 1))


class ViewError(Exception):
    """A returned value has not the form that the view needs.

    Parameters
    ----------
    difference : Difference
        In what it differs from a value of the right form.
    """

    def __init__(self, difference: Difference) -> None:
        super().__init__(difference.kind)
        self.difference = difference


def truth_table(value: Plain, args: Sequence[Plain] = ()) -> Plain:
    """Tabulate the gate that weights and a bias make.

    Parameters
    ----------
    value : Plain
        A pair of weights of shape (2,) and a bias.
    args : sequence of Plain
        Of no interest here.

    Returns
    -------
    array of int, of shape (4,)
        The outputs for (0, 0), (0, 1), (1, 0) and (1, 1).

    Raises
    ------
    ViewError
        If it is not such a pair, or holds a number that is not finite.
    """
    found = find_difference((np.zeros(2), 0.0), value, _ANY_NUMBER)
    if found:
        raise ViewError(found)
    w, b = np.asarray(value[0], dtype=float), float(value[1])
    with np.errstate(all="ignore"):  # weights may be so large that their sum is infinite
        return np.array([int(w @ np.array(inputs) + b > 0) for inputs in _GATE_INPUTS])


def batches(value: Plain, args: Sequence[Plain]) -> Plain:
    """Tell what matters of mini-batches, however they were shuffled.

    Parameters
    ----------
    value : Plain
        A list of arrays of indices.
    args : sequence of Plain
        The arguments; the first is n, the number of examples.

    Returns
    -------
    dict
        The batches' sizes; how many of the indices 0 to n − 1 are never used, how many indices
        are used again or are none of them; and, of several batches, whether all come in their
        old order, and whether each holds neighbors only.

    Raises
    ------
    ViewError
        If it is not such a list.
    """
    n = int(args[0])
    if not isinstance(value, (list, tuple)) and not (isinstance(value, np.ndarray) and value.ndim):
        raise ViewError(Difference("type", (), [np.arange(2), np.arange(2)], value))
    indices = [_read_indices(batch, place) for place, batch in enumerate(value)]
    flat = [index for batch in indices for index in batch]
    return {
        "sizes": [len(batch) for batch in indices],
        "unused": len(set(range(n)) - set(flat)),
        "extra": len(flat) - len(set(range(n)) & set(flat)),
        "in_order": len(indices) > 1 and flat == sorted(flat),
        "in_blocks": 1 < len(indices) < len(flat) and all(map(_are_neighbors, indices)),
    }


def _are_neighbors(batch: list[int]) -> bool:
    return bool(batch) and sorted(batch) == list(range(min(batch), min(batch) + len(batch)))


def _read_indices(batch: Plain, place: int) -> list[int]:
    if isinstance(batch, np.ndarray) and batch.ndim == 1 and batch.dtype.kind in "iu":
        return [int(index) for index in batch]
    if isinstance(batch, (list, tuple)) and all(type(index) is int for index in batch):
        return list(batch)
    raise ViewError(Difference("type", (place,), np.arange(2), batch))


def agreement(value: Plain, args: Sequence[Plain]) -> Plain:
    """Tell whether two gradients agree, by the largest relative error between them.

    Parameters
    ----------
    value : Plain
        The error.
    args : sequence of Plain
        Of no interest here.

    Returns
    -------
    dict
        The error: 0 where it is below 1e-4, 1 where it is above 0.1, itself in between.

    Raises
    ------
    ViewError
        If it is not a number, or says yes or no where it should say how much.
    """
    number = value.item() if isinstance(value, np.ndarray) and value.ndim == 0 else value
    if type(number) not in (int, float):
        raise ViewError(Difference("type", (), 0.5, value))
    return {"largest": 0.0 if abs(number) < 1e-4 else 1.0 if number > 0.1 else number}


def digit_reader(value: Plain, args: Sequence[Plain]) -> Plain:
    """Score a trained network by the digits that it has not seen.

    Parameters
    ----------
    value : Plain
        Weights and biases.
    args : sequence of Plain
        The arguments: the examples come first, the layers' sizes third, the learning rate fourth.

    Returns
    -------
    float or dict
        The fraction of the unseen digits that it reads. For other examples than the bundled
        digits, what can be known however the network was drawn: where the learning rate is 0,
        how it began; where all inputs are 0, so that weights have no effect, the biases.

    Raises
    ------
    ViewError
        If it is not a network of these sizes, or holds a number that is not finite.
    """
    examples, sizes, lr = args[0], [int(size) for size in args[2]], args[3]
    form = (
        [np.zeros((n_out, n_in)) for n_in, n_out in pairwise(sizes)],
        [np.zeros(size) for size in sizes[1:]],
    )
    found = find_difference(form, value, _ANY_NUMBER)
    if found:
        raise ViewError(found)
    weights = [np.asarray(W, dtype=float) for W in value[0]]
    biases = [np.asarray(b, dtype=float) for b in value[1]]
    if isinstance(examples, Dataset):
        return _fraction_read(weights, biases, Dataset("unseen_digit_pixels", examples.shuffle))
    if lr == 0:
        return {"spread": [_spread(W) for W in weights], "biases": biases}
    return {"biases": biases} if not np.any(examples) else {}


def digits_named(value: Plain, args: Sequence[Plain]) -> Plain:
    """Score labels by the digits that were to be named.

    Parameters
    ----------
    value : Plain
        The labels of the unseen digits.
    args : sequence of Plain
        Of no interest here: the digits' own labels do not change with the order of their pixels.

    Returns
    -------
    float
        The fraction of the unseen digits that have their own labels.

    Raises
    ------
    ViewError
        If there is not one number for each of them.
    """
    labels = load(Dataset("unseen_digit_labels"))
    found = find_difference(labels, value, _ANY_NUMBER)
    if found:
        raise ViewError(found)
    return float(np.mean(np.asarray(value) == labels))


def _fraction_read(weights: list[Array], biases: list[Array], unseen: Dataset) -> float:
    activations = np.asarray(load(unseen), dtype=float)
    for W, b in zip(weights, biases, strict=True):
        activations = np.tanh((activations @ W.T + b) / 2) / 2 + 0.5
    labels = load(Dataset("unseen_digit_labels"))
    return float(np.mean(np.argmax(activations, axis=1) == labels))


def _spread(W: Array) -> float | str:
    """Hold start weights against a standard deviation of 1/√n_in, in powers of 2, or so."""
    deviation = float(np.std(W))
    if deviation < 1e-12:
        return "none"
    if abs(np.mean(W)) > 6 * deviation / np.sqrt(W.size):
        return "not centered"
    return float(np.rint(np.log2(deviation * np.sqrt(W.shape[1]))))


VIEWS: dict[str, Callable[[Plain, Sequence[Plain]], Plain]] = {
    view.__name__: view for view in (truth_table, batches, agreement, digit_reader, digits_named)
}
