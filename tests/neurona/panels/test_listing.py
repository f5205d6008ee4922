"""Code in pictures: one width for every letter, and knobs set apart."""

import io

import numpy as np
import pytest
from PIL import Image

from neurona.panels.dialects import Line
from neurona.panels.listing import LOOKS, Listing
from neurona.panels.picture import Picture


@pytest.fixture
def picture():
    return Picture(300, 100)


def ink(picture):
    """Return the columns of the picture that hold ink."""
    pixels = np.asarray(Image.open(io.BytesIO(picture.png())).convert("L"))
    return np.flatnonzero(pixels.min(axis=0) < 128)


def test_every_letter_is_equally_wide(picture):
    listing = Listing(picture, 10, 10, 2)
    widths = []
    for letters in ("|iiiiiiii|", "|WWWWWWWW|"):
        listing.show([Line(letters)])
        columns = ink(picture)
        widths.append(columns[-1] - columns[0])
    assert widths[0] == widths[1]


def test_a_line_with_a_knob_has_its_name_its_color_and_bold_letters(picture):
    listing = Listing(picture, 10, 10, 3)
    listing.show([Line("a"), Line("b", "p"), Line("c", "λ")])
    shown = [
        (mark.get_text(), words.get_text(), words.get_color(), words.get_fontweight())
        for mark, words in listing._rows
    ]
    assert shown == [
        ("", "a", LOOKS[""], "normal"),
        ("p", "b", LOOKS["p"], "bold"),
        ("λ", "c", LOOKS["λ"], "bold"),
    ]


def test_lines_that_are_gone_leave_nothing_behind(picture):
    listing = Listing(picture, 10, 10, 3)
    listing.show([])
    empty = picture.png()
    listing.show([Line("a", "p"), Line("b"), Line("c")])
    assert picture.png() != empty
    listing.show([])
    assert picture.png() == empty
