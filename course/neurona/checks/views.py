"""What is compared where a returned value may differ and still be right.

A view turns what a function returned into what the exercise is about. Any weights that make a
NAND gate are right, so it is the gate that is compared, not the weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from neurona.checks.compare import Difference, Tolerance, find_difference
from neurona.checks.datasets import load
from neurona.checks.plain import Dataset, Plain

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
        are used again or are none of them; and whether they all come in their old order.

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
        "in_order": flat == sorted(flat),
    }


def _read_indices(batch: Plain, place: int) -> list[int]:
    if isinstance(batch, np.ndarray) and batch.ndim == 1 and batch.dtype.kind in "iu":
        return [int(index) for index in batch]
    if isinstance(batch, (list, tuple)) and all(type(index) is int for index in batch):
        return list(batch)
    raise ViewError(Difference("type", (place,), np.arange(2), batch))


def digit_reader(value: Plain, args: Sequence[Plain]) -> Plain:
    """Score a trained network by the digits that it has not seen.

    Parameters
    ----------
    value : Plain
        Weights and biases.
    args : sequence of Plain
        The arguments: the examples come first, the layers' sizes third.

    Returns
    -------
    float or list
        The fraction of the unseen digits that it reads; for other examples than the bundled
        digits, the shapes of weights and biases.

    Raises
    ------
    ViewError
        If it is not a network of these sizes, or holds a number that is not finite.
    """
    examples, sizes = args[0], [int(size) for size in args[2]]
    shapes = [(n_out, n_in) for n_in, n_out in pairwise(sizes)]
    form = [np.zeros(shape) for shape in shapes], [np.zeros(size) for size in sizes[1:]]
    found = find_difference(form, value, _ANY_NUMBER)
    if found:
        raise ViewError(found)
    if not isinstance(examples, Dataset):
        return [*shapes, *((size,) for size in sizes[1:])]
    activations = load(Dataset("unseen_digit_pixels", examples.shuffle))
    for W, b in zip(*value, strict=True):
        activations = np.tanh((activations @ np.transpose(W) + np.asarray(b)) / 2) / 2 + 0.5
    labels = load(Dataset("unseen_digit_labels"))
    return float(np.mean(np.argmax(activations, axis=1) == labels))


VIEWS: dict[str, Callable[[Plain, Sequence[Plain]], Plain]] = {
    view.__name__: view for view in (truth_table, batches, digit_reader)
}
