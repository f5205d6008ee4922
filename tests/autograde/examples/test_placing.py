"""``autograde example`` writes over nobody's work."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from autograde.cli import app


def example(into, *options):
    return CliRunner().invoke(app, ["example", "--into", str(into), *options])


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (("--as", "canvas"), "submissions.zip"),
        (("--as", "colab"), "roster.csv"),
        ((), "s003/01_perceptron/01_perceptron.ipynb"),
    ],
)
def test_what_is_there_stays_and_nothing_is_written(tmp_path, options, name):
    own = tmp_path / name
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text("of a real class")
    result = example(tmp_path, *options)
    assert result.exit_code == 1
    assert f"{own} is there with something else in it. Nothing was written" in result.stderr
    assert own.read_text() == "of a real class"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [own]


def test_twice_is_once(tmp_path):
    first, again = (example(tmp_path / "new", "--as", "moodle") for _ in range(2))
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert first.stdout == again.stdout
    assert len(list((tmp_path / "new").iterdir())) == len(first.stdout.splitlines()) == 3


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path):
    (tmp_path / "file").write_text("x")
    result = example(tmp_path / "file" / "folder")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"The example cannot be written to {tmp_path / 'file'}")
