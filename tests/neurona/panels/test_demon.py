import numpy as np
import pytest

from neurona.panels import demon
from neurona.panels.blame import EXAMPLES, SIZES, Place
from neurona.panels.demon import Demon
from tests.neurona.panels.handling import moved, press


@pytest.fixture
def panel():
    return Demon()


def texts(column):
    return [text.get_text() for text in column]


def set_value(control, value):
    return lambda: setattr(control, "value", value)


def test_every_control_moves_picture_and_words(panel):
    for control, value in (
        (panel.seat, Place(2, 0)),
        (panel.dz, -2.0),
        (panel.example, 1),
        (panel.lam, 0.1),
        (panel.p, 0.7),
    ):
        assert moved(panel, set_value(control, value))


def test_prediction_and_truth_meet_for_small_nudges_only(panel):
    for seat in [value for _name, value in panel.seat.options]:
        panel.seat.value = seat
        panel.dz.value = 0.1
        near = abs(panel.change - panel.guess)
        assert near < 0.002
        panel.dz.value = 4.0
        assert abs(panel.change - panel.guess) > 5 * near


def test_the_words_tell_both(panel):
    assert "hidden neuron 3, whose δ is +0.059" in panel.alternative_text
    assert "predicts a change of +0.089, the true change is +0.052" in panel.alternative_text
    assert texts(panel.readings) == ["+0.052", "+0.089"]
    assert panel.apart.get_text() == "apart by 0.037"


def test_activations_stand_in_neurons_errors_below_and_derivatives_on_links(panel):
    graph, blame = panel.graph, panel.blame
    assert texts(graph._activations)[:2] == ["1", "1"]
    assert texts(graph._activations)[4] == f"{blame.activations[1][2]:.2f}"
    assert texts(graph._errors)[:2] == ["", ""]
    assert texts(graph._errors)[4] == "δ +0.059"
    found = [text for layer in graph._labels for text in texts(layer)]
    stated = np.concatenate([dW.ravel() for dW in blame.gradients])
    assert [float(text.replace("−", "-")) for text in found] == pytest.approx(stated, abs=6e-4)


def lengths(lines):
    return [np.linalg.norm(np.diff(path.vertices, axis=0)) for path in lines.get_paths()]


def test_the_penalty_takes_its_share_of_each_link(panel):
    data, penalty = panel.graph._links
    assert lengths(penalty) == pytest.approx([0] * 12)
    panel.lam.value = 1.0
    shares = np.concatenate([share.ravel() for share in panel.shares])
    drawn = np.array(lengths(penalty)) / (np.array(lengths(penalty)) + lengths(data))
    assert drawn == pytest.approx(shares)
    assert shares.max() > 0.9
    assert f"The penalty makes {shares.mean():.0%}" in panel.alternative_text


def test_a_dropped_neuron_shows_nothing_and_stops_the_demon(panel):
    panel.p.value = 0.3
    graph = panel.graph
    assert len(graph._crosses.get_offsets()) == 1
    assert texts(graph._activations)[4] == texts(graph._errors)[4] == ""
    into_it, out_of_it = texts(graph._labels[0])[4:], texts(graph._labels[1])[2::3]
    assert {*into_it, *out_of_it} == {""}
    assert "1 hidden neuron is off and carries neither a nor δ." in panel.alternative_text
    assert texts(panel.readings) == ["+0.000", "+0.000"]


def test_a_new_mask_drops_others(panel):
    panel.p.value = 0.5
    seen = set()
    for _press in range(12):
        panel.mask_button.click()
        seen.add(tuple(panel.kept))
    assert len(seen) > 2


def test_the_demon_is_drawn_beside_its_neuron(panel):
    for name, seat in panel.seat.options:
        panel.seat.value = seat
        place = Place(*seat)
        neuron = panel.graph.places[place.layer][place.j]
        (spot,) = panel.graph._demon.get_offsets()
        assert 0 < np.linalg.norm(spot - neuron) < 40
        assert name in panel.alternative_text


def test_it_learns_to_add(panel):
    panel.steps_without_loop = 10_000
    panel.play_button.click()
    assert panel.epochs == demon.LAST_EPOCH
    for i, name in enumerate(EXAMPLES):
        panel.example.value = i
        assert panel.blame.cost < 0.02, name
        assert np.abs(np.concatenate(panel.blame.deltas)).max() < 0.05


def test_decay_holds_learning_back(panel):
    free = Demon()
    panel.lam.value = 1.0
    for one in (panel, free):
        press(one.step_button, 100)
    largest = [np.abs(one.network.weights[0]).max() for one in (panel, free)]
    assert largest[0] < largest[1] / 2


def test_same_seed_same_walk(panel):
    panel.p.value = 0.3
    press(panel.rewind_button)
    press(panel.step_button, 3)
    there = panel.png
    press(panel.rewind_button)
    assert panel.png != there
    press(panel.step_button, 3)
    assert panel.png == there
    panel.seed_button.click()
    assert panel.png != there
    assert panel.network.sizes == SIZES
