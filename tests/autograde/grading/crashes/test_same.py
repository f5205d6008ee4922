"""The same class, marked otherwise, gives the same bytes."""

import pytest

from tests.autograde.grading.crashes.marking import command, end, finish, outcome, start


@pytest.mark.slow
def test_one_process_gives_what_two_give(kit, tmp_path):
    finish(command(kit.submitted, tmp_path, "--workers", "1"), kit.secret)
    assert outcome(tmp_path) == kit.undisturbed


@pytest.mark.slow
def test_a_second_run_starts_no_process_and_changes_nothing(kit, tmp_path):
    line = command(kit.submitted, tmp_path)
    finish(line, kit.secret)
    first = outcome(tmp_path)
    written = {path: path.stat().st_mtime_ns for path in (tmp_path / "feedback").rglob("*.html")}
    said = finish(line, kit.secret)
    assert f"{kit.students} of {kit.students} were recorded already." in said
    assert outcome(tmp_path) == first == kit.undisturbed
    assert {path: path.stat().st_mtime_ns for path in written} == written


@pytest.mark.slow
def test_two_runs_at_a_time_are_refused(kit, tmp_path):
    process = start(command(kit.submitted, tmp_path), kit.secret)
    try:
        while not (tmp_path / "gradebook.db").exists():
            assert process.poll() is None
        said = finish(command(kit.submitted, tmp_path), kit.secret, status=1)
        assert "Another `autograde grade` is writing" in said
    finally:
        end(process)
    assert outcome(tmp_path) == kit.undisturbed
