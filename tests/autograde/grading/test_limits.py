import signal

import pytest
from nbformat.v4 import new_code_cell

from autograde.grading.limits import VARIABLE, TimeUp, case_seconds, cell_seconds, time_limit


def test_a_loop_that_never_ends_is_stopped():
    with pytest.raises(TimeUp), time_limit(0.05):
        while True:
            pass


def test_a_loop_that_catches_everything_once_is_stopped_too():
    caught = 0
    with pytest.raises(TimeUp), time_limit(0.05):
        while True:
            try:
                while True:
                    pass
            except BaseException:
                caught += 1
                if caught == 3:
                    raise


def test_the_clock_tells_what_was_caught():
    with time_limit(0.01) as clock:
        try:
            while True:
                pass
        except TimeUp:
            pass
    assert clock.is_up


def test_nothing_happens_in_time_and_nothing_afterwards():
    before = signal.getsignal(signal.SIGALRM)
    with time_limit(60) as clock:
        pass
    assert not clock.is_up
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert signal.getsignal(signal.SIGALRM) is before


def test_nbgrader_waits_longer_for_a_check_than_the_check_may_take(monkeypatch):
    monkeypatch.setenv(VARIABLE, "40")
    about = {"grade": True, "solution": False}
    check = new_code_cell("check(f)", metadata={"nbgrader": about})
    assert case_seconds() == 40
    assert cell_seconds(check) > 8 * 40
    assert cell_seconds(new_code_cell("f()")) < 60
