import numpy as np
import pytest

from neurona.panels import l1_l2, sweetness
from neurona.panels.own_penalties import STEPS
from neurona.panels.own_training import NAMES, WAYS
from solutions import l1_l2 as reference


def closing(**changed):
    return l1_l2.closing({name: getattr(reference, name) for name in NAMES} | changed)


def crosses(panel, name):
    return list(panel.columns[name]._bars._dead.get_xdata())


def test_right_functions_all_answer():
    panel = closing()
    assert panel.errors == []
    assert panel.notice == ""
    assert panel.training.steps == STEPS
    assert "no answer" not in panel.alternative_text
    assert "same step as l1_update" in panel.agreed
    assert "same step as l2_update" in panel.agreed


def test_trainings_end_where_cost_and_penalty_are_lowest():
    panel = closing()
    for name in WAYS:
        kind = "l2" if name == "l2_update" else "l1"
        best = sweetness.solutions("few", 0, 0.0, kind).at(7.0)
        np.testing.assert_allclose(panel.training.weights(name), best, atol=0.06)
    best = sweetness.solutions("few", 0, 0.0, "l1").at(7.0)
    np.testing.assert_array_equal(panel.training.weights("soft_threshold") == 0, best == 0)


def test_only_the_soft_threshold_puts_crosses():
    panel = closing()
    assert crosses(panel, "l2_update") == crosses(panel, "l1_update") == []
    assert len(crosses(panel, "soft_threshold")) == 4
    for name, shares in (
        ("l1_update", "0 (tol 0), 0.5 (tol 0.05)"),
        ("soft_threshold", "0.5 (tol 0), 0.5 (tol 0.05)"),
    ):
        assert panel.told[name][1] == f"sparsity: {shares}"


def test_all_three_begin_alike_and_lose_the_same_inputs():
    panel = closing()
    panel.lam.value = 0.0
    panel.p.value = 0.4
    paths = panel.training.paths
    for name in WAYS:
        np.testing.assert_allclose(paths[name][-1], paths["l2_update"][-1])


def test_p_shakes_the_weights():
    panel = closing()
    calm = np.std(panel.training.paths["l2_update"][-50:], axis=0).max()
    panel.p.value = 0.3
    assert panel.training.steps == STEPS
    assert np.std(panel.training.paths["l2_update"][-50:], axis=0).max() > 10 * calm


@pytest.mark.parametrize("p", [0.5, 0.8])
@pytest.mark.parametrize("seed", range(4))
def test_no_p_makes_the_training_fly_apart(p, seed):
    panel = closing()
    for _press in range(seed):
        panel.seed_button.click()
    panel.lam.value = 0.0
    panel.p.value = p
    for name in WAYS:
        assert np.abs(panel.training.weights(name)).max() < 8


def test_nothing_written_yet_is_told_in_sentences():
    panel = l1_l2.closing({})
    assert panel.errors == []
    for name in NAMES:
        assert f"`{name}` is not written yet." in panel.notice
    assert panel.training.steps == 0
    for button in (panel.play_button, panel.step_button, panel.rewind_button, panel.seed_button):
        button.click()
        assert "is not written yet" in panel.notice
    panel.p.value = 0.5
    assert panel.errors == []
    assert "`" not in panel.alternative_text
    assert panel.still()


@pytest.mark.parametrize("name", NAMES)
def test_one_function_that_fails_leaves_the_others_alone(name):
    def broken(*_args):
        raise RuntimeError("not today")

    panel = closing(**{name: broken})
    assert panel.errors == []
    assert f"`{name}` raised RuntimeError: not today." in panel.notice
    assert panel.training.steps == STEPS
    answered = {way for way in WAYS if panel.training.weights(way) is not None}
    assert answered == set(WAYS) - {name}


@pytest.mark.parametrize("answer", [3.0, [1.0, 2.0], "w", np.full(8, np.nan)])
def test_nonsense_is_told(answer):
    panel = closing(l1_update=lambda *_args: answer)
    assert panel.errors == []
    assert "`l1_update` returned something else than it should" in panel.notice


def test_without_the_max_weights_hop_in_the_third_column_too():
    panel = closing(soft_threshold=lambda w, t: np.sign(w) * (np.abs(w) - t))
    assert crosses(panel, "soft_threshold") == []


def test_a_wrong_sign_grows_and_is_seen():
    panel = closing(l2_update=lambda w, grad, lr, lam, n: (1 + lr * lam / n) * w - lr * grad)
    right = closing()
    assert (
        np.abs(panel.training.paths["l2_update"][-1]).sum()
        > np.abs(right.training.paths["l2_update"][-1]).sum()
    )
    assert "another step than l2_update" in panel.agreed
    assert "same step as l1_update" in panel.agreed


def test_the_wrong_gradients_are_seen():
    def forgotten(dWs, _weights, _lam, _n, _kind):
        return dWs

    panel = closing(regularized_gradients=forgotten)
    assert panel.agreed.count("another step") == 2


def test_functions_that_change_their_arguments_spoil_nothing():
    def in_place(w, grad, lr, lam, n):
        w *= 1 - lr * lam / n
        w -= lr * grad
        return w

    panel, right = closing(l2_update=in_place), closing()
    np.testing.assert_allclose(panel.training.paths["l2_update"], right.training.paths["l2_update"])
    np.testing.assert_allclose(panel.training.paths["l1_update"], right.training.paths["l1_update"])
