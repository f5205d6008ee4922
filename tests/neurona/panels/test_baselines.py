import numpy as np
import pytest
from sklearn.svm import SVC

from neurona.data import digits
from neurona.panels.baselines import FEWEST, MNIST, SMALL, UNSEEN, Baselines
from solutions.backpropagation import darkness_classifier
from solutions.hyperparameters import classify
from tests.neurona.panels.handling import moved


def parts():
    data = digits()
    unseen = np.concatenate([data.validation, data.test])
    return data.X[data.train], data.labels[data.train], data.X[unseen], data.labels[unseen]


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("darkness", darkness_classifier),
        ("svm", lambda X_train, labels, X: SVC().fit(X_train, labels).predict(X)),
        ("network", classify),
    ],
)
def test_what_small_digits_give_is_measured(name, method):
    X_train, labels, X, meant = parts()
    assert len(meant) == UNSEEN
    assert np.mean(method(X_train, labels, X) == meant) == pytest.approx(SMALL[name], abs=5e-5)


def test_the_literature_s_numbers_are_the_course_s():
    assert MNIST == {"guessing": 0.1, "darkness": 0.2225, "svm": 0.9435, "network": 0.9979}
    assert SMALL["guessing"] == 1 / 10


def test_nothing_is_measured_before_the_button_is_pressed():
    def never(*_args):
        raise AssertionError

    panel = Baselines({"classify": never})
    assert panel.errors == []
    assert "not measured yet" in panel.alternative_text
    assert len(panel._own.get_xdata()) == 0


def test_the_student_s_own_is_measured_on_unseen_digits():
    panel = Baselines({"classify": darkness_classifier})
    assert moved(panel, panel.measure_button.click)
    assert panel.share == pytest.approx(SMALL["darkness"], abs=5e-5)
    assert "11.06%" in panel.alternative_text
    assert list(panel._own.get_xdata()) == pytest.approx([1000 * (1 - panel.share)])


def test_a_perfect_reader_stays_on_the_picture():
    _X_train, _labels, _X, meant = parts()
    panel = Baselines({"classify": lambda *_args: meant})
    panel.measure_button.click()
    assert panel.share == 1
    assert list(panel._own.get_xdata()) == [FEWEST]


@pytest.mark.parametrize(
    ("nonsense", "words"),
    [
        (None, "is not written yet"),
        (lambda *_args: [1, 2], "an array of shape"),
        (lambda *_args: np.full(UNSEEN, 0.5), "whole numbers"),
        (lambda *_args: 1 / 0, "raised ZeroDivisionError"),
    ],
)
def test_nonsense_becomes_a_sentence(nonsense, words):
    panel = Baselines({"classify": nonsense})
    panel.measure_button.click()
    assert words in panel.notice
    assert panel.share is None
    assert "not measured yet" in panel.alternative_text
