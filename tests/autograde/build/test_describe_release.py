"""A released notebook says which cells the course put there, for those who update it."""

from __future__ import annotations

import pytest

from neurona.update import describe
from tests.autograde.build.conftest import BuiltCourse


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_released_notebook_describes_its_cells(built: BuiltCourse, language: str) -> None:
    notebook = built.student("01_adding", language)
    about = notebook.metadata.neurona
    assert {"cells": about.cells, "release": about.release} == describe(notebook.cells)
    assert [line.split()[0] for line in about.cells] == [cell.id for cell in notebook.cells]
    assert about.version == "0.0.1"


def test_releases_are_told_apart(built: BuiltCourse) -> None:
    names = {
        built.student(chapter, language).metadata.neurona.release
        for chapter in ("01_adding", "02_doubling")
        for language in ("en", "es")
    }
    assert len(names) == 4


def test_a_solved_notebook_is_no_release(built: BuiltCourse) -> None:
    assert "cells" not in built.solved("01_adding").metadata.neurona
