import io

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from neurona.panels.lettering import is_plain
from neurona.panels.picture import PIXEL_RATIO, Picture
from neurona.plots import style


def pixels_of(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def dark_box(pixels):
    """Left, top, right and bottom of what is not white."""
    rows, columns = np.nonzero(pixels.min(axis=2) < 128)
    return np.array([columns.min(), rows.min(), columns.max(), rows.max()])


def test_size_is_given_in_css_pixels():
    shape = pixels_of(Picture(300, 200).png()).shape
    assert shape == (200 * PIXEL_RATIO, 300 * PIXEL_RATIO, 3)


def test_places_are_given_in_css_pixels_from_the_upper_left():
    picture = Picture(300, 200)
    axes = picture.axes(60, 20, 150, 100)
    style.bare(axes)
    axes.set_facecolor("black")
    box = dark_box(pixels_of(picture.png())) / PIXEL_RATIO
    assert np.allclose(box, [60, 20, 210, 120], atol=1)


def test_moving_artists_leave_no_trace_where_they_were():
    picture = Picture(200, 200)
    axes = picture.axes(0, 0, 200, 200)
    style.bare(axes)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    dot = picture.moving(axes.plot([0.25], [0.75], "ko", markersize=12)[0])
    first = picture.png()
    dot.set_data([0.75], [0.25])
    second = picture.png()
    centers = [
        dark_box(pixels_of(png)).reshape(2, 2).mean(axis=0) / PIXEL_RATIO for png in (first, second)
    ]
    assert np.allclose(centers, [[50, 50], [150, 150]], atol=1)
    dot.set_data([0.25], [0.75])
    assert picture.png() == first


def test_the_background_is_kept_until_it_is_invalidated():
    picture = Picture(200, 200)
    axes = picture.axes(20, 20, 160, 160)
    before = picture.png()
    axes.set_facecolor("black")
    assert picture.png() == before
    picture.invalidate()
    assert picture.png() != before


@pytest.mark.parametrize("size", [style.SMALL, style.LARGE])
@pytest.mark.parametrize("ha", ["left", "center", "right"])
@pytest.mark.parametrize("va", ["top", "center", "center_baseline", "baseline", "bottom"])
def test_letters_stand_where_matplotlib_puts_them(size, ha, va):
    words = "Hope 0.9" if va != "center_baseline" else "0"
    boxes = []
    for alpha in (None, 1.0):  # only opaque text is lettered quickly
        picture = Picture(300, 100)
        look = {"fontsize": size, "ha": ha, "va": va, "alpha": alpha}
        text = picture.moving(picture.text(150, 50, words, **look))
        assert is_plain(text) == (alpha is None)
        boxes.append(dark_box(pixels_of(picture.png())))
    assert np.abs(boxes[0] - boxes[1]).max() <= 4


def test_lines_of_letters_go_down_from_the_top():
    heights = []
    for words in ("one", "one\ntwo", "one\ntwo\nhree"):
        picture = Picture(300, 100)
        picture.moving(picture.text(20, 10, words, fontsize=style.NORMAL))
        heights.append(dark_box(pixels_of(picture.png())))
    tops, bottoms = np.array(heights)[:, 1], np.array(heights)[:, 3]
    assert np.ptp(tops) <= 1
    assert np.all(np.diff(bottoms) > 20)


def test_an_empty_line_takes_its_room():
    picture = Picture(300, 100)
    text = picture.moving(picture.text(20, 10, "one\n\nthree", fontsize=style.NORMAL))
    apart = dark_box(pixels_of(picture.png()))
    text.set_text("one\ntwo\nthree")
    assert np.abs(apart - dark_box(pixels_of(picture.png())))[[1, 3]].max() <= 1


def test_letters_have_their_color_and_weight():
    ink = {}
    for name, look in {
        "plain": {},
        "bold": {"weight": "bold"},
        "colored": {"color": style.VERMILION},
        "hidden": {"visible": False},
    }.items():
        picture = Picture(200, 50)
        picture.moving(picture.text(20, 10, "margin", fontsize=style.LARGE, **look))
        ink[name] = pixels_of(picture.png())
    assert np.all(ink["hidden"] == 255)
    assert np.sum(255 - ink["bold"].astype(int)) > 1.2 * np.sum(255 - ink["plain"].astype(int))
    colors = {tuple(color) for color in ink["colored"].reshape(-1, 3).tolist()}
    assert (0xD5, 0x5E, 0x00) in colors


def test_what_cannot_be_lettered_is_drawn_by_matplotlib():
    picture = Picture(200, 200)
    text = picture.moving(picture.text(100, 100, "slanted", rotation=90))
    assert not is_plain(text)
    left, top, right, bottom = dark_box(pixels_of(picture.png()))
    assert bottom - top > right - left


def test_what_lies_on_the_frame_is_drawn_anew_without_the_frame():
    picture = Picture(100, 100)
    axes = picture.axes(0, 0, 100, 100)
    axes.axis("off")
    frame = axes.plot([0, 1], [0, 0], color="black", linewidth=20)[0]
    lying = picture.lying(axes.plot([0, 1], [1, 1], color="red", linewidth=20)[0])
    moving = picture.moving(axes.plot([0.5], [1], "o", color="blue", markersize=20)[0])
    first = picture.png()
    lying.set_color("green")
    frame.set_color("yellow")
    assert picture.png() == first
    picture.relay()
    second = picture.png()
    assert second != first
    assert colors_of(second) == {"black", "green", "blue"}
    moving.set_visible(False)
    assert colors_of(picture.png()) == {"black", "green"}
    picture.invalidate()
    assert colors_of(picture.png()) == {"yellow", "green"}


def colors_of(png):
    """Which of some colors a picture has."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    there = {color for _count, color in image.getcolors(100_000)}
    names = ("black", "red", "green", "blue", "yellow")
    return {name for name in names if tuple(round(255 * c) for c in to_rgb(name)) in there}
