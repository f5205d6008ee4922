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


@pytest.mark.parametrize(("training", "validation"), [(0.8, 0.8), (0.8, 0.78), (0.7, 0.75)])
def test_names_of_close_curves_keep_apart(curves, training, validation):
    curves.show([training] * 30, [validation] * 30)
    (_x, low), (_x, high) = sorted((n.get_position() for n in curves._names), key=lambda p: p[1])
    sides = [n.get_verticalalignment() for n in curves._names]
    assert sorted(sides) == ["bottom", "top"]
    assert low < min(training, validation) <= max(training, validation) < high


def test_names_never_stick_out_on_the_left(curves):
    curves.show([0.5], [0.5])
    assert all(name.get_position()[0] >= 70 for name in curves._names)
    curves.show([0.5] * 101, [0.5] * 101)
    assert all(name.get_position()[0] == 100 for name in curves._names)


def test_a_reference_may_go_away(curves):
    curves.show_reference([0.5, 0.6])
    assert curves._reference.get_visible()
    curves.show_reference([])
    assert not curves._reference.get_visible()
