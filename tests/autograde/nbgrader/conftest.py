from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from tests.autograde.nbgrader.instructor import Instructor, make_instructor


@pytest.fixture(scope="module")
def instructor(tmp_path_factory) -> Instructor:
    return make_instructor(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def succeeded() -> Callable[[subprocess.CompletedProcess[str]], str]:
    def check(done: subprocess.CompletedProcess[str]) -> str:
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    return check
