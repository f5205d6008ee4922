"""Every number that chapter 04 states of what its panels show, measured anew."""

from __future__ import annotations

import numpy as np
import pytest

from neurona.panels import mangoes, needles, sgd, stopwatch, walkers
from neurona.panels.walkers import Knobs, Walk
from solutions import sgd as solutions
from tests.course.test_numbers_sgd import states


def walked(
    epochs: float, *, m: int = 10, lr: float = 8.0, p: float = 0.0, lam: float = 0.0, seed: int = 0
) -> Walk:
    walk = Walk(seed, Knobs(m, lr, p, lam))
    walk.go_to(epochs)
    return walk


@states(
    "## Two walkers",
    "It has two weights",
    "The bias stays 0 here, so that two numbers make a map.",
    "Two walkers start at the same place with the same learning rate. Blue, the square, "
    "reads all 200 mangoes",
    "Vermilion, the circle, reads 10 and takes its step at once",
    "Blue took 1 step, vermilion 20. Blue's cost is 0.1105, vermilion's 0.0634. When blue has "
    "read them all 10 times, it is only at 0.0746.",
)
def test_after_one_epoch_and_after_ten() -> None:
    panel = sgd.opening()
    assert mangoes.N == 200
    assert (panel.m.value, panel.lr.value) == (10, 8)
    for walk in (panel.walk, walked(1)):
        assert (len(walk.full) - 1, len(walk.mini) - 1) == (1, 20)
        assert round(walk.full_costs[-1], 4) == 0.1105
        assert round(walk.mini_costs[-1], 4) == 0.0634
    assert round(walked(10).full_costs[-1], 4) == 0.0746


@pytest.mark.parametrize("seed", range(1, 6))
def test_the_head_start_is_no_luck_of_one_seed(seed: int) -> None:
    assert walked(1, seed=seed).mini_costs[-1] < walked(10).full_costs[-1]


@states(
    "pulls both walkers to the origin, (0, 0)",
    "What is kept is divided by $1 - p$: at p = 0.5 a coordinate is 0 half the time, and double "
    "the other half.",
    "You set λ to 1. Where will both walkers end? You set p to 0.5, λ back to 0. Will vermilion "
    "still arrive?",
    "the lowest place moves from (2.47, 1.03) to (1.41, 0.72)",
    "With p at 0.5 vermilion arrives and trembles more",
)
def test_what_both_knobs_do() -> None:
    assert mangoes.lowest(0.0) == pytest.approx((2.47, 1.03), abs=0.005)
    assert mangoes.lowest(1.0) == pytest.approx((1.41, 0.72), abs=0.005)
    for lam in (0.0, 1.0):
        last = np.array(walked(10, lam=lam).mini[-100:])
        assert last.mean(axis=0) == pytest.approx(mangoes.lowest(lam), abs=0.25)
    spreads = []
    for p in (0.0, 0.5):
        last = np.array(walked(10, p=p).mini[-100:])
        assert last.mean(axis=0) == pytest.approx(mangoes.lowest(0.0), abs=0.4)
        spreads.append(np.linalg.norm(last.std(axis=0)))
    assert spreads[1] > 1.5 * spreads[0]
    walk = walked(10, lam=1.0)
    assert np.linalg.norm(walk.full[-1]) < np.linalg.norm(walked(10).full[-1])


@states(
    "You set m to 1. Will vermilion arrive sooner?",
    "After 30 steps, 30 mangoes, it passes close to the star. But it cannot stop there: after the "
    "first round it is farther off than with m = 10.",
    "Two cures: make `lr` smaller towards the end, or m larger.",
)
def test_with_single_mangoes_it_arrives_and_dances() -> None:
    walk = walked(10, m=1)
    star = np.array(mangoes.lowest(0.0))
    low = float(mangoes.cost(walk.X, walk.y, star))
    apart = np.linalg.norm(np.array(walk.mini[:201]) - star, axis=1)
    assert apart.argmin() == 30
    assert apart[30] < 0.1 * apart[0]
    assert apart[200] > np.linalg.norm(walked(1).mini[-1] - star)
    assert walk.mini_costs[200] > walked(1).mini_costs[-1]
    last = walk.mini_costs[-400:]
    assert max(last) > 1.2 * low
    for calmer in (walked(10, m=1, lr=1.0).mini_costs[-400:], walked(10, m=50).mini_costs[-8:]):
        assert np.ptp(calmer) < np.ptp(last) / 4


