"""Chapter 10: PyTorch and Keras, the same network with industrial strength.

What the two libraries mean by their numbers is taken from their own documentation:
``torch.nn.Sequential``, ``torch.nn.Linear`` and ``torch.optim.SGD`` of PyTorch 2.13, and
``keras.regularizers`` and ``keras.layers.Dropout`` of Keras 3.15. None of it needs either library.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Arrays = list[Array]


def to_state_dict(weights: Arrays, biases: Arrays) -> dict[str, Array]:
    """Name the weights and biases of a network as PyTorch does.

    The PyTorch model is ``nn.Sequential(nn.Linear(…), nn.Sigmoid(), nn.Linear(…), …)``: an
    activation stands between every two Linear layers. Sequential numbers all that stands in it
    from 0, in order. A Linear layer keeps its weights as this course does: one row for each
    neuron of the layer.

    Parameters
    ----------
    weights : list of arrays of shape (n_out, n_in)
        The weights of each layer.
    biases : list of arrays of shape (n_out,)
        The biases of each layer.

    Returns
    -------
    dict of str to array
        For each Linear layer its weights and its biases. A key is the layer's number in
        Sequential, a dot, and ``weight`` or ``bias``; the first two are ``"0.weight"`` and
        ``"0.bias"``. Nothing is kept for an activation.
    """
    state = {}
    for layer, (W, b) in enumerate(zip(weights, biases, strict=True)):
        state[f"{2 * layer}.weight"] = W
        state[f"{2 * layer}.bias"] = b
    return state


def weight_decay(lam: float, n: int) -> float:
    """Find the weight decay of ``torch.optim.SGD`` that stands for λ.

    In each step, ``torch.optim.SGD`` adds its ``weight_decay`` times w to the gradient of
    every parameter w, and then goes on as usual. This course adds the penalty λ/(2n)·Σw² to
    the cost. Both must take the same step.

    Parameters
    ----------
    lam : float
        The strength λ of the L2 penalty, at least 0.
    n : int
        The number of training examples, at least 1.

    Returns
    -------
    float
        The number for ``weight_decay``.
    """
    return lam / n


def keras_l2(lam: float, n: int) -> float:
    """Find the factor of ``keras.regularizers.L2`` that stands for λ.

    ``keras.regularizers.L2(factor)`` adds factor·Σw² to the cost. This course adds λ·Σw²,
    divided by twice the number of training examples. Both must add the same.

    Parameters
    ----------
    lam : float
        The strength λ of the L2 penalty, at least 0.
    n : int
        The number of training examples, at least 1.

    Returns
    -------
    float
        The factor for ``keras.regularizers.L2``.
    """
    return lam / (2 * n)


def keras_l1(lam: float, n: int) -> float:
    """Find the factor of ``keras.regularizers.L1`` that stands for λ.

    ``keras.regularizers.L1(factor)`` adds factor·Σ|w| to the cost. This course adds λ·Σ|w|,
    divided by the number of training examples. Both must add the same.

    Parameters
    ----------
    lam : float
        The strength λ of the L1 penalty, at least 0.
    n : int
        The number of training examples, at least 1.

    Returns
    -------
    float
        The factor for ``keras.regularizers.L1``.
    """
    return lam / n


def drop_rate(keep: float) -> float:
    """Find the rate of ``keras.layers.Dropout`` for a probability of keeping.

    Papers and older code often give the probability that a neuron is kept. ``nn.Dropout(p)``
    of PyTorch and ``keras.layers.Dropout(rate)`` of Keras ask for the probability that it is
    dropped.

    Parameters
    ----------
    keep : float
        The probability that a neuron is kept, in (0, 1].

    Returns
    -------
    float
        The number for p or rate, in [0, 1).
    """
    return 1 - keep
