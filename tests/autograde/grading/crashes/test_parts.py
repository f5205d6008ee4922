"""Something kills the grader's processes while it marks; nobody kills the grader."""

import os
import random
import signal
import time
from contextlib import suppress

import pytest

from tests.autograde.grading.crashes.marking import command, end, outcome, recorded, start
from tests.autograde.grading.crashes.processes import (
    adopting_orphans,
    descendants,
    sandboxes_of,
    wait_until_gone,
    workers_of,
)

_KILLS = 2  # a sandbox that does not start three times stops the run
_MOMENT = 0.5


def worker(process):
    return workers_of(process)


def place_in_sandbox(place):
    return lambda process: [one[place] for one in sandboxes_of(process) if len(one) > place]


@pytest.mark.slow
@pytest.mark.parametrize(
    "victims",
    [
        pytest.param(worker, id="worker"),
        pytest.param(place_in_sandbox(0), id="bubblewrap"),
        pytest.param(place_in_sandbox(1), id="first process inside"),
        pytest.param(place_in_sandbox(2), id="warm interpreter"),
    ],
)
def test_results_are_the_same(kit, tmp_path, victims):
    rng = random.Random(5)
    others = set(descendants(os.getpid()))
    killed = wanted = 0
    with adopting_orphans():
        process = start(command(kit.submitted, tmp_path / "out"), kit.secret)
        while process.poll() is None and killed < _KILLS:
            time.sleep(0.02)
            found = victims(process.pid)
            if found and len(recorded(tmp_path / "out")) >= wanted:
                time.sleep(rng.uniform(0, _MOMENT))
                with suppress(ProcessLookupError):
                    os.kill(rng.choice(found), signal.SIGKILL)
                    killed += 1
                wanted = len(recorded(tmp_path / "out")) + 2
        end(process)
        assert wait_until_gone(others) == {}
    assert killed
    assert outcome(tmp_path / "out") == kit.undisturbed
