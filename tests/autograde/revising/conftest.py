from __future__ import annotations

import shutil

import pytest

from autograde.revising.changes import compare
from autograde.revising.gradebook import open_results
from tests.autograde.grading.conftest import postgres_server, postgres_url  # noqa: F401


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


@pytest.fixture
def old(tmp_path):
    return tmp_path / "old"


@pytest.fixture
def keep(out, old):
    """Copy the folder of results, as an instructor does before marking again."""
    return lambda: shutil.copytree(out, old)


@pytest.fixture
def changes(old, out):
    """List what changed between the copy and now."""
    return lambda: list(compare(open_results(old), open_results(out)))
