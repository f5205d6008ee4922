"""What an import says where its lists cannot be written, or a name is a trap."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from autograde.cli import app
from autograde.importing.canvas import read_name
from tests.autograde.importing.samples import make_zip, notebook

NAME = "uno_5_1_01_perceptron.ipynb"


@pytest.mark.parametrize("table", ["imported.csv", "roster.csv"])
def test_notebooks_are_placed_though_a_list_cannot_be_written(tmp_path, table):
    assert read_name(NAME)
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


def test_a_name_with_line_ends_makes_one_line(tmp_path):
    source = make_zip(tmp_path / "c.zip", {"x\n9 notebooks placed\u2028y.ipynb": notebook()})
    result = CliRunner().invoke(app, ["import", str(source), "--into", str(tmp_path / "s")])
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "c.zip!x 9 notebooks placed y.ipynb: its name has characters that no name has."
    ]
