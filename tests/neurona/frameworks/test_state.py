"""The twin of ``load_state_dict`` refuses what PyTorch refuses."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from torch import nn

from neurona.frameworks.state import read_state, refusal, wanted_shapes

SIZES = (3, 5, 4, 2)


def right():
    return {key: np.ones(shape) for key, shape in wanted_shapes(SIZES).items()}


def model():
    layers = []
    for n_in, n_out in pairwise(SIZES):
        layers += [nn.Linear(n_in, n_out), nn.Sigmoid()]
    return nn.Sequential(*layers)


def pytorch_takes(state):
    try:
        model().load_state_dict({key: torch.tensor(array) for key, array in state.items()})
    except RuntimeError:
        return False
    return True


def test_keys_and_shapes_are_pytorchs():
    theirs = {key: tuple(array.shape) for key, array in model().state_dict().items()}
    assert wanted_shapes(SIZES) == theirs
    assert list(wanted_shapes(SIZES)) == list(theirs)


@pytest.mark.parametrize(
    "change",
    [
        lambda state: state,
        lambda state: dict(reversed(state.items())),
        lambda state: {},
        lambda state: {key: state[key] for key in state if key != "4.bias"},
        lambda state: state | {"1.weight": state["0.weight"]},
        lambda state: state | {"2.weight": state["2.weight"].T},
        lambda state: state | {"0.bias": state["0.bias"][:, None]},
        lambda state: {key.replace("2.", "1."): array for key, array in state.items()},
    ],
)
def test_it_takes_what_pytorch_takes(change):
    state = change(right())
    assert (refusal(state, SIZES) == "") == pytorch_takes(state)


def test_a_dict_of_lists_is_read():
    read = read_state({"0.bias": [1, 2]})
    assert read["0.bias"].tolist() == [1.0, 2.0]


@pytest.mark.parametrize("value", [[1], 3.0, {"a": "b"}, {"a": [[1], [2, 3]]}])
def test_other_things_are_refused(value):
    with pytest.raises(ValueError, match=r"was expected|not an array"):
        read_state(value)
