"""The still pictures of chapter 01."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyBboxPatch

from neurona.language import _
from neurona.panels.gates import EXAMPLES, GATES, Neuron, PerceptronRule, Rule, Training, Vector
from neurona.plots.picture import Picture, in_course_style
from neurona.plots.style import BLACK, BLUE, GRAY, ORANGE, SKY, VERMILION, new_figure

Point = tuple[float, float]

LR = 0.5
START = Neuron(np.array([0.9, 0.9]), -0.5)
NOTHING = Neuron(np.zeros(2), 0.0)
LINES = {
    "AND": Neuron(np.array([1.0, 1.0]), -1.5),
    "OR": Neuron(np.array([1.0, 1.0]), -0.5),
    "NAND": Neuron(np.array([-1.0, -1.0]), 1.5),
}

_LOW, _HIGH = -0.45, 1.45
_FIRING_TINT = "#E3F0F8"
_DIGITS = 10  # points; the style's size is for panels, whose pixels are larger


class BiasLeftAlone(PerceptronRule):
    """The rule as it is often told: the weights learn, the bias does not."""

    def update(self, x: Vector, d: int, w: Vector, b: float, lr: float) -> tuple[Vector, float]:
        """Return w + lr·(d − y)·x and b as it was."""
        return super().update(x, d, w, b, lr)[0], b


def lines_of_first_epoch(rule: Rule) -> list[Neuron]:
    """Let AND be learned for one epoch, and keep the start and what each mistake leads to.

    Parameters
    ----------
    rule : Rule
        How the neuron learns.

    Returns
    -------
    list of Neuron
        One more than there were mistakes.
    """
    training = _training(rule, "AND", START)
    neurons = [START]
    while not training.epoch_is_complete:
        training.look(LR, 0.0, 0.0)
        assert training.last is not None
        if training.last.said != training.last.wanted:
            neurons.append(training.neuron)
    return neurons


def mistakes_from_nothing(gate: str, max_epochs: int) -> list[int]:
    """Count the mistakes in each epoch of learning a gate from zero weights.

    Parameters
    ----------
    gate : str
        A name in `neurona.panels.gates.GATES`.
    max_epochs : int
        When to stop if there is no epoch without mistakes.

    Returns
    -------
    list of int
        At most `max_epochs` numbers; the last is 0 if the gate was learned.
    """
    training = _training(PerceptronRule(), gate, NOTHING)
    for _example in range(max_epochs * len(EXAMPLES)):
        if not training.learned:
            training.look(LR, 0.0, 0.0)
    return training.mistakes


def _training(rule: Rule, gate: str, start: Neuron) -> Training:
    # Nothing is dropped here, so what the generator draws makes no difference.
    return Training(rule, gate, start, np.random.default_rng(0))


@in_course_style
def evidence() -> Picture:
    """Stack the evidence for four skies against one threshold."""
    figure = new_figure(7.2, 2.9)
    axes = figure.add_subplot()
    clouds, forecast, threshold = 2, 3, 4
    skies = (_("nothing"), _("dark clouds"), _("rain forecast"), _("both"))
    has_clouds = np.array([0, 1, 0, 1]) * clouds
    has_forecast = np.array([0, 0, 1, 1]) * forecast
    axes.bar(skies, has_clouds, width=0.55, color=SKY, edgecolor=BLACK, hatch="//")
    axes.bar(skies, has_forecast, width=0.55, color=ORANGE, edgecolor=BLACK, bottom=has_clouds)
    for position, total in enumerate(has_clouds + has_forecast):
        axes.text(position, total + 0.12, str(total), ha="center", size=12, weight="bold")
    axes.axhline(threshold, color=VERMILION, lw=2, ls="--")
    axes.text(
        -0.4,
        threshold + 0.15,
        _("threshold: {number}").format(number=threshold),
        color=VERMILION,
        size=11,
    )
    axes.set(ylim=(0, 6.2), ylabel=_("evidence"), yticks=range(7))
    axes.tick_params(labelsize=_DIGITS)
    axes.spines[["top", "right"]].set_visible(False)
    return Picture(
        figure,
        _(
            "Four bars of evidence against a dashed line, the threshold, at 4. Nothing: 0. "
            "Dark clouds: 2. Rain forecast: 3. Both: 5, the only bar above the line."
        ),
    )


@in_course_style
def neuron() -> Picture:
    """Draw a perceptron with two inputs, and name the parts of a nerve cell below it."""
    figure = new_figure(7.2, 2.45)
    axes = _bare(figure, (0.2, 10.2), (-0.3, 3.1))
    for name, height in (("1", 2.6), ("2", 1.2)):
        _disc(axes, (1.0, height), 0.38, f"$x_{name}$", "white")
        _arrow(axes, (1.4, height), (4.05, 1.9 + 0.4 * (height - 1.9)))
        _label(axes, (2.7, 2.5 if name == "1" else 0.85), f"$w_{name}$", VERMILION)
    _disc(axes, (4.75, 1.9), 0.72, "$\\Sigma + b$", SKY)
    _arrow(axes, (5.5, 1.9), (6.55, 1.9))
    _label(axes, (6.0, 2.15), "$z$", BLACK)
    axes.add_patch(
        FancyBboxPatch((6.7, 1.35), 1.3, 1.1, boxstyle="round,pad=0.08", fc="white", ec=BLACK)
    )
    axes.plot([6.8, 7.35, 7.35, 7.9], [1.55, 1.55, 2.25, 2.25], color=BLUE, lw=2.5)
    axes.text(7.05, 1.62, "0", size=11, ha="center", va="bottom")
    axes.text(7.62, 2.18, "1", size=11, ha="center", va="top")
    _arrow(axes, (8.15, 1.9), (9.0, 1.9))
    _disc(axes, (9.4, 1.9), 0.38, "$y$", "white")
    for where, words in (
        (1.0, _("dendrites\nreceive")),
        (2.8, _("the impulses\nare weighted")),
        (4.75, _("the cell body\nadds up")),
        (7.35, _("past a threshold,\nthe axon fires")),
        (9.4, _("a synapse\npasses it on")),
    ):
        axes.text(where, 0.35, words, size=9.5, ha="center", va="top", color=BLACK)
    return Picture(
        figure,
        _(
            "A perceptron, drawn from left to right. The inputs x1 and x2 are multiplied by the "
            "weights w1 and w2. A circle adds them up, with the bias b, and gives z. A step "
            "turns z into the output y. Below stand the parts of a nerve cell: dendrites "
            "receive, the impulses are weighted, the cell body adds up, past a threshold the "
            "axon fires, a synapse passes it on."
        ),
    )


@in_course_style
def gates() -> Picture:
    """Draw AND, OR and NAND as four dots each, with the line that tells 1 from 0."""
    figure = new_figure(7.2, 2.8)
    for place, (name, neuron) in enumerate(LINES.items(), start=1):
        axes = _plane(figure, 130 + place, name)
        _shade(axes, neuron)
        _line(axes, neuron, BLACK, "-")
        _dots(axes, GATES[name])
    return Picture(
        figure,
        _(
            "Three planes with a dot at each of the four examples, round where the gate answers "
            "1, square where it answers 0. AND: a line cuts off the dot (1, 1), and that side is "
            "shaded. OR: a line cuts off the dot (0, 0), and the other side is shaded. "
            "NAND: the line of AND, with the opposite side shaded."
        ),
    )


@in_course_style
def two_ways() -> Picture:
    """Draw the lines that AND's first epoch passes through, without and with a moving bias."""
    figure = new_figure(7.2, 4.0)
    ways = {_("bias left alone"): BiasLeftAlone(), _("the whole rule"): PerceptronRule()}
    for place, (title, rule) in enumerate(ways.items(), start=1):
        axes = _plane(figure, 120 + place, title)
        neurons = lines_of_first_epoch(rule)
        _shade(axes, neurons[-1])
        looks = [(GRAY, "--"), *[(VERMILION, ":")] * (len(neurons) - 2), (BLACK, "-")]
        for number, (neuron, look) in enumerate(zip(neurons, looks, strict=True)):
            _line(axes, neuron, *look)
            _number(axes, neuron, number, look[0])
        _dots(axes, GATES["AND"])
    return Picture(
        figure,
        _(
            "The four dots of AND, twice. The number of each line counts the corrections. Left, "
            "with the bias left alone: line 0 has three dots on its firing side, line 1 leaves "
            "(0, 1) on the quiet side, and line 2 leaves (1, 0) there as well. Right, with the "
            "whole rule: line 0 is the same, and line 1 leaves both on the quiet side at once, "
            "(1, 0) only just. Both last lines have only (1, 1) on the firing side, which is "
            "shaded."
        ),
    )


