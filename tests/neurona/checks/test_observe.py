"""Calling a student's function and writing down what happened."""

from __future__ import annotations

import random
import sys
import warnings

import numpy as np
import pytest
from hypothesis import given

from neurona.checks.exercise import Case
from neurona.checks.observe import MAX_MESSAGE, observe
from neurona.checks.plain import Drawn, Opaque, Rng
from neurona.checks.recipes import WRAPPERS
from tests.neurona.checks.same import same_bits
from tests.neurona.checks.strategies import plain


def call(function, *args):
    """Observe one call."""
    (outcome,) = observe(function, Case((args,)))
    return outcome


class TestValues:
    @given(plain)
    def test_arguments_arrive_as_they_are(self, value):
        outcome = call(lambda argument: argument, value)
        assert same_bits(outcome.value, value)
        assert outcome.raised is None
        assert outcome.changed == ()
        assert not outcome.varies

    @given(plain)
    def test_a_case_may_be_observed_again_and_again(self, value):
        def spoil(argument):
            if isinstance(argument, (list, dict)):
                argument.clear()
            if isinstance(argument, np.ndarray):
                argument[...] = 0
            return argument

        case = Case(((value,),))
        assert repr(observe(spoil, case)) == repr(observe(spoil, case))

    def test_arrays_arrive_writable_even_inside_lists(self):
        array = np.zeros(2)
        array.flags.writeable = False

        def write(one, many, pair, named):
            for given_array in (one, many[0], pair[0], named["a"]):
                given_array += 1

        outcome = call(write, array, [array], (array,), {"a": array})
        assert outcome.raised is None
        assert outcome.changed == (0, 1, 2, 3)
        assert not array.any()

    def test_what_it_returns_is_a_copy(self):
        kept = np.zeros(2)
        outcome = call(lambda: kept)
        kept += 1
        assert not outcome.value.any()

    def test_a_generator_function_returns_no_data(self):
        def numbers():
            yield 1

        assert call(numbers).value == Opaque("generator")

    def test_printing_is_dropped(self, capsys):
        def chatty():
            print("out")
            print("err", file=sys.stderr)

        call(chatty)
        assert capsys.readouterr() == ("", "")

    def test_a_replaced_stdout_is_put_back(self):
        before = sys.stdout

        def steals():
            sys.stdout = None

        call(steals)
        assert sys.stdout is before


class TestChanges:
    @pytest.mark.parametrize(
        ("argument", "change"),
        [
            (np.zeros(2), lambda x: x.__setitem__(0, 1)),
            (np.array([np.nan, 1]), lambda x: x.__setitem__(0, 1)),
            (np.zeros(2), lambda x: x.resize(3, refcheck=False)),
            (np.zeros(4), lambda x: setattr(x, "shape", (2, 2))),
            ([1, 2], lambda x: x.append(3)),
            ([1, 2], lambda x: x.reverse()),
            ([1, 2], lambda x: x.__setitem__(0, True)),
            ([[1], [2]], lambda x: x.__setitem__(0, 5)),
            ([np.zeros(2)], lambda x: x.__setitem__(0, np.ones(2))),
            ([np.zeros(2)], lambda x: x[0].fill(1)),
            ([np.zeros(2)], lambda x: x.__setitem__(0, [0.0, 0.0])),
            (([1],), lambda x: x[0].clear()),
            ({"a": [1]}, lambda x: x["a"].append(1)),
            ({"a": 1}, lambda x: x.update(b=1)),
            ({"a": 1, "b": 2}, lambda x: x.update(a=x.pop("a"))),
        ],
    )
    def test_every_change_is_seen(self, argument, change):
        assert call(lambda _, x: change(x), 0, argument).changed == (1,)

    @given(plain)
    def test_nothing_is_seen_where_nothing_changed(self, value):
        assert call(lambda x, y: None, value, value).changed == ()

    def test_what_was_put_back_has_not_changed(self):
        def there_and_back(x):
            x += 1
            x -= 1

        assert call(there_and_back, np.arange(3)).changed == ()

    def test_hostile_objects_put_into_arguments_count_as_a_change(self):
        class Agreeing:
            def __eq__(self, other):
                return True

            def __len__(self):
                raise ValueError("no length")

            def __array__(self, *args, **kwargs):
                raise ValueError("no array")

            __hash__ = None

        class Nameless:
            def __str__(self):
                raise ValueError("no name")

        def put(items, nested, arrays, named):
            items[0] = nested[0] = arrays[0] = Agreeing()
            named[Nameless()] = 1

        outcome = call(put, [1], [[1]], [np.zeros(1)], {"a": 1})
        assert outcome.changed == (0, 1, 2, 3)

    def test_changes_are_seen_when_it_raises(self):
        def fails(x):
            x += 1
            raise ValueError

        assert call(fails, np.zeros(1)).changed == (0,)


