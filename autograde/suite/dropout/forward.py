"""Chapter 08: forward through a whole network with dropout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import expit as sigmoid

from autograde.suite.define import case, part
from autograde.suite.draws import draw_batch, draw_network
from autograde.suite.dropout.shared import chapter, draw_seed, one_after_the_other, reference
from neurona.checks.exercise import Case
from neurona.checks.plain import Rng


def _feedforward_case(seed: int, sizes, m, p, training, part):
    rng = np.random.default_rng(seed)
    weights, biases = draw_network(rng, sizes)
    return case(draw_batch(rng, m, sizes[0]), weights, biases, p, Rng(seed), training, part=part)


feedforward_dropout = chapter.exercise(
    "feedforward_dropout",
    parts=[
        part("training", 2, "drops hidden neurons while training"),
        part("inference", 1, "uses every neuron when not training"),
    ],
    public=[
        _feedforward_case(18, (2, 3, 2), 2, 0.5, True, "training"),
        _feedforward_case(12, (2, 3, 3, 2), 2, 0.5, True, "training"),
        _feedforward_case(13, (2, 3, 1), 2, 0.0, True, "training"),
        _feedforward_case(14, (2, 2), 2, 0.5, True, "training"),
        one_after_the_other(_feedforward_case(17, (1, 3, 1), 2, 0.25, True, "training")),
        _feedforward_case(15, (2, 3, 3, 1), 2, 0.5, False, "inference"),
        _feedforward_case(16, (1, 2, 1), 2, 0.25, False, "inference"),
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
            yield one_after_the_other(train)
            yield case(X, weights, biases, p, draw_seed(rng), False, part="inference")


@dataclass(frozen=True)
class _Feedforward:
    """A way of writing feedforward_dropout with one thing done differently."""

    drops_input: bool = False
    drops_output: bool = False
    same_mask: bool = False
    rescales: bool = True
    passes_on: bool = True
    records: bool = True
    ignores_training: bool = False
    hides_last_mask: bool = True
    adds_bias: bool = True
    ends_in_sigmoid: bool = True
    drops_before_sigmoid: bool = False

    def answer(self, X, weights, biases, p, rng, training):
        masks = []
        given = self._drop(X, p, rng, training, [])[0] if self.drops_input else X
        activations = [X]
        for layer, (W, b) in enumerate(zip(weights, biases, strict=True), start=1):
            z = given @ W.T + b if self.adds_bias else given @ W.T
            is_last = layer == len(weights)
            A = dropped = z if is_last and not self.ends_in_sigmoid else sigmoid(z)
            if not is_last or self.drops_output:
                before = z if self.drops_before_sigmoid else A
                dropped, mask = self._drop(before, p, rng, training, masks)
                dropped = sigmoid(dropped) if self.drops_before_sigmoid else dropped
                masks.append(mask)
            given = dropped if self.passes_on else A
            activations.append(dropped if self.records else A)
        if self.drops_output and self.hides_last_mask:
            masks.pop()
        return activations, masks

    def _drop(self, A, p, rng, training, masks):
        used = training or self.ignores_training
        if not used:
            mask = np.ones_like(A)
        elif self.same_mask and masks and masks[0].shape == A.shape:
            mask = masks[0]
        else:
            mask = (rng.random(A.shape) >= p).astype(float)
        return (A * mask / (1 - p) if self.rescales and used else A * mask), mask


OUTPUT_DROPPED = {
    "says": "The output layer is dropped too.",
    "hint": "A network that sometimes loses its answer cannot be trained on it. Which layers "
    "are hidden?",
}
feedforward_dropout.mistake("output_dropped", **OUTPUT_DROPPED)(
    _Feedforward(drops_output=True).answer
)
feedforward_dropout.mistake("output_dropped", **OUTPUT_DROPPED)(
    _Feedforward(drops_output=True, hides_last_mask=False).answer
)
feedforward_dropout.mistake(
    "input_dropped",
    says="The inputs are dropped too.",
    hint="Dropout acts on what hidden neurons pass on. What goes into the first layer?",
)(_Feedforward(drops_input=True).answer)
feedforward_dropout.mistake(
    "same_mask",
    says="Two hidden layers share one mask.",
    hint="Each hidden layer loses neurons of its own. How often do you draw?",
)(_Feedforward(same_mask=True).answer)
feedforward_dropout.mistake(
    "not_rescaled",
    says="The surviving activations are not rescaled.",
    hint="Which of your functions drops and rescales in one go?",
)(_Feedforward(rescales=False).answer)
feedforward_dropout.mistake(
    "not_passed_on",
    says="Dropout is recorded, but the next layer still receives the activations from before it.",
    hint="Which array enters the next weighted input?",
)(_Feedforward(passes_on=False).answer)
feedforward_dropout.mistake(
    "recorded_before",
    says="activations holds what the layers computed before dropout, not what they pass on.",
    hint="Read in the docstring what activations should hold for a hidden layer.",
)(_Feedforward(records=False).answer)
feedforward_dropout.mistake(
    "active_at_inference",
    says="Neurons are still dropped when training is False.",
    hint="Where does training go in your function?",
)(_Feedforward(ignores_training=True).answer)
feedforward_dropout.mistake(
    "dropped_before_sigmoid",
    says="Dropout acts on the weighted inputs, before the sigmoid. There a dropped neuron still "
    "passes something on.",
    hint="What is the sigmoid of 0? And what should a dropped neuron pass on?",
)(_Feedforward(drops_before_sigmoid=True).answer)
feedforward_dropout.mistake(
    "bias_missing",
    says="The biases are missing.",
    hint="Which of the arguments does your function never use?",
)(_Feedforward(adds_bias=False).answer)
feedforward_dropout.mistake(
    "output_linear",
    says="The last layer passes on its weighted inputs, without the sigmoid.",
    hint="The last layer is not dropped. What does it still have in common with the others?",
)(_Feedforward(ends_in_sigmoid=False).answer)

EXTRA_MASK = {
    "says": "There is one mask too many: the last layer has one, though it is not dropped.",
    "hint": "How many hidden layers does the network have, and how many masks do you return?",
}


@feedforward_dropout.mistake("extra_mask", **EXTRA_MASK)
def _(X, weights, biases, p, rng, training):
    activations, masks = reference.feedforward_dropout(X, weights, biases, p, rng, training)
    return activations, [*masks, np.ones_like(activations[-1])]


@feedforward_dropout.mistake("extra_mask", **EXTRA_MASK)
def _(X, weights, biases, p, rng, training):
    activations, masks = reference.feedforward_dropout(X, weights, biases, p, rng, training)
    last = np.ones_like(activations[-1])
    return activations, [*masks, rng.random(last.shape) >= p if training else last]


@feedforward_dropout.mistake(
    "input_left_out",
    says="activations begins with the first hidden layer; X itself is missing.",
    hint="What does the docstring list first? Back propagation will need it for the first weights.",
)
def _(X, weights, biases, p, rng, training):
    activations, masks = reference.feedforward_dropout(X, weights, biases, p, rng, training)
    return activations[1:], masks


@feedforward_dropout.mistake(
    "masks_missing_at_inference",
    says="When training is False, you return no masks.",
    hint="Whoever uses the masks should not have to ask about training. Which mask lets every "
    "neuron pass?",
)
def _(X, weights, biases, p, rng, training):
    activations, masks = reference.feedforward_dropout(X, weights, biases, p, rng, training)
    return activations, masks if training else []
