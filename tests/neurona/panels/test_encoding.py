import io

import numpy as np
import pytest
from PIL import Image

from neurona.panels.encoding import COLORS, channels, choose_colors, encode_png


def opaque(pixels):
    """Add a fourth channel."""
    return np.insert(pixels, 3, 255, axis=2)


def encoded(pixels):
    png = encode_png(opaque(pixels))
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def ramp(width, height=60):
    """A gray that goes from black to white."""
    gray = np.linspace(0, 255, width).astype(np.uint8)
    return np.repeat(np.repeat(gray[None, :, None], height, axis=0), 3, axis=2)


@pytest.mark.parametrize("shape", [(1, 1, 3), (7, 5, 3), (64, 200, 3)])
def test_few_colors_are_kept_exactly(shape):
    rng = np.random.default_rng(0)
    colors = np.array([[255, 255, 255], [227, 240, 248], [26, 26, 26], [213, 94, 0]], np.uint8)
    pixels = colors[np.zeros(shape[:2], int)]
    if pixels.shape[0] > 60:  # areas, so that the sample meets each of them
        pixels = np.repeat(np.repeat(colors[rng.integers(0, 4, (16, 50))], 4, axis=0), 4, axis=1)
    assert np.array_equal(encoded(pixels), pixels)


def test_an_area_keeps_its_color_beside_many_that_are_nearly_the_same():
    pixels = np.concatenate([np.full((200, 300, 3), 250, np.uint8), ramp(300)])
    assert np.all(encoded(pixels)[:200] == 250)


def test_where_there_are_too_many_colors_similar_ones_take_their_places():
    hues = [[0, 0, 0], [0, 114, 178], [230, 159, 0], [213, 94, 0], [0, 158, 115], [86, 180, 233]]
    share = np.linspace(0, 1, 192)[None, :, None]
    faded = [share * 255 + (1 - share) * np.array(hue) for hue in hues]
    pixels = np.concatenate([np.repeat(one, 9, axis=0) for one in faded]).astype(np.uint8)
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 4 * COLORS
    result = encoded(pixels)
    assert len(np.unique(result.reshape(-1, 3), axis=0)) <= COLORS
    assert np.abs(result.astype(int) - pixels).max() < 24


def test_a_ramp_is_off_by_less_than_a_cell():
    assert np.abs(encoded(ramp(256)).astype(int) - ramp(256)).max() < 8


def test_the_most_frequent_colors_come_first_and_near_ones_count_once():
    pixels = np.zeros((90, 90, 3), np.uint8)
    pixels[:50] = 200
    pixels[50:60] = 201
    chosen = channels(choose_colors(opaque(pixels).view("<u4")[..., 0]))
    assert chosen.tolist() == [[200, 200, 200], [0, 0, 0]]


def test_a_rare_color_that_the_sample_misses_is_kept_where_there_is_room():
    pixels = np.full((90, 90, 3), 255, np.uint8)
    pixels[41, 41] = [213, 94, 0]
    assert np.array_equal(encoded(pixels), pixels)


def test_the_fourth_channel_does_not_count():
    pixels = opaque(np.repeat(ramp(300), 2, axis=0))
    clear = pixels.copy()
    clear[..., 3] = 0
    decoded = [Image.open(io.BytesIO(encode_png(one))).convert("RGB") for one in (pixels, clear)]
    assert np.array_equal(*map(np.asarray, decoded))


def test_the_same_pixels_make_the_same_bytes():
    first, second = (encode_png(opaque(ramp(300))) for _time in range(2))
    assert first == second
