"""The folder of results: one run at a time, and a log of the grader's own failures."""

import errno
import os

import pytest

from autograde.grading.out import Faults, held, read_faults
from autograde.grading.recording import OutputError, writing


def test_the_folder_is_made_and_kept_from_others(tmp_path):
    out = tmp_path / "a" / "b"
    with held(out), pytest.raises(OutputError, match="Another `autograde grade`"), held(out):
        raise AssertionError("two at a time")
    with held(out):
        assert list(out.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    long = tmp_path / ("x" * 300)
    with (
        pytest.raises(OutputError, match="File name too long"),
        held(long),
    ):
        raise AssertionError("no such name")


def test_a_full_disk_is_a_sentence(tmp_path):
    with pytest.raises(OutputError, match="the disk is full"), writing(tmp_path):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_what_is_about_one_file_is_left_as_it_is(tmp_path):
    with pytest.raises(NotADirectoryError), writing(tmp_path):
        raise NotADirectoryError(errno.ENOTDIR, "Not a directory")


def test_a_failure_is_a_line_and_the_log_has_all_of_it(tmp_path):
    faults = Faults(tmp_path)
    assert list(tmp_path.iterdir()) == []
    faults.add("s001", "01", "Traceback:\n  deep inside\nKeyError: 'x'\n")
    assert faults.lines == ["s001, 01: KeyError: 'x'"]
    assert "deep inside" in (tmp_path / "faults.log").read_text("utf-8")
    assert Faults(tmp_path).lines == []
    assert list(tmp_path.iterdir()) == []


def test_what_failed_can_be_read_back_whatever_a_student_is_called(tmp_path):
    assert read_faults(tmp_path) == []
    names = ["s001", "=1+1", 'a,"b\nc', os.fsdecode(b"odd\xff")]
    faults = Faults(tmp_path)
    for name in names:
        faults.add(name, "01", "Traceback:\nOSError: =1+1\n")
    assert read_faults(tmp_path) == [(name, "01") for name in names]
    assert "\n=1" not in (tmp_path / "faults.csv").read_text("utf-8")
