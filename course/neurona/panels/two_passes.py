"""Backpropagation in slow motion: forward, back, and one step down."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import numpy as np

from neurona.language import _
from neurona.panels import blame
from neurona.panels.base import Panel
from neurona.panels.blame_graph import STAGES, BlameGraph, number
from neurona.panels.saying import say
from neurona.plots import style

LEFT = 594  # CSS pixels, of what stands beside the graph
MOST_STEPS = 120  # drawn on the axis of descent steps
LINES = 6
HIDDEN, OUTPUT = 2, 0  # the neurons whose sums are written out


def factor(value: float, digits: int) -> str:
    """Write a number as a factor, a negative one in brackets.

    Parameters
    ----------
    value : float
        The number.
    digits : int
        How many decimals it is rounded to.
    """
    words = say(round(value, digits))
    return f"({words})" if words.startswith("−") else words


class TwoPasses(Panel):
    """One example after another goes forward and back, stage by stage."""

    size: ClassVar[tuple[int, int]] = (820, 428)
    pace = 0.5
    first_seed = 6
    steps_without_loop = 60

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Press Step, and before each step say what will be filled in next. After the last "
            "stage the weights move, and the next example comes."
        )

    def controls(self) -> None:
        """Make the learning rate and the buttons."""
        self.lr = self.slider(_("lr: learning rate"), 2.0, 0.0, 20.0, 0.5, digits=1)
        self.add_play()
        self.add_new_seed()

    def build(self) -> None:
        """Draw the graph left; the sums of one neuron and the costs right."""
        text, moving = self.picture.text, self.picture.moving
        self.heading = moving(text(12, 8, weight="bold"))
        self.graph = BlameGraph(self.picture, 0, 34)
        self.stage_name = moving(text(LEFT, 8, weight="bold"))
        self.lines = [moving(text(LEFT, 40 + 21 * i, fontsize=style.SMALL)) for i in range(LINES)]
        text(LEFT, 214, _("cost of all four examples"), fontsize=style.SMALL)
        plane = self.picture.axes(LEFT + 36, 236, 176, 126)
        plane.set(xlim=(0, MOST_STEPS), ylim=(0, 0.6), xticks=[0, MOST_STEPS // 2, MOST_STEPS])
        plane.set_yticks([0, 0.2, 0.4, 0.6])
        plane.set_xlabel(_("descent steps"), labelpad=1)
        self.curve = moving(plane.plot([], [], color=style.BLUE)[0])
        self.latest = moving(plane.plot([], [], "o", color=style.BLUE, markersize=6)[0])
        self.reading = moving(text(LEFT + 208, 240, ha="right", weight="bold"))
        text(12, 408, _("in the circle: activation a; on the link: ∂C/∂w"), fontsize=style.SMALL)

    def rewind(self) -> None:
        """Go back to the untrained network and the first example."""
        self.network = blame.untrained(self.seed)
        self.stage = self.steps = 0
        self.costs = [self.whole_cost()]

    def whole_cost(self) -> float:
        """Return the mean cost of the four examples."""
        return self.network.measure(blame.X, blame.Y)[0]

    @property
    def example(self) -> int:
        """Which example is on its way; the hardest comes first."""
        return (3 + self.steps) % len(blame.X)

    def step(self) -> bool:
        """Fill in the next stage; after the last, move the weights."""
        self.stage += 1
        if self.stage == len(STAGES):
            kept = np.ones(blame.SIZES[1])
            blame.learn_one(self.network, self.example, kept, self.lr.value, 0.0)
            self.stage, self.steps = 0, self.steps + 1
            self.costs.append(self.whole_cost())
        return self.steps < MOST_STEPS

    def update(self) -> None:
        """Show the stage."""
        i, kept = self.example, np.ones(blame.SIZES[1])
        self.blame = blame.assign(blame.X[i], blame.Y[i], self.network, kept)
        none = [np.zeros_like(dW) for dW in self.blame.gradients]
        stage = STAGES[self.stage]
        self.graph.show(self.blame, none, self.blame.gradients, blame.Y[i], kept, stage=stage)
        tell: tuple[Callable[[], tuple[str, list[str]]], ...] = (
            self.tell_inputs,
            self.tell_hidden,
            self.tell_outputs,
            self.tell_output_error,
            self.tell_hidden_error,
            self.tell_gradients,
        )
        self.title, self.told = tell[self.stage]()
        self.stage_name.set_text(self.title)
        for line, words in zip(self.lines, self.told + [""] * LINES, strict=False):
            line.set_text(words)
        self.curve.set_data(np.arange(len(self.costs)), self.costs)
        self.latest.set_data([self.steps], self.costs[-1:])
        self.reading.set_text(self.tell_costs())
        self.heading.set_text(
            _("{example}, after {steps} descent steps").format(
                example=blame.EXAMPLES[i], steps=self.steps
            )
        )

    def tell_costs(self) -> str:
        """Return the cost of all four examples, with the one before the latest step."""
        return " → ".join(f"{cost:.4f}" for cost in self.costs[-2:])

    def tell_inputs(self) -> tuple[str, list[str]]:
        """Tell of the first stage."""
        return _("1. Set the inputs"), ["a¹ = x"]

    def tell_hidden(self) -> tuple[str, list[str]]:
        """Write out the lowest hidden neuron's sum."""
        return _("2. Forward: hidden layer"), self._forward(0, HIDDEN, _("hidden neuron 3:"))

    def tell_outputs(self) -> tuple[str, list[str]]:
        """Write out the first output's sum."""
        return _("3. Forward: outputs"), self._forward(1, OUTPUT, _("output 1:"))

    def _forward(self, layer: int, j: int, name: str) -> list[str]:
        W, b = self.network.weights[layer][j], self.network.biases[layer][j]
        terms = [
            f"{factor(w, 2)}·{factor(a, 2)}"
            for w, a in zip(W, self.blame.activations[layer], strict=True)
        ]
        z, a = self.blame.z[layer][j], self.blame.activations[layer + 1][j]
        return [
            name,
            "z = Σ w·a + b",
            "= " + " + ".join(terms[:-1]),
            f"   + {terms[-1]} + {factor(b, 2)} = {say(round(z, 2))}",
            f"a = σ({say(round(z, 2))}) = {say(round(a, 2))}",
        ]

    def tell_output_error(self) -> tuple[str, list[str]]:
        """Write out the first output's error."""
        a, y = self.blame.activations[2][OUTPUT], blame.Y[self.example][OUTPUT]
        return _("4. Error of the outputs"), [
            _("output 1:"),
            "δ = (a − y) · σ′(z)",
            f"= ({a:.2f} − {y:g}) · {a * (1 - a):.2f}",
            f"= {number(self.blame.deltas[1][OUTPUT])}",
        ]

    def tell_hidden_error(self) -> tuple[str, list[str]]:
        """Write out how blame comes back to the lowest hidden neuron."""
        w, a = self.network.weights[1][:, HIDDEN], self.blame.activations[1][HIDDEN]
        terms = [
            f"{factor(one, 2)}·{factor(d, 3)}"
            for one, d in zip(w, self.blame.deltas[1], strict=True)
        ]
        return _("5. Back: hidden layer"), [
            _("hidden neuron 3:"),
            "δ = (Σ w·δ) · σ′(z)",
            f"= ({terms[0]}",
            f"   + {terms[1]})",
            f"   · {a * (1 - a):.2f}",
            f"= {number(self.blame.deltas[0][HIDDEN])}",
        ]

    def tell_gradients(self) -> tuple[str, list[str]]:
        """Write out one link's derivative, and what comes next."""
        a, d = self.blame.activations[1][HIDDEN], self.blame.deltas[1][OUTPUT]
        return _("6. Every weight and bias"), [
            _("hidden neuron 3 to output 1:"),
            "∂C/∂w = a · δ",
            f"= {a:.2f} · {factor(d, 3)} = {number(a * d)}",
            "∂C/∂b = δ",
            _("next: w ← w − lr · ∂C/∂w"),
        ]

    def describe(self) -> str:
        """Say what the picture shows now."""
        return _(
            "The example is {example}, after {steps} descent steps with the latest learning rate "
            "{lr:.1f}; the cost of all four examples is {cost:.3f}. Stage {title}: {told}."
        ).format(
            example=blame.EXAMPLES[self.example],
            steps=self.steps,
            lr=self.lr.value,
            cost=self.costs[-1],
            title=self.title,
            told=" ".join(line.strip() for line in self.told),
        )
