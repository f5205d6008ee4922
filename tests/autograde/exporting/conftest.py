from __future__ import annotations

import pytest
from nbgrader.api import Gradebook

from tests.autograde.exporting.gradebooks import make_gradebook, url_of
from tests.autograde.grading.conftest import postgres_server, postgres_url, secret  # noqa: F401


@pytest.fixture
def out(tmp_path):
    """A folder of results with a gradebook."""
    folder = tmp_path / "out"
    folder.mkdir()
    make_gradebook(folder)
    return folder


@pytest.fixture
def gradebook(out):
    with Gradebook(url_of(out)) as opened:
        yield opened


@pytest.fixture
def run(gradebook, tmp_path):
    """Export with a plugin; return the file and what it says to instructors."""

    def export(kind, **options):
        path = tmp_path / "exported.csv"
        exporter = kind(to=str(path), **options)
        exporter.export(gradebook)
        return path, exporter.notes

    return export
