"""The reference solutions of chapter 09, against what is known without them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm
from sklearn.model_selection import ParameterGrid

from neurona.data import digits
from solutions.hyperparameters import classify, expected_improvement, grid, random_search, split

steady = settings(derandomize=True, deadline=None, database=None, max_examples=50)
numbers = st.floats(-5, 5)


def _rng():
    return np.random.default_rng(7)


class TestSplit:
    @steady
    @given(st.integers(8, 200), st.integers(1, 6), st.integers(1, 6))
    def test_every_example_comes_once(self, n, first, second):
        total = first + second + 1
        pieces = split(n, (first / total, second / total, 1 / total), _rng())
        assert sorted(np.concatenate(pieces).tolist()) == list(range(n))
        assert len(pieces[0]) <= n * first / total < len(pieces[0]) + 1
        assert len(pieces[1]) <= n * second / total < len(pieces[1]) + 1

    def test_by_hand(self):
        train, validation, test = split(11, (0.5, 0.25, 0.25), _rng())
        assert [len(train), len(validation), len(test)] == [5, 2, 4]

    def test_it_is_one_permutation_cut_in_order(self):
        rng, again = _rng(), _rng()
        pieces = split(10, (0.5, 0.25, 0.25), rng)
        assert np.concatenate(pieces).tolist() == again.permutation(10).tolist()
        assert rng.random() == again.random()


class TestGrid:
    def test_by_hand(self):
        points = grid({"p": [0.0, 0.5], "lam": [1, 2, 3]})
        assert [(point["p"], point["lam"]) for point in points] == [
            *((0.0, 1), (0.0, 2), (0.0, 3)),
            *((0.5, 1), (0.5, 2), (0.5, 3)),
        ]

    def test_nothing_to_choose_is_one_choice(self):
        assert grid({}) == [{}]

    @steady
    @given(st.lists(st.integers(1, 4), max_size=4))
    def test_against_scikit_learn(self, lengths):
        """Which goes through the names in alphabetical order."""
        space = {"abcd"[k]: list(range(length)) for k, length in enumerate(lengths)}
        assert grid(space) == list(ParameterGrid(space))
        assert len(grid(space)) == math.prod(lengths)

    def test_points_are_dicts_of_their_own(self):
        first, second = grid({"p": [0.0, 0.5]})
        first["p"] = 9
        assert second == {"p": 0.5}


SPACE = {"p": (0.0, 0.8, "linear"), "lam": (0.001, 10.0, "log")}


class TestRandomSearch:
    def test_it_draws_point_by_point(self):
        rng, again = _rng(), _rng()
        for point in random_search(SPACE, 3, rng):
            assert list(point) == ["p", "lam"]
            assert point["p"] == again.uniform(0.0, 0.8)
            assert point["lam"] == pytest.approx(math.exp(again.uniform(*np.log([0.001, 10.0]))))
        assert rng.random() == again.random()

    def test_what_is_as_likely(self):
        """Half of the draws lie below the middle: of the bounds, or of their logarithms."""
        n = 4000
        points = random_search(SPACE, n, _rng())
        for name, middle in (("p", 0.4), ("lam", 0.1)):
            values = np.array([point[name] for point in points])
            assert abs(np.mean(values < middle) - 0.5) < 5 * 0.5 / math.sqrt(n)
            assert SPACE[name][0] <= values.min() < values.max() <= SPACE[name][1]

    @pytest.mark.parametrize("scale", ["", "Linear", "log10"])
    def test_other_scales_are_refused(self, scale):
        with pytest.raises(ValueError, match="scale must be linear or log"):
            random_search({"p": (0.1, 0.5, scale)}, 1, _rng())


class TestExpectedImprovement:
    @steady
    @given(numbers, st.floats(0.01, 5), numbers)
    def test_it_is_the_mean_of_what_is_above_the_best(self, mean, std, best):
        density = norm(mean, std).pdf
        upper = max(mean, best) + 12 * std
        integral, _ = quad(
            lambda score: (score - best) * density(score), best, upper, limit=200, points=[mean]
        )
        assert float(expected_improvement(mean, std, best)) == pytest.approx(integral, abs=1e-6)

    def test_by_drawing_scores(self):
        scores = _rng().normal(0.9, 0.2, 200_000)
        drawn = np.maximum(scores - 0.95, 0.0)
        error = 5 * drawn.std() / math.sqrt(len(drawn))
        assert float(expected_improvement(0.9, 0.2, 0.95)) == pytest.approx(drawn.mean(), abs=error)

    @steady
    @given(numbers, numbers)
    def test_a_certain_score_is_the_limit(self, mean, best):
        certain = float(expected_improvement(mean, 0.0, best))
        assert certain == max(mean - best, 0.0)
        assert float(expected_improvement(mean, 1e-9, best)) == pytest.approx(certain, abs=1e-8)

    @steady
    @given(numbers, st.just(0.0) | st.floats(0.001, 5), numbers, st.floats(0.01, 5))
    def test_it_grows_with_mean_and_with_doubt(self, mean, std, best, more):
        here = float(expected_improvement(mean, std, best))
        assert here >= 0
        assert float(expected_improvement(mean + more, std, best)) >= here
        assert float(expected_improvement(mean, std + more, best)) >= here - 1e-12

    def test_an_array_is_its_elements(self):
        rng = _rng()
        mean, std = rng.normal(size=(3, 4)), rng.random((3, 4))
        std[1] = 0
        found = expected_improvement(mean, std, 0.25)
        assert found.shape == (3, 4)
        for place in np.ndindex(3, 4):
            assert found[place] == expected_improvement(mean[place], std[place], 0.25)


@pytest.fixture(scope="module")
def bundled():
    return digits()


class TestClassify:
    @pytest.mark.parametrize("seed", [None, 1, 2])
    def test_it_earns_everything_with_margin(self, bundled, seed):
        """However the pixels are shuffled."""
        unseen = np.concatenate([bundled.validation, bundled.test])
        X = bundled.X
        if seed is not None:
            X = X[:, np.random.default_rng(seed).permutation(64)]
        named = classify(X[bundled.train], bundled.labels[bundled.train], X[unseen])
        assert named.shape == (597,)
        assert np.mean(named == bundled.labels[unseen]) > 0.977

    def test_it_gives_the_same_answer_twice(self, bundled):
        few, asked = bundled.train[:100], bundled.test[:50]
        given = (bundled.X[few], bundled.labels[few], bundled.X[asked])
        assert classify(*given).tolist() == classify(*given).tolist()
