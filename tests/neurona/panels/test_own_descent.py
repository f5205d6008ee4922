"""The closing panel of chapter 03, on the student's own functions."""

import numpy as np
import pytest

from neurona.panels import gradient_descent as panels
from neurona.panels.own_descent import EXERCISES
from solutions import gradient_descent as reference
from tests.neurona.panels.handling import moved, press


def right():
    """A notebook in which everything is solved."""
    return {name: getattr(reference, name) for name in EXERCISES}


def report(panel, name):
    return panel.told[EXERCISES.index(name)]


def run(panel, **settings):
    for name, value in settings.items():
        getattr(panel, name).value = value
    panel.rewind_button.click()
    panel.play_button.click()
    return panel.path[-1]


@pytest.mark.parametrize("kind", ["bowl", "valley", "two"])
def test_right_functions_walk_as_the_opening_panel_does(kind):
    own, ours = panels.closing(right()), panels.opening()
    for panel in (own, ours):
        run(panel, kind=kind, lr=0.4, p=0.3, lam=0.1)
    assert len(own.path) == pytest.approx(len(ours.path), abs=1)
    shared = min(len(own.path), len(ours.path))
    assert own.path[:shared] == pytest.approx(ours.path[:shared], abs=1e-4)
    assert own.notice == ""
    assert own.errors == []


@pytest.mark.parametrize("kind", ["bowl", "valley", "two", "neuron"])
@pytest.mark.parametrize("lr", [0.3, 2.5])
def test_right_functions_are_found_right(kind, lr):
    panel = panels.closing(right())
    run(panel, kind=kind, lr=lr)
    assert all("✓" in told and "✗" not in told for told in panel.told), panel.told
    assert panel.errors == []


def test_the_limit_is_told_now_that_it_has_been_computed():
    panel = panels.closing(right())
    for lr, words in ((0.3, "is below"), (1.0, "is exactly"), (1.1, "is above")):
        panel.lr.value = lr
        for told in (panel.story.get_text(), panel.alternative_text):
            assert f"t the nearest ★, lr = {lr:g} {words} the limit 1" in told
    panel.lam.value = 0.2
    assert "the limit 0.909" in panel.story.get_text()


def test_one_neuron_learns_by_the_student_s_gradient():
    panel = panels.closing(right())
    end = run(panel, kind="neuron", lr=20, v1=-1.5)
    assert panel.walked.arrived
    assert end == pytest.approx(panel.low[0], abs=0.1)
    assert panel.map._axes.get_xlabel() == "w"


def test_nothing_written_yet_is_told_and_nothing_falls_over():
    panel = panels.closing({})
    assert panel.notice == "`gradient_descent` is not written yet."
    for name, told in zip(EXERCISES, panel.told, strict=True):
        assert (name, told) == (name, "is not written yet.")
    for button in (panel.step_button, panel.play_button, panel.rewind_button, panel.seed_button):
        button.click()
        assert panel.notice == "`gradient_descent` is not written yet."
    for name, value in (("p", 0.5), ("lam", 0.2), ("kind", "neuron"), ("lr", 2.5)):
        getattr(panel, name).value = value
        assert panel.notice == "`gradient_descent` is not written yet."
    assert "`" not in panel.alternative_text
    assert panel.errors == []
    assert panel.still()


def test_what_is_missing_deeper_down_is_what_is_told():
    namespace = right()
    del namespace["numerical_gradient"]
    panel = panels.closing(namespace)
    assert panel.notice == "`numerical_gradient` is not written yet."
    assert report(panel, "gradient_descent").endswith("✓")
    panel.kind.value = "neuron"
    assert panel.notice == ""
    del namespace["neuron_gradient"]
    panel.rewind_button.click()
    assert panel.notice == "`neuron_gradient` is not written yet."


def test_functions_are_looked_up_at_every_use():
    namespace = {}
    panel = panels.closing(namespace)
    namespace.update(right())
    panel.step_button.click()
    assert panel.notice == ""
    assert all(told.endswith("✓") for told in panel.told)


