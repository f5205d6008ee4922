"""Folders that ``autograde grade`` is given by mistake, and files that are not written over."""

from __future__ import annotations

import sqlite3

import pytest
from typer.testing import CliRunner

from autograde.cli import app
from autograde.grading.out import refuse_kept
from autograde.grading.recording import OutputError
from autograde.grading.secret import VARIABLE


@pytest.fixture
def grade(monkeypatch, tmp_path):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "secret"))

    def call(submitted, out):
        return CliRunner().invoke(app, ["grade", str(submitted), "--to", str(out)])

    return call


def test_a_folder_without_students_is_told_and_changes_nothing(grade, tmp_path):
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    (downloads / "submissions.zip").write_bytes(b"")
    out = tmp_path / "out"
    out.mkdir()
    (out / "grades.csv").write_text("of an earlier run")
    result = grade(downloads, out)
    assert result.exit_code == 1
    assert "has neither a student's folder nor a roster. `autograde import`" in result.stderr
    assert [path.name for path in out.iterdir()] == ["grades.csv"]
    assert (out / "grades.csv").read_text() == "of an earlier run"


@pytest.mark.parametrize("place", [".", "graded", "s001/graded"])
def test_results_do_not_lie_among_students(grade, tmp_path, place):
    submitted = tmp_path / "submitted"
    (submitted / "s001" / "01_perceptron").mkdir(parents=True)
    result = grade(submitted, submitted / place)
    assert result.exit_code == 1
    assert "Choose a folder beside it" in result.stderr
    assert sorted(path.name for path in submitted.rglob("*")) == ["01_perceptron", "s001"]


def test_what_other_commands_need_is_not_written_over(tmp_path):
    for name in ("grades.csv", "timings.csv", "roster.csv", "imported.csv"):
        (tmp_path / name).write_text("x")
        with pytest.raises(OutputError, match=f"{name} is not written over"):
            refuse_kept(tmp_path / name, tmp_path / "elsewhere", tmp_path)
        refuse_kept(tmp_path / name, tmp_path / "elsewhere")
    with sqlite3.connect(tmp_path / "anything") as database:
        database.execute("create table x (y)")
    database.close()
    with pytest.raises(OutputError, match="anything is not written over"):
        refuse_kept(tmp_path / "anything")
    (tmp_path / "pairs.csv").write_text("x")
    refuse_kept(tmp_path / "pairs.csv", tmp_path)
    refuse_kept(tmp_path / "new.csv", tmp_path)
