from __future__ import annotations

import sqlite3

import psycopg
import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def db_url(request):
    """What ``--db`` says: nothing, and the address of an empty database of PostgreSQL's."""
    return None if request.param == "sqlite" else request.getfixturevalue("postgres_url")


class Database:
    """The database, past our own code."""

    def __init__(self, out, url):
        self._out, self.url = out, url

    @property
    def nbgrader_url(self):
        """The address as nbgrader wants it."""
        if self.url is None:
            return f"sqlite:///{self._out / 'gradebook.db'}"
        return self.url.replace("postgresql:", "postgresql+psycopg:", 1)

    def run(self, statement):
        if self.url:
            with psycopg.connect(self.url) as connection:
                cursor = connection.execute(statement)
                return cursor.fetchall() if cursor.description else []
        connection = sqlite3.connect(self._out / "gradebook.db")
        try:
            with connection:
                return connection.execute(statement).fetchall()
        finally:
            connection.close()

    def dump(self):
        """All rows of all tables but the timings, in an order of their own."""
        names = (
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            if self.url
            else "SELECT name FROM sqlite_master WHERE type = 'table'"
        )
        return {
            name: sorted(map(str, self.run(f"SELECT * FROM {name}")))
            for (name,) in self.run(names)
            if name != "neurona_timings"
        }


@pytest.fixture
def database(tmp_path, db_url):
    return Database(tmp_path, db_url)
