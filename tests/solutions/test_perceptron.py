"""The reference solutions of chapter 01, against what is known without them."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solutions.perceptron import nand_weights, perceptron, train, update, xor

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
AND, OR, XOR = np.array([0, 0, 0, 1]), np.array([0, 1, 1, 1]), np.array([0, 1, 1, 0])
W = np.array([0.9, 0.9])

quarters = st.integers(-40, 40).map(lambda number: number / 4)
vectors = st.integers(1, 5).flatmap(
    lambda n: st.tuples(*2 * [st.lists(quarters, min_size=n, max_size=n)])
)
steady = settings(derandomize=True, deadline=None, database=None)


class TestPerceptron:
    @steady
    @given(vectors, quarters)
    def test_against_exact_arithmetic(self, vectors, b):
        x, w = vectors
        total = sum((Fraction(a) * Fraction(c) for a, c in zip(x, w, strict=True)), Fraction(b))
        y = perceptron(np.array(x), np.array(w), b)
        assert type(y) is int
        assert y == (1 if total > 0 else 0)

    def test_it_stays_quiet_at_the_threshold(self):
        assert perceptron(np.array([1.0, 1.0]), np.array([0.5, 0.5]), -1.0) == 0
        assert perceptron(np.array([1.0, 1.0]), np.array([0.5, 0.5]), -0.999) == 1

    @pytest.mark.parametrize(("b", "gate"), [(-1.5, AND), (-0.5, OR)])
    def test_gates(self, b, gate):
        assert [perceptron(x, np.ones(2), b) for x in X] == gate.tolist()


class TestUpdate:
    @steady
    @given(vectors, quarters, st.sampled_from([0, 1]), st.sampled_from([0.25, 0.5, 1.0]))
    def test_it_moves_the_sum_by_a_known_amount(self, vectors, b, d, lr):
        """Afterwards w·x + b has moved by lr·(d − y)·(‖x‖² + 1)."""
        x, w = map(np.array, vectors)
        error = d - perceptron(x, w, b)
        new_w, new_b = update(x, d, w, b, lr)
        moved = (new_w @ x + new_b) - (w @ x + b)
        assert moved == pytest.approx(lr * error * (x @ x + 1), abs=1e-9)

    @steady
    @given(vectors, quarters, st.sampled_from([0.25, 0.5]))
    def test_a_right_answer_changes_nothing(self, vectors, b, lr):
        x, w = map(np.array, vectors)
        new_w, new_b = update(x, perceptron(x, w, b), w, b, lr)
        assert new_w.tolist() == w.tolist()
        assert new_b == b

    def test_an_input_of_0_leaves_its_weight_alone(self):
        w, b = update(np.array([0.0, 1.0]), 0, W, -0.5, 0.5)
        np.testing.assert_allclose(w, [0.9, 0.4])
        assert b == -1.0

    def test_nothing_handed_in_is_changed(self):
        x, w = np.array([1.0, 0.0]), W.copy()
        new_w, _ = update(x, 0, w, -0.5, 0.5)
        assert x.tolist() == [1, 0]
        assert w.tolist() == W.tolist()
        assert not np.shares_memory(new_w, w)


class TestWalkThrough:
    """AND from w = (0.9, 0.9), b = −0.5 with lr = 0.5, example by example."""

    def test_the_first_epoch(self):
        w, b = W, -0.5
        assert perceptron(X[0], w, b) == 0
        w, b = update(X[0], 0, w, b, 0.5)
        np.testing.assert_allclose([*w, b], [0.9, 0.9, -0.5])
        assert perceptron(X[1], w, b) == 1
        w, b = update(X[1], 0, w, b, 0.5)
        np.testing.assert_allclose([*w, b], [0.9, 0.4, -1.0])
        assert perceptron(X[2], w, b) == 0
        w, b = update(X[2], 0, w, b, 0.5)
        np.testing.assert_allclose([*w, b], [0.9, 0.4, -1.0])
        assert perceptron(X[3], w, b) == 1

    def test_it_ends_in_an_and_gate(self):
        w, b, errors = train(X, AND, W, -0.5, 0.5, 20)
        np.testing.assert_allclose([*w, b], [0.9, 0.4, -1.0])
        assert errors == [1, 0]
        assert [perceptron(x, w, b) for x in X] == AND.tolist()

    def test_with_the_bias_left_alone(self):
        """As it is usually told: it ends at (0.4, 0.4)."""
        w, b = W, -0.5
        for _ in range(5):
            for x, d in zip(X, AND, strict=True):
                w, _unused = update(x, d, w, b, 0.5)
        np.testing.assert_allclose(w, [0.4, 0.4])
        assert [perceptron(x, w, b) for x in X] == AND.tolist()


class TestTrain:
    def by_hand(self, X, d, w, b, lr, max_epochs):
        """Train in exact arithmetic."""
        rows = [[Fraction(x) for x in row] for row in X.tolist()]
        w, b, lr, errors = [Fraction(x) for x in w.tolist()], Fraction(b), Fraction(lr), []
        for _ in range(max_epochs):
            wrong = 0
            for row, target in zip(rows, d.tolist(), strict=True):
                total = sum((x * v for x, v in zip(row, w, strict=True)), b)
                error = target - (total > 0)
                wrong += error != 0
                w = [v + lr * error * x for x, v in zip(row, w, strict=True)]
                b += lr * error
            errors.append(wrong)
            if wrong == 0:
                break
        return [float(v) for v in w], float(b), errors

    @steady
    @given(
        st.lists(st.tuples(quarters, quarters, st.sampled_from([0, 1])), min_size=1, max_size=6),
        st.tuples(quarters, quarters),
        quarters,
        st.integers(1, 30),
    )
    def test_against_exact_arithmetic(self, examples, w, b, max_epochs):
        rows = np.array(examples)
        X, d, start = rows[:, :2], rows[:, 2].astype(int), np.array(w)
        exact_w, exact_b, exact_errors = self.by_hand(X, d, start, b, 0.25, max_epochs)
        found_w, found_b, errors = train(X, d, start, b, 0.25, max_epochs)
        assert errors == exact_errors
        assert found_w.tolist() == exact_w
        assert found_b == exact_b

    def test_it_learns_what_a_line_can_separate(self):
        for gate in (AND, OR, 1 - AND, 1 - OR):
            w, b, errors = train(X, gate, np.zeros(2), 0.0, 0.5, 100)
            assert errors[-1] == 0
            assert 0 not in errors[:-1]
            assert [perceptron(x, w, b) for x in X] == gate.tolist()

    def test_no_perceptron_is_xor(self):
        *_, errors = train(X, XOR, np.zeros(2), 0.0, 0.5, 50)
        assert len(errors) == 50
        assert min(errors) > 0
        grid = np.arange(-2, 2.25, 0.25)
        for w1, w2, bias in itertools.product(grid, grid, grid):
            assert [perceptron(x, np.array([w1, w2]), bias) for x in X] != XOR.tolist()

    def test_types_and_arguments(self):
        X_before, w_before = X.copy(), W.copy()
        _, _, errors = train(X, AND, W, -0.5, 0.5, 3)
        assert all(type(count) is int for count in errors)
        assert X.tolist() == X_before.tolist()
        assert W.tolist() == w_before.tolist()


class TestGates:
    def test_nand(self):
        w, b = nand_weights()
        assert [perceptron(x, w, b) for x in X] == (1 - AND).tolist()

    def test_xor(self):
        assert [xor(x1, x2) for x1, x2 in itertools.product((0, 1), repeat=2)] == XOR.tolist()

    def test_xor_asks_nand_perceptrons_only(self, monkeypatch):
        asked = []

        def watched(x, w, b):
            asked.append((w.tolist(), b))
            return perceptron(x, w, b)

        monkeypatch.setattr("solutions.perceptron.perceptron", watched)
        xor(1, 0)
        w, b = nand_weights()
        assert asked == [(w.tolist(), b)] * 4
