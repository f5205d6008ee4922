"""What a PyTorch model would say to a state dict, told without PyTorch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from neurona.language import _

Array = npt.NDArray[np.float64]
State = dict[str, Array]

MOST = 4  # keys that a sentence names


def read_state(value: Any) -> State:
    """Read a dict of arrays.

    Parameters
    ----------
    value : object
        What a student's function returned.

    Raises
    ------
    ValueError
        When it is something else.
    """
    if not isinstance(value, Mapping):
        kind = type(value).__name__
        raise ValueError(_("a dict was expected, not {kind}").format(kind=kind))
    try:
        return {str(key): np.array(array, dtype=np.float64) for key, array in value.items()}
    except (TypeError, ValueError):
        raise ValueError(_("the dict holds something that is not an array")) from None


def wanted_shapes(sizes: Sequence[int]) -> dict[str, tuple[int, ...]]:
    """Return the keys and shapes of ``nn.Sequential(Linear, Sigmoid, Linear, Sigmoid, …)``.

    Parameters
    ----------
    sizes : sequence of int
        Neurons in each layer, inputs first.

    Returns
    -------
    dict of str to tuple of int
        As PyTorch lists them.
    """
    shapes: dict[str, tuple[int, ...]] = {}
    for layer, (n_in, n_out) in enumerate(pairwise(sizes)):
        shapes[f"{2 * layer}.weight"] = (n_out, n_in)
        shapes[f"{2 * layer}.bias"] = (n_out,)
    return shapes


def refusal(state: State, sizes: Sequence[int]) -> str:
    """Return why PyTorch would not load a state dict, in one sentence; empty where it would.

    Parameters
    ----------
    state : dict of str to array
        What is to be loaded.
    sizes : sequence of int
        Neurons in each layer of the model, inputs first.
    """
    wanted = wanted_shapes(sizes)
    missing = [key for key in wanted if key not in state]
    if missing:
        return _("PyTorch misses {keys}").format(keys=_some(missing))
    unexpected = [key for key in state if key not in wanted]
    if unexpected:
        return _("PyTorch does not know {keys}").format(keys=_some(unexpected))
    for key, shape in wanted.items():
        if state[key].shape != shape:
            return _("PyTorch wants {key} of shape {wanted}, not {found}").format(
                key=key, wanted=shape, found=state[key].shape
            )
    return ""


def _some(keys: Sequence[str]) -> str:
    return ", ".join(keys[:MOST]) + (" …" if len(keys) > MOST else "")
