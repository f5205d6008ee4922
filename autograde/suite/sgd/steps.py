"""Chapter 04: one step downhill."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case
from autograde.suite.sgd.shared import chapter
from neurona.checks.exercise import Case

sgd_step = chapter.exercise(
    "sgd_step",
    points=2,
    public=[
        case([np.array([1.0, -2.0]), 0.5], [np.array([0.5, 4.0]), -3.0], 0.1),
        case(
            [np.array([[1.0, 2.0, 0.5], [-1.0, 0.0, 3.0]]), np.array([0.25, -0.5])],
            [np.array([[2.0, -1.0, 1.5], [0.5, 1.0, -2.0]]), np.array([-1.0, 3.0])],
            0.5,
        ),
        case(
            [np.array([3.0]), np.array([1.0, 2.0]), np.array([[0.5]])],
            [np.array([-2.0]), np.array([0.25, 1.0]), np.array([[5.0]])],
            0.25,
        ),
    ],
    hints=[
        "The gradient points uphill. Which way do you want to go?",
        "Each parameter takes a step of its own, with its own gradient. How do you walk through "
        "two lists at once?",
        "Collect the new parameters in a new list.",
    ],
)


@sgd_step.hidden
def _draw_step(rng: np.random.Generator) -> Iterator[Case]:
    for shapes in (((3,),), ((2,), ()), ((3, 2), (3,)), ((2, 3), (2,), (1, 2), (1,))):
        for lr in (0.01, 0.3, 2.0):
            params, grads = ([_draw(rng, shape) for shape in shapes] for _ in range(2))
            yield case(params, grads, lr)


def _draw(rng: np.random.Generator, shape: tuple[int, ...]):
    values = rng.normal(size=shape).round(2) + 0.001
    return values if shape else float(values)


def _each(rule):
    """Write sgd_step with another rule for one parameter."""

    def mistaken(params, grads, lr):
        return [rule(param, grad, lr) for param, grad in zip(params, grads, strict=True)]

    return mistaken


sgd_step.mistake(
    "climbs",
    says="The step goes uphill: the cost would grow.",
    hint="The gradient points to where the cost grows fastest. Do you want to go there?",
)(_each(lambda param, grad, lr: param + lr * grad))

sgd_step.mistake(
    "lr_forgotten",
    says="The learning rate has no effect.",
    hint="Halving lr should halve the step. Does it?",
)(_each(lambda param, grad, lr: param - grad))

STEP_ONLY = {
    "says": "This returns the steps alone, not where they lead.",
    "hint": "A step starts somewhere. Which of the arguments says where?",
}
sgd_step.mistake("step_only", **STEP_ONLY)(_each(lambda param, grad, lr: lr * grad))
sgd_step.mistake("step_only", **STEP_ONLY)(_each(lambda param, grad, lr: -lr * grad))

sgd_step.mistake(
    "divided_by_lr",
    says="The gradient is divided by the learning rate: a smaller lr makes larger steps.",
    hint="Halving lr should halve the step. Does it?",
)(_each(lambda param, grad, lr: param - grad / lr))

sgd_step.mistake(
    "swapped",
    says="Parameters and gradients have changed places.",
    hint="In which order does the docstring list the arguments?",
)(_each(lambda param, grad, lr: grad - lr * param))

sgd_step.mistake(
    "times_param",
    says="The step is also multiplied by the parameter itself, so that a parameter at 0 never "
    "moves.",
    hint="How far should a parameter move that is 0 now?",
)(_each(lambda param, grad, lr: param - lr * grad * param))

sgd_step.mistake(
    "normalized",
    says="Every step is made equally long, whatever the size of the gradient.",
    hint="Where the slope is gentle, should the step be as long as where it is steep?",
)(_each(lambda param, grad, lr: param - lr * grad / np.linalg.norm(grad)))


@sgd_step.mistake(
    "only_the_first",
    says="Only the first parameter moves; the others stay where they are.",
    hint="How often does your function take a step before it returns?",
)
def _(params, grads, lr):
    return [params[0] - lr * grads[0], *params[1:]]


IN_PLACE = {
    "says": "The caller's own parameters were changed.",
    "hint": "`-=` writes into the array that was handed in. So does giving a place in the list "
    "a new value. How can you make new ones?",
}


@sgd_step.mistake("in_place", **IN_PLACE)
def _(params, grads, lr):
    for index, grad in enumerate(grads):
        params[index] = params[index] - lr * grad
    return params


@sgd_step.mistake("in_place", **IN_PLACE)
def _(params, grads, lr):
    for param, grad in zip(params, grads, strict=True):
        param -= lr * grad
    return params
