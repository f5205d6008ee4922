import io

import numpy as np
import pytest
from PIL import Image

from neurona.panels.picture import Picture
from neurona.panels.regions import (
    CELL,
    CLASSES,
    DOUBTS,
    GRID,
    X_LIMIT,
    Y_LIMIT,
    Regions,
    grid_points,
    level_lines,
)


def field(f):
    """Evaluate a function of x and y on the grid, shape (1, GRID, GRID)."""
    x, y = grid_points().T
    return f(x, y).reshape(1, GRID, GRID)


def test_the_grid_spans_the_plane_row_by_row():
    points = grid_points()
    assert points.shape == (GRID**2, 2)
    np.testing.assert_allclose(points[0], [-X_LIMIT, -Y_LIMIT])
    np.testing.assert_allclose(points[1] - points[0], [CELL[0], 0])
    np.testing.assert_allclose(points[GRID] - points[0], [0, CELL[1]])
    np.testing.assert_allclose(points[-1], [X_LIMIT, Y_LIMIT])


@pytest.mark.parametrize("angle", np.linspace(0, np.pi, 7))
def test_lines_of_a_plane_are_exact(angle):
    a, b, c = np.cos(angle), np.sin(angle), 0.317
    lines = level_lines(field(lambda x, y: a * x + b * y + c + 0.5))
    np.testing.assert_allclose(lines @ [a, b], -c, atol=1e-12)
    length = np.linalg.norm(lines[:, 1] - lines[:, 0], axis=1).sum()
    assert length > 2 * Y_LIMIT - 2 * CELL.max()


def test_lines_close_around_a_circle():
    radius = 1.3
    lines = level_lines(field(lambda x, y: x**2 + y**2), radius**2)
    np.testing.assert_allclose(np.linalg.norm(lines, axis=-1), radius, atol=0.01)
    length = np.linalg.norm(lines[:, 1] - lines[:, 0], axis=1).sum()
    assert length == pytest.approx(2 * np.pi * radius, rel=0.01)
    ends, counts = np.unique(lines.reshape(-1, 2).round(9), axis=0, return_counts=True)
    assert np.all(counts == 2), ends[counts != 2]


def test_a_saddle_has_two_pieces():
    values = np.zeros((1, GRID, GRID))
    values[0, 10, 10] = values[0, 11, 11] = 1.0
    lines = level_lines(values)
    inside = np.all(
        np.abs(lines.mean(axis=1) - (CELL * 10.5 - (X_LIMIT, Y_LIMIT))) < CELL / 2, axis=1
    )
    assert inside.sum() == 2


def test_flat_fields_have_no_lines():
    assert level_lines(np.full((3, GRID, GRID), 0.7)).shape == (0, 2, 2)
    assert level_lines(np.full((3, GRID, GRID), 0.5)).shape == (0, 2, 2)


def test_lines_of_many_fields_come_together():
    one, two = field(lambda x, _y: x), field(lambda _x, y: y)
    together = level_lines(np.concatenate([one, two]), 0.1)
    assert len(together) == len(level_lines(one, 0.1)) + len(level_lines(two, 0.1))


def painted(shade, tints=CLASSES, *borders):
    """Return the pixels of a map that fills its picture, top row first."""
    picture = Picture(100, 80)
    regions = Regions(picture, picture.axes(0, 0, 100, 80), tints)
    regions.show(shade, *borders)
    return np.array(Image.open(io.BytesIO(picture.png())).convert("RGB"))


def color(name):
    return [int(name[i : i + 2], 16) for i in (1, 3, 5)]


def test_tints_are_where_the_values_are():
    up = painted(field(lambda _x, y: (y > 0).astype(float)))
    assert up[5, 70].tolist() == color(CLASSES[-1])
    assert up[-5, 70].tolist() == color(CLASSES[0])
    right = painted(field(lambda x, _y: (x > 0).astype(float)), DOUBTS)
    assert right[60, -5].tolist() == color(DOUBTS[-1])
    assert right[60, 5].tolist() == color(DOUBTS[0])


def test_values_beyond_1_have_the_last_tint():
    assert painted(np.full(GRID**2, 7.5))[40, 40].tolist() == color(CLASSES[-1])


def test_all_borders_are_drawn():
    x, y = grid_points().T
    shade = np.full(GRID**2, 0.5)
    empty = painted(shade)
    seen = [painted(shade, CLASSES, x), painted(shade, CLASSES, x, y)]
    seen.append(painted(shade, CLASSES, x, y, np.stack([x + y, x - y])))
    changed = [np.any(pixels != empty, axis=-1).sum() for pixels in seen]
    assert 0 < changed[0] < changed[1] < changed[2]


def test_points_are_told_apart_by_shape_and_color():
    picture = Picture(100, 80)
    regions = Regions(picture, picture.axes(0, 0, 100, 80))
    regions.show(np.full(GRID**2, 0.5))
    pictures = set()
    for label in (0.0, 1.0):
        regions.show_points(np.zeros((1, 2)), np.array([[label]]))
        pictures.add(picture.png())
    assert len(pictures) == 2
