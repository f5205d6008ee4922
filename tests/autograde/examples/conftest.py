from __future__ import annotations

import csv
import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograde.grading.secret import VARIABLE

AUTOGRADE = Path(sys.executable).parent / "autograde"


@dataclass(frozen=True)
class Graded:
    """The example class, graded by the command line."""

    submitted: Path
    out: Path
    printed: str
    untouched: bool

    def rows(self) -> list[dict[str, str]]:
        with (self.out / "grades.csv").open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))


def _run(*arguments: object, secret: Path) -> str:
    environment = {**os.environ, VARIABLE: str(secret), "PATH": "/usr/bin:/bin"}
    environment.pop("COLUMNS", None)  # the table is then as wide as it has to be
    done = subprocess.run(
        [str(argument) for argument in (AUTOGRADE, *arguments)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def _digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in files:
        digest.update(str(path).encode() + path.read_bytes() + str(path.stat().st_mtime).encode())
    return digest.hexdigest()


@pytest.fixture(scope="session")
def graded(tmp_path_factory, say) -> Graded:
    folder = tmp_path_factory.mktemp("example")
    submitted, out, secret = folder / "submitted", folder / "graded", folder / "secret"
    _run("example", "--into", submitted, secret=secret)
    before = _digest(submitted)
    say("marking the example class of twelve")
    printed = _run("grade", submitted, "--to", out, "--timeout", 2, secret=secret)
    return Graded(submitted, out, printed, _digest(submitted) == before)
