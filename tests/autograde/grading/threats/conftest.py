"""A marker and what stands beside it, for all tests of a module."""

from __future__ import annotations

import pytest

from autograde.grading.mark import Marker
from autograde.grading.running import Sandbox

from .attacks import LIMITS, SECRET, assert_unharmed
from .one_process import OneProcess


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(LIMITS) as started:
        yield started


@pytest.fixture
def marker(sandbox):
    """Marks; after each test, the next submission is marked as it should be."""
    marker = Marker(sandbox, LIMITS, SECRET)
    yield marker
    assert_unharmed(marker)


@pytest.fixture(scope="module")
def one_process():
    started = OneProcess()
    yield started
    started.close()
