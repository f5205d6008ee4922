"""Chapter 08: dropout in a whole network."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.special import expit as sigmoid

from autograde.suite.define import calls, case, part
from autograde.suite.dropout.shared import chapter, draw_batch, draw_network, draw_seed, reference
from neurona.checks.exercise import Case
from neurona.checks.plain import Rng


def _feedforward_case(seed: int, sizes, m, p, training, part):
    rng = np.random.default_rng(seed)
    weights, biases = draw_network(rng, sizes)
    return case(draw_batch(rng, m, sizes[0]), weights, biases, p, Rng(seed), training, part=part)


def _one_after_the_other(single: Case) -> Case:
    """Call twice with one generator, to see that nothing more is drawn than should be."""
    return calls(*single.calls, *single.calls, part=single.part)


feedforward_dropout = chapter.exercise(
    "feedforward_dropout",
    parts=[
        part("training", 2, "drops hidden neurons while training"),
        part("inference", 1, "uses every neuron when not training"),
    ],
    public=[
        _feedforward_case(11, (2, 3, 2), 2, 0.5, True, "training"),
        _feedforward_case(12, (3, 4, 4, 2), 3, 0.5, True, "training"),
        _feedforward_case(13, (2, 3, 1), 2, 0.0, True, "training"),
        _feedforward_case(14, (2, 2), 2, 0.5, True, "training"),
        _one_after_the_other(_feedforward_case(17, (2, 3, 2), 2, 0.25, True, "training")),
        _feedforward_case(15, (3, 4, 4, 2), 2, 0.5, False, "inference"),
        _feedforward_case(16, (2, 3, 1), 3, 0.25, False, "inference"),
    ],
    hints=[
        "For one layer: weighted input, sigmoid, and dropout if the layer is hidden. Then the "
        "next layer.",
        "The next layer receives what dropout let through.",
        "How many hidden layers does a network with len(weights) layers have? Which one is left?",
    ],
)


@feedforward_dropout.hidden
def _draw_feedforward(rng: np.random.Generator) -> Iterator[Case]:
    for sizes in ((2, 2), (3, 4, 2), (2, 3, 3, 1), (4, 3, 5, 2, 3), (2, 4, 4, 4, 2)):
        for p in (0.0, 0.3, 0.6):
            weights, biases = draw_network(rng, sizes)
            X = draw_batch(rng, int(rng.integers(1, 5)), sizes[0])
            train = case(X, weights, biases, p, draw_seed(rng), True, part="training")
            yield train
            yield _one_after_the_other(train)
            yield case(X, weights, biases, p, draw_seed(rng), False, part="inference")


def _feedforward(
    drops_input=False,
    drops_output=False,
    same_mask=False,
    rescales=True,
    passes_on=True,
    records=True,
    ignores_training=False,
    hides_last_mask=True,
):
    """Write feedforward_dropout with one thing done differently."""

    def drop(A, p, rng, training, masks):
        if not training and not ignores_training:
            mask = np.ones_like(A)
        elif same_mask and masks and masks[0].shape == A.shape:
            mask = masks[0]
        else:
            mask = (rng.random(A.shape) >= p).astype(float)
        used = training or ignores_training
        return (A * mask / (1 - p) if rescales and used else A * mask), mask

    def mistaken(X, weights, biases, p, rng, training):
        masks = []
        given = drop(X, p, rng, training, [])[0] if drops_input else X
        activations = [X]
        for layer, (W, b) in enumerate(zip(weights, biases, strict=True), start=1):
            A = dropped = sigmoid(given @ W.T + b)
            if layer < len(weights) or drops_output:
                dropped, mask = drop(A, p, rng, training, masks)
                masks.append(mask)
            given = dropped if passes_on else A
            activations.append(dropped if records else A)
        if drops_output and hides_last_mask:
            masks.pop()
        return activations, masks

    return mistaken


OUTPUT_DROPPED = {
    "says": "The output layer is dropped too.",
    "hint": "A network that sometimes loses its answer cannot be trained on it. Which layers "
    "are hidden?",
}
feedforward_dropout.mistake("output_dropped", **OUTPUT_DROPPED)(_feedforward(drops_output=True))
feedforward_dropout.mistake("output_dropped", **OUTPUT_DROPPED)(
    _feedforward(drops_output=True, hides_last_mask=False)
)
feedforward_dropout.mistake(
    "input_dropped",
    says="The inputs are dropped too.",
    hint="Dropout acts on what hidden neurons pass on. What goes into the first layer?",
)(_feedforward(drops_input=True))
feedforward_dropout.mistake(
    "same_mask",
    says="Two hidden layers share one mask.",
    hint="Each hidden layer loses neurons of its own. How often do you draw?",
)(_feedforward(same_mask=True))
feedforward_dropout.mistake(
    "not_rescaled",
    says="The surviving activations are not rescaled.",
    hint="Which of your functions drops and rescales in one go?",
)(_feedforward(rescales=False))
feedforward_dropout.mistake(
    "not_passed_on",
    says="Dropout is recorded, but the next layer still receives the activations from before it.",
    hint="Which array enters the next weighted input?",
)(_feedforward(passes_on=False))
feedforward_dropout.mistake(
    "recorded_before",
    says="activations holds what the layers computed before dropout, not what they pass on.",
    hint="Read in the docstring what activations should hold for a hidden layer.",
)(_feedforward(records=False))
feedforward_dropout.mistake(
    "active_at_inference",
    says="Neurons are still dropped when training is False.",
    hint="Where does training go in your function?",
)(_feedforward(ignores_training=True))


def _backprop_case(seed: int, sizes, m, p, part):
    rng = np.random.default_rng(seed)
    weights, biases = draw_network(rng, sizes)
    masks = [(rng.random((m, n)) >= p).astype(float) for n in sizes[1:-1]]
    X, Y = draw_batch(rng, m, sizes[0]), rng.integers(0, 2, (m, sizes[-1])).astype(float)
    return case(X, Y, weights, biases, masks, p, part=part)


backprop_dropout = chapter.exercise(
    "backprop_dropout",
    parts=[
        part("dropping", 2, "the gradient when neurons are dropped"),
        part("all_on", 1, "the gradient when no neuron is dropped"),
    ],
    public=[
        _backprop_case(21, (2, 3, 1), 2, 0.5, "dropping"),
        _backprop_case(22, (3, 4, 3, 2), 3, 0.4, "dropping"),
        _backprop_case(23, (2, 4, 2), 4, 0.25, "dropping"),
        _backprop_case(26, (2, 3, 3, 3, 1), 2, 0.25, "dropping"),
        _backprop_case(24, (2, 3, 2), 4, 0.0, "all_on"),
        _backprop_case(25, (2, 3, 3, 1), 2, 0.0, "all_on"),
    ],
    hints=[
        "First go forward with the given masks, and keep each layer's activations both before "
        "and after dropout.",
        "σ′(z) = a(1 − a), where a is the activation before dropout.",
        "On the way back, dropout stands between a layer's activation and the next layer's "
        "weights. You have a function that goes back through it.",
    ],
)


@backprop_dropout.hidden
def _draw_backprop(rng: np.random.Generator) -> Iterator[Case]:
    for sizes in ((2, 3, 1), (3, 4, 2), (2, 3, 3, 2), (3, 4, 2, 3, 2)):
        for p in (0.2, 0.5):
            seed, m = int(rng.integers(2**32)), int(rng.integers(2, 6))
            yield _backprop_case(seed, sizes, m, p, "dropping")
            yield _backprop_case(seed, sizes, m, 0.0, "all_on")
    yield _backprop_case(int(rng.integers(2**32)), (3, 2), 1, 0.0, "all_on")


def _backprop(
    masks_back=True, rescales_back=True, slope_of_dropped=False, averages=True, slopes=True
):
    """Write backprop_dropout with one thing done differently."""

    def slope(raw, dropped):
        if not slopes:
            return 1.0
        a = dropped if slope_of_dropped else raw
        return a * (1 - a)

    def mistaken(X, Y, weights, biases, masks, p):
        raw, passed = [], [X]
        for W, b, mask in zip(weights, biases, [*masks, None], strict=True):
            A = sigmoid(passed[-1] @ W.T + b)
            raw.append(A)
            passed.append(A if mask is None else A * mask / (1 - p))
        m = len(X) if averages else 1
        delta = (raw[-1] - Y) / m * raw[-1] * (1 - raw[-1])
        dWs, dbs = [], []
        for layer in reversed(range(len(weights))):
            dWs.insert(0, delta.T @ passed[layer])
            dbs.insert(0, delta.sum(axis=0))
            if layer > 0:
                dA = delta @ weights[layer]
                dA = dA * masks[layer - 1] if masks_back else dA
                dA = dA / (1 - p) if rescales_back else dA
                delta = dA * slope(raw[layer - 1], passed[layer])
        return dWs, dbs

    return mistaken


MASK_ONLY_FORWARD = {
    "says": "The masks act only forward: on the way back, dropped neurons are blamed as well.",
    "hint": "Nudge the weights into a dropped neuron. Does the cost change?",
}
backprop_dropout.mistake("mask_only_forward", **MASK_ONLY_FORWARD)(
    _backprop(masks_back=False, rescales_back=False)
)
backprop_dropout.mistake("mask_only_forward", **MASK_ONLY_FORWARD)(_backprop(masks_back=False))
backprop_dropout.mistake(
    "rescale_only_forward",
    says="The masks go both ways, but the factor 1/(1 − p) only forward.",
    hint="What multiplied an activation on the way forward also multiplies its derivative.",
)(_backprop(rescales_back=False))
backprop_dropout.mistake(
    "slope_of_dropped",
    says="σ′ is worked out from activations after dropout; it belongs to those before.",
    hint="a(1 − a) is the slope of the sigmoid where the neuron was. Which a is that?",
)(_backprop(slope_of_dropped=True))
backprop_dropout.mistake(
    "summed",
    says="The gradient is summed over the batch; it should be averaged.",
    hint="Hand in the same batch twice over. Should the gradient double?",
)(_backprop(averages=False))
backprop_dropout.mistake(
    "slope_missing",
    says="σ′ is missing in the hidden layers.",
    hint="Going back through a neuron means going back through its sigmoid too.",
)(_backprop(slopes=False))


def _ensemble_case(seed: int, sizes, m, p, draws):
    rng = np.random.default_rng(seed)
    weights, biases = draw_network(rng, sizes)
    return case(draw_batch(rng, m, sizes[0]), weights, biases, p, draws, Rng(seed))


ensemble_predict = chapter.exercise(
    "ensemble_predict",
    points=2,
    public=[
        _ensemble_case(31, (2, 4, 1), 2, 0.5, 5),
        _ensemble_case(32, (3, 4, 4, 2), 3, 0.25, 8),
        _ensemble_case(33, (2, 3, 2), 1, 0.5, 2),
    ],
    hints=[
        "Each call of feedforward_dropout with training on is another thinned network.",
        "Collect the last activations of all the draws in one array. Over which axis do you "
        "average?",
    ],
)


@ensemble_predict.hidden
def _draw_ensemble(rng: np.random.Generator) -> Iterator[Case]:
    for sizes in ((2, 3, 1), (3, 4, 2), (2, 3, 3, 2)):
        for draws in (1, 2, 7):
            m, p = int(rng.integers(1, 5)), float(rng.integers(1, 8) / 10)
            yield _ensemble_case(int(rng.integers(2**32)), sizes, m, p, draws)


def _outputs(X, weights, biases, p, draws, rng, training=True):
    return np.array(
        [
            reference.feedforward_dropout(X, weights, biases, p, rng, training)[0][-1]
            for _ in range(draws)
        ]
    )


@ensemble_predict.mistake(
    "one_draw",
    says="Only one thinned network is asked.",
    hint="With draws = 100, how many forward passes do you make?",
)
def _(X, weights, biases, p, draws, rng):
    output = _outputs(X, weights, biases, p, 1, rng)[0]
    return output, np.zeros_like(output)


@ensemble_predict.mistake(
    "std_of_mean",
    says="std is the uncertainty of the mean, not the spread of the networks.",
    hint="More draws should not shrink the spread. Is there a factor too many?",
)
def _(X, weights, biases, p, draws, rng):
    outputs = _outputs(X, weights, biases, p, draws, rng)
    return outputs.mean(axis=0), outputs.std(axis=0) / np.sqrt(draws)


@ensemble_predict.mistake(
    "ddof_1",
    says="std divides by draws − 1; the docstring asks for ddof 0.",
    hint="Look at the ddof argument of your standard deviation.",
)
def _(X, weights, biases, p, draws, rng):
    outputs = _outputs(X, weights, biases, p, draws, rng)
    with np.errstate(all="ignore"):
        return outputs.mean(axis=0), outputs.std(axis=0) * np.sqrt(np.divide(draws, draws - 1.0))


@ensemble_predict.mistake(
    "nothing_dropped",
    says="Every draw asks the same full network: no neuron is dropped.",
    hint="Which argument of feedforward_dropout switches dropout on?",
)
def _(X, weights, biases, p, draws, rng):
    outputs = _outputs(X, weights, biases, p, draws, rng, training=False)
    return outputs.mean(axis=0), outputs.std(axis=0)


@ensemble_predict.mistake(
    "averaged_over_examples",
    says="The examples are averaged together; only the draws should be.",
    hint="What is the shape of your array of outputs, and which axis counts the draws?",
)
def _(X, weights, biases, p, draws, rng):
    outputs = _outputs(X, weights, biases, p, draws, rng)
    return outputs.mean(axis=(0, 1)), outputs.std(axis=(0, 1))
