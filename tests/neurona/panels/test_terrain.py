import io

import numpy as np
import pytest
from matplotlib.colors import to_hex
from PIL import Image

from neurona.panels import terrain
from neurona.panels.picture import Picture
from neurona.panels.surfaces import BOWL, TWO_MINIMA, VALLEY
from neurona.panels.terrain import BANDS, TALL, Map, Relief, band, depth, level_lines, measure
from neurona.plots import style

PATH = np.array([(2.5, -0.5), (1.0, 0.0), (-1.0, 1.0)])


@pytest.fixture
def drawn():
    with style.context():
        picture = Picture(820, 400)
        relief = Relief(picture, picture.axes(4, 30, 400, 330), ("a", "b"))
        plan = Map(picture, picture.axes(440, 30, 322, 322), ("a", "b"))
    for drawing in (relief, plan):
        drawing.lay(measure(VALLEY))
        drawing.show(PATH, VALLEY.center[None, :])
    return picture, relief, plan


def test_contour_lines_join_equal_heights():
    for surface in (BOWL, VALLEY, TWO_MINIMA):
        ground = measure(surface)
        lines = level_lines(ground)
        assert len(lines) >= BANDS - 1
        for level, line in lines:
            # Straight pieces between the lines of the grid leave the curve by a little.
            assert np.abs(surface.cost(line) - level).max() < 0.02 * (ground.top - ground.bottom)


def test_bands_rise_from_light_to_dark():
    ground = measure(BOWL)
    heights = np.linspace(ground.bottom, ground.top, 200)
    bands = band(ground, heights)
    assert (np.diff(bands) >= 0).all()
    assert (bands[0], bands[-1]) == (0, BANDS - 1)
    light = terrain.shades().sum(axis=1)
    assert (np.diff(light) < 0).all()


def test_bands_are_narrower_near_the_bottom():
    widths = np.diff(measure(VALLEY).levels)
    assert (np.diff(widths) > 0).all()


def test_what_is_higher_is_drawn_higher_and_what_is_farther_too():
    low, high = terrain.project(np.array([(0, 0, 0), (0, 0, 1)]))
    assert high[0] == low[0]
    assert high[1] > low[1]
    near, far = np.array([(0, -1, 0), (0, 1, 0)])
    assert depth(far) > depth(near)
    assert terrain.project(far)[1] > terrain.project(near)[1]


def test_the_surface_is_as_tall_as_its_box(drawn):
    _picture, relief, _plan = drawn
    ground = measure(VALLEY)
    assert relief._height(np.array([ground.bottom, ground.top])) == pytest.approx([0, TALL])


def test_a_walk_lies_on_the_surface(drawn):
    _picture, relief, plan = drawn
    assert np.transpose(plan._trail._path.get_data()) == pytest.approx(PATH)
    on_surface = terrain.project(np.column_stack([PATH, relief._height(VALLEY.cost(PATH))]))
    assert np.transpose(relief._trail._path.get_data()) == pytest.approx(on_surface)
    assert np.transpose(relief._trail._start.get_data()) == pytest.approx(on_surface[:1])
    assert np.transpose(relief._trail._here.get_data()) == pytest.approx(on_surface[-1:])


def test_a_walk_that_has_not_begun_is_one_sign(drawn):
    for drawing in drawn[1:]:
        drawing.show(PATH[:1], PATH[:0])
        assert np.isnan(drawing._trail._start.get_data()).all()
        assert np.isfinite(drawing._trail._here.get_data()).all()


def test_nothing_of_the_surface_hides_its_lowest_point():
    """The walk is drawn over the surface, which must not be in front of it."""
    for surface in (BOWL, VALLEY):
        ground = measure(surface)
        axis = terrain.AXIS
        x, y = np.meshgrid(axis, axis)
        z = (ground.heights - ground.bottom) / (ground.top - ground.bottom) * TALL
        points = np.stack([x, y, z], axis=-1).reshape(-1, 3)
        bottom = np.array([*surface.center, 0.0])
        spot = terrain.project(bottom)
        covers = (np.hypot(*(terrain.project(points) - spot).T) < 0.1) & (
            depth(points) < depth(bottom) - 0.5
        )
        assert not covers.any()


def test_the_map_shows_the_colors_of_the_bands(drawn):
    picture, _relief, plan = drawn
    image = Image.open(io.BytesIO(picture.png())).convert("RGB")
    colors = {to_hex(np.array(color) / 255) for _count, color in image.getcolors(1_000_000)}
    shown = plan._image.get_array()[..., :3]
    used = {to_hex(color / 255) for color in np.unique(shown.reshape(-1, 3), axis=0)}
    assert len(used) == BANDS
    near = [
        min(
            np.abs(np.array([int(c[i : i + 2], 16) for i in (1, 3, 5)]) - want).max()
            for c in colors
        )
        for want in (np.array([int(u[i : i + 2], 16) for i in (1, 3, 5)]) for u in used)
    ]
    assert max(near) <= 4  # the palette of a picture merges nearly equal colors


def test_another_surface_is_another_picture(drawn):
    picture, relief, plan = drawn
    before = picture.png()
    for drawing in (relief, plan):
        drawing.lay(measure(BOWL))
        drawing.name(("w", "b"))
    picture.invalidate()
    assert picture.png() != before
    assert [text.get_text() for text in relief._names] == ["w", "b"]
    assert plan._axes.get_xlabel() == "w"
