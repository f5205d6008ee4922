"""Calling a student's function and writing down what happened."""

from __future__ import annotations

import sys
import warnings

import numpy as np
import pytest
from hypothesis import given

from neurona.checks.exercise import Case
from neurona.checks.observe import MAX_MESSAGE, observe
from neurona.checks.plain import Opaque
from neurona.checks.recipes import WRAPPERS
from tests.neurona.checks.calls import call
from tests.neurona.checks.same import same_bits
from tests.neurona.checks.strategies import plain


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
