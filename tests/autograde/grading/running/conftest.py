"""A sandbox for all tests of a module."""

from __future__ import annotations

import pytest

from autograde.grading.running import Sandbox
from autograde.grading.work import Cell, Limits

from .ways import SECONDS


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(Limits(case_seconds=SECONDS, memory_mb=400)) as started:
        yield started


@pytest.fixture
def start(sandbox):
    """Run some cells; numbers start at 1."""

    def run(*sources, language="en"):
        cells = [Cell(number, source) for number, source in enumerate(sources, start=1)]
        return sandbox.run(cells, language)

    return run
