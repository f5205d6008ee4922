import numpy as np
import pytest

from neurona.panels.curves import BLOCK, Curves, blocks, latest
from neurona.panels.picture import Picture


def test_epoch_0_stays_alone_and_later_ones_are_averaged():
    values = [0.1, *[0.2] * BLOCK, *[0.4] * BLOCK]
    epochs, means = blocks(values)
    assert epochs.tolist() == [0, BLOCK, 2 * BLOCK]
    np.testing.assert_allclose(means, [0.1, 0.2, 0.4])


def test_a_short_last_block_counts_as_it_is():
    epochs, means = blocks([0.0, *[0.5] * BLOCK, 0.8, 0.9])
    assert epochs.tolist() == [0, BLOCK, BLOCK + 2]
    assert means[-1] == pytest.approx(0.85)
    assert latest([0.3]) == 0.3


@pytest.fixture
def curves():
    picture = Picture(300, 200)
    return Curves(picture, picture.axes(40, 10, 200, 160), 100)


def names(curves):
    return {name.get_text(): name for name in curves._names}


def test_names_carry_the_last_values(curves):
    curves.show([0.5, 0.99], [0.5, 0.721])
    assert set(names(curves)) == {"training 99%", "validation 72%"}


def test_nothing_learned_nothing_drawn(curves):
    curves.show([0.5, 0.99], [0.5, 0.721], [0.5, 0.6])
    curves.show([], [])
    assert set(names(curves)) == {""}
    assert len(curves._training.get_xdata()) == len(curves._validation.get_xdata()) == 0
    assert not curves._reference.get_visible()


def test_what_lies_below_the_picture_is_no_error(curves):
    curves.show([0.0], [0.1])
    assert set(names(curves)) == {"training 0%", "validation 10%"}


def runs():
    """Curves of every kind: flat, crossing, steep, short, with and without a reference."""
    rng = np.random.default_rng(0)
    for _case in range(150):
        ends = rng.uniform(0.4, 1.0, 3)
        tempo, noise = rng.uniform(5, 200), rng.choice([0.0, 0.01, 0.04])
        epochs = np.arange(100) if rng.random() < 0.5 else np.arange(rng.integers(1, 101))
        rises = 0.5 + (ends[:, None] - 0.5) * (1 - np.exp(-np.arange(101) / tempo))
        rises = np.clip(rises + rng.normal(0, noise, rises.shape), 0.4, 1.0)
        reference = rises[2] if rng.random() < 0.7 else ()
        yield rises[0][epochs], rises[1][epochs], reference


def test_names_never_lie_on_a_curve_nor_on_each_other(curves):
    figure = curves._picture.figure
    for training, validation, reference in runs():
        curves.show(training, validation, reference)
        boxes = [name.get_window_extent() for name in curves._names]
        assert not boxes[0].overlaps(boxes[1])
        for line in (curves._training, curves._validation, curves._reference):
            if not line.get_visible():
                continue
            path = line.get_path().interpolated(20).transformed(line.get_transform())
            for box in boxes:
                x, y = path.vertices.T
                hit = (x > box.x0) & (x < box.x1) & (y > box.y0) & (y < box.y1)
                assert not hit.any(), (training[-1], validation[-1])
        assert all(figure.bbox.y0 <= box.y0 and box.y1 <= figure.bbox.y1 for box in boxes)


def test_the_name_of_the_higher_end_is_the_higher_one(curves):
    for training, validation in ((0.9, 0.7), (0.7, 0.75), (0.8, 0.8)):
        curves.show([training] * 30, [validation] * 30)
        heights = [name.get_position()[1] for name in curves._names]
        assert (heights[0] > heights[1]) == (training >= validation)


def test_names_never_stick_out_on_the_left(curves):
    curves.show([0.5], [0.5])
    assert all(name.get_position()[0] >= 70 for name in curves._names)
    curves.show([0.5] * 101, [0.5] * 101)
    assert all(name.get_position()[0] == 100 for name in curves._names)


def test_a_reference_may_go_away(curves):
    curves.show([0.5, 0.6], [0.5, 0.6], [0.5, 0.6])
    assert curves._reference.get_visible()
    curves.show([0.5, 0.6], [0.5, 0.6])
    assert not curves._reference.get_visible()
