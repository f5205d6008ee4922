"""Small panels to try the base class with, and ways to wait for them."""

import asyncio

import numpy as np

from neurona.language import _
from neurona.panels.base import Panel


class Walk(Panel):
    """A dot that takes random steps to the right, ever more slowly with the slider."""

    size = (200, 100)
    goal = 10_000

    def __init__(self):
        self.updates = 0
        self.rewinds = 0
        super().__init__()

    def invitation(self):
        return "Try <this> & that."

    def controls(self):
        self.height = self.slider(_("Height"), 0.5, 0.0, 1.0, 0.1)
        self.lam = self.log_slider("λ", 0.0, 0.001, 1.0)
        self.many = self.int_slider("Many", 3, 1, 9)
        self.kind = self.dropdown("Kind", "o", [("round", "o"), ("square", "s")], then=self.rewind)
        self.big = self.toggle("Big")
        self.jump_button = self.add_button("Jump", self.jump)
        self.add_play()
        self.add_new_seed()

    def build(self):
        axes = self.picture.axes(0, 0, 200, 100)
        axes.set(xlim=(0, 100), ylim=(0, 1))
        self.dot = self.moving(axes.plot([0], [0], "ko", markersize=5)[0])

    def rewind(self):
        self.rewinds += 1
        self.rng = np.random.default_rng(self.seed)
        self.place, self.steps = self.rng.random(), 0

    def jump(self):
        self.place = 90.0

    def step(self):
        self.steps += 1
        self.place += self.rng.random() / 100
        return self.steps < self.goal

    def update(self):
        self.updates += 1
        self.dot.set_data([self.place], [self.height.value])
        self.dot.set_marker(self.kind.value)
        self.dot.set_markersize(10 if self.big.value else 5)

    def describe(self):
        return f"<The dot> is at {self.place:.4f}, {self.height.value:.1f}."


class Short(Walk):
    goal = 5


class Endless(Walk):
    goal = float("inf")


class Fragile(Endless):
    failing = ""
    problem = ValueError("a <b>wrong</b> turn")

    def step(self):
        return self.fail("step") or super().step()

    def rewind(self):
        self.fail("rewind")
        super().rewind()

    def update(self):
        self.fail("update")
        super().update()

    def describe(self):
        self.fail("describe")
        return super().describe()

    def fail(self, where):
        if where == self.failing:
            raise self.problem


async def until(condition):
    """Let the loop run until something has come about."""
    for _turn in range(2000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never came about")


async def settle():
    """Let everything that is due run."""
    for _turn in range(5):
        await asyncio.sleep(0.002)


def caption(panel):
    return panel._caption.value