@in_course_style
def xor() -> Picture:
    """Show why no line serves XOR, and what becomes of a perceptron that tries."""
    figure = new_figure(7.2, 3.4)
    axes = _plane(figure, 121, "XOR")
    axes.plot([0, 1], [1, 0], color=BLUE, lw=2.5)
    axes.plot([0, 1], [0, 1], color=ORANGE, lw=2.5, ls="--")
    axes.plot(0.5, 0.5, marker="D", ms=9, color=BLACK)
    axes.annotate(
        _("the middle\nof both pairs"),
        (0.53, 0.5),
        (1.03, 0.5),
        size=10,
        ha="center",
        va="center",
        arrowprops={"arrowstyle": "->", "color": BLACK},
    )
    _dots(axes, GATES["XOR"])
    axes = figure.add_subplot(122)
    epochs = 8
    for name, look, color in (("AND", "o-", BLUE), ("XOR", "s--", VERMILION)):
        mistakes = mistakes_from_nothing(name, epochs)
        axes.plot(range(1, len(mistakes) + 1), mistakes, look, color=color, lw=2, ms=7, label=name)
    axes.set(xlabel=_("epoch"), ylabel=_("mistakes"), ylim=(-0.25, 4.5), yticks=range(5))
    axes.set_xticks(range(1, epochs + 1))
    axes.tick_params(labelsize=_DIGITS)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="center right")
    return Picture(
        figure,
        _(
            "Left: the four dots of XOR. A solid line joins the two round dots, a dashed line "
            "the two square ones; they cross in the middle, at (0.5, 0.5). Right: mistakes in each "
            "epoch, from zero weights. AND: 1, 3, 3, 2, 1, 0. XOR: 2, 3, and from then on 4."
        ),
    )


