import pytest

from neurona.panels.gallery import Gallery, signed
from tests.neurona.panels.handling import moved


@pytest.fixture
def panel():
    panel = Gallery()
    yield panel
    assert panel.errors == []


def changes(panel):
    return {frame.activation.name: frame.after - frame.before for frame in panel.frames}


def test_it_opens_where_the_step_jumps(panel):
    assert changes(panel)["step"] == 1
    assert "step: 0.000 becomes 1.000" in panel.alternative_text


def test_only_the_linear_one_always_passes_a_nudge_on(panel):
    panel.nudge.value = 0.2
    for z in (-3.0, -0.1, 0.5, 3.0):
        panel.z.value = z
        assert changes(panel)["linear"] == pytest.approx(0.2)
    assert changes(panel)["step"] == changes(panel)["saturated linear"] == 0
    assert abs(changes(panel)["sigmoid"]) < 0.02


def test_the_gaussian_may_fall(panel):
    panel.z.value = 0.5
    assert {name for name, change in changes(panel).items() if change < 0} == {"Gaussian"}


def test_both_sliders_move_picture_and_words(panel):
    assert moved(panel, lambda: setattr(panel.z, "value", 1.0))
    assert moved(panel, lambda: setattr(panel.nudge, "value", 1.0))


def test_changes_are_written_with_their_sign():
    assert [signed(change) for change in (0.25, -0.25, 0.0, -1e-9)] == [
        "+0.250",
        "−0.250",
        "0",
        "0",
    ]


def test_marks_are_where_they_are_told(panel):
    for frame in panel.frames:
        assert frame._before.get_xydata().tolist() == [[panel.z.value, frame.before]]
        after = [panel.z.value + panel.nudge.value, frame.after]
        assert frame._after.get_xydata().tolist() == [after]
