"""What is advised where something is not installed is what the Makefile does."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from autograde.cluster import pool
from autograde.grading.recording import GradebookError, database
from autograde.installing import FOR_CLUSTERS

ROOT = Path(__file__).resolve().parents[2]


def test_who_lacks_psycopg_or_dask_is_told_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (database, pool):
        monkeypatch.setattr(module, "find_spec", lambda name: None)
    with pytest.raises(GradebookError) as no_psycopg:
        database.address_of(ROOT, "postgresql://user@server/gradebook")
    with pytest.raises(pool.NoDaskError) as no_dask:
        pool.require_dask()
    assert str(no_psycopg.value) == f"A gradebook in PostgreSQL needs psycopg. {FOR_CLUSTERS}"
    assert str(no_dask.value) == f"--scheduler needs Dask. {FOR_CLUSTERS}"


def test_the_command_installs_both_from_this_folder() -> None:
    makefile = (ROOT / "Makefile").read_text()
    _, _, command = FOR_CLUSTERS.partition(": ")
    assert command.endswith("--constraint constraints.txt --editable '.[lab,instructor,cluster]'")
    assert "--constraint constraints.txt" in makefile
    assert "--editable '.[lab,instructor,cluster," in makefile
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = " ".join(project["optional-dependencies"]["cluster"])
    assert "dask" in wanted
    assert "psycopg" in wanted
