"""Labelled widgets for panels, alike in ipywidgets 7 and 8."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any

import ipywidgets as widgets
from traitlets import CFloat, CInt, Int, Unicode

FULL = "100%"
HALF = "48%"
LABEL_WIDTH = "320px"
SHORT_LABEL_WIDTH = "110px"
UNANSWERED = {"sync": True, "echo_update": False}
"""Marks of a trait whose news the kernel does not send back to the slider they come from.

ipywidgets 8 does so by default, for pages that show the same slider twice. The answer would come
before the picture, and cost the browser as much as any message.
"""
LINE = 100
"""Letters in a line of the caption, about."""


def _layout(width: str, **more: str) -> widgets.Layout:
    return widgets.Layout(width=width, min_width="240px", margin="2px 0", **more)


class _FloatSlider(widgets.FloatSlider):  # type: ignore[misc]
    value = CFloat(0.0).tag(**UNANSWERED)


class _IntSlider(widgets.IntSlider):  # type: ignore[misc]
    value = CInt(0).tag(**UNANSWERED)


class _ChoiceSlider(widgets.SelectionSlider):  # type: ignore[misc]
    index = Int().tag(**UNANSWERED)


def _slider(kind: type[widgets.Widget], label: str, **more: Any) -> Any:
    return kind(
        description=label,
        continuous_update=True,
        style={"description_width": LABEL_WIDTH},
        layout=_layout(FULL),
        **more,
    )


def slider(
    label: str, value: float, low: float, high: float, step: float, digits: int
) -> widgets.FloatSlider:
    """Return a slider over evenly spaced numbers, with its value beside it.

    Parameters
    ----------
    label : str
        What the number is, in words, with its unit.
    value : float
        Where it begins.
    low, high, step : float
        Its range, and the distance between two of its numbers.
    digits : int
        How many decimals are shown.
    """
    span = {"min": low, "max": high, "step": step}
    return _slider(_FloatSlider, label, value=value, readout_format=f".{digits}f", **span)


def int_slider(label: str, value: int, low: int, high: int, step: int) -> widgets.IntSlider:
    """Return a slider over whole numbers.

    Parameters
    ----------
    label : str
        What the number is, in words, with its unit.
    value : int
        The number that it starts at.
    low, high : int
        The smallest and the largest number.
    step : int
        The distance between numbers.
    """
    return _slider(_IntSlider, label, value=value, min=low, max=high, step=step)


def choice_slider(label: str, value: float, values: Sequence[float]) -> widgets.SelectionSlider:
    """Return a slider over given numbers, such as 0 and then powers of ten.

    Parameters
    ----------
    label : str
        What the number is, in words, with its unit.
    value : float
        Where it begins, one of the values.
    values : sequence of float
        The numbers it goes through.
    """
    options = [(f"{number:g}".replace("inf", "∞"), float(number)) for number in values]
    return _slider(_ChoiceSlider, label, options=options, value=float(value))


def log_values(low: float, high: float) -> list[float]:
    """Return 0 and then 1, 2 and 5 times each power of ten from `low` to `high`.

    Parameters
    ----------
    low, high : float
        The range, both positive.
    """
    found = [0.0]
    exponent = -12
    while 10.0**exponent <= high * 1.0001:
        for digit in (1, 2, 5):
            # Through text, so that 5e-3 is the float that a reader would write.
            number = float(f"{digit}e{exponent}")
            if low * 0.9999 <= number <= high * 1.0001:
                found.append(number)
        exponent += 1
    return found


def dropdown(label: str, value: Any, options: Sequence[tuple[str, Any]]) -> widgets.Dropdown:
    """Return a list to choose one of several named things from.

    Parameters
    ----------
    label : str
        What is chosen, in a word or two.
    value : object
        What is chosen to begin with.
    options : sequence of (str, object)
        Names and values.
    """
    return widgets.Dropdown(
        options=list(options),
        value=value,
        description=label,
        style={"description_width": SHORT_LABEL_WIDTH},
        layout=_layout(HALF),
    )


def toggle(label: str, value: bool) -> widgets.Checkbox:
    """Return a box to tick.

    Parameters
    ----------
    label : str
        What is so when it is ticked.
    value : bool
        Whether it is ticked to begin with.
    """
    return widgets.Checkbox(value=value, description=label, indent=False, layout=_layout(HALF))


def button(label: str) -> widgets.Button:
    """Return a button with a word on it."""
    return widgets.Button(description=label, layout=widgets.Layout(width="auto", min_width="96px"))


class LabeledImage(widgets.Image):  # type: ignore[misc]
    """An image that may have a tooltip, which is its accessible name, in ipywidgets 8."""

    # Its front end looks at the description of whatever has a tooltip, and an image has none.
    description = Unicode("").tag(sync=True)


def sentence(text: str) -> str:
    """Return HTML of a paragraph that shows a text as it is."""
    return f'<p style="max-width:45em;line-height:1.45;margin:4px 0">{html.escape(text)}</p>'


def with_code(text: str) -> str:
    """Return HTML in which what stands between backticks is marked as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", text)


def status(text: str, letters: int = 0) -> str:
    """Return HTML of a caption that screen readers announce when it changes.

    Parameters
    ----------
    text : str
        The caption.
    letters : int
        How many letters there is room for at least, so that what follows stays where it is.
    """
    lines = max(2, -(-max(letters, len(text)) // LINE))
    return (
        '<p role="status" aria-live="polite" style="max-width:55em;line-height:1.4;'
        f"min-height:{1.4 * lines:.1f}em;"
        f'margin:2px 0;font-size:90%;opacity:0.85">{html.escape(text)}</p>'
    )


def alert(text: str) -> str:
    """Return HTML of a sentence on what went wrong, or nothing for no text."""
    if not text:
        return ""
    return (
        '<p role="alert" style="max-width:50em;line-height:1.4;margin:4px 0;padding:6px 12px;'
        f'border-left:4px solid #D55E00">{with_code(html.escape(text))}</p>'
    )
