"""A figure that shows itself in a notebook, with words for those who cannot see it."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from matplotlib.figure import Figure

from neurona.plots import style

_DPI = 144
_CSS_DPI = 96

_Parameters = ParamSpec("_Parameters")


class Picture:
    """A matplotlib figure and its alternative text, shown as a cell's result.

    Parameters
    ----------
    figure : Figure
        Made with `neurona.plots.style.new_figure`, so that no front end shows it a second time.
    alternative_text : str
        What the figure shows, in the reader's language.
    """

    def __init__(self, figure: Figure, alternative_text: str) -> None:
        self.figure = figure
        self.alternative_text = alternative_text

    def __repr__(self) -> str:
        """Return the alternative text."""
        return self.alternative_text

    def png(self) -> bytes:
        """Draw the figure, at one and a half pixels for each pixel of the page.

        Returns
        -------
        bytes
            A PNG file, the same bytes for the same figure.
        """
        buffer = io.BytesIO()
        with style.context():
            self.figure.savefig(buffer, format="png", dpi=_DPI, metadata={"Software": None})
        return buffer.getvalue()

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, Any]]:
        """Give front ends one picture to choose from: as HTML, as PNG, or in words.

        JupyterLab shows a bare PNG without any alternative text, and prefers HTML where there
        is some. nbconvert takes the text from the metadata.
        """
        data = base64.b64encode(self.png()).decode("ascii")
        width, height = (round(inches * _CSS_DPI) for inches in self.figure.get_size_inches())
        alt = html.escape(self.alternative_text, quote=True)
        return (
            {
                "text/html": f'<img src="data:image/png;base64,{data}" alt="{alt}"'
                f' width="{width}" style="max-width: 100%; height: auto">',
                "image/png": data,
                "text/plain": self.alternative_text,
            },
            {"image/png": {"width": width, "height": height, "alt": self.alternative_text}},
        )


def in_course_style(draw: Callable[_Parameters, Picture]) -> Callable[_Parameters, Picture]:
    """Make a function draw alike whatever matplotlib style the student has set.

    Parameters
    ----------
    draw : callable
        Makes a picture.

    Returns
    -------
    callable
        Makes the same picture in the course's style.
    """

    @wraps(draw)
    def draw_in_style(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> Picture:
        with style.context():
            return draw(*args, **kwargs)

    return draw_in_style
