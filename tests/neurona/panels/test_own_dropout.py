import numpy as np
import pytest

from neurona.panels import moons, own_dropout
from neurona.panels.own_dropout import Balance, Closing, smooth
from neurona.panels.own_network import OwnFunctions, OwnTraining
from neurona.panels.regions import GRID
from solutions import dropout as reference

NAMES = (
    "dropout_mask",
    "dropout_forward",
    "dropout_backward",
    "scaled_inference",
    "feedforward_dropout",
    "backprop_dropout",
    "ensemble_predict",
)
HIDDEN = (4, 4)


def written(**changed):
    """Return a notebook's globals with every function written, some of them otherwise."""
    return {name: getattr(reference, name) for name in NAMES} | changed


def own_training(p=0.3, lam=0.0, **changed):
    functions = OwnFunctions(written(**changed))
    return OwnTraining(functions, 0, HIDDEN, p, lam)


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Train for few epochs: what is tested here does not depend on how many."""
    monkeypatch.setattr(moons, "EPOCHS", 20)
    moons.unrestrained.cache_clear()
    yield
    moons.unrestrained.cache_clear()


def closing(**changed):
    return Closing(written(**changed))


def told(panel):
    """Return the words of each row of the balance."""
    return [words.get_text() for *_artists, words in panel.balance._rows]


# Training with the student's functions.


def test_without_dropout_it_learns_what_our_own_network_learns():
    own, ours = own_training(p=0.0, lam=0.01), moons.untrained(0, HIDDEN, 0.0, 0.01)
    # Both shuffle alike once the own one's draws for its calls are left out.
    own.rng = moons.stream(0, "training")
    own._fresh = lambda: np.random.default_rng(0)
    own.step(3)
    ours.step(3)
    for mine, other in zip(own.weights, ours.network.weights, strict=True):
        np.testing.assert_allclose(mine, other)
    assert own.accuracy_new == ours.accuracy_new


def test_weight_decay_is_added_around_the_student():
    free, held = own_training(p=0.0), own_training(p=0.0, lam=1.0)
    for training in (free, held):
        training.step(5)
    assert np.abs(held.weights[0]).mean() < 0.8 * np.abs(free.weights[0]).mean()


def test_every_pass_has_its_own_random_numbers():
    seen = []

    def watched(X, weights, biases, p, rng, training):
        seen.append(rng.bit_generator.state["state"]["state"])
        return reference.feedforward_dropout(X, weights, biases, p, rng, training)

    own_training(feedforward_dropout=watched).step(2)
    assert len(set(seen)) == len(seen) == 2 + 2 * (5 + 2)


def test_same_seed_same_network():
    one, other = own_training(), own_training()
    for training in (one, other):
        training.step(3)
    np.testing.assert_array_equal(one.weights[0], other.weights[0])


def test_a_problem_ends_the_training_and_keeps_what_there_is():
    training = own_training(backprop_dropout=lambda *_args: None)
    training.step(5)
    assert training.epochs == 0
    assert "`backprop_dropout` returned nothing" in str(training.problem)
    assert len(training.accuracy_new) == 1


# The panel.


def test_with_the_right_functions_everything_answers():
    panel = closing()
    assert panel.errors == []
    assert panel.notice == ""
    assert panel.training.epochs == moons.EPOCHS
    assert panel.png == panel.still()
    assert not any("apart" in words or "no answer" in words for words in told(panel))
    assert panel.spread[0] > 0
    assert panel.alternative_text.startswith("Epoch 20, p = 0.30, λ = 0. The curves")
    assert "dropout_forward: 1.00 in training, 1.00 with all on." in panel.alternative_text


@pytest.mark.parametrize("p", [0.0, 0.1, 0.5, 0.9])
@pytest.mark.parametrize("seed", [0, 1])
def test_the_right_functions_are_in_balance_at_any_p(p, seed):
    panel = closing()
    panel.seed = seed
    panel.p.value = p
    panel.rewind_button.click()
    assert not any(reading.apart for reading in panel.readings)
    original = panel.readings[1]
    assert original.all_on == pytest.approx(1 - p)
    passed_on = panel.readings[3]
    assert passed_on.training == pytest.approx(1, abs=0.002 + 0.02 * p**2)


def not_rescaled(A, p, rng, training=True):
    if not training:
        return A, np.ones_like(A)
    mask = reference.dropout_mask(A.shape, p, rng)
    return A * mask, mask


def scaled_by_p(A, p, rng, training=True):
    out, mask = not_rescaled(A, p, rng, training)
    return (out / p if training else out), mask


def active_at_inference(A, p, rng, training=True):
    return reference.dropout_forward(A, p, rng, training=True)


MISTAKES = {
    "forward_not_rescaled": (0, {"dropout_forward": not_rescaled}),
    "forward_scaled_by_p": (0, {"dropout_forward": scaled_by_p}),
    "mask_taken_as_keep": (
        1,
        {"dropout_mask": lambda shape, p, rng: (rng.random(shape) < p).astype(float)},
    ),
    "inference_scaled_by_p": (1, {"scaled_inference": lambda A, p: p * A}),
    "inference_divided": (1, {"scaled_inference": lambda A, p: A / (1 - p)}),
    "backward_not_rescaled": (2, {"dropout_backward": lambda dA, mask, p: dA * mask}),
    "backward_without_mask": (2, {"dropout_backward": lambda dA, mask, p: dA / (1 - p)}),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_wrong_rescale_stands_out_in_its_row(name):
    row, changed = MISTAKES[name]
    panel = closing(**changed)
    assert panel.errors == []
    assert [reading.apart for reading in panel.readings].index(True) == row
    assert told(panel)[row].endswith(": apart")


def test_the_curves_do_not_follow_dropout_forward_and_the_words_say_so(monkeypatch):
    right = closing()
    monkeypatch.setattr(reference, "dropout_forward", not_rescaled)
    wrong = closing()
    np.testing.assert_array_equal(right.training.weights[0], wrong.training.weights[0])
    words = "The curves do not show what dropout_forward does wrong"
    assert words in wrong.alternative_text
    assert words not in right.alternative_text


def test_a_pass_without_rescale_stands_out_in_the_whole_network(monkeypatch):
    monkeypatch.setattr(reference, "dropout_forward", not_rescaled)
    panel = closing()
    assert panel.readings[3].apart
    assert panel.readings[3].training == pytest.approx(0.7, abs=0.05)


def test_dropout_at_inference_is_no_imbalance_but_shows_no_crash():
    assert closing(dropout_forward=active_at_inference).errors == []


def test_nothing_written_yet_is_told_in_sentences():
    panel = Closing({})
    assert panel.errors == []
    for name in ("feedforward_dropout", "dropout_mask", "ensemble_predict", "dropout_backward"):
        assert f"`{name}` is not written yet." in panel.notice
        assert f"{name} is not written yet." in panel.alternative_text
    assert "`" not in panel.alternative_text  # it is shown as it is
    assert told(panel) == ["no answer"] * len(Balance.names)
    panel.p.value = 0.5
    panel.mask_button.click()
    panel.step_button.click()
    panel.play_button.click()
    panel.seed_button.click()
    assert panel.errors == []


def raises(*_args):
    raise ZeroDivisionError("my mistake")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "nonsense",
    [
        raises,
        lambda *_args: "nonsense",
        lambda *_args: (1, 2),
        lambda *_args: np.full((3, 3), np.nan),
        lambda *_args: [],
        lambda *_args: np.ones((2, 2, 2)),
        42,
    ],
    ids=["raises", "text", "pair", "nan", "empty", "wrong_shape", "no_function"],
)
def test_nonsense_becomes_a_sentence_and_the_rest_works(name, nonsense):
    panel = closing(**{name: nonsense})
    assert panel.errors == []
    assert f"`{name}`" in panel.notice
    assert "Traceback" not in panel.notice
    others = [
        words for label, words in zip(Balance.names, told(panel), strict=True) if name not in label
    ]
    assert len(others) >= 3
    assert not any("no answer" in words for words in others)


def two_rows_only(X, weights, biases, p, draws, rng):
    return np.zeros((2, 1)), np.zeros((2, 1))


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("dropout_mask", lambda shape, p, rng: np.ones((1, 3))),
        ("ensemble_predict", two_rows_only),
        ("dropout_forward", lambda A, p, rng, training: (A[:2], A[:2])),
    ],
)
def test_an_answer_of_another_length_is_told(name, function):
    panel = closing(**{name: function})
    assert panel.errors == []
    assert f"`{name}` returned something else than it should" in panel.notice


def test_a_function_that_is_mended_works_at_the_next_press():
    notebook = written(backprop_dropout=raises)
    panel = Closing(notebook)
    assert "`backprop_dropout` raised ZeroDivisionError: my mistake." in panel.notice
    notebook["backprop_dropout"] = reference.backprop_dropout
    panel.play_button.click()
    assert panel.notice == ""
    assert panel.training.epochs == moons.EPOCHS


def test_both_knobs_and_the_layers_retrain():
    panel = closing()
    seen = [panel.training.weights[0]]
    for control, value in ((panel.p, 0.5), (panel.lam, 0.1), (panel.hidden, (16,))):
        control.value = value
        assert panel.training.epochs == moons.EPOCHS
        assert not any(np.array_equal(panel.training.weights[0], one) for one in seen)
        seen.append(panel.training.weights[0])


def test_rewind_is_always_the_same_start():
    panel = closing()
    panel.rewind_button.click()
    start = panel.png
    panel.step_button.click()
    panel.mask_button.click()
    assert panel.png != start
    panel.rewind_button.click()
    assert panel.png == start


def test_play_comes_back_to_the_first_picture():
    panel = closing()
    panel.rewind_button.click()
    panel.play_button.click()
    assert panel.png == panel.still()


def test_a_new_mask_is_the_students():
    panel = closing(dropout_mask=lambda shape, p, rng: np.zeros(shape))
    assert panel.off == sum(panel.hidden.value)


def test_a_knob_leaves_the_mask_as_it_was(monkeypatch):
    monkeypatch.setattr(moons, "EPOCHS", 50)
    panel = closing()
    before = panel.off, panel.mask_seed
    panel.lam.value = 0.1
    assert (panel.off, panel.mask_seed) == before


def test_slow_functions_do_not_hold_the_first_picture_back(monkeypatch):
    monkeypatch.setattr(own_dropout, "PATIENCE", 0.0)
    started = []
    monkeypatch.setattr(Closing, "start", lambda self: started.append(self.training.epochs))
    panel = closing()
    assert started == [1]
    assert panel.errors == []


def test_smoothing_keeps_the_mean_of_neighbors():
    values = np.zeros((GRID, GRID))
    values[5, 7] = 9.0
    smoothed = smooth(values.reshape(-1, 1))
    np.testing.assert_allclose(smoothed[4:7, 6:9], 1.0)
    assert smoothed.sum() == pytest.approx(9.0)
    np.testing.assert_allclose(smooth(np.full((GRID**2, 1), 0.3)), 0.3)
