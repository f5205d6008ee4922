"""The sandbox starts anew when it has to, and marks alike however it is made."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from autograde.grading.running import Sandbox, SandboxGoneError
from autograde.grading.work import Cell, Limits

from .ways import DOUBLE, SECONDS, one, stopped, value_of


def ask_again_and_again(run):
    """What runs inside dies a moment after the warm interpreter."""
    for _ in range(10_000):
        run.observe("double", [one(4)])


def test_a_warm_interpreter_that_is_gone_is_started_anew(sandbox, start):
    with start(DOUBLE) as run:
        sandbox._warm._process.kill()
        sandbox._warm._process.wait()
        with pytest.raises(SandboxGoneError):  # which is no fault of the submission's
            ask_again_and_again(run)
    with start(DOUBLE) as run:
        assert value_of(run, "double", 4) == 8


@pytest.mark.parametrize("mode", ["landlock", "plain"])
def test_other_kinds_of_isolation_mark_alike(mode):
    try:
        started = Sandbox(Limits(case_seconds=SECONDS, memory_mb=400), mode)
    except Exception as error:
        pytest.skip(f"not to be had here: {error}")
    hanging = "def f(x):\n    while x:\n        pass\n    return 7"
    with started as sandbox:
        with sandbox.run([Cell(1, DOUBLE), Cell(2, "1 / 0"), Cell(3, hanging)], "en") as run:
            assert stopped(run) == [(2, "error", 1)]
            cases = [one(1, part="a"), one(0, part="b")]
            assert [outcome.value for [outcome] in run.observe("f", cases)] == [None, 7]
            assert value_of(run, "double", 4) == 8
        with sandbox.run([Cell(1, DOUBLE)], "es") as run:
            assert value_of(run, "double", 4) == 8


@pytest.mark.parametrize("mode", [None, "landlock", "plain"])
def test_no_framework_is_found_even_where_one_is_installed(mode):
    """Else marks and their cost would hang on the machine."""
    assert find_spec("torch")
    looks = "from importlib.util import find_spec\nfound = find_spec('torch')"
    tries = "def f(x):\n    import torch\n    return x"
    with (
        Sandbox(Limits(case_seconds=SECONDS, memory_mb=400), mode) as sandbox,
        sandbox.run([Cell(1, looks), Cell(2, tries), Cell(3, DOUBLE)], "en") as run,
    ):
        [outcome] = run.observe("f", [one(1)])[0]
        assert outcome.raised.names[0] == "ModuleNotFoundError"
        assert value_of(run, "double", 4) == 8
    assert stopped(run) == []
