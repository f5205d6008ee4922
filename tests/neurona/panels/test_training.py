import pytest

from neurona.panels.training import TrainingPanel


class Counting(TrainingPanel):
    """Something that learns to count to twenty."""

    size = (100, 60)
    walk, run = 2, 7

    def __init__(self):
        self.begun = 0
        super().__init__()

    def invitation(self):
        return "Watch."

    def controls(self):
        self.knob = self.int_slider("Knob", 0, 0, 9, then=self.train_again)
        self.add_play()
        self.add_new_seed()

    def build(self):
        pass

    def begin(self):
        self.begun += 1
        self.epochs = 0

    def learn(self, epochs):
        self.epochs = min(self.epochs + epochs, 20)

    @property
    def finished(self):
        return self.epochs == 20

    def update(self):
        pass

    def describe(self):
        return f"{self.epochs} epochs"


@pytest.fixture
def panel():
    panel = Counting()
    yield panel
    assert panel.errors == []


def test_it_opens_trained_and_rewinds_to_what_is_not(panel):
    assert panel.finished
    panel.rewind_button.click()
    assert panel.epochs == 0


def test_it_walks_in_small_steps_and_slowly(panel):
    panel.rewind_button.click()
    panel.step_button.click()
    assert panel.epochs == panel.walk
    assert panel.pace > 0


def test_a_knob_trains_in_a_hurry_from_the_start(panel):
    seen = []
    panel.learn = lambda epochs: (seen.append(epochs), Counting.learn(panel, epochs))
    panel.knob.value = 3
    assert seen == [panel.run] * 3
    assert panel.pace == 0
    assert panel.finished


def test_the_end_is_followed_by_the_start(panel):
    begun = panel.begun
    panel.step_button.click()
    assert (panel.begun, panel.epochs) == (begun + 1, panel.walk)


def test_a_new_seed_is_trained_at_once(panel):
    panel.rewind_button.click()
    panel.seed_button.click()
    assert panel.seed == 1
    assert panel.finished
