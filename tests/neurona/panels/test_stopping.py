import numpy as np
import pytest

from neurona.panels.picture import Picture
from neurona.panels.stopping import StoppingCurves, best_and_stop, tell_stopping
from neurona.plots import style

SCORES = [0.1, 0.4, 0.3, 0.4, 0.6, 0.5, 0.5, 0.9]


@pytest.mark.parametrize(
    ("patience", "expected"),
    [(1, (1, 2)), (2, (1, 3)), (3, (7, 7)), (9, (7, 7))],
)
def test_patience_ends_the_training(patience, expected):
    assert best_and_stop(SCORES, patience) == expected


def test_it_agrees_with_the_exercise():
    from solutions.costs_and_overfitting import early_stopping

    rng = np.random.default_rng(0)
    for _case in range(200):
        scores = rng.integers(0, 6, rng.integers(1, 15)) / 10
        patience = int(rng.integers(1, 6))
        assert best_and_stop(scores, patience) == early_stopping(scores, patience)


@pytest.fixture
def curves():
    picture = Picture(500, 300)
    with style.context():
        curves = StoppingCurves(picture, picture.axes(40, 20, 300, 200), 20)
    curves.picture = picture
    return curves


def places(curves):
    return [name.get_position()[1] for name in curves._names]


def test_the_diamond_sits_on_the_best_and_the_line_on_the_stop(curves):
    curves.show([0.2, 0.3, 0.4, 0.5], [0.2, 0.5, 0.4, 0.3], 1, 2)
    assert [list(data) for data in curves._best.get_data()] == [[1], [0.5]]
    assert list(curves._stop.get_xdata()) == [2, 2]
    assert curves._after.get_x() == 2
    assert curves._after.get_width() == 18


def test_no_line_before_patience_has_ended(curves):
    curves.show([0.2, 0.3], [0.2, 0.5], 1, 1)
    assert list(curves._stop.get_xdata()) == []
    assert curves._after.get_width() == 0


def test_without_any_value_nothing_is_shown(curves):
    curves.show([], [], None, None)
    assert [name.get_text() for name in curves._names] == ["", ""]
    assert list(curves._best.get_xdata()) == []
    assert curves.picture.png()


def test_a_best_epoch_that_does_not_exist_is_not_shown(curves):
    curves.show([0.2], [0.3], 7, None)
    assert list(curves._best.get_xdata()) == []


@pytest.mark.parametrize("ends", [(0.5, 0.5), (0.5, 0.52), (0.52, 0.5), (0.9, 0.1), (7.0, -3.0)])
def test_names_stand_apart_in_the_order_of_the_ends(curves, ends):
    curves.show([0.1, ends[0]], [0.1, ends[1]], 1, 1)
    training, validation = places(curves)
    assert abs(training - validation) > 0.07
    assert (training > validation) == (ends[0] >= ends[1])
    assert min(training, validation) >= -0.05
    assert max(training, validation) <= 1.05


def test_a_reference_is_drawn_as_far_as_it_goes(curves):
    curves.show([0.2, 0.3], [0.2, 0.5], 1, 1, [0.1, 0.2, 0.3])
    assert len(curves._reference.get_xdata()) == 3


def test_words_tell_whether_patience_has_ended():
    ended = tell_stopping(SCORES, 1, 3, 2)
    assert "stop at epoch 3" in ended
    assert "back to epoch 1, with 40.0%" in ended
    assert "has not ended yet; the best epoch is 7" in tell_stopping(SCORES, 7, 7, 3)
