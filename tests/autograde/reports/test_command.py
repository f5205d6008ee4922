"""What ``autograde report`` takes, prints and exits with."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from autograde import progress
from autograde.cli import app
from autograde.grading.out import held
from autograde.grading.secret import VARIABLE
from tests.autograde.reports.made import record, result
from tests.autograde.reports.reading import Report


@pytest.fixture
def out(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "secret"))
    return record(tmp_path / "out", [result("s1"), result("s2")])


def run(*arguments):
    return CliRunner().invoke(app, ["report", *map(str, arguments)])


def test_it_writes_every_language_and_says_where(out):
    done = run(out)
    assert done.exit_code == 0, done.output
    assert done.stdout.split() == [str(out / "report.html"), str(out / "report.es.html")]
    assert "s1" in Report(out / "report.html").source


def test_one_language_may_be_enough(out):
    done = run(out, "--language", "es")
    assert done.stdout.split() == [str(out / "report.es.html")]
    assert not (out / "report.html").exists()


def test_names_are_hidden_in_a_file_of_its_own(out):
    run(out)
    before = (out / "report.html").read_bytes()
    done = run(out, "--anonymous")
    names = ["report.anonymous.html", "report.anonymous.es.html"]
    assert done.stdout.split() == [str(out / name) for name in names]
    assert "A new course secret was made" in done.stderr
    assert not any(">s1<" in Report(out / name).source for name in names)
    assert (out / "report.html").read_bytes() == before
    hidden = (out / names[0]).read_bytes()
    run(out, "--anonymous")
    assert (out / names[0]).read_bytes() == hidden


@pytest.mark.parametrize(
    ("options", "says"), [(["-l", "xx"], "there are: en, es"), (["--nothing"], "--nothing")]
)
def test_what_cannot_be_is_refused(out, options, says):
    done = run(out, *options)
    assert done.exit_code == 2
    assert says in done.output


def test_a_folder_without_results_is_a_sentence(tmp_path):
    (tmp_path / "empty").mkdir()
    done = run(tmp_path / "empty")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "`autograde grade` writes it" in done.stderr


def test_an_empty_secret_is_a_sentence(out, tmp_path):
    (tmp_path / "secret").write_bytes(b"")
    done = run(out, "--anonymous")
    assert done.exit_code == 1
    assert "is empty" in done.stderr


def test_while_a_class_is_marked_it_waits_for_the_end(out):
    with held(out):
        done = run(out)
    assert done.exit_code == 1
    assert "Another `autograde grade` is writing" in done.stderr


def test_a_gradebook_elsewhere(out, tmp_path):
    moved = tmp_path / "elsewhere.db"
    (out / "gradebook.db").rename(moved)
    assert run(out).exit_code == 1
    assert run(out, "--db", f"sqlite:///{moved}").exit_code == 0


def test_it_tells_how_far_it_is(out, monkeypatch):
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0)
    done = run(out)
    assert "Reading marks: 2 of 2" in done.stderr.splitlines()
    assert done.stderr.splitlines().count("Writing pages: 2 of 2") == 2
    assert done.stdout.split() == [str(out / "report.html"), str(out / "report.es.html")]
