from pathlib import Path

import pytest

from autograde.grading.secret import VARIABLE


@pytest.fixture
def root():
    return Path(__file__).resolve().parents[3]


@pytest.fixture
def secret(tmp_path, monkeypatch):
    """A secret of the test's own."""
    path = tmp_path / "secret"
    path.write_bytes(b"a secret for tests")
    monkeypatch.setenv(VARIABLE, str(path))
    return path.read_bytes()
