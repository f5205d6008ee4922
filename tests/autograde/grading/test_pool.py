"""A process that dies takes no task with it."""

import os
import signal
import time
from collections import Counter
from itertools import count, islice

import pytest

from autograde.grading.pool import Pool, PoolError

_prepared_with = None


def prepare(value):
    global _prepared_with
    _prepared_with = value


def double(task):
    return task, 2 * task, _prepared_with


def kill_once(task):
    """Kill the own process the first time that task 5 comes by."""
    number, flag = task
    if number == 5 and not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def kill_always(task):
    if task == 5:
        os.kill(os.getpid(), signal.SIGKILL)
    return task


def give_up(task):
    return f"gave up {task}"


def test_every_task_is_done_once():
    done = list(Pool(2, prepare, ("ready",), double, give_up).map(range(20)))
    assert sorted(done) == [(n, 2 * n, "ready") for n in range(20)]


def test_no_more_is_taken_than_is_needed():
    taken = count()
    tasks = (next(taken) for _ in range(1000))
    list(islice(Pool(2, prepare, (0,), double, give_up).map(tasks), 10))
    assert next(taken) <= 20


def test_what_a_dying_process_had_is_done_again(tmp_path):
    tasks = [(number, tmp_path / "died") for number in range(12)]
    done = list(Pool(2, prepare, (0,), kill_once, give_up).map(tasks))
    assert Counter(done) == Counter(range(12))


def test_a_task_that_always_kills_is_given_up_alone():
    done = list(Pool(2, prepare, (0,), kill_always, give_up).map(range(8)))
    assert Counter(done) == Counter([0, 1, 2, 3, 4, 6, 7, "gave up 5"])


def fail(task):
    raise LookupError(task)


def test_an_error_of_the_work_is_raised():
    with pytest.raises(LookupError):
        list(Pool(1, prepare, (0,), fail, give_up).map([1]))


def sleep(task):
    time.sleep(0.1)
    return os.getpid()


def test_processes_end_with_the_pool():
    processes = set(Pool(2, prepare, (0,), sleep, give_up).map(range(4)))
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def die(_value):
    os.kill(os.getpid(), signal.SIGKILL)


def test_processes_that_die_before_any_work_are_not_started_forever():
    with pytest.raises(PoolError, match="do not start"):
        list(Pool(1, die, (0,), double, give_up).map(range(3)))


def test_without_a_task_no_process_is_started(monkeypatch):
    monkeypatch.setattr("autograde.grading.pool._Worker", None)
    assert list(Pool(2, prepare, (0,), double, give_up).map([])) == []
