import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurona.panels.gates import EXAMPLES, Neuron, Training
from neurona.panels.gates import PerceptronRule as Rule
from neurona.panels.picture import Picture
from neurona.panels.plane import (
    ARROW,
    CROSS_ROOM,
    CROSSES,
    EDGE,
    HIGH,
    LOW,
    ROOM,
    Plane,
    firing_region,
    free_place,
    gap,
    label_place,
)

numbers = st.integers(-40, 40).map(lambda n: n / 20)
neurons = st.builds(lambda w1, w2, b: Neuron(np.array([w1, w2]), b), numbers, numbers, numbers)


def area(corners):
    x, y = corners.T
    return 0.5 * abs(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))


@given(neurons)
def test_the_region_is_where_the_neuron_fires(neuron):
    region, line = firing_region(neuron)
    side = np.linspace(LOW, HIGH, 81)[:-1] + (HIGH - LOW) / 160
    points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    share = np.mean(points @ neuron.w + neuron.b > 0)
    found = 0.0 if np.isnan(region).any() else area(region) / (HIGH - LOW) ** 2
    assert found == pytest.approx(share, abs=0.03)
    if not np.isnan(line).any():
        assert np.allclose(line @ neuron.w + neuron.b, 0, atol=1e-9)
        assert np.all((line >= LOW - 1e-9) & (line <= HIGH + 1e-9))


@pytest.mark.parametrize(("b", "fires"), [(1.0, True), (-1.0, False), (0.0, False)])
def test_without_weights_there_is_no_line(b, fires):
    region, line = firing_region(Neuron(np.zeros(2), b))
    assert np.isnan(line).all()
    assert np.isnan(region).any() != fires


@given(neurons)
def test_the_arrow_starts_on_the_line_and_its_word_covers_no_point(neuron):
    line = firing_region(neuron)[1]
    if np.isnan(line).any():
        return
    toward = neuron.w / np.hypot(*neuron.w)
    foot = free_place(line, toward)
    assert abs(foot @ neuron.w + neuron.b) < 1e-9
    label = label_place(foot, toward)
    if not np.allclose(foot, line.mean(axis=0)):
        assert gap(label, EXAMPLES) > ROOM
        assert np.all((label > LOW + EDGE) & (label < HIGH - EDGE))


def new_plane():
    picture = Picture(200, 200)
    return Plane(picture, picture.axes(0, 0, 200, 200))


PLANE = new_plane()  # for tests that show many neurons


@pytest.fixture
def plane():
    return new_plane()


@given(neurons)
def test_a_word_that_is_shown_covers_no_point(neuron):
    PLANE.show(neuron, (0, 0, 0, 1), neuron.outputs(), None)
    if PLANE._fires.get_visible():
        assert gap(np.array(PLANE._fires.get_position()), EXAMPLES) > ROOM


@pytest.mark.parametrize("b", [0.25, -0.25, -0.5, -1.0, -1.5])
@pytest.mark.parametrize("w", [(1, 1), (0.9, 0.4), (1, 0.25), (-1, -1)])
def test_the_arrow_keeps_clear_of_the_crosses(w, b):
    line = firing_region(Neuron(np.array(w), b))[1]
    if np.isnan(line).any():
        return
    toward = np.array(w) / np.hypot(*w)
    assert gap(free_place(line, toward) + ARROW * toward, CROSSES) > CROSS_ROOM


def places(marks):
    return {tuple(map(float, place)) for place in np.transpose(marks.get_data())}


def test_points_have_the_shape_and_the_digit_of_what_is_wanted(plane):
    plane.show(Neuron(np.ones(2), -1.5), (0, 1, 1, 1), [0, 0, 0, 1], None)
    assert places(plane._points[0]) == {(0, 0)}
    assert places(plane._points[1]) == {(0, 1), (1, 0), (1, 1)}
    assert plane._points[0].get_marker() != plane._points[1].get_marker()
    assert [name.get_text() for name in plane._names] == ["0", "1", "1", "1"]


def test_wrong_points_are_crossed_and_unknown_ones_are_not(plane):
    plane.show(Neuron(np.ones(2), -1.5), (0, 1, 1, 1), [0, 0, None, 1], None)
    crosses = places(plane._wrong)
    assert len(crosses) == 1
    assert np.allclose(next(iter(crosses)), (0, 1), atol=0.2)


def test_the_example_looked_at_is_ringed_and_joined_with_what_was_seen(plane):
    run = Training(Rule(), "AND", Neuron(np.ones(2), -1.5), np.random.default_rng(0))
    while not (run.last and run.last.dropped):
        run.look(0.5, 0.0, 0.5)
    plane.show(run.neuron, run.wanted, run.neuron.outputs(), run.last)
    place = tuple(EXAMPLES[run.last.example])
    assert places(plane._ring) == {place}
    assert places(plane._path) == {place, tuple(run.last.seen)}
    run.look(0.5, 0.0, 0.0)
    plane.show(run.neuron, run.wanted, run.neuron.outputs(), run.last)
    assert np.isnan(plane._path.get_xdata()).all()


@pytest.mark.parametrize(
    ("neuron", "words"),
    [
        (Neuron(np.ones(2), -1.0), "fires"),
        (Neuron(np.zeros(2), 1.0), "fires everywhere here"),
        (Neuron(np.zeros(2), 0.0), "fires nowhere here"),
        (Neuron(np.ones(2) / 10, -2.0), "fires nowhere here"),
    ],
)
def test_the_firing_side_is_named(plane, neuron, words):
    plane.show(neuron, (0, 0, 0, 1), neuron.outputs(), None)
    assert plane._fires.get_visible()
    assert plane._fires.get_text() == words
    assert plane._arrow.get_visible() == (words == "fires")
