"""Chapter 03: walking downhill."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case
from autograde.suite.gradient_descent.shared import chapter
from neurona.checks.exercise import Case
from neurona.checks.plain import Named

gradient_descent = chapter.exercise(
    "gradient_descent",
    points=3,
    public=[
        case(Named("bowl_slope"), np.array([2.0, -1.0]), 0.25, 3),
        case(Named("wells_slope"), np.array([0.5, -1.5]), 0.125, 4),
        case(Named("ripple_slope"), np.array([0.5, 1.0, -0.25]), 0.1, 2),
        case(Named("bowl_slope"), np.array([1.0, 0.5]), 1.5, 2),
        case(Named("wells_slope"), np.array([0.25]), 0.5, 1),
    ],
    hints=[
        "A list is a good place for the path. What is in it before the first step?",
        "In each step, ask grad where you stand now, not where you started.",
        "Make a new array in each step. If you change one and the same array, all rows of the "
        "path change with it.",
    ],
)


@gradient_descent.hidden
def _draw_walks(rng: np.random.Generator) -> Iterator[Case]:
    for grad in ("bowl_slope", "wells_slope", "ripple_slope"):
        for n, steps in ((1, 3), (2, 1), (2, 8), (3, 4), (5, 2)):
            v0 = rng.uniform(-1.25, 1.25, n).round(2)
            yield case(Named(grad), v0, float(rng.uniform(0.05, 0.2)), steps)
    yield case(Named("bowl_slope"), rng.normal(size=2).round(2), 1.25, 5)


def _walk(step, returned=np.array, more=0):
    """Write gradient_descent with one thing done differently."""

    def mistaken(grad, v0, lr, steps):
        path = [v0]
        for _ in range(steps + more):
            path.append(step(grad, path[-1], lr, v0))
        return returned(path)

    return mistaken


def _downhill(grad, v, lr, v0):
    return v - lr * grad(v)


gradient_descent.mistake(
    "climbs",
    says="The path climbs: each step follows the gradient, which points uphill.",
    hint="The gradient points to where the cost grows fastest. Where do you want to go?",
)(_walk(lambda grad, v, lr, v0: v + lr * grad(v)))
gradient_descent.mistake(
    "start_left_out",
    says="The path begins after the first step; v0 itself is missing.",
    hint="How many places does a walk of one step touch?",
)(_walk(_downhill, returned=lambda path: np.array(path[1:])))
gradient_descent.mistake(
    "last_step_missing",
    says="The last step is missing: with v0, the path has as many rows as there are steps.",
    hint="Count the rows for steps = 1.",
)(_walk(_downhill, more=-1))
gradient_descent.mistake(
    "one_step_too_many",
    says="The path has one step too many.",
    hint="Count how often your loop runs for steps = 1.",
)(_walk(_downhill, more=1))
gradient_descent.mistake(
    "end_only",
    says="Only the place where the walk ends is returned.",
    hint="The whole path is asked for. What could collect the places?",
)(_walk(_downhill, returned=lambda path: path[-1]))
gradient_descent.mistake(
    "gradient_of_start",
    says="Every step uses the gradient at v0, so the path is a straight line.",
    hint="The slope changes along the way. Where do you ask for it?",
)(_walk(lambda grad, v, lr, v0: v - lr * grad(v0)))
gradient_descent.mistake(
    "starts_over",
    says="Every step sets out from v0 again.",
    hint="From where should the second step set out?",
)(_walk(lambda grad, v, lr, v0: v0 - lr * grad(v)))
gradient_descent.mistake(
    "lr_forgotten",
    says="The learning rate has no effect.",
    hint="Halving lr should halve the first step. Does it?",
)(_walk(lambda grad, v, lr, v0: v - grad(v)))
gradient_descent.mistake(
    "unit_steps",
    says="All steps are equally long: the gradient's length is divided out.",
    hint="Where the surface is flatter, steps should become shorter by themselves.",
)(_walk(lambda grad, v, lr, v0: v - lr * grad(v) / np.linalg.norm(grad(v))))
gradient_descent.mistake(
    "transposed",
    says="Rows and columns are swapped: each column is a place.",
    hint="Which shape does the docstring ask for?",
)(_walk(_downhill, returned=lambda path: np.array(path).T))

ONE_ARRAY = {
    "says": "All rows are equal: the path holds one and the same array again and again.",
    "hint": "`-=` changes the array that the path already holds. How can you make a new one in "
    "each step?",
}


def _in_place(grad, v, lr, steps, kept):
    path = [kept(v)]
    for _ in range(steps):
        v -= lr * grad(v)
        path.append(kept(v))
    return np.array(path)


@gradient_descent.mistake("one_array", **ONE_ARRAY)
def _(grad, v0, lr, steps):
    return _in_place(grad, v0, lr, steps, kept=lambda v: v)


@gradient_descent.mistake("one_array", **ONE_ARRAY)
def _(grad, v0, lr, steps):
    return _in_place(grad, v0.copy(), lr, steps, kept=lambda v: v)


V0_CHANGED = {
    "says": "v0 itself is moved along the path; whoever called your function still needs it.",
    "hint": "`v = v0` makes no new array, only a second name, and `-=` writes into the array.",
}


@gradient_descent.mistake("v0_changed", **V0_CHANGED)
def _(grad, v0, lr, steps):
    return _in_place(grad, v0, lr, steps, kept=np.copy)


@gradient_descent.mistake("v0_changed", **V0_CHANGED)
def _(grad, v0, lr, steps):
    path = [v0]
    for _ in range(steps):
        v0 -= lr * grad(v0)
        path.append(v0.copy())
    return np.array(path)
