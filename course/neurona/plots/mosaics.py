"""Many small square pictures in one: digits, and the weights of hidden neurons."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.colors import LinearSegmentedColormap

from neurona.plots import style

Array = npt.NDArray[np.float64]

INK = LinearSegmentedColormap.from_list("ink", ["white", style.BLACK])
"""For pixels from 0, paper, to 1, ink."""
SIGNS = LinearSegmentedColormap.from_list("signs", [style.VERMILION, "white", style.BLUE])
"""For weights: negative vermilion, positive blue, 0 white."""


def mosaic(pictures: Array, columns: int, below: int = 1) -> Array:
    """Set square pictures side by side, with gaps of zeros, one pixel wide.

    Parameters
    ----------
    pictures : array of shape (n, side²)
        One picture a row, its pixels row by row.
    columns : int
        How many stand side by side.
    below : int
        How many pixels are left free below each row.

    Returns
    -------
    array of shape (rows · (side + below), columns · (side + 1))
    """
    n, side = len(pictures), int(np.sqrt(pictures.shape[1]))
    rows = -(-n // columns)
    whole: Array = np.zeros((rows * (side + below), columns * (side + 1)))
    for i, picture in enumerate(pictures):
        top, left = (side + below) * (i // columns), (side + 1) * (i % columns)
        whole[top : top + side, left : left + side] = picture.reshape(side, side)
    return whole


def signed(weights: Array) -> Array:
    """Scale each neuron's weights to −1 … 1 by its own largest.

    Parameters
    ----------
    weights : array of shape (n, pixels)
        One neuron a row.

    Returns
    -------
    array of the same shape
        0 stays 0.
    """
    largest = np.abs(weights).max(axis=1, keepdims=True)
    scaled: Array = weights / np.maximum(largest, 1e-12)
    return scaled


def show_look(cmap: Any, low: float, high: float) -> dict[str, Any]:
    """Return what `imshow` needs to show a mosaic with hard edges.

    Parameters
    ----------
    cmap : Colormap
        `INK` or `SIGNS`.
    low, high : float
        The values at the colors' ends.
    """
    return {"cmap": cmap, "vmin": low, "vmax": high, "interpolation": "nearest"}
