"""What is compared where a returned value may differ and still be right.

A view turns what a function returned into what the exercise is about. Any weights that make a
NAND gate are right, so it is the gate that is compared, not the weights.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from neurona.checks.compare import Difference, Tolerance, find_difference
from neurona.checks.plain import Plain

_GATE_INPUTS = ((0, 0), (0, 1), (1, 0), (1, 1))


class ViewError(Exception):
    """A returned value has not the form that the view needs.

    Parameters
    ----------
    difference : Difference
        In what it differs from a value of the right form.
    """

    def __init__(self, difference: Difference) -> None:
        super().__init__(difference.kind)
        self.difference = difference


def truth_table(value: Plain) -> Plain:
    """Tabulate the gate that weights and a bias make.

    Parameters
    ----------
    value : Plain
        A pair of weights of shape (2,) and a bias.

    Returns
    -------
    array of int, of shape (4,)
        The outputs for (0, 0), (0, 1), (1, 0) and (1, 1).

    Raises
    ------
    ViewError
        If it is not such a pair, or holds a number that is not finite.
    """
    any_number = Tolerance(relative=0, absolute=np.finfo(float).max)
    found = find_difference((np.zeros(2), 0.0), value, any_number)
    if found:
        raise ViewError(found)
    w, b = np.asarray(value[0], dtype=float), float(value[1])
    with np.errstate(all="ignore"):  # weights may be so large that their sum is infinite
        return np.array([int(w @ np.array(inputs) + b > 0) for inputs in _GATE_INPUTS])


VIEWS: dict[str, Callable[[Plain], Plain]] = {"truth_table": truth_table}
