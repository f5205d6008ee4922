"""Make the arguments of a call from what a case says, and tell whether they were changed."""

from __future__ import annotations

from typing import Any

import numpy as np

from neurona.checks.datasets import load
from neurona.checks.plain import Dataset, Named, Plain, Rng, to_plain
from neurona.checks.recipes import RECIPES

Generators = dict[Rng, np.random.Generator]
"""The generators of one case, each made when it is first asked for."""


def make_argument(recipe: Plain, generators: Generators) -> Any:
    """Make a fresh, writable argument.

    Parameters
    ----------
    recipe : Plain
        What a case says.
    generators : dict of Rng to numpy.random.Generator
        Those of the case so far.
    """
    if isinstance(recipe, Rng):
        if recipe not in generators:
            generators[recipe] = np.random.default_rng(recipe.seed)
        return generators[recipe]
    if isinstance(recipe, Named):
        return RECIPES[recipe.name]
    if isinstance(recipe, Dataset):
        return load(recipe)
    if isinstance(recipe, np.ndarray):
        return recipe.copy()
    if isinstance(recipe, (list, tuple)):
        return type(recipe)(make_argument(item, generators) for item in recipe)
    if isinstance(recipe, dict):
        return {key: make_argument(item, generators) for key, item in recipe.items()}
    return recipe


def still_holds(before: Plain, argument: Any) -> bool:
    """Tell whether an argument holds its old value, whatever was put into it.

    Parameters
    ----------
    before : Plain
        What it was made from.
    argument : object
        What has become of it.
    """
    if isinstance(before, (Rng, Named)):
        return True
    if isinstance(before, Dataset):
        before = load(before)
    try:
        return is_same(before, to_plain(argument))
    except Exception:  # raised by a dict's new key
        return False


def is_same(before: Plain, after: Plain) -> bool:
    """Compare plain data to the last bit, but for the sign of zeros.

    Parameters
    ----------
    before, after : Plain
        The two.
    """
    if type(before) is not type(after):
        return False
    if isinstance(before, np.ndarray):
        if before.dtype != after.dtype or before.shape != after.shape:
            return False
        return before.tobytes() == after.tobytes() or np.array_equal(
            before, after, equal_nan=before.dtype.kind in "fc"
        )
    if isinstance(before, (list, tuple)):
        return len(before) == len(after) and all(map(is_same, before, after))
    if isinstance(before, dict):
        return list(before) == list(after) and all(
            is_same(item, after[key]) for key, item in before.items()
        )
    return before is after or bool(before == after)
