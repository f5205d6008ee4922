"""The look that all pictures of the course share.

Colors are Okabe and Ito's, which people with any common color blindness can tell apart
(M. Okabe and K. Ito, *Color Universal Design*, 2008). No picture relies on color alone.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

BLUE = "#0072B2"
ORANGE = "#E69F00"
VERMILION = "#D55E00"
GREEN = "#009E73"
PURPLE = "#CC79A7"
SKY = "#56B4E9"
BLACK = "#1A1A1A"
GRAY = "#767676"
PALE = "#E8E8E8"

SMALL = 8.64
NORMAL = 9.6
LARGE = 11.52
"""Font sizes in points; at a panel's 100 pixels an inch, 12, 13⅓ and 16 pixels on the page."""

_SETTINGS = {
    "font.family": ["DejaVu Sans"],  # comes with matplotlib, so every machine draws the same
    "font.size": NORMAL,
    "text.color": BLACK,
    "text.usetex": False,
    "mathtext.fontset": "dejavusans",
    "axes.facecolor": "white",
    "axes.edgecolor": GRAY,
    "axes.labelcolor": BLACK,
    "axes.labelsize": NORMAL,
    "axes.titlesize": NORMAL,
    "axes.titlelocation": "left",
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "xtick.color": GRAY,
    "ytick.color": GRAY,
    "xtick.labelcolor": BLACK,
    "ytick.labelcolor": BLACK,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "lines.linewidth": 2.0,
    "lines.solid_capstyle": "round",
    "patch.linewidth": 0.8,
    "path.sketch": None,
    "path.effects": [],
}


def context() -> AbstractContextManager[None]:
    """Return a context in which artists are made in the course's style.

    It starts from matplotlib's defaults, so a style that a student has set changes nothing.
    """
    settings: dict[Any, Any] = {
        key: value
        for key, value in mpl.rcParamsDefault.items()
        if not key.startswith(("backend", "savefig", "interactive", "date.", "webagg"))
    }
    return mpl.rc_context(settings | _SETTINGS)


def new_figure(width: float = 7.2, height: float = 3.6) -> Figure:
    """Make an empty figure that belongs to no window and no global list.

    Parameters
    ----------
    width, height : float
        Size in inches.

    Returns
    -------
    Figure
        With a white background, so that it reads in dark themes and in print.
    """
    return Figure(figsize=(width, height), facecolor="white", layout="constrained")


def bare(axes: Axes) -> None:
    """Take ticks and frame off axes that only hold a drawing or text."""
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)
