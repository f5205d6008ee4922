"""Chapter 09: every combination of some values."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case, part
from autograde.suite.hyperparameters.shared import chapter, draw_names, reference
from neurona.checks.exercise import Case

grid = chapter.exercise(
    "grid",
    parts=[
        part("several", 2, "every combination of the values of several names"),
        part("few", 1, "a space of one name, and one of none"),
    ],
    public=[
        case({"p": [0.0, 0.25, 0.5], "lam": [0.1, 1.0]}, part="several"),
        case({"m": [10, 20], "p": [0.5, 0.0], "lr": [3.0, 0.3, 1.0]}, part="several"),
        case({"penalty": ["l2", "l1"], "lam": [0.1, 5.0]}, part="several"),
        case({"lam": [0.0, 2.0, 1.0], "p": [0.5]}, part="several"),
        case({"lr": [0.1, 1.0, 0.5]}, part="few"),
        case({"hidden": [30]}, part="few"),
        case({}, part="few"),
    ],
    hints=[
        "Write down by hand the points for p in [0, 0.5] and λ in [1, 2, 3]. How many are there, "
        "and which one comes second?",
        "Suppose the grid of all names but the last is there already. What becomes of each of its "
        "points when one more name comes in?",
        "Before the first name comes in, the grid has one point, and nothing is in it.",
    ],
)


@grid.hidden
def _draw_grid(rng: np.random.Generator) -> Iterator[Case]:
    for lengths in ((2, 2), (3, 3), (2, 4), (1, 3), (2, 3, 2), (2, 1, 2, 3)):
        yield case(_draw_space(rng, lengths), part="several")
    for length in (1, 2, 5):
        yield case(_draw_space(rng, (length,)), part="few")


def _draw_space(rng: np.random.Generator, lengths: tuple[int, ...]) -> dict[str, list[float]]:
    names = draw_names(rng, len(lengths))
    if len(names) > 2 and names == sorted(names):
        names.reverse()
    return {
        name: (rng.permutation(20)[:length] / 4).tolist()
        for name, length in zip(names, lengths, strict=True)
    }


def _named(space, combinations):
    return [dict(zip(space, values, strict=True)) for values in combinations]


def _first_fastest(space):
    backward = _named(list(space)[::-1], itertools.product(*list(space.values())[::-1]))
    return [{name: point[name] for name in space} for point in backward]


def _one_at_a_time(space):
    """Vary one name after the other, and keep the others at their first value."""
    first = {name: values[0] for name, values in space.items()}
    varied = [{**first, name: value} for name, values in space.items() for value in values]
    return varied or [{}]


def _one_at_a_time_once(space):
    points = []
    for point in _one_at_a_time(space):
        if point not in points:
            points.append(point)
    return points


def _one_dict_for_all(space):
    points = reference.grid(space)
    return [points[-1]] * len(points)


def _without_a_point_for_nothing(space):
    return reference.grid(space) if space else []


def _of_one_value(space):
    return [{name: value} for name, values in space.items() for value in values] or [{}]


def _ends_early(space):
    return reference.grid({name: list(values)[:-1] or values for name, values in space.items()})


for _id, _says, _hint, *_ways in (
    (
        "zip",
        "The values are paired off, first with first and second with second; the grid has every "
        "combination.",
        "Three values of one name and two of another: how many combinations are there?",
        # A point for no names: that there is none has a name of its own.
        lambda space: _named(space, zip(*space.values(), strict=False)) or [{}],
        lambda space: _named(space, zip(*space.values(), strict=True)) or [{}],
        lambda space: list(zip(*space.values(), strict=False)) or [()],
    ),
    (
        "first_fastest",
        "All points are there, but in another order: the values of the first name change from "
        "each point to the next.",
        "Think of a clock: which of hours, minutes and seconds stands last, and which changes "
        "fastest?",
        _first_fastest,
    ),
    (
        "names_sorted",
        "All points are there, but in another order: your function puts the names into "
        "alphabetical order first.",
        "A dict has an order of its own. Which name comes last in it?",
        lambda space: reference.grid(dict(sorted(space.items()))),
    ),
    (
        "without_names",
        "The points hold the values without their names.",
        "Given 0.5 alone, who could tell whether it is p or λ? What does the docstring say that a "
        "point is?",
        lambda space: list(itertools.product(*space.values())),
        lambda space: np.array(list(itertools.product(*space.values()))).tolist(),
    ),
    (
        "one_at_a_time",
        "Only one name varies at a time, and the others keep their first value. That is a cross, "
        "not a grid.",
        "Is there a point in your list in which two names have their last value?",
        _one_at_a_time,
        _one_at_a_time_once,
    ),
    (
        "values_apart",
        "Each point holds one value only; it needs one for every name.",
        "To train a network with a point of the grid, what do you have to know? All at once?",
        _of_one_value,
    ),
    (
        "same_dict",
        "All points are the same: they are one dict, which changes as the loop runs.",
        "A list may hold one dict many times over. Where is a new dict made?",
        _one_dict_for_all,
    ),
    (
        "no_point_for_nothing",
        "The grid of a space without names is empty; it should have one point, which holds "
        "nothing.",
        "With two names there are n₁·n₂ points, with one n₁. What remains of the product with "
        "none?",
        _without_a_point_for_nothing,
    ),
    (
        "counts",
        "This is how many points there are, not the points.",
        "Which point of the grid would you try first? Your function should say.",
        lambda space: len(reference.grid(space)),
    ),
    (
        "first_only",
        "Only the first point is returned.",
        "Where does the return stand: inside a loop, or after all of them?",
        lambda space: reference.grid(space)[:1],
        lambda space: reference.grid(space)[0],
    ),
    (
        "last_left_out",
        "The last value of each name is never tried.",
        "Where does your loop over the values end?",
        _ends_early,
    ),
    (
        "lists_of_values",
        "The points come as one dict of lists; they should come as a list of dicts.",
        "Somebody wants to go through your points, one after the other. What is one point?",
        lambda space: {name: [point[name] for point in reference.grid(space)] for name in space},
    ),
):
    for _way in _ways:
        grid.mistake(_id, says=_says, hint=_hint)(_way)
