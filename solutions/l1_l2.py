"""Chapter 07: L1 and L2, small weights.

λ is used as by M. Nielsen, *Neural Networks and Deep Learning* (2015), chapter 3: L2 adds
λ/(2n)·Σw² to the cost and L1 adds λ/n·Σ|w|, where n is the size of the training set. Biases are
never penalized.

L2 is the ridge of A. Hoerl and R. Kennard, *Ridge regression: biased estimation for nonorthogonal
problems*, Technometrics 12 (1970). L1 is the lasso of R. Tibshirani, *Regression shrinkage and
selection via the lasso*, Journal of the Royal Statistical Society B 58 (1996).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Arrays = list[Array]


def l2_penalty(weights: Arrays, lam: float, n: int) -> float:
    """Work out what L2 adds to the cost of a network.

    Parameters
    ----------
    weights : list of arrays of shape (n_out, n_in)
        The weights of each layer. Biases are not penalized.
    lam : float
        λ, the strength of the penalty, at least 0.
    n : int
        The size of the training set.

    Returns
    -------
    float
        The penalty for all weights of all layers.
    """
    return float(lam / (2 * n) * sum(np.sum(W**2) for W in weights))


def l1_penalty(weights: Arrays, lam: float, n: int) -> float:
    """Work out what L1 adds to the cost of a network.

    Parameters
    ----------
    weights : list of arrays of shape (n_out, n_in)
        The weights of each layer. Biases are not penalized.
    lam : float
        λ, the strength of the penalty, at least 0.
    n : int
        The size of the training set.

    Returns
    -------
    float
        The penalty for all weights of all layers.
    """
    return float(lam / n * sum(np.sum(np.abs(W)) for W in weights))


def l2_update(w: Array, grad: Array, lr: float, lam: float, n: int) -> Array:
    """Take one step downhill on a cost with an L2 penalty.

    Parameters
    ----------
    w : array of any shape
        The weights now. They must not be changed: return new ones.
    grad : array of that shape
        The derivative of the cost without the penalty with respect to each weight.
    lr : float
        The learning rate.
    lam : float
        λ, the strength of the penalty, at least 0.
    n : int
        The size of the training set.

    Returns
    -------
    array of that shape
        The weights after the step.
    """
    return (1 - lr * lam / n) * w - lr * grad


def l1_update(w: Array, grad: Array, lr: float, lam: float, n: int) -> Array:
    """Take one step downhill on a cost with an L1 penalty.

    Parameters
    ----------
    w : array of any shape
        The weights now. They must not be changed: return new ones.
        The penalty pulls a weight that is exactly 0 to neither side: its sign is 0.
    grad : array of that shape
        The derivative of the cost without the penalty with respect to each weight.
    lr : float
        The learning rate.
    lam : float
        λ, the strength of the penalty, at least 0.
    n : int
        The size of the training set.

    Returns
    -------
    array of that shape
        The weights after the step.
    """
    return w - lr * lam / n * np.sign(w) - lr * grad


def soft_threshold(w: Array, t: float) -> Array:
    """Move every weight toward 0 by t, and let it stop at 0.

    The name is from D. Donoho, *De-noising by soft-thresholding*, IEEE Transactions on
    Information Theory 41 (1995).

    Parameters
    ----------
    w : array of any shape
        The weights. They must not be changed: return new ones.
    t : float
        How far a weight moves, at least 0.

    Returns
    -------
    array of that shape
        The new weights. None has changed its sign.
    """
    return np.sign(w) * np.maximum(np.abs(w) - t, 0)


def sparsity(weights: Arrays, tol: float) -> float:
    """Measure how sparse a network is: which fraction of its weights is 0, or nearly.

    Parameters
    ----------
    weights : list of arrays of shape (n_out, n_in)
        The weights of each layer.
    tol : float
        How far from 0 a weight may lie, on either side, and still count as zero; at least 0.
        A weight at exactly this distance counts too.

    Returns
    -------
    float
        The fraction, from 0 to 1, of all the network's weights that count as zero.
    """
    every = np.concatenate([W.ravel() for W in weights])
    return float(np.mean(np.abs(every) <= tol))


def regularized_gradients(dWs: Arrays, weights: Arrays, lam: float, n: int, kind: str) -> Arrays:
    """Add a penalty's share to the gradients of a network's weights.

    Parameters
    ----------
    dWs : list of arrays of shape (n_out, n_in)
        The derivatives of the cost without the penalty with respect to each layer's weights,
        as backpropagation finds them. They must not be changed: return new ones.
    weights : list of arrays of shape (n_out, n_in)
        The weights of each layer.
    lam : float
        λ, the strength of the penalty, at least 0.
    n : int
        The size of the training set.
    kind : str
        The penalty: ``"l1"`` or ``"l2"``.

    Returns
    -------
    list of arrays of shape (n_out, n_in)
        The derivatives of the cost with the penalty. With L1, a weight that is exactly 0 has
        the sign 0.

    Raises
    ------
    ValueError
        If `kind` is neither ``"l1"`` nor ``"l2"``.
    """
    slopes: dict[str, Callable[[Array], Array]] = {"l1": np.sign, "l2": lambda W: W}
    if kind not in slopes:
        raise ValueError(f'kind must be "l1" or "l2", not "{kind}"')
    return [dW + lam / n * slopes[kind](W) for dW, W in zip(dWs, weights, strict=True)]
