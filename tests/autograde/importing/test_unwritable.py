"""What an import says where its lists cannot be written, or a name is a trap."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from autograde.cli import app
from autograde.importing import command
from tests.autograde.importing.samples import make_zip, notebook

NAME = "uno_5_1_01_perceptron.ipynb"


@pytest.mark.parametrize("table", ["imported.csv", "roster.csv"])
def test_notebooks_are_placed_though_a_list_cannot_be_written(tmp_path, table):
    source = make_zip(tmp_path / "c.zip", {NAME: notebook()})
    into = tmp_path / "submitted"
    (into / table).mkdir(parents=True)
    call = ["import", str(source), "--into", str(into)]
    result = CliRunner().invoke(app, call)
    assert result.exit_code == 2
    assert "Notebooks were placed" in result.stderr
    assert f"{into / table}" in result.stderr
    place = into / "uno-5/01_perceptron/01_perceptron.ipynb"
    assert place.is_file()
    (into / table).rmdir()
    result = CliRunner().invoke(app, call)
    assert result.exit_code == 0
    assert "1 there already" in result.stdout


def test_stopped_on_the_way_the_same_command_goes_on(tmp_path, monkeypatch):
    source = make_zip(tmp_path / "c.zip", {NAME: notebook(), "dos_6_2_x.pdf": b""})
    into = tmp_path / "submitted"

    def stopped(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(command, "write_tables", stopped)
        result = CliRunner().invoke(app, ["import", str(source), "--into", str(into)])
    assert result.exit_code == 130
    assert result.stderr.startswith("Stopped. Give the same command again")
    assert [path.name for path in into.iterdir()] == ["uno-5"]
    result = CliRunner().invoke(app, ["import", str(source), "--into", str(into)])
    assert "1 there already, 1 file not placed" in result.stdout
    assert NAME in (into / "imported.csv").read_text()


def test_a_name_with_line_ends_makes_one_line(tmp_path):
    source = make_zip(tmp_path / "c.zip", {"x\n9 notebooks placed\u2028y.ipynb": notebook()})
    result = CliRunner().invoke(app, ["import", str(source), "--into", str(tmp_path / "s")])
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "c.zip!x 9 notebooks placed y.ipynb: its name has characters that no name has."
    ]
