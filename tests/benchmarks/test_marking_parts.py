"""Each moment of processor time is counted once, for the innermost part."""

from __future__ import annotations

import json

import pytest

from benchmarks import marking_parts
from benchmarks.processor_time import Group, NoControlGroupsError


class Work:
    """Uses processor time that is told, here and elsewhere."""

    here = all = 0.0

    def use(self, here: float, elsewhere: float = 0.0) -> None:
        self.here += here
        self.all += here + elsewhere

    def outer(self) -> None:
        self.use(1.0)
        self.inner()
        self.use(2.0)

    def inner(self) -> None:
        self.use(4.0, elsewhere=8.0)


def test_a_part_within_a_part_counts_for_itself_alone(monkeypatch) -> None:
    work = Work()
    monkeypatch.setattr(marking_parts.time, "process_time", lambda: work.here)
    with marking_parts._Clock(lambda: work.all) as clock:
        clock.watch(work, "outer", "out")
        clock.watch(work, "inner", "in")
        work.use(16.0)
        work.outer()
    assert clock.grader == {"out": 3.0, "in": 4.0, marking_parts._ELSE: 16.0}
    assert clock.sandbox == {"out": 0.0, "in": 8.0, marking_parts._ELSE: 0.0}
    assert work.inner.__func__ is Work.inner


@pytest.mark.slow
def test_every_part_is_met(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(
        "sys.argv", ["parts", "--students", "1", "--results", str(tmp_path / "parts.json")]
    )
    try:
        with Group():
            pass
    except NoControlGroupsError:
        pytest.skip("only root can count the processor time of a group")
    marking_parts.main()
    parts = json.loads((tmp_path / "parts.json").read_text())["parts"]
    assert all(one["grader"] > 0 for one in parts.values())
    assert parts["cases tried"]["sandbox"] > 0
