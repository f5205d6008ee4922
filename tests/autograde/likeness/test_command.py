"""What ``autograde similar`` takes, prints, writes and exits with."""

from __future__ import annotations

import csv
import hashlib

import pytest
from typer.testing import CliRunner

from autograde import progress
from autograde.cli import app
from autograde.grading.out import held
from autograde.grading.secret import VARIABLE
from tests.autograde.likeness.made import Classroom
from tests.autograde.likeness.small import CHAPTER, write_small
from tests.autograde.reports.made import record, result


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return write_small(tmp_path_factory.mktemp("small") / "out")


@pytest.fixture
def out(written, monkeypatch, tmp_path):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "secret"))
    for page in written.glob("similar*"):
        page.unlink()
    return written


def run(*arguments):
    return CliRunner().invoke(app, ["similar", *map(str, arguments)])


def test_it_names_the_pair_and_says_where_to_look(out):
    done = run(out)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == f"{CHAPTER}: 30 notebooks of 30 students compared."
    assert "Ada Uno (s004) and s021: by chance in " in done.stdout
    assert f"  {CHAPTER}, train: " in done.stdout
    assert "both make the same mistake, never adds up, as 2 students of the class do" in done.stdout
    assert "It does not say that anybody copied" in done.stdout
    assert lines[-1].endswith("Students never see it.")
    assert {path.name for path in out.glob("similar*")} == {"similar.html", "similar.es.html"}
    assert done.stdout.count(" and s") == 1


def test_nothing_that_students_or_platforms_get_changes(out):
    def digests():
        return {
            path: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in out.rglob("*")
            if path.is_file() and not path.name.startswith("similar")
        }

    before = digests()
    assert run(out, "--anonymous").exit_code == run(out).exit_code == 0
    assert digests() == before


def test_running_twice_writes_the_same(out):
    run(out)
    before = (out / "similar.html").read_bytes()
    run(out)
    assert (out / "similar.html").read_bytes() == before


def test_no_terminal_escapes_and_no_markup(out):
    done = run(out)
    assert "\u202e" not in done.output
    assert "\x1b" not in done.output


def test_a_table_is_written_where_it_is_wanted(out, tmp_path):
    path = tmp_path / "pairs.csv"
    assert run(out, "--csv", path).exit_code == 0
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {(row["student"], row["other"]) for row in rows} == {("s004", "s021")}
    first = rows[0]
    assert float(first["expected_by_chance"]) < 0.05
    assert (first["assignment"], first["where"]) == (CHAPTER, "train")
    assert int(first["shared"]) >= int(first["alone"]) > 3


def test_names_are_hidden_everywhere(out, tmp_path):
    done = run(out, "--anonymous", "--csv", tmp_path / "pairs.csv")
    assert done.exit_code == 0, done.output
    pages = [out / "similar.anonymous.html", out / "similar.anonymous.es.html"]
    texts = [done.stdout, (tmp_path / "pairs.csv").read_text(), *(one.read_text() for one in pages)]
    for text in texts:
        for secret in ("s004", "s021", "Ada", "handshake", "nothing ever changes"):
            assert secret not in text
    assert "wobbly_history" in texts[2]
    assert not (out / "similar.html").exists()


def test_one_language_may_be_enough(out):
    assert run(out, "-l", "es").exit_code == 0
    assert [path.name for path in out.glob("similar*")] == ["similar.es.html"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["-l", "xx"], "there are: en, es"),
        (["-a", "02_sigmoid"], "was not marked"),
        (["--nothing"], "--nothing"),
    ],
)
def test_what_cannot_be_is_refused(out, options, says):
    done = run(out, *options)
    assert done.exit_code == 2
    assert says in done.output


def test_a_folder_without_results_is_told(tmp_path):
    done = run(tmp_path)
    assert done.exit_code == 1
    assert "autograde grade" in done.stderr


def test_it_waits_for_nobody(out):
    with held(out):
        done = run(out)
    assert done.exit_code == 1
    assert "Wait until it is done" in done.stderr


def test_a_class_too_small_is_told(tmp_path):
    out = record(tmp_path / "out", [result("s1"), result("s2")])
    done = run(out)
    assert done.exit_code == 0
    assert f"{CHAPTER}: too few notebooks to tell what is unusual." in done.stdout
    assert "No pair is more alike" in done.stdout


def test_what_cannot_be_compared_is_listed(tmp_path):
    out = write_small(tmp_path / "out")
    Classroom(out, (CHAPTER,)).put("s009", CHAPTER, "nonsense")
    done = run(out)
    assert "1 notebook could not be compared:\n  s009, 01_perceptron: " in done.stdout
    assert "The file is not a notebook" in done.stdout
    assert "Ada Uno (s004) and s021" in done.stdout


def test_it_tells_how_far_it_is(out, monkeypatch):
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0)
    done = run(out)
    assert "Comparing: 30 of 30" in done.stderr.splitlines()
    assert done.stderr.splitlines()[-1] == "Writing pages …"
