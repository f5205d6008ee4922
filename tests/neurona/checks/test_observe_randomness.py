"""What is written down of a student's function about chance: what it drew from, what varies."""

from __future__ import annotations

import random

import numpy as np
import pytest

from neurona.checks.exercise import Case
from neurona.checks.observe import observe
from neurona.checks.plain import Drawn, Rng
from tests.neurona.checks.calls import call


class TestGenerators:
    def test_equal_seeds_of_one_case_are_one_generator(self):
        case = Case(((Rng(1),), (Rng(1),), (Rng(2),)))
        first, second, other = (outcome.value for outcome in observe(lambda g: g.random(), case))
        rng = np.random.default_rng(1)
        assert (first, second) == (rng.random(), rng.random())
        assert other == np.random.default_rng(2).random()

    def test_each_observation_starts_from_the_seed(self):
        case = Case(((Rng(1),),))
        assert observe(lambda g: g.random(), case) == observe(lambda g: g.random(), case)

    def test_unused_generators_are_idle(self):
        outcome = call(lambda x, a, b: a.random(), 0, Rng(1), Rng(2))
        assert outcome.idle == (2,)
        assert outcome.changed == ()

    @pytest.mark.parametrize(
        "draw",
        [
            lambda g: g.random(),
            lambda g: g.permutation(3),
            lambda g: g.normal(size=2),
            lambda g: g.spawn(1)[0].random() + g.integers(2),
            lambda g: g.bit_generator.random_raw(),
        ],
    )
    def test_any_draw_counts(self, draw):
        assert call(draw, Rng(1)).idle == ()

    def test_a_draw_before_an_exception_counts(self):
        def fails(rng):
            rng.random()
            raise ValueError

        assert call(fails, Rng(1)).idle == ()

    def test_a_global_seed_does_not_touch_it(self):
        assert call(lambda g: np.random.seed(1), Rng(1)).idle == (0,)  # noqa: NPY002


class TestVarying:
    @staticmethod
    def observe_twice(function, *args):
        first, second = observe(function, Case((args, args)))
        assert not first.varies
        return second.varies

    def test_equal_arguments_should_give_equal_values(self):
        assert not self.observe_twice(lambda x: x + 1, np.arange(3.0))

    def test_a_new_value_each_time_varies(self):
        rng = np.random.default_rng(1)
        assert self.observe_twice(lambda x: rng.random(3), np.arange(3.0))

    def test_counting_calls_varies(self):
        seen = []

        def counts(x):
            seen.append(x)
            return len(seen)

        assert self.observe_twice(counts, 1)

    def test_failing_only_once_varies(self):
        seen = []

        def fails_first(x):
            seen.append(x)
            if len(seen) == 1:
                raise ValueError
            return 1

        assert self.observe_twice(fails_first, 1)

    def test_failing_each_time_does_not(self):
        def fails(x):
            raise ValueError(np.random.default_rng().random())

        assert not self.observe_twice(fails, 1)

    def test_a_generator_may_give_other_values(self):
        assert not self.observe_twice(lambda g: g.random(3), Rng(1))

    def test_other_arguments_may_give_other_values(self):
        outcomes = observe(lambda x: x, Case(((1,), (2,), (np.zeros(1),), ([0.0],))))
        assert not any(outcome.varies for outcome in outcomes)

    def test_nan_does_not_vary(self):
        assert not self.observe_twice(lambda x: x * 0, np.array([np.inf, np.nan]))

    def test_drawn_values_vary(self):
        assert self.observe_twice(lambda x: Drawn(), 1)
        assert self.observe_twice(lambda x: ([0.0], [Drawn()]), 1)

    def test_another_copy_of_a_generator_should_give_the_same(self):
        cases = Case(((Rng(1),), (Rng(1, copy=1),)))
        assert [one.varies for one in observe(lambda g: g.random(3), cases)] == [False, False]
        unseeded = observe(lambda g: np.random.default_rng().random(3), cases)
        assert [one.varies for one in unseeded] == [False, True]

    def test_a_generator_that_was_used_is_no_copy(self):
        cases = Case(((Rng(1),), (Rng(1),), (Rng(1, copy=1),)))
        assert not any(one.varies for one in observe(lambda g: g.random(3), cases))


class TestGlobalGenerators:
    @pytest.mark.parametrize(
        "touch",
        [
            lambda: np.random.seed(271828),  # noqa: NPY002
            lambda: np.random.rand(),  # noqa: NPY002
            lambda: np.random.shuffle([1, 2]),  # noqa: NPY002
            random.random,
            lambda: random.seed(271828),
        ],
    )
    def test_using_them_is_seen(self, touch):
        assert call(lambda g: touch(), Rng(1)).global_random

    def test_leaving_them_alone_is_seen(self):
        assert not call(lambda g: g.random(), Rng(1)).global_random

    def test_nobody_asks_where_no_generator_is_given(self):
        assert not call(lambda x: random.random(), 1).global_random
