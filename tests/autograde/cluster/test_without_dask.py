"""Who has one machine needs no Dask."""

import subprocess
import sys

import pytest

from autograde.cluster import pool
from autograde.cluster.pool import NoDaskError, require_dask
from autograde.grading.grade import Order, grade_class
from autograde.grading.work import Limits


def test_dask_is_not_imported_without_a_scheduler():
    code = (
        "import sys, autograde.cli, autograde.grading.command, autograde.grading.worker\n"
        "sys.exit('distributed' in sys.modules or 'dask' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_that_it_is_missing_is_said_before_anything_is_done(monkeypatch, tmp_path):
    require_dask()
    monkeypatch.setattr(pool, "find_spec", lambda name: None)
    order = Order(tmp_path, tmp_path / "out", (), Limits(), 1, scheduler="tcp://127.0.0.1:1")
    with pytest.raises(NoDaskError, match=r"^--scheduler needs Dask\. Install it with: \S+ -m pip"):
        grade_class(order, lambda done, total: None, lambda sentence: None)
    assert not (tmp_path / "out").exists()
