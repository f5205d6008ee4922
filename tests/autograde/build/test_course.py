from __future__ import annotations

from autograde.build.course import line_of, name_of, own_course
from autograde.build.setup_cell import OLDEST_PYTHON


def test_names() -> None:
    assert name_of("06_costs_and_overfitting") == "costs_and_overfitting"


def test_finds_lines_outside_comments() -> None:
    assert line_of('# "a"\n\nb = "a"\n', '"a"') == 3
    assert line_of("nothing", "a thing") == 1


def test_the_setup_cell_asks_for_the_python_that_the_package_asks_for() -> None:
    project = (own_course().root / "pyproject.toml").read_text()
    assert f'requires-python = ">={OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]}"' in project
