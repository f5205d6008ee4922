import numpy as np
import pytest

from neurona.panels import sgd
from neurona.panels.own_sgd import NAMES, mini_batches, whole
from neurona.panels.walkers import BATCHES, EPOCHS
from solutions import sgd as reference


def closing(**changed):
    return sgd.closing({name: getattr(reference, name) for name in NAMES} | changed)


def told(panel):
    """What is said of each function."""
    return dict(artist.get_text().split(": ", 1) for artist in panel.reports)


def test_right_functions_all_answer():
    panel = closing()
    assert panel.errors == []
    assert panel.notice == ""
    assert told(panel)["updates_per_epoch"] == "20"
    assert told(panel)["minibatches"] == "20, each mango once"
    assert told(panel)["sgd_step"] == "steps taken 20"
    assert told(panel)["sgd"].startswith("cost 0.05")
    assert told(panel)["gradient_noise"].endswith("at m = 10")
    panel.play_button.click()
    assert panel.walk.epochs[-1] == EPOCHS


def test_the_student_s_steps_are_our_own():
    panel = closing()
    panel.m.value = 200.0  # so that the order does not matter
    ours = sgd.opening()
    ours.m.value = 200.0
    for each in (panel, ours):
        each.play_button.click()
    np.testing.assert_allclose(panel.walk.full, ours.walk.full)
    np.testing.assert_allclose(panel.walk.mini, ours.walk.mini)


def test_the_student_s_noise_lies_near_the_line():
    panel = closing()
    share = np.array(panel.noises[:6]) / panel.noise.expected[:6]
    assert share == pytest.approx(np.ones(6), rel=0.35)
    assert panel.noises[BATCHES.index(200)] == pytest.approx(0, abs=1e-12)


def test_nothing_written_yet_is_told_in_sentences():
    panel = sgd.closing({})
    assert panel.errors == []
    for name in NAMES:
        assert f"`{name}` is not written yet." in panel.notice
        assert told(panel)[name] == "no answer"
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
    needed = {"minibatches": ("minibatches", "sgd_step")}.get(name, (name,))
    silent = [one for one, words in told(panel).items() if words == "no answer"]
    assert set(silent) == set(needed)


def not_shuffled(n, m, _rng):
    return [np.arange(n)[i : i + m] for i in range(0, n, m)]


def with_replacement(n, m, rng):
    return [rng.choice(n, m) for _batch in range(n // m)]


@pytest.mark.parametrize(
    ("minibatches", "m", "words"),
    [
        (not_shuffled, 10.0, "20, not shuffled"),
        (with_replacement, 10.0, "read twice or more"),
        (lambda n, m, rng: reference.minibatches(n - 7, m, rng), 50.0, "mangoes left out: 7"),
    ],
)
def test_mini_batches_are_told_by_what_they_hold(minibatches, m, words):
    panel = closing(minibatches=minibatches)
    panel.m.value = m
    assert panel.errors == []
    assert words in told(panel)["minibatches"]
    assert words in panel.alternative_text


def test_the_sign_reversed_climbs():
    def climbs(params, grads, lr):
        return [param + lr * grad for param, grad in zip(params, grads, strict=True)]

    panel = closing(sgd_step=climbs)
    panel.play_button.click()
    assert panel.errors == []
    assert panel.walk.full_costs[-1] > panel.walk.full_costs[0]


def test_a_step_that_changes_its_arguments_spoils_nothing():
    def in_place(params, grads, lr):
        params[0] -= lr * grads[0]
        return [params[0], params[1] - lr * grads[1]]

    panel, right = closing(sgd_step=in_place), closing()
    np.testing.assert_allclose(panel.walk.mini, right.walk.mini)


def test_every_epoch_has_random_numbers_of_its_own():
    orders = []

    def watched(n, m, rng):
        batches = reference.minibatches(n, m, rng)
        orders.append(tuple(np.concatenate(batches)))
        return batches

    panel = closing(minibatches=watched)
    orders.clear()
    panel.play_button.click()
    assert len(set(orders)) == len(orders) > 5


def test_knobs_act_on_the_student_s_steps_but_not_on_sgd():
    panel = closing()
    panel.play_button.click()
    costs = panel.trained[2]
    before = panel.walk.mini[-1]
    panel.lam.value = 1.0
    assert np.linalg.norm(panel.walk.mini[-1]) < np.linalg.norm(before)
    np.testing.assert_array_equal(panel.trained[2], costs)
    ended = panel.walk.mini[-1]
    panel.p.value = 0.5
    assert not np.array_equal(panel.walk.mini[-1], ended)


@pytest.mark.parametrize("value", [3, 3.0, np.int64(3), np.array(3)])
def test_whole_numbers_are_read(value):
    assert whole(value) == 3


@pytest.mark.parametrize("value", [2.5, "three", [3]])
def test_other_numbers_are_not(value):
    with pytest.raises(ValueError, match="expected"):
        whole(value)


@pytest.mark.parametrize("value", [[[0, 1], [2]], (np.array([199]),), [[0.0, 1.0]]])
def test_mini_batches_are_read(value):
    assert [len(one) for one in mini_batches(value)] == [len(one) for one in value]


@pytest.mark.parametrize("value", [[], 3, [[]], [[200]], [[-1]], [[0.5]], [[[1]]], ["ab"], [0, 1]])
def test_other_things_are_no_mini_batches(value):
    with pytest.raises(ValueError, match=r"expected|holds"):
        mini_batches(value)
