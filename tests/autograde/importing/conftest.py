from __future__ import annotations

import numpy as np
import pytest

from autograde.grading.imported import read_lines
from autograde.importing.command import import_all


@pytest.fixture
def rng_bytes():
    return np.random.default_rng(0).bytes


class Imports:
    """A folder of submissions that gets imports."""

    def __init__(self, into) -> None:
        self.into = into

    def bring(self, *paths, **options):
        return import_all(paths, self.into, **options)

    def reasons(self, *paths, **options) -> dict[str, str]:
        return dict(self.bring(*paths, **options).rejected)

    @property
    def files(self) -> dict[str, bytes]:
        """All files in it, by path, but for the two tables."""
        return {
            path.relative_to(self.into).as_posix(): path.read_bytes()
            for path in sorted(self.into.rglob("*"))
            if path.is_file() and path.parent != self.into
        }

    @property
    def lines(self):
        return {line.source: line for line in read_lines(self.into)}


@pytest.fixture
def imports(tmp_path) -> Imports:
    return Imports(tmp_path / "submitted")