@in_course_style
def nand_blocks() -> Picture:
    """Wire NOT, AND and OR from NAND gates."""
    figure = new_figure(7.2, 2.3)
    axes = _bare(figure, (-0.2, 13.4), (-0.5, 3.3))
    _title(axes, 1.4, "NOT")
    _gate(axes, (1.4, 1.2))
    _wire(axes, [(0.4, 1.2), (0.7, 1.2), (0.7, 1.4), (0.9, 1.4)], "$x_1$")
    _wire(axes, [(0.7, 1.2), (0.7, 1.0), (0.9, 1.0)])
    _wire(axes, [(2.0, 1.2), (2.5, 1.2)])

    _title(axes, 5.7, "AND")
    _gate(axes, (4.9, 1.2))
    _gate(axes, (6.9, 1.2))
    _wire(axes, [(3.9, 1.4), (4.4, 1.4)], "$x_1$")
    _wire(axes, [(3.9, 1.0), (4.4, 1.0)], "$x_2$")
    _wire(axes, [(5.5, 1.2), (6.1, 1.2), (6.1, 1.4), (6.4, 1.4)])
    _wire(axes, [(6.1, 1.2), (6.1, 1.0), (6.4, 1.0)])
    _wire(axes, [(7.5, 1.2), (8.0, 1.2)])

    _title(axes, 11.2, "OR")
    for height, name in ((2.1, "$x_1$"), (0.3, "$x_2$")):
        _gate(axes, (10.4, height))
        _wire(axes, [(9.3, height), (9.7, height), (9.7, height + 0.2), (9.9, height + 0.2)], name)
        _wire(axes, [(9.7, height), (9.7, height - 0.2), (9.9, height - 0.2)])
    _gate(axes, (12.2, 1.2))
    _wire(axes, [(11.0, 2.1), (11.3, 2.1), (11.3, 1.4), (11.7, 1.4)])
    _wire(axes, [(11.0, 0.3), (11.3, 0.3), (11.3, 1.0), (11.7, 1.0)])
    _wire(axes, [(12.8, 1.2), (13.2, 1.2)])
    return Picture(
        figure,
        _(
            "Three circuits made of NAND gates. NOT: x1 goes into both inputs of one NAND. "
            "AND: a NAND of x1 and x2, then a NOT. OR: x1 and x2 each go through a NOT, and "
            "the two results meet in a NAND."
        ),
    )