def test_steps_do_not_call_the_functions_again():
    calls, namespace = [], right()
    namespace["gradient_descent"] = lambda *args: (
        calls.append(1) or reference.gradient_descent(*args)
    )
    panel = panels.closing(namespace)
    made = len(calls)
    press(panel.step_button, 3)
    assert len(calls) == made
    assert panel.shown == 3
    panel.lr.value = 0.5
    assert len(calls) > made


@pytest.mark.parametrize(
    ("name", "broken", "told"),
    [
        ("quadratic_cost", lambda A, Y: np.sum((Y - A) ** 2) / len(Y), "0.131 ✗ right is 0.066"),
        (
            "numerical_gradient",
            lambda f, v, h=1e-5: 2 * reference.numerical_gradient(f, v),
            "(5.2, 2.8) ✗ right is (2.6, 1.4)",
        ),
        (
            "gradient_descent",
            lambda grad, v0, lr, steps: reference.gradient_descent(
                lambda v: -grad(v), v0, lr, steps
            ),
            "row 1: (3.28, −0.08) ✗ right is (1.72, −0.92)",
        ),
        (
            "gradient_descent",
            lambda grad, v0, lr, steps: reference.gradient_descent(grad, v0, lr, steps)[1:],
            "an array of shape (121, 2) was expected",
        ),
        (
            "gradient_descent",
            lambda grad, v0, lr, steps: (
                [reference.gradient_descent(grad, v0, lr, steps)[-1]] * (steps + 1)
            ),
            "✗ right is (2.5, −0.5)",
        ),
        (
            "neuron_gradient",
            lambda X, y, w, b: tuple(-part for part in reference.neuron_gradient(X, y, w, b)),
            "(0.002, 0.013) ✗ right is (−0.002, −0.013)",
        ),
        ("max_learning_rate", lambda H: 1 / np.linalg.eigvalsh(H)[-1], "0.5 ✗ right is 1"),
        ("max_learning_rate", lambda H: H, "a number was expected"),
        ("neuron_gradient", lambda X, y, w, b: w, "2 values were expected"),
        ("numerical_gradient", lambda f, v: 1 / 0, "raised ZeroDivisionError"),
    ],
)
def test_a_wrong_function_is_told_in_its_own_row_alone(name, broken, told):
    panel = panels.closing(right() | {name: broken})
    assert told in report(panel, name)
    assert name in panel.alternative_text
    for other in EXERCISES:
        assert other == name or report(panel, other).endswith("✓")
    panel.play_button.click()
    assert panel.errors == []


def test_reports_stay_inside_the_picture():
    def long(*args):
        raise ValueError("words " * 50)

    panel = panels.closing(dict.fromkeys(EXERCISES, long))
    wrong = panels.closing(
        right() | {"gradient_descent": lambda grad, v0, lr, steps: [[-1e6, 1e6]] * (steps + 1)}
    )
    for each in (panel, wrong):
        for row in each.rows:
            assert row.get_text()
            assert row.get_window_extent().x1 < each.figure.bbox.x1


def test_a_slope_that_is_doubled_flies_apart_at_half_the_rate():
    namespace = right()
    namespace["numerical_gradient"] = lambda f, v, h=1e-5: 2 * reference.numerical_gradient(f, v)
    panel = panels.closing(namespace)
    run(panel, lr=0.6)
    assert panel.walked.flown
    assert run(panel, lr=0.4) == pytest.approx([-1.5, 1.5], abs=0.01)


def test_a_walk_that_flies_apart_stays_finite():
    panel = panels.closing(right())
    for kind in ("bowl", "valley", "two", "neuron"):
        run(panel, kind=kind, lr=60)
        assert panel.notice == ""
        assert np.isfinite(panel.path).all()


def test_lists_serve_as_arrays():
    namespace = right()
    for name in ("numerical_gradient", "gradient_descent"):
        namespace[name] = lambda *args, name=name: getattr(reference, name)(*args).tolist()
    panel = panels.closing(namespace)
    assert all(told.endswith("✓") for told in panel.told)


@pytest.mark.parametrize(
    ("name", "value"), [("p", 0.5), ("lam", 0.2), ("lr", 0.9), ("v1", 0.0), ("v2", 1.0)]
)
def test_each_knob_moves_picture_and_words(name, value):
    panel = panels.closing(right())
    assert moved(panel, lambda: setattr(getattr(panel, name), "value", value))
