"""The code that the panels show, run in PyTorch and Keras, trains the very network they show."""

import keras
import numpy as np
import pytest
import torch
from torch import nn

from neurona.network import shuffled
from neurona.panels import dialects, translating
from neurona.panels.dialects import Numbers
from tests.solutions.frameworks import double_precision

EPOCHS = 4
SEED = 3
CLOSE = 1e-10
NEARLY = 1e-6
SETTINGS = [(p, lam, penalty) for p in (0.0, 0.3) for lam in (0.0, 0.1) for penalty in ("l1", "l2")]
every_setting = pytest.mark.parametrize(("p", "lam", "penalty"), SETTINGS)


def source(framework, p, lam, penalty):
    numbers = dialects.converted(framework, p, lam, penalty)
    return "\n".join(line.code for line in dialects.code(framework, numbers, penalty))


def trained(p, lam, penalty):
    training = translating.untrained(SEED, p, lam, penalty)
    training.step(EPOCHS)
    return training.network


class Coins:
    """Masks from the random numbers that also shuffle, as our network draws them."""

    def __init__(self, rng, p):
        self.rng, self.p = rng, p

    def thin(self, shape):
        return (self.rng.random(shape) >= self.p) / (1 - self.p) if self.p else np.ones(shape)


@every_setting
def test_the_lines_of_pytorch(p, lam, penalty):
    names = {"nn": nn, "SGD": torch.optim.SGD}
    exec(source("torch", p, lam, penalty), names)
    start = translating.untrained(SEED, p, lam, penalty)
    model, coins = names["model"].double(), Coins(start.rng, p)
    for layer, W, b in zip(
        names["linear"], start.network.weights, start.network.biases, strict=True
    ):
        layer.weight.data, layer.bias.data = torch.tensor(W), torch.tensor(b)
    dropouts = [layer for layer in model if isinstance(layer, nn.Dropout)]
    assert [layer.p for layer in dropouts] == [p, p]
    for layer in dropouts:
        layer.register_forward_hook(
            lambda _layer, inputs, _out: inputs[0] * torch.tensor(coins.thin(inputs[0].shape))
        )
    for _epoch in range(EPOCHS):
        for X, Y in shuffled(start.X, start.Y, start.batch, start.rng):
            cost = nn.BCELoss()(model(torch.tensor(X)), torch.tensor(Y))
            if penalty == "l1":
                cost = cost + names["penalty"]()
            names["optimizer"].zero_grad()
            cost.backward()
            names["optimizer"].step()
    ours = trained(p, lam, penalty)
    for layer, W, b in zip(names["linear"], ours.weights, ours.biases, strict=True):
        np.testing.assert_allclose(layer.weight.detach().numpy(), W, atol=CLOSE)
        np.testing.assert_allclose(layer.bias.detach().numpy(), b, atol=CLOSE)


@pytest.fixture
def double():
    with double_precision():
        yield


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
@every_setting
def test_the_lines_of_keras(double, p, lam, penalty):
    start = translating.untrained(SEED, p, lam, penalty)
    coins, rates = Coins(start.rng, p), []

    class Dropout(keras.layers.Layer):
        def __init__(self, rate):
            super().__init__()
            rates.append(rate)

        def call(self, inputs, training=False):
            # It is called once more while the model is built, without any numbers.
            if not training or "meta" in str(inputs.device):
                return inputs
            return inputs * keras.ops.convert_to_tensor(coins.thin(tuple(inputs.shape)))

    names = {
        "Dense": keras.layers.Dense,
        "Dropout": Dropout,
        "Input": keras.Input,
        "L1": keras.regularizers.L1,
        "L2": keras.regularizers.L2,
        "SGD": keras.optimizers.SGD,
        "Sequential": keras.Sequential,
    }
    exec(source("keras", p, lam, penalty), names)
    assert rates == [p, p]
    model = names["model"]
    pairs = zip(start.network.weights, start.network.biases, strict=True)
    model.set_weights([array for W, b in pairs for array in (W.T, b)])
    for _epoch in range(EPOCHS):
        for X, Y in shuffled(start.X, start.Y, start.batch, start.rng):
            model.train_on_batch(X, Y)
    ours = trained(p, lam, penalty)
    found = model.get_weights()
    for W, b, kernel, bias in zip(ours.weights, ours.biases, found[::2], found[1::2], strict=True):
        np.testing.assert_allclose(kernel.T, W, atol=NEARLY)
        np.testing.assert_allclose(bias, b, atol=NEARLY)


@every_setting
def test_our_own_lines(p, lam, penalty):
    training = translating.untrained(SEED, p, lam, penalty)
    network, X, Y = training.network, training.X[:10], training.Y[:10]
    lines = source("ours", p, lam, penalty).split("\n\n")
    names = {"np": np, "rng": np.random.default_rng(1), "A": X}
    names["sigmoid"] = lambda Z: 1 / (1 + np.exp(-Z))
    masks = []
    for W, b in zip(network.weights[:-1], network.biases[:-1], strict=True):
        names |= {"W": W, "b": b}
        exec(lines[0], names)
        masks.append(names["mask"].astype(float))
    names |= {"W": network.weights[-1], "b": network.biases[-1]}
    exec(lines[0].split("\n")[0], names)
    rng = np.random.default_rng(1)
    thinning = [(rng.random((10, n)) >= p) / (1 - p) for n in network.sizes[1:-1]]
    whole = network.outputs(X) if not p else None
    if whole is not None:
        np.testing.assert_allclose(names["A"], whole)
    np.testing.assert_array_equal(np.array(masks), np.array(thinning) > 0)

    gradients = network.gradients(X, Y, masks, p=p)
    ends = []
    for W, b, dW, db in zip(network.weights, network.biases, *gradients, strict=True):
        names |= {"W": W, "b": b, "dW": dW, "db": db}
        exec(lines[1], names)
        ends.append((names["W"], names["b"]))
    network.learn(
        X,
        Y,
        np.random.default_rng(1),
        lr=dialects.LEARNING_RATE,
        p=p,
        decay=lam / dialects.N,
        penalty=penalty,
    )
    for (W, b), learned, bias in zip(ends, network.weights, network.biases, strict=True):
        np.testing.assert_allclose(W, learned, atol=1e-12)
        np.testing.assert_allclose(b, bias, atol=1e-12)


@pytest.mark.parametrize("framework", ["ours", "torch", "keras"])
@pytest.mark.parametrize("penalty", ["l1", "l2"])
def test_meaning_undoes_the_conversion(framework, penalty):
    numbers = dialects.converted(framework, 0.3, 0.07, penalty)
    assert numbers.rate == 0.3
    assert dialects.meaning(framework, numbers.factor, penalty) == pytest.approx(0.07)


@pytest.mark.parametrize("framework", ["ours", "torch", "keras"])
def test_lines_that_hold_a_knob_are_marked(framework):
    for line in dialects.code(framework, Numbers(0.125, 0.0625)):
        assert (line.knob == "p") == ("0.125" in line.code)
        assert (line.knob == "λ") == ("0.0625" in line.code)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0.0"), (1.0, "1.0"), (0.001, "0.001"), (4e-05, "4e-05"), (float("nan"), "?")],
)
def test_numbers_are_written_as_floats(value, text):
    assert dialects.literal(value) == text
