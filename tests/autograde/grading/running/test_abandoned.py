"""Scratch folders outside namespaces: none stays behind, not even after kill −9."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile

import pytest

from autograde.grading.running import Sandbox
from autograde.grading.running.warm import remove_abandoned
from autograde.grading.work import Limits

HANG = """
from autograde.grading.running import Sandbox
from autograde.grading.work import Limits
with Sandbox(Limits(), force="landlock"):
    print("ready", flush=True)
    input()
"""


@pytest.fixture(autouse=True)
def _own_tmp(monkeypatch, tmp_path):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)


def test_what_a_killed_grader_left_is_removed_by_the_next(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", HANG], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as killed:
        assert killed.stdout.readline() == "ready\n"
        [left] = tmp_path.glob("neurona-*")
        killed.send_signal(signal.SIGKILL)
    assert left.exists()
    with Sandbox(Limits(), force="landlock"):
        assert not left.exists()
        [own] = tmp_path.glob("neurona-*")
    assert not own.exists()


def test_what_belongs_to_others_stays(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    stay = [
        tmp_path / f"neurona-{os.getpid()}-abc",
        tmp_path / "neurona-1-abc",
        tmp_path / "neurona-99999999999999999999-abc",
        tmp_path / "neurona-notes",
        tmp_path / "neurona-7up-notes",
    ]
    go = tmp_path / f"neurona-{ended.pid}-abc"
    for folder in (*stay, go):
        folder.mkdir()
        (folder / "file").touch()
    (tmp_path / f"neurona-{ended.pid}-link").symlink_to(stay[0])
    remove_abandoned()
    assert all((folder / "file").exists() for folder in stay)
    assert not go.exists()
