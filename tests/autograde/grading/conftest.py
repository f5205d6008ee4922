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


@pytest.fixture(scope="session")
def postgres_server():
    """A PostgreSQL server; every test makes a database of its own in it."""
    from tests.autograde.grading.postgres import running_server

    with running_server() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server):
    """The address of a new and empty database."""
    return postgres_server.new_database()
