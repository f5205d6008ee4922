"""Functions answer, and one that fails leaves the others."""

from __future__ import annotations

import time

import numpy as np
import pytest

from neurona.checks.exercise import Case, Outcome
from neurona.checks.observe import observe
from neurona.checks.patience import TIMED_OUT
from neurona.checks.plain import Named, Opaque, Rng

from .ways import DOUBLE, SECONDS, names_of, one, value_of


def test_observations_are_those_of_the_check_itself(start):
    source = (
        "import warnings\nimport numpy as np\n"
        "def f(x, rng, spare):\n"
        "    warnings.warn('careful')\n"
        "    print('nothing to see')\n"
        "    x += 1\n"
        "    return {'a': [x, rng.random(2)], 'b': (None, 1j, 2**80, 'á\\ud800', np.float32(1))}"
    )
    cases = [
        Case(((np.arange(3.0), Rng(1), Rng(2)), (np.arange(3.0), Rng(1), Rng(2)))),
        Case((("text", Rng(1), Rng(2)), ([1], Rng(1), 5))),
        Case(((np.int64(2).item(), Rng(3), np.zeros((0, 2))),)),
    ]
    namespace = {}
    exec(source, namespace)
    with start(source) as run:
        observed = run.observe("f", cases)
    for ours, theirs in zip(
        observed, [observe(namespace["f"], case) for case in cases], strict=True
    ):
        for one_outcome, other in zip(ours, theirs, strict=True):
            np.testing.assert_equal(one_outcome.value, other.value)
            assert (one_outcome.changed, one_outcome.warned) == (other.changed, other.warned)
            assert (one_outcome.idle, one_outcome.varies) == (other.idle, other.varies)
            assert (one_outcome.raised is None) == (other.raised is None)
            if other.raised:
                assert one_outcome.raised.names == other.raised.names
                assert one_outcome.raised.message == other.raised.message


def test_an_exception_names_the_student_s_function_and_line(start):
    with start("pass", "def f(x):\n    y = x\n    return y / 0  # here") as run:
        [[outcome]] = run.observe("f", [one(1)])
    assert outcome.raised.names[0] == "ZeroDivisionError"
    assert (outcome.raised.function, outcome.raised.line) == ("f", "return y / 0  # here")


def test_a_value_that_varies_is_seen_from_outside(start):
    source = "n = 0\ndef f(x):\n    global n\n    n += 1\n    return x + n"
    with start(source) as run:
        [outcomes] = run.observe("f", [Case(((1,), (2,), (1,)))])
    assert [outcome.varies for outcome in outcomes] == [False, False, True]


def test_functions_come_as_arguments_by_name(start):
    source = "def f(function, slope, x):\n    return function(x) + slope(x)"
    with start(source) as run:
        [[outcome]] = run.observe("f", [one(Named("square"), Named("square_slope"), 3.0)])
    assert outcome == Outcome(value=15.0)


def test_a_function_that_is_not_there_is_a_name_error(start):
    with start("three = 3") as run:
        [[missing]] = run.observe("f", [one(1)])
        assert missing.raised.names[0] == "NameError"
        assert names_of(run, "three", 1)[0] == "TypeError"


def test_a_function_that_hangs_leaves_the_others_and_its_other_parts(start):
    source = "def f(x):\n    while x:\n        pass\n    return 7"
    cases = [one(0, part="a"), one(1, part="b"), one(0, part="b"), one(0, part="c")]
    with start(source, DOUBLE) as run:
        started = time.monotonic()
        observed = run.observe("f", cases)
        assert time.monotonic() - started < 3 * SECONDS
        assert [outcome.value for [outcome] in observed] == [7, None, None, 7]
        assert observed[1][0].raised is observed[2][0].raised is TIMED_OUT
        assert value_of(run, "double", 4) == 8


