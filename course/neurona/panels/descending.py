"""The panel in which a point walks downhill on a cost surface, whoever takes the steps."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from neurona.language import _
from neurona.panels import controls
from neurona.panels.base import Panel
from neurona.panels.picture import Picture
from neurona.panels.saying import say
from neurona.panels.surfaces import (
    BOWL,
    FAR,
    HIGH,
    LOW,
    TWO_MINIMA,
    VALLEY,
    Array,
    Penalized,
    Slope,
    Surface,
    Walk,
    end,
    largest_rate,
    lowest_points,
)
from neurona.panels.terrain import Map, Relief, measure
from neurona.plots import style

CHAPTER = 3
STEPS = 120  # the longest walk
STEPS_AT_ONCE = 40  # shown when a knob moves before the first step
EDGE = 25  # start points are drawn from −EDGE to EDGE, in tenths, as the sliders have them
RATES = (0.02, 0.05, *(round(k / 10, 1) for k in range(1, 23)), 2.5, 3, 5, 10, 20, 50, 60)
NAMES = ("v₁", "v₂")
# Front ends send rounded numbers back from sliders of floats, as if these had been moved.
STARTS = [k / 10 for k in range(round(10 * LOW), round(10 * HIGH) + 1)]
FIRST_START = (2.5, -0.5)
HIGHEST = 1.5  # of the cost strip, if the start's cost is 1 and the lowest 0
NEXT: dict[str, Any] = {"color": style.BLACK, "linewidth": 1.4, "linestyle": (0, (3, 2))}


class CostStrip:
    """The cost after each step, from the start's height downward if all goes well.

    Parameters
    ----------
    picture : Picture
        What it is drawn in.
    left, top, width, height : float
        Its place, in CSS pixels.
    """

    def __init__(
        self, picture: Picture, left: float, top: float, width: float, height: float
    ) -> None:
        look: dict[str, Any] = {"fontsize": style.SMALL, "color": style.GRAY}
        picture.text(left, top, _("Cost after each step (gray line: at the start)"), **look)
        axes = picture.axes(left, top + 20, width, height - 38)
        style.bare(axes)
        axes.set(xlim=(-1, STEPS + 1), ylim=(-0.12, HIGHEST), xticks=range(0, STEPS + 1, 40))
        axes.spines["bottom"].set_visible(True)
        axes.tick_params(length=3, pad=1)
        axes.axhline(1, color=style.GRAY, linewidth=0.8)
        line = axes.plot([], [], color=style.VERMILION, marker="o", markersize=2.5, linewidth=1.4)
        self._line = picture.moving(line[0])

    def show(self, cost: Array, lowest: float) -> None:
        """Draw costs of shape (steps + 1,), seen from the lowest there is."""
        tall = max(float(cost[0]) - lowest, 1e-12)
        heights = np.minimum((cost - lowest) / tall, 2 * HIGHEST)
        self._line.set_data(np.arange(len(cost)), heights)


class Descent(Panel):
    """Gradient descent on a surface, seen from the side and from above, with both knobs."""

    size: ClassVar[tuple[int, int]] = (820, 504)
    pace = 0.15
    first_surface = "valley"
    tells_limit = False  # of lr, which is the surprise of the opening
    first_seed = 14  # with p = 0.5, each of the first steps loses one of its coordinates

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Press Step a few times, then Play; which way does each step go, seen against the "
            "contour lines? Then try lr = 0.9 and lr = 1.1."
        )

    def surfaces(self) -> dict[str, tuple[str, Surface]]:
        """Return the surfaces to choose from: by an id, the name and the cost."""
        return {
            "bowl": (_("bowl"), BOWL),
            "valley": (_("valley"), VALLEY),
            "two": (_("two minima"), TWO_MINIMA),
        }

    def controls(self) -> None:
        """Make the two knobs, the learning rate, the start and the choice of a surface."""
        self._surfaces = self.surfaces()
        self.p = self.slider(
            _("p: probability that a coordinate is dropped"),
            0.0,
            0.0,
            0.9,
            0.05,
            then=self.replay,
        )
        self.lam = self.log_slider(
            _("λ: strength of the penalty λ/2·‖v‖²"), 0.0, 0.01, 2.0, then=self.replay
        )
        rates = controls.choice_slider(_("lr: learning rate"), 0.3, RATES)
        then = self.replay
        self.lr = self._add(rates, then)
        self.v1, self.v2 = (
            self._add(controls.choice_slider(_("start: {name}").format(name=name), v, STARTS), then)
            for name, v in zip(NAMES, FIRST_START, strict=True)
        )
        options = [(name, key) for key, (name, _cost) in self._surfaces.items()]
        self.kind = self.dropdown(_("Surface"), self.first_surface, options, then=self.rewind)
        self.add_play()
        self.add_new_seed()

    def build(self) -> None:
        """Draw the surface from the side and from above, and the reports below."""
        text = self.picture.text
        text(12, 8, _("the cost, seen from the side"), weight="bold")
        text(440, 8, _("from above: contour lines"), weight="bold")
        self.relief = Relief(self.picture, self.picture.axes(4, 30, 400, 330), NAMES)
        axes = self.picture.axes(440, 30, 322, 322)
        self.map = Map(self.picture, axes, NAMES)
        self.next = self.moving(axes.plot([], [], zorder=4, **NEXT)[0])
        self.headline = self.moving(text(12, 374, fontsize=style.LARGE, weight="bold"))
        self.story = self.moving(text(12, 400, fontsize=style.NORMAL))
        self.strip = CostStrip(self.picture, 440, 394, 322, 108)
        self._laid: tuple[object, ...] = ()
        self.shown = 0

    def names(self) -> tuple[str, str]:
        """Return what the two numbers are called."""
        return NAMES

    @property
    def surface(self) -> Surface:
        """The chosen surface, with its penalty."""
        return Penalized(self._surfaces[self.kind.value][1], self.lam.value)

    @property
    def start_point(self) -> Array:
        """Where the walk begins."""
        return np.array([self.v1.value, self.v2.value])

    def slope(self) -> Slope:
        """Return the gradient with the coins of this seed."""
        rng = np.random.default_rng([CHAPTER, self.seed])
        return Slope(self.surface.gradient, self.p.value, rng)

    def walk(self) -> Walk:
        """Take the steps."""
        return descend(self.surface, self.start_point, self.lr.value, self.slope())

    def rewind(self) -> None:
        """Go back to the start point."""
        self.shown = 0
        self.walked = self.walk()

    def replay(self) -> None:
        """Walk again with the knobs as they are now, as far as before, or at once some way."""
        self.walked = self.walk()
        if not self.playing:
            self.shown = self.shown or STEPS_AT_ONCE

    def new_seed(self) -> None:
        """Toss other coins; where there are none, begin somewhere else."""
        super().new_seed()
        if self.p.value == 0:
            rng = np.random.default_rng([CHAPTER, self.seed])
            self.v1.value, self.v2.value = rng.integers(-EDGE, EDGE + 1, 2) / 10
            self._do(self.rewind)  # after what follows from the sliders

    def step(self) -> bool:
        """Take one step of the walk."""
        last = len(self.walked.path) - 1
        self.shown = min(self.shown + 1, last)
        return self.shown < last

    @property
    def path(self) -> Array:
        """The part of the walk that is shown."""
        self.shown = min(self.shown, len(self.walked.path) - 1)
        return self.walked.path[: self.shown + 1]

    def update(self) -> None:
        """Show the walk so far."""
        self.lay()
        path, surface = self.path, self.surface
        self.relief.show(path, self.low)
        self.map.show(path, self.low)
        self.next.set_data(*self.walked.path[self.shown : self.shown + 2].T)
        bottom = float(surface.cost(self.low[0])) if len(self.low) else self.ground.bottom
        self.strip.show(surface.cost(path), bottom)
        self.headline.set_text(
            _("step {step}: v = {v}, C(v) = {cost}").format(
                step=self.shown, v=pair(path[-1]), cost=brief(float(surface.cost(path[-1])))
            )
        )
        told = (self.tell_step(), self.tell_rate(), self.tell_end())
        self.story.set_text("\n".join(filter(None, told)))

    def lay(self) -> None:
        """Draw the surface, if it is another one than before."""
        wanted = (self.kind.value, self.lam.value)
        if wanted == self._laid:
            return
        self._laid, before = wanted, self._laid
        self.ground = measure(self.surface)
        self.low = lowest_points(self.surface)
        for drawing in (self.relief, self.map):
            drawing.lay(self.ground)
        if wanted[:1] == before[:1]:
            self.picture.relay()
            return
        for drawing in (self.relief, self.map):
            drawing.name(self.names())
        self.invalidate()

    def tell_step(self) -> str:
        """Say what the last step did, or what the next will do."""
        v = self.path[-1]
        if self.shown == 0:
            return "".join(
                _("next step: {move}").format(move=pair(following - v))
                for following in self.walked.path[1:2]
            )
        dropped = self.walked.dropped[self.shown - 1] if self.p.value else ()
        told = _("last step: {move}").format(move=pair(v - self.path[-2]))
        if dropped:
            names = ", ".join(self.names()[i] for i in dropped)
            told += " " + _("(dropped: {names})").format(names=names)
        return told

    @property
    def nearest(self) -> Array:
        """The minimum that is nearest to the place that was reached."""
        found: Array = self.low[np.hypot(*(self.low - self.path[-1]).T).argmin()]
        return found

    def tell_rate(self) -> str:
        """Say how far the learning rate is from the largest that settles."""
        if not self.tells_limit or not len(self.low):
            return ""
        rate, lr = largest_rate(self.surface, self.nearest), self.lr.value
        if np.isclose(rate, lr):
            words = _("at the nearest ★, lr = {lr:g} is exactly the limit {rate}")
        elif lr < rate:
            words = _("at the nearest ★, lr = {lr:g} is below the limit {rate}")
        else:
            words = _("at the nearest ★, lr = {lr:g} is above the limit {rate}")
        return words.format(lr=lr, rate=f"{rate:.3g}")

    def tell_end(self) -> str:
        """Say how the walk ended, if it has."""
        if self.shown < len(self.walked.path) - 1:
            return ""
        if self.walked.flown:
            return _("It has flown apart.")
        if self.walked.arrived:
            return _("The ground is flat: it has arrived.")
        return _("{steps} steps are over.").format(steps=self.shown)

    def describe(self) -> str:
        """Return the state in words."""
        path, cost = self.path, self.surface.cost
        knobs = f"p = {self.p.value:.2f}, λ = {self.lam.value:g}, lr = {self.lr.value:g}. "
        name = self._surfaces[self.kind.value][0]
        told = _(
            "Surface: {name}, seen from the side and from above. The walk leads from {start}, "
            "where the cost is {first}, to {here}, where it is {now}. Steps taken: {steps}."
        ).format(
            name=name,
            start=pair(path[0]),
            first=brief(float(cost(path[0]))),
            steps=self.shown,
            here=pair(path[-1]),
            now=brief(float(cost(path[-1]))),
        )
        stars = ", ".join(map(pair, self.low))
        low = _("Minima in the window: {stars}.").format(stars=stars or _("none"))
        rate = self.tell_rate()
        parts = [knobs + told, self.tell_end(), rate and f"{rate[0].upper()}{rate[1:]}.", low]
        return " ".join(part for part in parts if part)


def descend(surface: Surface, start: Array, lr: float, slope: Slope) -> Walk:
    """Walk from v to v − lr · slope(v), again and again.

    Parameters
    ----------
    surface : Surface
        What is walked on; it says where the walk has arrived.
    start : array of shape (2,)
        Where it begins.
    lr : float
        The learning rate.
    slope : Slope
        The gradient, or what is left of it.
    """
    path = [start]
    for _step in range(STEPS):
        if np.hypot(*path[-1]) > FAR:
            break
        path.append(path[-1] - lr * slope(path[-1]))
    return end(surface, np.array(path), slope.dropped)


def brief(value: float) -> str:
    """Write a number with at most three decimals, and a large one without any."""
    return say(value) if abs(value) < 100 else f"{value:,.0f}".replace("-", "−")


def pair(values: Array) -> str:
    """Write two numbers as a pair."""
    return "({}, {})".format(*(brief(float(value)) for value in values))
