from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograde.grading.inside import scratch


def test_everything_is_removed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("x")
    folder = tmp_path / "scratch"
    folder.mkdir()
    (folder / "file").write_text("x")
    (folder / "link").symlink_to(outside)
    (folder / "dangling").symlink_to("nowhere")
    (folder / "a" / "b" / "c").mkdir(parents=True)
    (folder / "a" / "b" / "link").symlink_to(outside)
    (folder / "a" / ".moved-1").write_text("x")
    (folder / ".moved-1").write_text("x")
    os.mkfifo(folder / "pipe")
    (folder / "a").chmod(0)
    scratch.wipe(folder)
    assert os.listdir(folder) == []
    assert (outside / "kept").read_text() == "x"


def test_folders_nested_too_deep_for_a_path_are_removed(tmp_path: Path) -> None:
    here = os.getcwd()
    try:
        os.chdir(tmp_path)
        for _ in range(1200):
            os.mkdir("deep")
            os.chdir("deep")
    finally:
        os.chdir(here)
    assert scratch.overfull(tmp_path)
    scratch.wipe(tmp_path)
    assert os.listdir(tmp_path) == []


def test_bytes_and_entries_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "MOST_BYTES", 100_000)
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "file").write_bytes(bytes(50_000))
    assert not scratch.overfull(tmp_path)
    (tmp_path / "a" / "file").write_bytes(bytes(60_000))
    assert scratch.overfull(tmp_path)


def test_too_many_entries_are_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "_MOST_ENTRIES", 5)
    for number in range(5):
        (tmp_path / str(number)).touch()
    assert not scratch.overfull(tmp_path)
    (tmp_path / "one more").symlink_to("nowhere")
    assert scratch.overfull(tmp_path)
