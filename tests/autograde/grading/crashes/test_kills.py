"""``kill -9`` of the grader, at any time: the same command finishes the job."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.autograde.grading.crashes.marking import outcome

_ROOT = Path(__file__).resolve().parents[4]
_VICTIMS = ("main", "group")
_SECONDS = 900


def kill_often(kit, seed, kills):
    """Kill the main process alone, and beside that, in another folder, all its processes."""
    program = [sys.executable, "-m", "tests.autograde.grading.crashes.kills"]
    killers = [
        subprocess.Popen(
            [*program, str(kit.folder), str(seed), str(kills), victim],
            cwd=_ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for victim in _VICTIMS
    ]
    phases = Counter()
    for killer in killers:
        said, _ = killer.communicate(timeout=_SECONDS)
        assert killer.returncode == 0
        seen = json.loads(said)
        phases.update(seen["phases"])
        for one in seen["rounds"]:
            assert one["problems"] == []
            assert outcome(kit.folder / one["out"]) == kit.undisturbed
    return phases


@pytest.mark.slow
def test_fifty_kills_change_nothing(kit, say):
    phases = kill_often(kit, seed=7, kills=25)
    say(f"  {phases.total()} kills: {dict(phases)}")
    assert phases.total() >= 50
    assert any("some recorded" in phase for phase in phases)
    assert any(phase.startswith("before") for phase in phases)