def reached(lr: float, batches: list) -> tuple[int, float]:
    """How many updates, and the cost of all mangoes after them."""
    runner = stopwatch.Runner(lr)
    runner.learn(batches)
    runner.note()
    return runner.updates, runner.costs[-1]


@states(
    "Now 60,000 mangoes with 20 measurements each. In mini-batches of 10, an epoch has 6,000 "
    "updates; the full batch has 1.",
    "The single update of the full batch takes some time T. How long will the 6,000 take: T, 6,000 "
    "T, or something between?",
    "something between T and 6,000 T",
    "Go on to m = 100 and m = 1, and last to m = 10 with `lr` = 10.",
    "6,000 updates reach a cost of 0.0601, the single full one 0.1179. After 150 updates it was "
    "already below 0.065: 1,500 mangoes tell almost what 60,000 know.",
    "m = 100 reaches 0.0581 with 600 updates, m = 1 with 60,000 only 0.0812",
    "At `lr` = 10, the 6,000 updates end at 0.0781, and 1 exact step at 0.0766.",
    "against m = 10, at `lr` = 1, the full batch may almost tie (on one machine it took 83 "
    "updates, to 0.0611). But for the 0.0581 of m = 100 it needs 351 epochs.",
)
def test_what_an_epoch_reaches_on_any_machine() -> None:
    X, _y = stopwatch.many_mangoes()
    assert X.shape == (60_000, 20)
    for m, lr, updates, cost in (
        (10, 1, 6_000, 0.0601),
        (100, 1, 600, 0.0581),
        (1, 1, 60_000, 0.0812),
        (10, 10, 6_000, 0.0781),
    ):
        assert reached(lr, stopwatch.epoch_of(m)) == (updates, pytest.approx(cost, abs=6e-5))
    for lr, cost in ((1, 0.1179), (10, 0.0766)):
        assert reached(lr, [slice(None)]) == (1, pytest.approx(cost, abs=6e-5))
    assert reached(1, [slice(None)] * 83)[1] == pytest.approx(0.0611, abs=6e-5)
    assert reached(1, [slice(None)] * 350)[1] > 0.0581 > reached(1, [slice(None)] * 351)[1]
    assert reached(1, stopwatch.epoch_of(10)[:150])[1] < 0.065
    assert 150 * 10 == 1_500


@states(
    "What happens to the cloud between m = 5 and m = 20? Under *Measured at* choose *the lowest "
    "cost*: there the thick needle has length 0.",
    "Four times as many mangoes: about half the noise. At the lowest cost it hardly shrinks: at "
    "m = 10 from 0.021 to 0.016.",
    "The last dots fall below the line: the 100 are half of all the mangoes, and all 200 make no "
    "error at all.",
)
def test_noise_of_the_mangoes() -> None:
    panel = needles.Needles()
    noises = dict(zip(walkers.BATCHES, panel.noises, strict=True))
    assert noises[20] == pytest.approx(noises[5] / 2, rel=0.1)
    assert round(noises[10], 3) == 0.021
    assert noises[100] < 0.8 * panel.spread / np.sqrt(100)
    assert noises[200] == pytest.approx(0, abs=1e-12)
    panel.place.value = "lowest"
    assert np.linalg.norm(panel.full) == pytest.approx(0, abs=1e-6)
    assert round(panel.noises[walkers.BATCHES.index(10)], 3) == 0.016


@states("Your noise counts the bias, too: 0.029, where the needles had 0.021.")
def test_own_noise_counts_the_bias_and_own_costs_lie_near_the_line() -> None:
    panel = sgd.closing(dict(vars(solutions)))
    assert "0.029 at m = 10" in panel.describe()
    panel.play_button.click()
    ends = panel.walk.epochs[1:]
    line = [
        cost
        for epoch, cost in zip(ends, panel.walk.mini_costs[1:], strict=True)
        if round(epoch, 6) == round(epoch)
    ]
    apart = np.abs(np.array(panel.trained[2]) - line)
    assert 0 < apart.max() < 0.02


@states("With `+` both climb, away from the star.")
def test_with_a_plus_both_climb() -> None:
    def uphill(params: list, grads: list, lr: float) -> list:
        return [param + lr * grad for param, grad in zip(params, grads, strict=True)]

    panel = sgd.closing({**vars(solutions), "sgd_step": uphill})
    panel.play_button.click()
    walk = panel.walk
    assert walk.full_costs[-1] > walk.full_costs[0]
    assert walk.mini_costs[-1] > walk.mini_costs[0]
