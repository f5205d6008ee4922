"""Judging what a function did, and naming the mistake where that is certain."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
import pytest

from neurona.checks.compare import Tolerance
from neurona.checks.diagnose import judge, points_earned
from neurona.checks.exercise import Case, Exercise, Mistake, Part, Text
from neurona.checks.observe import observe
from neurona.checks.plain import Drawn, Opaque, Rng


def text(english):
    return Text({"en": english})


def root(x, rng):
    """Take the root of an array and add a number drawn; below 0 there is none."""
    if np.any(x < 0):
        raise ValueError("no root")
    return np.sqrt(x) + rng.random()


CASES = (
    Case(((np.array([0.0, 1.0]), Rng(1)),), "roots"),
    Case(((np.array([4.0, 9.0]), Rng(2)),), "roots"),
    Case(((np.array([-1.0]), Rng(3)),), "range"),
    Case(((np.array([1.0]), Rng(4)), (np.array([-4.0]), Rng(4))), "range"),
)


def halved(x, rng):
    if np.any(x < 0):
        raise ValueError
    return x / 2 + rng.random()


def unchecked(x, rng):
    return np.sqrt(np.abs(x)) + rng.random()


def exercise_of(reference, cases, mistakes=(), **settings):
    """Make an exercise from a reference and from (id, function) pairs."""

    def observed(function):
        return tuple(observe(function, case) for case in cases)

    return Exercise(
        name=reference.__name__,
        chapter="99_test",
        parameters=(),
        returns=(),
        parts=tuple(Part(id, 1, text(id)) for id in dict.fromkeys(case.part for case in cases)),
        cases=cases,
        expected=observed(reference),
        mistakes=tuple(
            Mistake(id, text(id), text("hint"), observed(function)) for id, function in mistakes
        ),
        hints=(),
        **settings,
    )


EXERCISE = exercise_of(root, CASES, [("halved", halved), ("unchecked", unchecked)])


def verdict_on(function, exercise=EXERCISE):
    return judge(exercise, [observe(function, case) for case in exercise.cases])


def earned(function, exercise=EXERCISE):
    return points_earned(exercise, verdict_on(function, exercise))


def test_a_right_function():
    verdict = verdict_on(lambda x, rng: root(x, rng).tolist())
    assert verdict.judgement == "right"
    assert verdict.passed == (True,) * 4
    assert (verdict.case, verdict.fault, verdict.outcome, verdict.mistake) == (None,) * 4
    assert points_earned(EXERCISE, verdict) == {"roots": 1, "range": 1}


def test_a_named_mistake():
    verdict = verdict_on(halved)
    assert verdict.judgement == "mistake"
    assert verdict.mistake.id == "halved"
    assert verdict.case is CASES[0]
    assert verdict.fault.call == 0
    assert verdict.fault.difference.kind == "value"
    assert verdict.outcome.value is not None


def test_parts_are_paid_one_by_one():
    assert earned(unchecked) == {"roots": 1, "range": 0}
    assert earned(lambda x, rng: 0) == {"roots": 0, "range": 0}


def test_the_first_faulty_call_of_a_case_is_shown():
    verdict = verdict_on(lambda x, rng: root(x if x[0] == -1 else np.abs(x), rng))
    assert verdict.case is CASES[3]
    assert verdict.fault.call == 1
    assert verdict.fault.not_raised.names == ("ValueError", "Exception")
    assert verdict.outcome.value.tolist() == [2 + np.random.default_rng(4).random(2)[1]]


def untouched(x, rng):
    raise NotImplementedError


def test_a_stub_is_not_attempted():
    stub = {}
    exec("def root(x, rng):\n    raise NotImplementedError", stub)
    assert verdict_on(stub["root"]).judgement == "not_attempted"


def test_a_function_that_calls_another_stub_was_attempted():
    verdict = verdict_on(lambda x, rng: untouched(x, rng))
    assert verdict.judgement == "raises"
    assert verdict.fault.raised.function == "untouched"


def test_a_half_finished_function_was_attempted():
    def half(x, rng):
        if np.any(x < 0):
            raise ValueError
        raise NotImplementedError

    assert verdict_on(half).judgement == "raises"


class TestRaising:
    def test_another_exception_than_expected(self):
        def asserts(x, rng):
            assert np.all(x >= 0)
            return np.sqrt(x) + rng.random()

        verdict = verdict_on(asserts)
        assert verdict.judgement == "raises"
        assert verdict.fault.raised.names[0] == "AssertionError"
        assert verdict.fault.not_raised.names[0] == "ValueError"

    def test_an_exception_that_derives_from_the_expected_one(self):
        class NoRootError(ValueError):
            pass

        def derives(x, rng):
            if np.any(x < 0):
                raise NoRootError
            return np.sqrt(x) + rng.random()

        assert verdict_on(derives).judgement == "right"

    def test_drawing_before_it_fails_is_no_fault(self):
        def draws_first(x, rng):
            number = rng.random()
            if np.any(x < 0):
                raise ValueError
            return np.sqrt(x) + number

        cases = (*CASES[:2], CASES[2])
        assert verdict_on(draws_first, exercise_of(root, cases)).judgement == "right"

    def test_exceptions_alone_prove_no_mistake(self):
        """All of a part fails alike: the cause may be anything."""

        def fails(x, rng):
            raise TypeError

        exercise = exercise_of(root, CASES, [("fails", fails)])
        verdict = verdict_on(lambda x, rng: x + "a", exercise)
        assert verdict.judgement == "raises"
        assert verdict.mistake is None


class TestFaults:
    @pytest.mark.parametrize("value", [None, "a", {1}, 1.0, np.ones((2, 1)), [1.0], (0, [1])])
    def test_type_shape_and_length(self, value):
        verdict = verdict_on(lambda x, rng: value)
        assert verdict.judgement == "wrong_type"
        assert verdict.fault.difference is not None

    def test_changed_arguments(self):
        def changes(x, rng):
            value = root(x, rng)
            x *= 2
            return value

        verdict = verdict_on(changes)
        assert verdict.judgement == "changes_arguments"
        assert verdict.fault.changed == (0,)
        assert verdict.passed == (False, False, True, False)  # it never gets so far where x < 0

    def test_unused_generators(self):
        verdict = verdict_on(lambda x, rng: root(x, np.random.default_rng(1)))
        assert verdict.judgement == "wrong"
        assert verdict.fault.idle == (1,)

    def test_used_generators(self):
        exercise = exercise_of(lambda x, rng: x, CASES[:2])
        verdict = verdict_on(lambda x, rng: x + 0 * rng.random(), exercise)
        assert verdict.judgement == "wrong"
        assert verdict.fault.idle == ()

    def test_varying_values(self):
        rng = np.random.default_rng(1)
        exercise = exercise_of(abs, (Case(((-1.0,), (-1.0,))),))
        verdict = verdict_on(lambda x: abs(x) + 1e-3 * rng.random(), exercise)
        assert verdict.judgement == "wrong"
        close = exercise_of(abs, exercise.cases, tolerance=Tolerance(absolute=1.0))
        assert verdict_on(lambda x: rng.random(), close).fault.varies

    def test_warnings_count_only_where_they_are_the_point(self):
        def warns(x):
            warnings.warn("watch out", stacklevel=1)
            return abs(x)

        exercise = exercise_of(abs, (Case(((-1.0,),)),))
        assert verdict_on(warns, exercise).judgement == "right"
        strict = replace(exercise, warnings_count=True)
        assert verdict_on(abs, strict).judgement == "right"
        verdict = verdict_on(warns, strict)
        assert verdict.judgement == "wrong"
        assert verdict.fault.warned == ("UserWarning",)

    def test_the_tolerance_is_the_exercises(self):
        wide = exercise_of(abs, (Case(((-1.0,),)),), tolerance=Tolerance(0, 0.5))
        assert verdict_on(lambda x: 1.4, wide).judgement == "right"
        assert verdict_on(lambda x: 1.6, wide).judgement == "wrong"


class TestNaming:
    CASES = (Case(((1.0,),), "one"), Case(((2.0,),), "one"), Case(((-1.0,),), "two"))

    def name(self, function, *mistakes, cases=CASES, **settings):
        exercise = exercise_of(abs, cases, mistakes, **settings)
        verdict = verdict_on(function, exercise)
        assert verdict.judgement != "right"
        return verdict.mistake.id if verdict.mistake else None

    def test_it_must_explain_every_case_of_the_part(self):
        double = ("double", lambda x: 2 * x)
        assert self.name(lambda x: x + x, double) == "double"
        assert self.name(lambda x: x + 1, double) is None

    def test_other_parts_are_not_asked(self):
        assert self.name(lambda x: 2 * x if x > 0 else 7, ("double", lambda x: 2 * x)) == "double"

    def test_two_that_explain_the_same_leave_it_open(self):
        mistakes = [("double", lambda x: 2 * x), ("plus", lambda x: x + abs(x))]
        assert self.name(lambda x: 2 * x, *mistakes) is None
        assert self.name(lambda x: 2 * x, mistakes[0], ("double", mistakes[1][1])) == "double"

    def test_known_values_come_before_drawn_ones(self):
        drawn = ("drawn", lambda x: Drawn())
        assert self.name(lambda x: 2 * x, drawn, ("double", lambda x: 2 * x)) == "double"
        assert self.name(lambda x: 3 * x, drawn, ("double", lambda x: 2 * x)) == "drawn"

    def test_what_is_drawn_may_be_one_of_several_values(self):
        def pair(x):
            return 2 * x, x

        drawn, double = ("drawn", lambda x: (Drawn(), x)), ("double", pair)
        exercise = exercise_of(lambda x: (abs(x), x), self.CASES, [drawn, double])
        assert verdict_on(pair, exercise).mistake.id == "double"
        assert verdict_on(lambda x: (3 * x, x), exercise).mistake.id == "drawn"
        assert verdict_on(lambda x: (3 * x, 3 * x), exercise).mistake is None

    def test_a_part_that_is_right_so_far_proves_nothing(self):
        """The mistake and the reference agree in all of the part; the function fails otherwise."""
        same = ("same", abs)

        def changes(x):
            x[:] = 5
            return x

        cases = (Case(((np.ones(2),),)),)
        assert self.name(changes, same, cases=cases) is None

    def test_changed_arguments_are_part_of_a_mistake(self):
        def in_place(x):
            return np.abs(x, out=x)

        cases = (Case(((np.array([-1.0, 2.0]),),)),)
        assert self.name(in_place, ("in_place", in_place), cases=cases) == "in_place"
        assert self.name(lambda x: x, ("in_place", in_place), cases=cases) is None

    def test_a_warning_is_part_of_a_mistake_where_it_counts(self):
        def warns(x):
            warnings.warn("watch out", stacklevel=1)
            return abs(x)

        assert self.name(warns, ("warns", warns), warnings_count=True) == "warns"
        assert self.name(lambda x: 5 * x, ("warns", warns), warnings_count=True) is None

    def test_objects_explain_nothing(self):
        assert self.name(lambda x: {x}, ("set", lambda x: {x})) is None

    def test_raising_where_the_mistake_raises(self):
        def fails_below(x):
            if x < 0:
                raise ZeroDivisionError
            return 2 * x

        def fails_in_other_words(x):
            return 2 * x if x >= 0 else None + x

        cases = (Case(((1.0,),)), Case(((-1.0,),)))
        assert self.name(fails_in_other_words, ("fails", fails_below), cases=cases) == "fails"
        assert self.name(lambda x: 2 * x, ("fails", fails_below), cases=cases) is None


class TestView:
    EXERCISE = replace(
        exercise_of(lambda: None, (Case(((),)),)),
        view="truth_table",
        expected=tuple(
            tuple(replace(outcome, value=np.array([1, 1, 1, 0])) for outcome in observation)
            for observation in exercise_of(lambda: None, (Case(((),)),)).expected
        ),
    )

    @pytest.mark.parametrize("value", [([-2, -2], 3), [np.array([-1.0, -1.0]), np.array(1.5)]])
    def test_it_is_the_view_that_is_compared(self, value):
        assert verdict_on(lambda: value, self.EXERCISE).judgement == "right"

    def test_a_value_that_the_view_shows_to_be_wrong(self):
        verdict = verdict_on(lambda: ([1, 1], -1.5), self.EXERCISE)
        assert verdict.judgement == "wrong"
        assert verdict.fault.difference.actual.tolist() == [0, 0, 0, 1]
        assert verdict.outcome.value == ([1, 1], -1.5)

    @pytest.mark.parametrize(
        ("value", "kind"),
        [
            (None, "type"),
            (3.0, "type"),
            (([-2, -2],), "length"),
            (([-2, -2, -2], 3), "shape"),
            (([-2, -2], [3]), "type"),
            (("a", 3), "type"),
            (([-2, float("nan")], 3), "value"),
            (([-2, -2], float("inf")), "value"),
            (([-2, -2], 10**400), "value"),
            ({"w": 1, "b": 2}, "type"),
        ],
    )
    def test_a_value_without_the_form_that_it_needs(self, value, kind):
        verdict = verdict_on(lambda: value, self.EXERCISE)
        assert verdict.judgement == ("wrong" if kind == "value" else "wrong_type")
        assert verdict.fault.difference.kind == kind

    def test_an_exception_has_no_view(self):
        assert verdict_on(lambda: 1 / 0, self.EXERCISE).judgement == "raises"

    def test_the_returned_value_is_left_alone_where_there_is_none(self):
        assert verdict_on(lambda x, rng: {1}).outcome.value == Opaque("set")
