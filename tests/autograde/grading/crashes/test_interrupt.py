"""Ctrl-C stops a run soon, and says what stays."""

import os
import signal
import time

import pytest

from tests.autograde.grading.crashes.marking import command, end, finish, outcome, recorded, start
from tests.autograde.grading.crashes.processes import (
    adopting_orphans,
    descendants,
    wait_until_gone,
    workers_of,
)

_SECONDS_TO_STOP = 10


@pytest.mark.slow
@pytest.mark.parametrize("while_starting", [True, False])
def test_ctrl_c(kit, tmp_path, while_starting):
    out = tmp_path / "out"
    line = command(kit.submitted, out)
    others = set(descendants(os.getpid()))
    with adopting_orphans():
        process = start(line, kit.secret)
        while not (workers_of(process.pid) if while_starting else len(recorded(out)) >= 2):
            assert process.poll() is None
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        said = end(process, 130, _SECONDS_TO_STOP)
        assert wait_until_gone(others) == {}
    assert "Stopped. What is recorded stays; the same command goes on from there." in said
    before = recorded(out)
    said = finish(line, kit.secret)
    if before:
        assert f"{len(before)} of {kit.students} were recorded already." in said
    assert before.items() <= recorded(out).items()
    assert outcome(out) == kit.undisturbed