def _plane(figure: Figure, place: int, title: str) -> Axes:
    axes = figure.add_subplot(place)
    axes.set(xlim=(_LOW, _HIGH), ylim=(_LOW, _HIGH), aspect="equal", xticks=(0, 1), yticks=(0, 1))
    axes.set_xlabel("$x_1$", size=12, labelpad=-6)
    axes.set_ylabel("$x_2$", size=12, labelpad=-4, rotation=0)
    axes.set_title(title, size=12)
    axes.tick_params(labelsize=_DIGITS)
    axes.spines[["top", "right"]].set_visible(False)
    return axes


def _dots(axes: Axes, answers: Sequence[int]) -> None:
    """Draw the four examples as the panels do: a round 1 or a square 0."""
    for (x1, x2), answer in zip(EXAMPLES, answers, strict=True):
        marker, size, color = ("o", 18, BLUE) if answer else ("s", 16, ORANGE)
        axes.plot(x1, x2, marker, ms=size, mfc=color, mec="white", mew=1.5, zorder=4)
        axes.text(
            x1,
            x2,
            str(answer),
            color="white" if answer else BLACK,
            size=11,
            weight="bold",
            ha="center",
            va="center_baseline",
            zorder=5,
        )


def _shade(axes: Axes, neuron: Neuron) -> None:
    """Shade the side of the line where the neuron fires."""
    grid = np.linspace(_LOW, _HIGH, 300)
    x1, x2 = np.meshgrid(grid, grid)
    z = neuron.w[0] * x1 + neuron.w[1] * x2 + neuron.b
    side = axes.contourf(x1, x2, z, [0.0, 1e9], colors=[_FIRING_TINT], hatches=["//"], zorder=0)
    side.set(edgecolor="#BCD3E0", linewidth=0.0)


def _line(axes: Axes, neuron: Neuron, color: str, dashes: str) -> None:
    """Draw where w·x + b is 0, for a w whose second entry is not."""
    x1 = np.array([_LOW, _HIGH])
    x2 = -(neuron.w[0] * x1 + neuron.b) / neuron.w[1]
    axes.plot(x1, x2, color=color, lw=2.5, ls=dashes, zorder=2)


def _number(axes: Axes, neuron: Neuron, number: int, color: str) -> None:
    """Write a number on a line, each at a height of its own, so that they keep apart."""
    x2 = (0.8, -0.25, 0.5)[number]
    axes.text(
        -(neuron.w[1] * x2 + neuron.b) / neuron.w[0],
        x2,
        str(number),
        color=color,
        size=12,
        weight="bold",
        ha="center",
        va="center",
        bbox={"boxstyle": "square,pad=0.15", "fc": "white", "ec": "none"},
        zorder=3,
    )


def _bare(figure: Figure, width: Point, height: Point) -> Axes:
    axes = figure.add_subplot()
    axes.set(xlim=width, ylim=height, aspect="equal")
    axes.set_axis_off()
    return axes


def _disc(axes: Axes, center: Point, radius: float, text: str, color: str) -> None:
    axes.add_patch(Circle(center, radius, fc=color, ec=BLACK, lw=1.5))
    axes.text(*center, text, size=14, ha="center", va="center")


def _label(axes: Axes, where: Point, text: str, color: str) -> None:
    axes.text(*where, text, size=14, color=color, ha="center", va="bottom")


def _arrow(axes: Axes, start: Point, end: Point) -> None:
    axes.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": BLACK, "lw": 1.5})


def _gate(axes: Axes, center: Point) -> None:
    x, y = center
    axes.add_patch(
        FancyBboxPatch((x - 0.5, y - 0.4), 1.0, 0.8, boxstyle="round,pad=0.05", fc=SKY, ec=BLACK)
    )
    axes.text(x, y, "NAND", size=10, weight="bold", ha="center", va="center_baseline")


def _wire(axes: Axes, corners: list[Point], name: str = "") -> None:
    axes.plot(*zip(*corners, strict=True), color=BLACK, lw=1.5, zorder=0)
    axes.text(corners[0][0] - 0.1, corners[0][1], name, size=12, ha="right", va="center")


def _title(axes: Axes, x: float, text: str) -> None:
    axes.text(x, 3.1, text, size=12, weight="bold", ha="center", va="center")
