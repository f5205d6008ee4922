from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.autograde.cluster.machines import Cluster, running_cluster
from tests.autograde.grading.conftest import postgres_server, postgres_url  # noqa: F401
from tests.autograde.grading.crashes.marking import (
    but_for_seconds,
    command,
    dump,
    finish,
    write_small_class,
)

SECRET = b"a secret for tests, which no worker writes down"


def outcome(out: Path, url: str) -> dict[str, object]:
    """Return all that a run leaves, but for how long it took."""
    files = {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name not in ("timings.csv", "gradebook.db", "grades.csv")
    }
    table = but_for_seconds((out / "grades.csv").read_bytes())
    return {"gradebook": dump(out, url), "grades.csv": table, **files}


def recorded(url: str) -> dict[str, str]:
    """Return the digest of each student that is recorded."""
    try:
        with psycopg.connect(url) as connection:
            return dict(connection.execute("SELECT student, digest FROM neurona_results"))
    except psycopg.errors.UndefinedTable:
        return {}


@dataclass(frozen=True)
class Kit:
    """A class that is handed in, and what marking it on this machine gives."""

    folder: Path
    students: int
    here: dict[str, object]

    @property
    def submitted(self) -> Path:
        return self.folder / "submitted"

    @property
    def secret(self) -> Path:
        return self.folder / "secret"

    def command(self, out: Path, url: str, cluster: Cluster, *options: str) -> list[str]:
        where = ("--db", url, "--scheduler", cluster.address, *options)
        return command(self.submitted, out, *where)


@pytest.fixture(scope="session")
def kit(tmp_path_factory, postgres_server):  # noqa: F811
    folder = tmp_path_factory.mktemp("class")
    (folder / "secret").write_bytes(SECRET)
    students = write_small_class(folder / "submitted")
    url = postgres_server.new_database()
    finish(command(folder / "submitted", folder / "here", "--db", url), folder / "secret")
    here = outcome(folder / "here", url)
    assert len(here["gradebook"]["neurona_results"]) == students
    assert {"grades.csv", "report.html"} < here.keys()
    return Kit(folder, students, here)


@pytest.fixture
def cluster(tmp_path):
    """A scheduler; tests start the workers that they want."""
    with running_cluster(tmp_path / "cluster") as cluster:
        yield cluster


@pytest.fixture
def small(tmp_path, kit):
    """One submission of the class, for what is not about many."""
    folder = tmp_path / "small"
    one = min(path.name for path in kit.submitted.iterdir() if path.name.startswith("s"))
    shutil.copytree(kit.submitted / one, folder / one)
    return folder
