import contextlib
import signal

import pytest
from nbformat.v4 import new_code_cell

from autograde.grading.limits import VARIABLE, TimeUp, case_seconds, cell_seconds, time_limit


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


def test_nbgrader_waits_longer_for_a_check_than_the_check_may_take(monkeypatch):
    monkeypatch.setenv(VARIABLE, "40")
    about = {"grade": True, "solution": False}
    check = new_code_cell("check(f)", metadata={"nbgrader": about})
    assert case_seconds() == 40
    assert cell_seconds(check) > 8 * 40
    assert cell_seconds(new_code_cell("f()")) < 60
