"""A student's functions held against the frameworks themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from neurona.frameworks.presence import has, how_to_get, lacking
from neurona.frameworks.state import read_state
from neurona.language import _
from neurona.network import Network
from neurona.panels.student import StudentFunction, StudentProblem, number

Array = npt.NDArray[np.float64]
Namespace = Mapping[str, Any]

SIZES = (4, 5, 2)
LAM, N = 0.3, 12
KEEP = 0.8
COINS = 100_000
LEARNING_RATE = 0.5
SAME = 1e-12  # in double precision
NEARLY = 1e-6  # in single precision, in which Keras adds up
REFUSAL = 120  # characters of what a framework says


def prove(namespace: Namespace) -> None:
    """Print what PyTorch and Keras make of a student's functions.

    Parameters
    ----------
    namespace : mapping
        Where the functions are looked up: a notebook's ``globals()``.
    """
    missing: dict[str, None] = {}
    for name, (library, proof) in PROOFS.items():
        lacks = lacking(library)
        if lacks:
            missing |= dict.fromkeys(lacks)
        elif has(library):
            print(f"{name}: {_attempt(proof, namespace)}")
    if missing:
        print(how_to_get(list(missing)))


def _attempt(proof: Callable[[Namespace], str], namespace: Namespace) -> str:
    try:
        return proof(namespace)
    except StudentProblem as problem:
        return str(problem).replace("`", "")
    except (ValueError, RuntimeError) as error:  # a framework's word on a number or a dict
        said = " ".join(str(error).split())[:REFUSAL]
        return _("refused with “{said}”").format(said=said)


def example() -> tuple[Network, Array, Array]:
    """Return a network of ours with a batch for it."""
    rng = np.random.default_rng(10)
    network = Network(SIZES, rng)
    network.biases = [rng.normal(size=b.shape) for b in network.biases]
    return network, rng.normal(size=(N, SIZES[0])), rng.random((N, SIZES[-1]))


def _torch_model(state: Mapping[str, Array]) -> Any:
    import torch
    from torch import nn

    first, hidden, last = SIZES
    model = nn.Sequential(
        nn.Linear(first, hidden), nn.Sigmoid(), nn.Linear(hidden, last), nn.Sigmoid()
    ).double()
    model.load_state_dict({key: torch.tensor(array) for key, array in state.items()})
    return model


def _torch_cost(model: Any, X: Array, Y: Array) -> Any:
    import torch

    return ((model(torch.tensor(X)) - torch.tensor(Y)) ** 2).sum() / (2 * len(X))


def _prove_state_dict(namespace: Namespace) -> str:
    import torch

    network, X, Y = example()
    to_state_dict = StudentFunction(namespace, "to_state_dict", read_state)
    model = _torch_model(to_state_dict(network.weights, network.biases))
    apart = np.abs(model(torch.tensor(X)).detach().numpy() - network.outputs(X)).max()
    _torch_cost(model, X, Y).backward()
    dWs, dbs = network.gradients(X, Y)
    ours = [array for pair in zip(dWs, dbs, strict=True) for array in pair]
    slopes = max(
        float(np.abs(theirs.grad.numpy() - own).max())
        for theirs, own in zip(model.parameters(), ours, strict=True)
    )
    same = apart < SAME and slopes < SAME
    return (
        _("same outputs and gradients in PyTorch; they differ by {outputs} and {gradients}")
        if same
        else _("PyTorch takes it, but outputs differ by {outputs} and gradients by {gradients}")
    ).format(outputs=_tiny(apart), gradients=_tiny(slopes))


def _prove_weight_decay(namespace: Namespace) -> str:
    import torch

    network, X, Y = example()
    decay = StudentFunction(namespace, "weight_decay", number)(LAM, N)
    own: dict[str, Array] = {}
    for layer, (W, b) in enumerate(zip(network.weights, network.biases, strict=True)):
        own |= {f"{2 * layer}.weight": W, f"{2 * layer}.bias": b}
    model = _torch_model(own)
    groups = [
        {"params": [model[i].weight for i in (0, 2)], "weight_decay": decay},
        {"params": [model[i].bias for i in (0, 2)]},
    ]
    optimizer = torch.optim.SGD(groups, lr=LEARNING_RATE)
    _torch_cost(model, X, Y).backward()
    optimizer.step()
    network.learn(X, Y, np.random.default_rng(0), lr=LEARNING_RATE, decay=LAM / N)
    apart = max(
        float(np.abs(model[2 * layer].weight.detach().numpy() - W).max())
        for layer, W in enumerate(network.weights)
    )
    return (
        _("a step of torch.optim.SGD and ours end at the same weights; they differ by {apart}")
        if apart < SAME
        else _("a step of torch.optim.SGD and ours end at weights that differ by {apart}")
    ).format(apart=_tiny(apart))


def _prove_keras(name: str, kind: str, power: int, share: float) -> Callable[[Namespace], str]:
    def proof(namespace: Namespace) -> str:
        import keras

        W = example()[0].weights[0]
        factor = StudentFunction(namespace, name, number)(LAM, N)
        theirs = float(getattr(keras.regularizers, kind)(factor)(W))
        ours = share * LAM / N * float(np.sum(np.abs(W) ** power))
        same = abs(theirs - ours) <= NEARLY * ours
        return (
            _("Keras adds {theirs:.5f} to the cost, and so do we")
            if same
            else _("Keras adds {theirs:.5f} to the cost, we add {ours:.5f}")
        ).format(theirs=theirs, ours=ours)

    return proof


def _prove_drop_rate(namespace: Namespace) -> str:
    import torch

    rate = StudentFunction(namespace, "drop_rate", number)(KEEP)
    torch.manual_seed(0)
    out = torch.nn.Dropout(rate)(torch.ones(COINS))
    return _("to keep {keep:.0%}, PyTorch drops {dropped:.0%}").format(
        keep=KEEP, dropped=float((out == 0).double().mean())
    )


def _tiny(value: float) -> str:
    return f"{value:.0e}" if value else "0"


PROOFS: dict[str, tuple[str, Callable[[Namespace], str]]] = {
    "to_state_dict": ("torch", _prove_state_dict),
    "weight_decay": ("torch", _prove_weight_decay),
    "keras_l2": ("keras", _prove_keras("keras_l2", "L2", 2, 0.5)),
    "keras_l1": ("keras", _prove_keras("keras_l1", "L1", 1, 1.0)),
    "drop_rate": ("torch", _prove_drop_rate),
}
"""For each function, the library that has the last word, and how it is asked."""
