"""Chapter 09: points drawn at random."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from autograde.suite.define import calls, case, part
from autograde.suite.hyperparameters.shared import chapter, draw_names, draw_seed, reference
from neurona.checks.compare import Tolerance
from neurona.checks.exercise import Case
from neurona.checks.plain import Drawn, Rng

Space = dict[str, tuple[float, float, str]]


def _bounds(low: float, high: float, scale: str) -> tuple[float, float, str]:
    """Make bounds whose scale is a text of its own, as if read from a file.

    It equals the one in the program, but only by chance it is the same object.
    """
    return low, high, "".join(list(scale))


def _linear(low: float, high: float) -> tuple[float, float, str]:
    return _bounds(low, high, "linear")


def _log(low: float, high: float) -> tuple[float, float, str]:
    return _bounds(low, high, "log")


def _refused(good: tuple[float, float], bad: Space, draws: int, rng: Rng) -> Case:
    """Ask for a space as simple as can be, and then for one that has to be refused."""
    return calls(({"p": _linear(*good)}, draws, rng), (bad, draws, rng), part="refuses")


LINEAR = {"p": _linear(0.25, 0.75), "lr": _linear(1.0, 5.0)}
LOG = {"lam": _log(0.001, 10.0), "lr": _log(0.02, 2.0)}
BOTH = {"p": _linear(0.0, 0.8), "lam": _log(1e-4, 1.0), "m": _linear(5.0, 50.0)}


random_search = chapter.exercise(
    "random_search",
    parts=[
        part("linear", 1, "draws on a linear scale"),
        part("log", 1, "draws on a logarithmic scale, and on both together"),
        part("refuses", 1, "refuses any other scale"),
    ],
    tolerance=Tolerance(absolute=1e-12),  # on a logarithmic scale, what is tiny counts as much
    public=[
        case(LINEAR, 3, Rng(1), part="linear"),
        case({"p": _linear(0.0, 0.5)}, 4, Rng(2), part="linear"),
        case({"lr": _linear(0.5, 3.0), "p": _linear(0.1, 0.9)}, 1, Rng(3), part="linear"),
        case(LOG, 3, Rng(4), part="log"),
        case({"lam": _log(1e-5, 0.1)}, 2, Rng(5), part="log"),
        case(BOTH, 2, Rng(6), part="log"),
        _refused((0.0, 0.5), {"p": _bounds(0.1, 0.5, "cubic")}, 3, Rng(7)),
        _refused((0.2, 0.9), {"lr": _bounds(0.1, 10.0, "log10")}, 2, Rng(8)),
        _refused((1.0, 4.0), {"p": _linear(0.2, 0.5), "lam": _bounds(0.1, 1.0, "Log")}, 2, Rng(9)),
    ],
    hints=[
        "Two loops, one inside the other. Which is the outer one: that over the points, or that "
        "over the names?",
        "On the scale log, equal factors are equally likely. Which function turns equal factors "
        "into equal distances? And which one takes you back?",
        "What if the scale is neither of the two? An exception stops the caller before any "
        "harm is done.",
    ],
)


@random_search.hidden
def _draw_search(rng: np.random.Generator) -> Iterator[Case]:
    for names, draws in ((1, 5), (2, 4), (3, 3), (4, 1)):
        yield case(_draw_space(rng, names, ["linear"]), draws, draw_seed(rng), part="linear")
        yield case(_draw_space(rng, names, ["log"]), draws, draw_seed(rng), part="log")
        mixed = _draw_space(rng, names + 1, ["linear", "log"])
        yield case(mixed, draws, draw_seed(rng), part="log")
    for bad in ("normal", "LINEAR", "exp", ""):
        space = _draw_space(rng, 2, ["linear", "log"])
        spoiled = {**space, list(space)[-1]: _bounds(0.5, 2.0, bad)}
        low = float(rng.integers(0, 4)) / 4
        yield _refused((low, low + 0.5), spoiled, 3, draw_seed(rng))


def _draw_space(rng: np.random.Generator, count: int, scales: list[str]) -> Space:
    space = {}
    for index, name in enumerate(draw_names(rng, count)):
        low = float(rng.integers(1, 10)) * 10.0 ** -int(rng.integers(1, 5))
        high = low * float(rng.integers(3, 1000))
        space[name] = _bounds(low, high, scales[index % len(scales)])
    return space


def _uniform(rng, low, high):
    return rng.uniform(low, high)


def _log_uniform(rng, low, high):
    return np.exp(rng.uniform(np.log(low), np.log(high)))


@dataclass(frozen=True)
class _Search:
    """A way of writing random_search with one thing done differently."""

    linear: Callable[..., float] = _uniform
    log: Callable[..., float] = _log_uniform
    otherwise: str = ""
    by_name: bool = False
    names: Callable[..., list[str]] = list

    def answer(self, space, draws, rng):
        if self.by_name:
            found = {name: [self._draw(*space[name], rng) for _ in range(draws)] for name in space}
            return [{name: found[name][index] for name in space} for index in range(draws)]
        return [
            {name: self._draw(*space[name], rng) for name in self.names(space)}
            for _ in range(draws)
        ]

    def _draw(self, low, high, scale, rng):
        if scale not in ("linear", "log"):
            if not self.otherwise:
                raise ValueError
            scale = self.otherwise
        return (self.linear if scale == "linear" else self.log)(rng, low, high)


def _drawn_from_nowhere(space, draws, rng):
    if any(scale not in ("linear", "log") for _, _, scale in space.values()):
        raise ValueError
    return [{name: Drawn() for name in space} for _ in range(draws)]


def _one_dict_for_all(space, draws, rng):
    return [reference.random_search(space, draws, rng)[-1]] * draws


def _one_point_for_all(space, draws, rng):
    return reference.random_search(space, 1, rng) * draws


def _lists_of_values(space, draws, rng):
    points = reference.random_search(space, draws, rng)
    return {name: [point[name] for point in points] for name in space}


def _checked_too_late(space, draws, rng):
    """Check only the scale of the first name."""
    first = next(iter(space.values()))[2]
    return _Search(otherwise="" if first not in ("linear", "log") else "linear").answer(
        space, draws, rng
    )


for _id, _says, _hint, *_ways in (
    (
        "log_drawn_linearly",
        "The scale log is drawn like the scale linear, so that small values hardly ever come.",
        "Between 0.001 and 10, how many of your draws fall below 0.1? Half of them should.",
        _Search(log=_uniform).answer,
    ),
    (
        "linear_drawn_logarithmically",
        "The scale linear is drawn like the scale log.",
        "Between 1 and 5, how many of your draws fall below 3? Half of them should.",
        _Search(linear=_log_uniform).answer,
    ),
    (
        "not_undone",
        "On the scale log you return logarithms; the values are wanted.",
        "The bounds are positive. How can a value between them be negative?",
        _Search(log=lambda rng, low, high: rng.uniform(np.log(low), np.log(high))).answer,
        _Search(log=lambda rng, low, high: rng.uniform(np.log10(low), np.log10(high))).answer,
    ),
    (
        "bases_mixed",
        "On the scale log, the logarithm and what undoes it belong to different bases.",
        "What undoes a logarithm to base 10, and what the natural one? Which did you take?",
        _Search(
            log=lambda rng, low, high: np.exp(rng.uniform(np.log10(low), np.log10(high)))
        ).answer,
        _Search(log=lambda rng, low, high: 10 ** rng.uniform(np.log(low), np.log(high))).answer,
        _Search(log=lambda rng, low, high: 2 ** rng.uniform(np.log(low), np.log(high))).answer,
    ),
    (
        "bounds_taken_for_exponents",
        "On the scale log, the bounds are taken for exponents; they are the smallest and the "
        "largest value themselves.",
        "May a value lie outside its bounds? Do yours?",
        _Search(log=lambda rng, low, high: 10 ** rng.uniform(low, high)).answer,
        _Search(log=lambda rng, low, high: np.exp(rng.uniform(low, high))).answer,
    ),
    (
        "bounds_ignored",
        "The bounds play no part: every value lies between 0 and 1.",
        "What do you tell the generator about low and high?",
        _Search(linear=lambda rng, low, high: rng.uniform()).answer,
        _Search(
            linear=lambda rng, low, high: rng.uniform(), log=lambda rng, low, high: rng.uniform()
        ).answer,
    ),
    (
        "name_by_name",
        "All values of one name are drawn before those of the next, so that the same seed gives "
        "other points.",
        "Which loop is the outer one in the docstring: that over the points, or that over the "
        "names?",
        _Search(by_name=True).answer,
    ),
    (
        "names_sorted",
        "The names are gone through in another order than their own, so that the same seed gives "
        "other points.",
        "A dict has an order of its own. Does your function keep it?",
        _Search(names=sorted).answer,
        _Search(names=lambda space: list(space)[::-1]).answer,
    ),
    (
        "same_dict",
        "All points are the same: they are one dict, which changes as the loop runs.",
        "A list may hold one dict many times over. Where is a new dict made?",
        _one_dict_for_all,
    ),
    (
        "one_point_repeated",
        "One point is drawn and then repeated.",
        "Every point needs draws of its own. Which loop do they stand in?",
        _one_point_for_all,
    ),
    (
        "first_only",
        "Only the first point is returned.",
        "Where does the return stand: inside the loop over the points, or after it?",
        lambda space, draws, rng: reference.random_search(space, draws, rng)[:1],
        lambda space, draws, rng: reference.random_search(space, draws, rng)[0],
        lambda space, draws, rng: reference.random_search(space, 1, rng),
        lambda space, draws, rng: reference.random_search(space, 1, rng)[0],
    ),
    (
        "lists_of_values",
        "The points come as one dict of lists; they should come as a list of dicts.",
        "Somebody wants to go through your points, one after the other. What is one point?",
        _lists_of_values,
    ),
    (
        "scale_not_refused",
        "A scale that does not exist is accepted.",
        "Whoever mistypes a scale should be told so. What happens in your function after the "
        "last elif?",
        _Search(otherwise="linear").answer,
        _Search(otherwise="log").answer,
        _checked_too_late,
    ),
    (
        "ignores_rng",
        "The values do not come from the rng that is handed in.",
        "Whoever begins with the same seed has to find the same points.",
        _drawn_from_nowhere,
    ),
):
    for _way in _ways:
        random_search.mistake(_id, says=_says, hint=_hint)(_way)
