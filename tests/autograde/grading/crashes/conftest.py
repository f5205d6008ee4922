from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.autograde.grading.crashes.marking import command, finish, outcome, write_small_class


@dataclass(frozen=True)
class Kit:
    """A class that is handed in, and what an undisturbed run makes of it."""

    folder: Path
    students: int
    undisturbed: dict[str, object]

    @property
    def submitted(self):
        return self.folder / "submitted"

    @property
    def secret(self):
        return self.folder / "secret"


@pytest.fixture(scope="session")
def kit(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    (folder / "secret").write_bytes(b"a secret for tests")
    students = write_small_class(folder / "submitted")
    finish(command(folder / "submitted", folder / "undisturbed"), folder / "secret")
    found = outcome(folder / "undisturbed")
    assert len(found["gradebook"]["neurona_results"]) == students
    return Kit(folder, students, found)
