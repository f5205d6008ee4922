import numpy as np
import pytest

from neurona.panels import costs_and_overfitting, own_costs
from neurona.panels.own_costs import NAMES, SOFTMAX, Closing, epoch
from solutions import costs_and_overfitting as reference
from tests.neurona.panels.handling import press

EPOCHS = 12


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Train for few epochs: what is tested here does not depend on how many."""
    monkeypatch.setattr(own_costs, "EPOCHS", EPOCHS)
    monkeypatch.setattr(own_costs, "PATIENT", np.inf)


def closing(**changed):
    functions = {name: getattr(reference, name) for name in NAMES} | changed
    return costs_and_overfitting.closing(functions)


def told(panel):
    """What is said of each function."""
    return dict(artist.get_text().split(": ", 1) for artist in panel.reports)


def test_right_functions_train_as_the_course_does():
    panel = closing()
    assert panel.errors == []
    assert panel.notice == ""
    assert panel.network.epochs == EPOCHS
    assert panel.accuracy.validation == panel.reference
    assert len(panel.cost.validation) == EPOCHS + 1
    assert told(panel)["cross_entropy_error"] == f"epochs learned {EPOCHS}"
    assert "add up to 1.000" in told(panel)["softmax"]
    assert "no answer" not in told(panel).values()


def test_a_first_picture_while_it_plays_tells_all(monkeypatch):
    monkeypatch.setattr(Closing, "playing", True)
    monkeypatch.setattr(own_costs, "TELL_EVERY", 10 * EPOCHS)
    panel = closing()
    assert panel.errors == []
    assert told(panel)["cross_entropy_error"] == f"epochs learned {EPOCHS}"
    assert told(panel)["cross_entropy_error"] in panel.describe()


def test_softmax_in_the_last_layer_is_judged_by_the_likelihood():
    panel = closing()
    panel.last.value = SOFTMAX
    assert panel.errors == []
    assert panel.accuracy.validation == panel.reference
    assert panel.cost_name.get_text() == "Your negative_log_likelihood"
    assert panel.cost.training[0] == pytest.approx(np.log(10), rel=0.1)
    outputs = panel.network.outputs(panel.network.task.X)
    np.testing.assert_allclose(outputs.sum(axis=1), 1)


def test_both_knobs_act_on_the_student_s_training():
    panel = closing()
    panel.last.value = SOFTMAX
    plain = panel.cost.training[-1]
    panel.lam.value = 2.0
    held = panel.cost.training[-1]
    panel.lam.value, panel.p.value = 0.0, 0.5
    assert panel.errors == []
    assert panel.notice == ""
    assert len({plain, held, panel.cost.training[-1]}) == 3
    assert min(held, panel.cost.training[-1]) > plain


def test_nothing_written_yet_is_told_in_sentences():
    panel = costs_and_overfitting.closing({})
    assert panel.errors == []
    for name in NAMES:
        assert f"`{name}` is not written yet." in panel.notice
        assert told(panel)[name] == "no answer"
    for button in (panel.play_button, panel.step_button, panel.rewind_button, panel.seed_button):
        button.click()
        assert "is not written yet" in panel.notice
    panel.p.value, panel.last.value = 0.5, SOFTMAX
    assert panel.errors == []
    assert "`" not in panel.alternative_text
    assert panel.still()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("last", ["sigmoids", SOFTMAX])
def test_one_function_that_fails_leaves_the_others_alone(name, last):
    def broken(*_args):
        raise RuntimeError("not today")

    panel = closing(**{name: broken})
    panel.last.value = last
    assert panel.errors == []
    assert f"`{name}` raised RuntimeError: not today." in panel.notice
    silent = {one for one, words in told(panel).items() if words == "no answer"}
    needed = {"softmax": {"accuracy"}}.get(name, set()) if last == SOFTMAX else set()
    assert silent == {name} | needed
    stuck = name == "cross_entropy_error" or (name, last) == ("softmax", SOFTMAX)
    assert (panel.network.epochs == 0) == stuck


def test_sigma_prime_put_back_lags_behind_the_course():
    panel = closing(cross_entropy_error=lambda A, Y: (A - Y) * A * (1 - A))
    assert panel.errors == []
    assert panel.accuracy.validation[-1] < panel.reference[-1]


def test_the_student_s_own_stop_is_shown():
    panel = closing(early_stopping=lambda scores, patience: (2, 5))
    assert told(panel)["early_stopping"] == "best epoch 2, stop at epoch 5"
    assert list(panel.accuracies._stop.get_xdata()) == [5, 5]
    assert list(panel.costs._best.get_xdata()) == [2]
    panel.patience.value = 3
    assert panel.errors == []


def test_patience_is_handed_on_to_the_student():
    asked = []

    def watched(scores, patience):
        asked.append((len(scores), patience))
        return reference.early_stopping(scores, patience)

    panel = closing(early_stopping=watched)
    panel.patience.value = 3
    assert asked[-1] == (EPOCHS + 1, 3)


def test_nonsense_costs_stay_in_the_picture():
    panel = closing(cross_entropy=lambda A, Y: -1e6)
    assert panel.errors == []
    assert panel.png
    assert "cross_entropy: training -1000000.000" in panel.alternative_text


def test_it_walks_from_the_start_to_the_first_picture():
    panel = closing()
    panel.rewind_button.click()
    assert panel.network.epochs == 0
    press(panel.step_button, EPOCHS // 2)
    assert panel.png == panel.still()


def test_a_function_that_is_mended_works_at_the_next_press():
    functions = {name: getattr(reference, name) for name in NAMES}
    right = functions.pop("cross_entropy_error")
    panel = costs_and_overfitting.closing(functions)
    assert panel.network.epochs == 0
    functions["cross_entropy_error"] = right
    panel.play_button.click()
    assert panel.notice == ""
    assert panel.network.epochs == EPOCHS


def test_slow_functions_do_not_hold_the_first_picture_back(monkeypatch):
    monkeypatch.setattr(own_costs, "PATIENT", 0.0)
    started = []
    monkeypatch.setattr(Closing, "start", lambda self: started.append(self.network.epochs))
    panel = closing()
    assert started == [1]
    assert panel.errors == []


@pytest.mark.parametrize("value", [3, 3.0, np.int64(3), np.array(3)])
def test_epochs_are_read(value):
    assert epoch(value) == 3


@pytest.mark.parametrize("value", [2.5, -1, "three", [3], 10_000])
def test_other_things_are_no_epochs(value):
    with pytest.raises(ValueError, match="expected"):
        epoch(value)