def test_an_exercise_has_a_limit_on_all_its_cases(start):
    source = "import time\ndef f(x):\n    time.sleep(0.5)\n    return x"
    with start(source) as run:
        started = time.monotonic()
        observed = run.observe("f", [one(1, part=str(number)) for number in range(14)])
        assert time.monotonic() - started < 4 * SECONDS + 2
    late = [outcome.raised is TIMED_OUT for [outcome] in observed]
    assert late == sorted(late)
    assert 6 <= sum(late) <= 10


@pytest.mark.parametrize(
    "fatal",
    [
        "__import__('os')._exit(0)",
        "__import__('os')._exit(71)",
        "__import__('os').abort()",
        "__import__('os').kill(__import__('os').getpid(), 9)",
        "__import__('ctypes').string_at(0)",
        "__import__('os').closerange(3, 100)",
    ],
)
def test_a_function_that_ends_the_process_leaves_the_others(start, fatal):
    with start(f"def f(x):\n    {fatal}", DOUBLE) as run:
        assert names_of(run, "f", 1) == ("Killed",)
        assert value_of(run, "double", 4) == 8


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("raise SystemExit", "SystemExit"),
        ("quit_ = __import__('sys').exit(3)", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("return bytearray(10**10)", "MemoryError"),
        ("return f(x)", "RecursionError"),
    ],
)
def test_what_a_function_raises_is_known_by_name(start, body, name):
    with start(f"def f(x):\n    {body}", DOUBLE) as run:
        assert names_of(run, "f", 1)[0] == name
        assert value_of(run, "double", 4) == 8


def test_what_is_not_plain_data_comes_back_by_the_name_of_its_type(start):
    with start("class Odd:\n    pass\ndef f(x):\n    return [Odd(), len]") as run:
        assert value_of(run, "f", 1) == [Opaque("Odd"), Opaque("builtin_function_or_method")]


def test_endless_output_is_stopped(start):
    source = "def f(x):\n    while True:\n        print('x' * 100)"
    with start(source, "print('y' * 10**7)", DOUBLE) as run:
        assert run.problems == ()
        assert names_of(run, "f", 1)[0] in ("TimedOut", "MemoryError")
        assert value_of(run, "double", 4) == 8


def test_a_value_too_long_to_send_is_no_reply(start):
    source = "import numpy as np\ndef f(n):\n    return np.zeros(n)"
    with start(source, DOUBLE) as run:
        for times, raised in ((2, None), (3, ("BadReply",))):
            [outcomes] = run.observe("f", [Case(((900_000,),) * times)])
            assert {one.raised and one.raised.names for one in outcomes} == {raised}
        assert value_of(run, "double", 4) == 8


def test_all_values_of_an_exercise_together_have_a_limit(start):
    source = "import numpy as np\ndef f(n):\n    return np.zeros(n)"
    cases = [one(900_000, part=str(number)) for number in range(12)]
    with start(source, DOUBLE) as run:
        raised = [outcome.raised for [outcome] in run.observe("f", cases)]
        assert raised[0] is None
        assert ("BadReply",) in {one.names for one in raised if one}
        assert value_of(run, "double", 4) == 8


def test_earlier_functions_are_put_right_for_some_calls_only(start):
    right = "factor = 100\ndef scale(x):\n    return factor * x"
    source = "def scale(x):\n    return x\nfactor = 1\ndef f(x):\n    return scale(x) + 1"
    with start(source) as run:
        assert value_of(run, "f", 2) == 3
        [[outcome]] = run.observe("f", [one(2)], {"scale": right})
        assert outcome.value == 201
        assert value_of(run, "f", 2) == 3


def test_a_function_that_is_put_right_goes_again_if_there_was_none(start):
    source = "def f(x):\n    return scale(x) + 1"
    with start(source) as run:
        [[outcome]] = run.observe("f", [one(2)], {"scale": "def scale(x):\n    return x"})
        assert outcome.value == 3
        assert names_of(run, "f", 2)[0] == "NameError"
