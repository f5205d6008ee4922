"""Every number that chapter 07 states of what its panels show, measured anew."""

from __future__ import annotations

import numpy as np
import pytest

from neurona.panels import hopping, l1_l2, sweetness
from neurona.panels.sweetness import LAMBDAS
from solutions import l1_l2 as solutions
from tests.course.test_numbers_l1_l2 import states


def weights(crop: str, kind: str, lam: float, p: float = 0.0) -> np.ndarray:
    return sweetness.solutions(crop, 0, p, kind).at(lam)


def costs(crop: str, kind: str, p: float = 0.0) -> np.ndarray:
    """The cost of new mangoes for every λ of the slider."""
    mangoes = sweetness.harvest(crop, 0)
    return sweetness.cost(mangoes.X_new, mangoes.y_new, weights(crop, kind, LAMBDAS, p))


@states(
    "A neuron tells how sweet a mango is from two measurements.",
    "(an average mango has all inputs 0 and sweetness 0), so the best $b$ is 0.",
    "You take λ, the price, from 20 upward. Do both weights reach 0 together?",
    "$w_2$ dies between 30 and 50: at 50 it is **dead** (✗: exactly 0), while $w_1$ is still 1.37. "
    "That one dies just above 100.",
    "With L2 no weight is dead, even at 1,000.",
    "say why L1 takes weights to exactly 0",
)
def test_the_diamond() -> None:
    panel = l1_l2.opening()
    assert (panel.lam.value, panel.kind.value, panel.crop.value) == (20, "l1", "one")
    mangoes = panel.mangoes
    assert mangoes.X.shape[1] == 2
    assert (mangoes.X.mean(axis=0), mangoes.y.mean()) == (
        pytest.approx([0, 0], abs=1e-12),
        pytest.approx(0, abs=1e-12),
    )
    before, here, after = (weights("one", "l1", lam) for lam in (30, 50, 70))
    assert before[1] > 0 == here[1] == after[1]
    assert {30, 50, 100} < set(LAMBDAS)
    assert here[0] == pytest.approx(1.37, abs=0.005)
    assert weights("one", "l1", 100)[0] > 0 == weights("one", "l1", 105)[0]
    assert LAMBDAS[-1] == 1000
    assert np.all(weights("one", "l2", 1000) != 0)


@states(
    "whether it is set to 0, with probability p. What is kept is divided by $1 - p$.",
    "Twins (under *Mangoes*) are two measurements that say nearly the same. At λ = 20, which "
    "penalty keeps both weights? And what will p = 0.5 do to L1?",
    "L2 shares: 1.27 and 1.09. L1 keeps one, 2.39, and drops the other. With p = 0.5 the ellipses "
    "get rounder, and even L1 shares, 0.84 and 0.79",
)
def test_twins() -> None:
    mangoes = sweetness.harvest("twins", 0)
    assert np.corrcoef(mangoes.X.T)[0, 1] > 0.95
    assert weights("twins", "l2", 20) == pytest.approx([1.27, 1.09], abs=0.005)
    assert weights("twins", "l1", 20) == pytest.approx([2.39, 0], abs=0.005)
    assert weights("twins", "l1", 20)[1] == 0
    assert weights("twins", "l1", 20, p=0.5) == pytest.approx([0.84, 0.79], abs=0.005)
    longer = [np.linalg.cond(mangoes.bend(p)) for p in (0.0, 0.5)]
    assert longer[1] < longer[0] / 10


@states(
    r"Below, a single weight starts at 1. The cost alone, $\frac{1}{2}(w - c)^2$, pulls it to "
    r"$c = 0.3$; $\lambda/n = 0.5$.",
    "Does the plain L1 step arrive at 0 now?",
    "At `lr` = 0.1 it hops between −0.02 and 0.08, at 0.04 between −0.01 and 0.03: smaller hops, "
    "but it never stays. The soft threshold lands and stays. L2 comes to rest at 0.2. Raise $c$ "
    r"above $\lambda/n = 0.5$, and the weight comes back to life",
)
def test_hops() -> None:
    panel = l1_l2.hopping()
    assert (panel.lr.value, panel.wanted.value, panel.pull, hopping.START) == (0.1, 0.3, 0.5, 1)
    for lr, low, high in ((0.1, -0.02, 0.08), (0.04, -0.01, 0.03)):
        panel.lr.value = lr
        late = panel.paths["l1"][-40:]
        assert (round(late.min(), 2), round(late.max(), 2)) == (low, high)
        assert (panel.paths["soft"][-40:] == 0).all()
        assert panel.paths["l2"][-1] == pytest.approx(0.2, abs=0.005)
    for wanted, lives in ((0.45, False), (0.55, True)):
        panel.wanted.value = wanted
        assert (panel.paths["soft"][-1] > 0.01) == lives


