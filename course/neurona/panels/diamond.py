"""Two weights and a penalty: the diamond and the circle, and the weights against λ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
from matplotlib.collections import LineCollection
from matplotlib.patches import Polygon

from neurona.language import _
from neurona.network import PENALTIES, Penalty
from neurona.panels.keys import ROW, explain
from neurona.panels.picture import Picture
from neurona.panels.saying import say, say_pair
from neurona.panels.sweeping import (
    COLORS,
    DEAD,
    GRID,
    HERE,
    JUMP,
    NAMES,
    TINTS,
    Sweep,
    along_lambda,
    lay_out_lambda,
    place,
    say_weights,
)
from neurona.plots import style

Array = npt.NDArray[np.float64]

WIDE, HIGH = (-1.7, 3.3), (-1.7, 2.8)
UNIT = 76  # CSS pixels, alike along both axes, so that a circle is round
TURNS: Array = np.linspace(0, 2 * np.pi, 97)
CIRCLE: Array = np.stack([np.cos(TURNS), np.sin(TURNS)])
LEVELS: Array = np.array([0.05, 0.2, 0.5, 1.0, 1.8, 3.0, 4.6])
STAR: dict[str, Any] = {
    "linestyle": "none",
    "marker": "*",
    "markersize": 15,
    "color": style.BLACK,
    "markeredgecolor": "white",
}
SAME_COST: dict[str, Any] = {"color": style.BLACK, "linewidth": 1.6}
DOT: dict[str, Any] = {"linestyle": "none", "marker": "o", "markeredgecolor": "white"}
OTHER: dict[str, Any] = {"color": "#B0B0B0", "linewidth": 1.0}
SHAPES: dict[Penalty, Array] = {
    "l1": np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]]),
    "l2": CIRCLE.T,
}


def size(w: Array, penalty: Penalty) -> float:
    """Return |w₁| + |w₂|, or the root of w₁² + w₂²: how far the shape through w reaches.

    Parameters
    ----------
    w : array of shape (2,)
        A place on the map.
    penalty : {"l1", "l2"}
        Whether the shape is the diamond or the circle.
    """
    return float(np.abs(w).sum() if penalty == "l1" else np.hypot(*w))


class WeightMap:
    """The cost of two weights as a map, and where a penalty pulls its lowest place.

    Parameters
    ----------
    picture : Picture
        What it is drawn in.
    left, top : float
        Its place, in CSS pixels.
    """

    def __init__(self, picture: Picture, left: float, top: float) -> None:
        width, height = (UNIT * (span[1] - span[0]) for span in (WIDE, HIGH))
        axes = picture.axes(left, top, width, height)
        axes.set(xlim=WIDE, ylim=HIGH, xticks=range(-1, 4), yticks=range(-1, 3))
        axes.set_xlabel("w₁", labelpad=0)
        axes.set_ylabel("w₂", labelpad=0, rotation=0)
        axes.axhline(0, color=style.GRAY, linewidth=0.8, linestyle=":")
        axes.axvline(0, color=style.GRAY, linewidth=0.8, linestyle=":")
        moving = picture.moving
        self._shape = moving(Polygon(np.zeros((1, 2)), closed=True, linewidth=2.0, zorder=1))
        axes.add_patch(self._shape)
        self._rings = moving(LineCollection([], colors="#B8B8B8", linewidths=0.9, zorder=2))
        axes.add_collection(self._rings, autolim=False)
        self._ring = moving(axes.plot([], [], zorder=3, **SAME_COST)[0])
        self._way = moving(axes.plot([], [], linewidth=1.2, zorder=4)[0])
        self._star = moving(axes.plot([], [], zorder=6, **STAR)[0])
        self._dot = moving(axes.plot([], [], zorder=7, markersize=12, **DOT)[0])
        self._dead = moving(axes.plot([], [], zorder=8, **{**DEAD, "color": "white"})[0])
        self._dead.set(markersize=5, markeredgewidth=1.6)

    def show(self, H: Array, way: Array, w: Array, penalty: Penalty) -> None:
        """Draw a map.

        Parameters
        ----------
        H : array of shape (2, 2)
            Second derivatives of the cost.
        way : array of shape (k, 2)
            The lowest places of cost and penalty, from λ = 0 upward.
        w : array of shape (2,)
            Which of them has its turn.
        penalty : {"l1", "l2"}
            The diamond or the circle.
        """
        low = way[0]
        # With H = LLᵀ, the places where ½(v − low)ᵀH(v − low) is C are low + √(2C)·L⁻ᵀu, |u| = 1.
        ring = np.linalg.solve(np.linalg.cholesky(H).T, CIRCLE)
        away = (w - low) @ H @ (w - low) / 2
        rings = low + np.sqrt(2 * LEVELS)[:, None, None] * ring.T
        self._rings.set_segments(list(rings))
        self._ring.set_data(*(low[:, None] + np.sqrt(2 * away) * ring))
        self._shape.set_xy(size(w, penalty) * SHAPES[penalty])
        self._shape.set(facecolor=TINTS[penalty], edgecolor=COLORS[penalty])
        self._way.set_data(*way.T)
        self._star.set_data(low[:1], low[1:])
        for line in (self._way, self._dot):
            line.set_color(COLORS[penalty])
        self._dot.set_markeredgecolor("white")
        self._dot.set_data(w[:1], w[1:])
        self._dead.set_data(*w[None][(w == 0).any()[None]].T)


class WeightLines:
    """Both weights against λ, for one penalty, and pale for the other one."""

    def __init__(
        self, picture: Picture, left: float, top: float, width: float, height: float
    ) -> None:
        self.axes = axes = picture.axes(left, top, width, height)
        axes.set(ylim=(-0.45, 3.2), yticks=[0, 1, 2, 3])
        lay_out_lambda(axes)
        axes.axhline(0, color=style.GRAY, linewidth=0.8, linestyle=":")
        moving = picture.moving
        dashes = ((0, ()), (0, (5, 2)))
        self._here = moving(axes.plot([0, 0], axes.get_ylim(), **HERE)[0])
        self._other, self._lines = (
            [moving(axes.plot([], [], linestyle=d, **look)[0]) for d in dashes]
            for look in ({**OTHER, "zorder": 2}, {"linewidth": 2.2, "zorder": 3})
        )
        self._dots = moving(axes.plot([], [], zorder=5, markersize=9, **DOT)[0])
        self._dead = moving(axes.plot([], [], zorder=6, **DEAD)[0])
        self._names = [moving(axes.text(0, 0, "", ha="left", va="bottom")) for _w in range(2)]

    def show(self, ways: dict[Penalty, Array], lam: float, w: Array, penalty: Penalty) -> None:
        """Draw the weights of both penalties along `GRID`, and mark those at one λ."""
        here = float(place(lam))
        for kind, way in ways.items():
            for line, values in zip(
                self._lines if kind == penalty else self._other, way.T, strict=True
            ):
                line.set_data(*along_lambda(values))
        for line in (*self._lines, self._dots):
            line.set_color(COLORS[penalty])
        self._dots.set_markeredgecolor("white")
        self._here.set_xdata([here, here])
        alive = w != 0
        self._dots.set_data(np.full(alive.sum(), here), w[alive])
        self._dead.set_data(np.full((~alive).sum(), here), w[~alive])
        # The names stand at the left end, clear of each other.
        first, second = ways[penalty][0]
        apart = max(0.0, 0.36 - abs(first - second))
        up = 1.0 if first >= second else -1.0
        for name, text, value, shift in zip(
            self._names, ("w₁", "w₂"), (first, second), (up, -up), strict=True
        ):
            name.set_position((float(place(0)) - 0.02, value + 0.05 + shift * apart / 2))
            name.set_text(text)


class Diamond(Sweep):
    """The panel that opens the chapter."""

    size: ClassVar[tuple[int, int]] = (820, 424)
    first_lam = 20.0

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Move λ and follow the dot to where diamond and ellipse touch: when does a weight "
            "die? Then choose L2, and then the twins."
        )

    def crops(self) -> Sequence[tuple[str, str]]:
        """Return names and keys of the kinds of mangoes to choose from."""
        return (
            (_("the first counts most"), "one"),
            (_("both count"), "both"),
            (_("twins: almost the same"), "twins"),
        )

    def controls(self) -> None:
        """Make the knobs, the choices and the buttons."""
        self.make_knobs()
        options = [(NAMES[kind], kind) for kind in PENALTIES]
        self.kind = self.dropdown(_("Penalty"), "l1", options)
        self.add_play()
        self.add_new_seed()

    def build(self) -> None:
        """Draw the map left; the weights against λ, a key and numbers right."""
        picture = self.picture
        picture.text(40, 8, _("Each place is a choice of both weights"), weight="bold")
        self.map = WeightMap(picture, 40, 32)
        picture.text(480, 8, _("The dot's weights, for every λ"), weight="bold")
        self.lines = WeightLines(picture, 480, 32, 320, 190)
        self._told = self.moving(picture.text(480, 266, fontsize=style.NORMAL))
        top = 310
        explain(picture, 480, top, _("lowest cost, without penalty"), **{**STAR, "markersize": 10})
        explain(picture, 480, top + ROW, _("lowest sum of cost and penalty"), **DOT, color="k")
        explain(picture, 480, top + 2 * ROW, _("the same cost as at the dot"), **SAME_COST)
        same = {**SAME_COST, "color": style.BLUE, "linewidth": 2.0}
        explain(picture, 480, top + 3 * ROW, _("diamond, circle: the same penalty"), **same)
        explain(picture, 480, top + 4 * ROW, _("weights with the other penalty"), **OTHER)
        explain(picture, 480, top + 5 * ROW, _("the axis jumps from 0 to 1"), **JUMP)
        self._count = self.moving(picture.text(40, 400, fontsize=style.SMALL))

    def update(self) -> None:
        """Show the lowest place for every λ, and the one for λ as it is now."""
        kind: Penalty = self.kind.value
        ways = {each: self.solved(each).at(GRID) for each in PENALTIES}
        self.w = self.solved(kind).at(self.lam.value)
        self.map.show(self.mangoes.bend(self.p.value), ways[kind], self.w, kind)
        self.lines.show(ways, self.lam.value, self.w, kind)
        self._told.set_text(self.tell_weights())
        self._count.set_text(_("n = {n} mangoes").format(n=self.mangoes.n))

    def tell_weights(self) -> str:
        """Say both weights, and what they cost."""
        kind: Penalty = self.kind.value
        n, w = self.mangoes.n, self.w
        share = self.lam.value / n
        paid = share * np.abs(w).sum() if kind == "l1" else share / 2 * (w**2).sum()
        H, c = self.mangoes.bend(self.p.value), self.mangoes.slope
        least = (self.mangoes.y**2).mean() / 2  # the cost at w = 0
        cost = least - c @ w + w @ H @ w / 2
        return "\n".join(
            (
                _("{penalty}: w = ({weights})").format(
                    penalty=NAMES[kind], weights=say_weights(w, lambda one: say(round(one, 2)))
                ),
                _("cost {cost:.3f} + penalty {paid:.3f} = {sum:.3f}").format(
                    cost=cost, paid=paid, sum=cost + paid
                ),
            )
        )

    def describe(self) -> str:
        """Say what the picture shows now."""
        low = self.solved("l1").at(0.0)
        shape = _("diamond") if self.kind.value == "l1" else _("circle")
        dead = [name for name, one in zip(("w₁", "w₂"), self.w, strict=True) if one == 0]
        told = [
            self.tell_knobs(),
            self.tell_weights().replace("\n", "; ") + ".",
            _("Without a penalty the cost is lowest at {place}.").format(
                place=say_pair(low.round(2))
            ),
            _("The {shape} of equal penalty reaches {reach} from the origin.").format(
                shape=shape, reach=say(round(size(self.w, self.kind.value), 2))
            ),
            _("Dead: {names}.").format(names=", ".join(dead)) if dead else _("No weight is dead."),
        ]
        return " ".join(told)
