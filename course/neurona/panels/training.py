"""What panels share in which something trains: they open on its end, and can walk there again."""

from __future__ import annotations

import time
from typing import ClassVar

from neurona.panels.base import Panel

WALKING_PACE = 0.03  # seconds a step


class TrainingPanel(Panel):
    """A training that may be watched from its start, and is hurried through when a knob moves.

    A subclass fills in `begin`, `learn` and `finished`.
    """

    walk: ClassVar[int] = 5
    """Epochs a step, to be watched."""
    run: ClassVar[int]
    """Epochs a step, when a knob has moved and the result is wanted."""
    opened = False

    def begin(self) -> None:
        """Take the start of this seed, with the knobs as they are now."""
        raise NotImplementedError

    def learn(self, epochs: int) -> None:
        """Learn for some epochs, but not beyond the last one."""
        raise NotImplementedError

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to learn."""
        raise NotImplementedError

    def rewind(self) -> None:
        """Go back to what is not trained, and walk from there."""
        self.begin()
        self.stride, self.pace = self.walk, WALKING_PACE
        if not self.opened:  # what comes of training is the better invitation
            self.opened = True
            self.train_first()

    def train_first(self) -> None:
        """Train for the first picture."""
        while not self.finished:
            self.learn(self.run)

    def train_for(self, seconds: float) -> None:
        """Train for the first picture; what takes longer goes on while the notebook lives."""
        begun = time.perf_counter()
        while not self.finished:
            self.learn(1)
            if time.perf_counter() - begun > seconds:
                self.train_on()
                return

    def train_again(self) -> None:
        """Train from the same start with the knobs as they are now, in a hurry."""
        self.begin()
        self.train_on()

    def train_on(self) -> None:
        """Train from here in a hurry."""
        self.stride, self.pace = self.run, 0.0
        self.start()

    def new_seed(self) -> None:
        """Take another start, and train."""
        super().new_seed()
        self.train_again()

    def step(self) -> bool:
        """Learn for some epochs; from the end, begin anew."""
        if self.finished:
            self.rewind()
        self.learn(self.stride)
        return not self.finished