class TestExceptions:
    @pytest.mark.parametrize("error", [ValueError, SystemExit, GeneratorExit, BaseException])
    def test_everything_raised_is_written_down(self, error):
        def fails():
            raise error("because")

        raised = call(fails).raised
        assert raised.names[0] == error.__name__
        assert "object" not in raised.names
        assert raised.message == "because"
        assert raised.function == "fails"
        assert raised.line == 'raise error("because")'

    def test_an_interrupt_is_the_students_own(self):
        def interrupted():
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            call(interrupted)

    def test_classes_that_it_derives_from_are_kept(self):
        class OutOfRangeError(ValueError):
            pass

        def fails():
            raise OutOfRangeError

        assert call(fails).raised.names == ("OutOfRangeError", "ValueError", "Exception")

    def test_an_exception_without_words(self):
        class SpeechlessError(Exception):
            def __str__(self):
                raise RuntimeError("no words")

        class SilentError(Exception):
            def __str__(self):
                raise SystemExit

        class NumberError(Exception):
            def __str__(self):
                return 5

        for error in (SpeechlessError, SilentError, NumberError):

            def fails(error=error):
                raise error

            raised = call(fails).raised
            assert (raised.names[0], raised.message) == (error.__name__, "")

    def test_a_long_message_is_cut(self):
        def fails():
            raise ValueError("a" * 10_000)

        assert call(fails).raised.message == "a" * MAX_MESSAGE

    def test_the_students_line_is_found_inside_a_library(self):
        def fails(x):
            y = x + 1
            return np.linalg.inv(y)

        raised = call(fails, np.zeros((2, 3))).raised
        assert raised.names[0] == "LinAlgError"
        assert raised.function == "fails"
        assert raised.line == "return np.linalg.inv(y)"

    def test_the_innermost_function_of_the_student_is_named(self):
        def stub():
            raise NotImplementedError

        def relies():
            return stub()

        assert call(relies).raised.function == "stub"

    def test_no_line_is_found_where_none_is_the_students(self):
        raised = call(np.linalg.inv, np.zeros((2, 3))).raised
        assert (raised.function, raised.line) == ("", "")

    def test_too_few_parameters(self):
        assert call(lambda x: x, 1, 2).raised.names[0] == "TypeError"

    def test_a_recursion_without_end(self):
        def again():
            return again()

        assert call(again).raised.names[0] == "RecursionError"

    def test_what_cannot_be_called(self):
        assert call(5).raised.names[0] == "TypeError"


class TestWarnings:
    def test_categories_are_kept_once_in_order(self):
        def warns():
            for category in (UserWarning, RuntimeWarning, UserWarning):
                warnings.warn("watch out", category, stacklevel=1)
            return np.log(np.zeros(1))

        assert call(warns).warned == ("RuntimeWarning", "UserWarning")

    def test_a_warning_is_no_exception_even_where_the_notebook_says_so(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            outcome = call(lambda: np.exp(np.array([1000.0])))
        assert outcome.raised is None
        assert outcome.warned == ("RuntimeWarning",)

    def test_each_call_warns_anew(self):
        def warns():
            warnings.warn("again", stacklevel=1)

        first, second = observe(warns, Case(((), ())))
        assert first.warned == second.warned == ("UserWarning",)

    def test_filters_are_put_back(self):
        before = list(warnings.filters)
        call(lambda: warnings.simplefilter("ignore"))
        assert list(warnings.filters) == before


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


class TestWrappers:
    @pytest.fixture(autouse=True)
    def _wrapper(self, monkeypatch):
        monkeypatch.setitem(WRAPPERS, "negate", lambda f: lambda *args: -f(*args))

    def notebook(self, source):
        namespace = {}
        exec(source, namespace)
        return namespace

    def test_a_wrapped_function_stands_in_the_notebook_for_the_calls_alone(self):
        notebook = self.notebook("def f(x): return 1 + g(x)\ndef g(x): return x")
        before = notebook["g"]
        case = Case(((2,), (3,)), around=(("g", "negate"),))
        assert [one.value for one in observe(notebook["f"], case)] == [-1, -2]
        assert notebook["g"] is before
        assert call(notebook["f"], 2).value == 3

    def test_it_is_put_back_after_an_exception(self):
        notebook = self.notebook("def f(x): raise ValueError\ndef g(x): return x")
        before = notebook["g"]
        observe(notebook["f"], Case(((2,),), around=(("g", "negate"),)))
        assert notebook["g"] is before

    def test_nothing_is_wrapped_that_is_not_there(self):
        notebook = self.notebook("def f(x): return x")
        [outcome] = observe(notebook["f"], Case(((2,),), around=(("g", "negate"),)))
        assert outcome.value == 2
        assert "g" not in notebook

    def test_what_is_no_function_of_a_notebook_is_called_as_it_is(self):
        [outcome] = observe(abs, Case(((-2,),), around=(("g", "negate"),)))
        assert outcome.value == 2
