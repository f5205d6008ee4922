"""A picture shows itself, once, with words."""

from __future__ import annotations

import base64
import html
import io
import re

import matplotlib as mpl
import pytest
from IPython.core.formatters import DisplayFormatter
from matplotlib.image import imread

from neurona.plots import style
from neurona.plots.picture import Picture, in_course_style

ALT = 'A line from 0 to "1" & back, if x < y.'


@in_course_style
def draw(width: float = 2.0) -> Picture:
    figure = style.new_figure(width, 1.0)
    axes = figure.add_subplot()
    axes.plot([0, 1])
    axes.set_title("title $x_1$")
    return Picture(figure, ALT)


def shown(picture: Picture) -> tuple[dict[str, str], dict[str, dict[str, object]]]:
    """What IPython sends to a front end."""
    return DisplayFormatter().format(picture)


def test_there_is_one_picture_and_its_words() -> None:
    data, _metadata = shown(draw())
    assert set(data) == {"text/html", "image/png", "text/plain"}
    assert data["text/plain"] == repr(draw()) == ALT
    assert base64.b64decode(data["image/png"]) == draw().png()


def test_html_shows_the_same_picture_with_alternative_text() -> None:
    data, _metadata = shown(draw())
    (source,) = re.findall(r'src="data:image/png;base64,([^"]+)"', data["text/html"])
    (alt,) = re.findall(r'alt="([^"]+)"', data["text/html"])
    assert source == data["image/png"]
    assert html.unescape(alt) == ALT


def test_metadata_tells_size_and_words() -> None:
    _data, metadata = shown(draw(3.0))
    assert metadata["image/png"] == {"width": 288, "height": 96, "alt": ALT}


def test_there_are_more_pixels_than_the_page_asks_for() -> None:
    height, width, _channels = imread(io.BytesIO(draw(3.0).png())).shape
    assert (width, height) == (432, 144)


def test_drawing_twice_gives_the_same_bytes() -> None:
    assert draw().png() == draw().png()


@pytest.mark.parametrize(
    "settings",
    [
        {"text.color": "white", "axes.facecolor": "black"},
        {"font.size": 30, "lines.linewidth": 9},
        {"mathtext.fontset": "stix"},
    ],
)
def test_a_students_style_changes_nothing(settings: dict[str, object]) -> None:
    plain = draw().png()
    with mpl.rc_context(settings):
        assert draw().png() == plain


def test_a_students_style_stays_theirs() -> None:
    with mpl.rc_context({"font.size": 30}):
        draw().png()
        assert mpl.rcParams["font.size"] == 30
