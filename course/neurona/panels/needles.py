"""How much the gradient of a mini-batch trembles around the full one, against its size."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from neurona.language import _, ngettext
from neurona.panels import controls, mangoes
from neurona.panels.base import Panel
from neurona.panels.keys import ROW, explain
from neurona.panels.mangoes import N
from neurona.panels.walkers import BATCHES
from neurona.plots import style

Array = npt.NDArray[np.float64]

DRAWS = 300
FAR = 0.16  # the limit of the left picture
NOISES = (0.003, 0.12)
STREAM = 8
PLACES = ("start", "half", "lowest")
DOT: dict[str, Any] = {"linestyle": "none", "marker": "o", "color": style.VERMILION}
FULL: dict[str, Any] = {"color": style.BLUE, "linewidth": 3.0}
LATEST: dict[str, Any] = {"color": style.BLACK, "linewidth": 1.4}
ROOT: dict[str, Any] = {"color": style.BLACK, "linewidth": 1.2, "linestyle": (0, (4, 2))}


def place_on_map(name: str) -> Array:
    """Return the weights at a named place.

    Parameters
    ----------
    name : str
        One of `PLACES`.
    """
    share = {"start": 0.0, "half": 0.5, "lowest": 1.0}[name]
    return mangoes.START + share * (np.array(mangoes.lowest(0.0)) - mangoes.START)


def draw_batches(seed: int) -> npt.NDArray[np.int64]:
    """Draw mini-batches of each size without replacement.

    Parameters
    ----------
    seed : int
        The panel's seed.

    Returns
    -------
    array of shape (300, 8, 200)
        Orders of the examples; of the one for a size m, the first m are the mini-batch.
    """
    rng = np.random.default_rng([mangoes.CHAPTER, seed, STREAM])
    return rng.random((DRAWS, len(BATCHES), N)).argsort(axis=2)


def needles(each: Array, orders: npt.NDArray[np.int64]) -> Array:
    """Return the gradients of mini-batches.

    Parameters
    ----------
    each : array of shape (200, k)
        The gradient of each example.
    orders : array of shape (draws, 8, 200)
        As `draw_batches` returns them.

    Returns
    -------
    array of shape (draws, 8, k)
        The mean over each mini-batch.
    """
    sizes = [each[orders[:, j, :m]].mean(axis=1) for j, m in enumerate(BATCHES)]
    return np.stack(sizes, axis=1)


def noise(tips: Array, full: Array) -> Array:
    """Return the root of the mean squared distance from the full gradient, over the draws.

    Parameters
    ----------
    tips : array of shape (draws, 8, k)
        As `needles` returns them.
    full : array of shape (k,)
        The full gradient.

    Returns
    -------
    array of shape (8,)
        One for each size.
    """
    root: Array = np.sqrt(np.mean(np.sum((tips - full) ** 2, axis=2), axis=0))
    return root


class Needles(Panel):
    """Mini-batch gradients as a cloud, and the size of the cloud against m on log axes."""

    size: ClassVar[tuple[int, int]] = (820, 424)
    pace = 0.05
    opened = False

    def invitation(self) -> str:
        """Say what to try."""
        return _(
            "Move m and watch the cloud: what does four times as many mangoes do to its width? "
            "Then go to the lowest cost, where the blue needle is gone, and see what is left."
        )

    def controls(self) -> None:
        """Make the size, the place and the buttons."""
        label = _("m: mangoes in a mini-batch")
        self.m = self._add(controls.choice_slider(label, 10, BATCHES), None)
        names = (_("the start"), _("halfway"), _("the lowest cost"))
        options = list(zip(names, PLACES, strict=True))
        self.place = self.dropdown(_("Measured at"), "start", options, then=self.go)
        self.add_play()
        self.add_new_seed()

    def build(self) -> None:
        """Draw the cloud left and the log-log picture right."""
        picture, moving = self.picture, self.picture.moving
        picture.text(40, 8, _("Each dot: where one mini-batch points"), weight="bold")
        picture.text(490, 8, _("Noise: how far the dots are from blue"), weight="bold")
        cloud, lines = picture.axes(72, 32, 330, 310), picture.axes(540, 32, 264, 310)
        cloud.set(xlim=(-FAR, FAR), ylim=(-FAR, FAR), xlabel="−∂C/∂w₁", ylabel="−∂C/∂w₂")
        for ticks in (cloud.set_xticks, cloud.set_yticks):
            ticks([-0.1, 0, 0.1])
        cloud.axhline(0, color=style.PALE, linewidth=0.8)
        cloud.axvline(0, color=style.PALE, linewidth=0.8)
        self._dots = moving(cloud.plot([], [], markersize=3.5, markeredgewidth=0, **DOT)[0])
        self._latest = moving(cloud.plot([], [], zorder=4, **LATEST)[0])
        self._full = moving(cloud.plot([], [], zorder=5, **FULL)[0])
        self._tip = moving(cloud.plot([], [], "o", color=style.BLUE, markersize=9, zorder=6)[0])
        self._lay_out(lines)
        cloud.yaxis.labelpad = -4
        self._root = moving(lines.plot([], [], **ROOT)[0])
        self._measured = moving(lines.plot([], [], markersize=6, markeredgewidth=0, **DOT)[0])
        self._chosen = moving(lines.plot([], [], "o", markersize=13, mew=1.8, fillstyle="none")[0])
        self._chosen.set_color(style.BLACK)
        self._told = moving(picture.text(490, 388, fontsize=style.NORMAL))
        explain(picture, 40, 384, _("all 200 mangoes point here"), **FULL)
        explain(picture, 40, 384 + ROW, _("the latest mini-batch"), **LATEST)
        explain(picture, 280, 384, _("falls as 1/√m"), **ROOT)
        explain(picture, 280, 384 + ROW, _("measured"), **DOT, markersize=6)

    def _lay_out(self, axes: Axes) -> None:
        axes.set(xscale="log", yscale="log", xlim=(0.8, 260), ylim=NOISES)
        axes.set_xticks(BATCHES, [str(m) for m in BATCHES])
        axes.set_yticks([0.01, 0.1], ["0.01", "0.1"])
        axes.minorticks_off()
        axes.set_xlabel(_("m, mangoes in a mini-batch"), labelpad=2)
        axes.set_ylabel(_("noise"))
        axes.grid(color=style.PALE, linewidth=0.8)

    def rewind(self) -> None:
        """Go back to no draw at all; only the first picture has them all."""
        self.orders = draw_batches(self.seed)
        self.drawn = 0 if self.opened else DRAWS
        self.opened = True
        self.go()

    def go(self) -> None:
        """Measure at the place that is chosen."""
        each = mangoes.slopes(*mangoes.mangoes(), place_on_map(self.place.value))
        self.full = each.mean(axis=0)
        self.spread = float(np.sqrt(np.sum((each - self.full) ** 2) / N))
        self.tips = needles(each, self.orders)

    def new_seed(self) -> None:
        """Draw other mini-batches."""
        super().new_seed()
        self.drawn = DRAWS

    def step(self) -> bool:
        """Draw one more mini-batch of each size, or some more; from the end, begin anew."""
        if self.drawn >= DRAWS:
            self.drawn = 0
        self.drawn = min(self.drawn + 1 + self.drawn // 12, DRAWS)
        return self.drawn < DRAWS

    def update(self) -> None:
        """Show the cloud of the chosen size, and the noise of all sizes."""
        chosen = BATCHES.index(round(self.m.value))
        cloud = -self.tips[: self.drawn, chosen]  # downhill, as a step goes
        self._dots.set_data(cloud[:, 0], cloud[:, 1])
        latest = cloud[-1:] if self.drawn < DRAWS else cloud[:0]
        self._latest.set_data(*np.concatenate([0 * latest, latest]).T)
        self._full.set_data([0, -self.full[0]], [0, -self.full[1]])
        self._tip.set_data(-self.full[:1], -self.full[1:])
        self._root.set_data(BATCHES, self.spread / np.sqrt(BATCHES))
        self.noises = noise(self.tips[: self.drawn], self.full) if self.drawn else np.array([])
        seen = self.noises > NOISES[0]
        sizes = np.array(BATCHES[: len(self.noises)])
        self._measured.set_data(sizes[seen], self.noises[seen])
        marked = self.noises[chosen : chosen + 1]
        self._chosen.set_data(sizes[chosen : chosen + 1], np.maximum(marked, NOISES[0]))
        self._told.set_text(self.tell_noise())

    def tell_noise(self) -> str:
        """Say how large the noise is for the chosen size, and how long the full gradient."""
        length = float(np.linalg.norm(self.full))
        text = _("Length of the full gradient: {length:.3f}").format(length=length)
        if self.drawn:
            noise_text = _("Noise at m = {m}: {noise:.3f}")
            chosen = self.noises[BATCHES.index(round(self.m.value))]
            text += "\n" + noise_text.format(m=round(self.m.value), noise=chosen)
        return text

    def describe(self) -> str:
        """Say what the picture shows now."""
        words = ngettext(
            "{draws} mini-batch of each size was drawn at {place}.",
            "{draws} mini-batches of each size were drawn at {place}.",
            self.drawn,
        ).format(draws=self.drawn, place=self.place.label)
        told = [words, self.tell_noise().replace("\n", ". ") + "."]
        if self.drawn:
            pairs = zip(BATCHES, self.noises, strict=True)
            listed = ", ".join(f"{m}: {noise:.3f}" for m, noise in pairs)
            told.append(_("Noise by m: {listed}.").format(listed=listed))
            told.append(
                _("1/√m alone would give {one:.3f} at m = 1 and {end:.3f} at m = 200.").format(
                    one=self.spread, end=self.spread / np.sqrt(N)
                )
            )
        return " ".join(told)