@states(
    "Now eight measurements and only 12 mangoes to learn from. Three measurements count; the other "
    "five are pure noise. Green is the cost of 400 new mangoes.",
    "Without a penalty the new mangoes cost 2.40, the 12 old ones only 0.35: noise, learned by "
    "heart. L1 kills first 3 and 5, then 2 and 8: four of the five useless weights. So it "
    "*selects* what to look at, and brings the new ones down to 1.26, at λ = 7. L2 kills none: "
    "1.40 at best, at λ = 3.",
)
def test_three_count() -> None:
    mangoes = sweetness.harvest("few", 0)
    true = np.array(sweetness.CROPS["few"].true)
    assert (len(true), mangoes.n, np.sum(true != 0), len(mangoes.y_new)) == (8, 12, 3, 400)
    free = weights("few", "l1", 0)
    assert costs("few", "l1")[0] == pytest.approx(2.40, abs=0.005)
    assert sweetness.cost(mangoes.X, mangoes.y, free) == pytest.approx(0.35, abs=0.005)
    for kind, lam, cost in (("l1", 7, 1.26), ("l2", 3, 1.40)):
        every = costs("few", kind)
        assert (LAMBDAS[every.argmin()], every.min()) == (lam, pytest.approx(cost, abs=0.005))
    dead = weights("few", "l1", 7) == 0
    assert (dead[true == 0].sum(), dead[true != 0].sum()) == (4, 0)
    assert np.all(weights("few", "l2", LAMBDAS) != 0)
    firsts = [np.argmax(one == 0) for one in weights("few", "l1", LAMBDAS).T]
    fine = [np.argmax(one == 0) for one in weights("few", "l1", np.linspace(0.0, 7.0, 141)).T]
    dying = sorted((lam, number) for number, lam in enumerate(fine, start=1) if lam)
    assert [{number for _lam, number in dying[at]} for at in (slice(2), slice(2, None))] == [
        {3, 5},
        {2, 8},
    ]
    assert max(np.array(firsts)[true == 0]) < min(np.array(firsts)[true != 0])


@states(
    "L1 throws useful ones out: 2.41 at best, against 1.95 with L2. Without a penalty: 4.31. And "
    "whoever takes λ to 70 has the simplest neuron of all, eight dead weights, and a bad one.",
    "p alone helps, too: with λ = 0, p = 0.2 takes the 4.31 down to 1.96.",
)
def test_all_count() -> None:
    l1, l2 = costs("all", "l1"), costs("all", "l2")
    assert (l1.min(), l2.min()) == (
        pytest.approx(2.41, abs=0.005),
        pytest.approx(1.95, abs=0.005),
    )
    assert np.any(weights("all", "l1", LAMBDAS[int(l1.argmin())]) == 0)
    assert l1[0] == pytest.approx(4.31, abs=0.005)
    for crop in ("few", "all"):
        assert np.all(weights(crop, "l1", 70) == 0)
        assert costs(crop, "l1")[LAMBDAS.index(70)] > costs(crop, "l1")[0]
    assert costs("all", "l2", p=0.2)[0] == pytest.approx(1.96, abs=0.005)


@states(
    "This panel trains one neuron in three ways",
    "In which of the three columns will you see crosses?",
    "Only in the third, with four crosses. In the second the same weights lie within 0.05 of 0, "
    "and none on it: `sparsity` says 0 with `tol` 0, and 0.5 with `tol` 0.05.",
    "And if your `soft_threshold` did not stop at 0",
    "If nothing stops them at 0, weights hop over it in the third, too.",
    "With p = 0.3 the coins shake all weights, and crosses come and go.",
)
def test_own_functions() -> None:
    panel = l1_l2.closing(vars(solutions))
    ends = {name: path[-1] for name, path in panel.training.paths.items()}
    assert [int(np.sum(w == 0)) for w in ends.values()] == [0, 0, 4]
    near = np.abs(ends["l1_update"]) < 0.05
    np.testing.assert_array_equal(near, ends["soft_threshold"] == 0)
    assert panel.told["l1_update"][1] == "sparsity: 0 (tol 0), 0.5 (tol 0.05)"
    panel.p.value = 0.3
    dead = [int(np.sum(w == 0)) for w in panel.training.paths["soft_threshold"][-100:]]
    assert min(dead) < max(dead)

    def without_max(w: np.ndarray, t: float) -> np.ndarray:
        return np.sign(w) * (np.abs(w) - t)

    hopping_panel = l1_l2.closing({**vars(solutions), "soft_threshold": without_max})
    path = np.array(hopping_panel.training.paths["soft_threshold"][-100:])
    assert np.any((path.min(axis=0) < 0) & (path.max(axis=0) > 0))
