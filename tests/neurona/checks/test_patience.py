import contextlib
import signal
import sys
import threading

import pytest

from neurona.checks.exercise import Case
from neurona.checks.patience import TIMED_OUT, TimeUp, observe_all, time_limit


def run_forever():
    while True:
        pass


def test_a_loop_that_never_ends_is_stopped():
    with pytest.raises(TimeUp), time_limit(0.05):
        run_forever()


def test_a_loop_that_catches_everything_is_stopped_again():
    def stubborn():
        for _ in range(3):
            with contextlib.suppress(BaseException):
                run_forever()
        run_forever()

    with pytest.raises(TimeUp), time_limit(0.05):
        stubborn()


def test_the_clock_tells_what_was_caught():
    with time_limit(0.01) as clock, contextlib.suppress(TimeUp):
        run_forever()
    assert clock.is_up


def test_nothing_happens_in_time_and_nothing_afterwards():
    before = signal.getsignal(signal.SIGALRM)
    with time_limit(60) as clock:
        pass
    assert not clock.is_up
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert signal.getsignal(signal.SIGALRM) is before


def cases(*numbers, part="all"):
    return [Case(((number,),), part) for number in numbers]


def values(observations):
    return [observation[0].value for observation in observations]


def test_each_case_is_observed():
    assert values(observe_all(lambda x: 2 * x, cases(1, 2, 3), 5)) == [2, 4, 6]


def test_a_loop_that_never_ends_costs_its_part_alone():
    def slow_at_two(x):
        while x == 2:
            pass
        return x

    first, late, untried, other = observe_all(
        slow_at_two, cases(1, 2, 3, part="a") + cases(4, part="b"), 0.05
    )
    assert first[0].value == 1
    assert late[0].raised is TIMED_OUT
    assert untried[0].raised is TIMED_OUT
    assert other[0].value == 4


def test_all_cases_together_are_limited(monkeypatch):
    clock = iter(range(0, 1000, 10))
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    parts = [case for number in range(9) for case in cases(number, part=str(number))]
    observed = observe_all(lambda x: x, parts, 5)
    assert observed[0][0].value == 0
    assert observed[-1][0].raised is TIMED_OUT


def test_catching_the_end_of_time_does_not_help():
    def stubborn(x):
        try:
            while True:
                pass
        except BaseException:
            return x

    assert observe_all(stubborn, cases(1), 0.05)[0][0].raised is TIMED_OUT


def test_every_call_of_a_late_case_is_late():
    def endless(x):
        while True:
            pass

    (observation,) = observe_all(endless, [Case(((1,), (2,)))], 0.05)
    assert [outcome.raised for outcome in observation] == [TIMED_OUT, TIMED_OUT]


def test_what_students_raise_is_observed():
    class Odd(BaseException):
        pass

    for error in (ValueError("no"), Odd(), SystemExit(3), GeneratorExit()):

        def raising(x, error=error):
            raise error

        (observation,) = observe_all(raising, cases(1), 5)
        assert type(error).__name__ == observation[0].raised.names[0]


def test_an_interrupt_by_nbgrader_counts_as_late():
    def interrupted(x):
        raise KeyboardInterrupt

    assert observe_all(interrupted, cases(1), 5)[0][0].raised is TIMED_OUT


def test_prints_reach_nobody_and_streams_stay(capsys):
    def noisy(x):
        print("to stdout")
        print("to stderr", file=sys.stderr)
        sys.stdout = None
        return x

    streams = sys.stdout, sys.stderr
    observe_all(noisy, cases(1), 5)
    assert (sys.stdout, sys.stderr) == streams
    assert capsys.readouterr() == ("", "")


def test_outside_the_main_thread_there_is_no_limit_but_an_answer():
    answers = []
    thread = threading.Thread(target=lambda: answers.append(observe_all(lambda x: x, cases(1), 5)))
    thread.start()
    thread.join()
    assert values(answers[0]) == [1]
