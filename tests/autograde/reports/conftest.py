from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import nbformat
import numpy as np
import pytest

from autograde.examples.crowd import Handed, draw_class, write_handed
from autograde.grading.grade import Order, grade_class
from autograde.grading.secret import VARIABLE
from autograde.grading.work import Limits
from tests.autograde.grading.conftest import postgres_server, postgres_url  # noqa: F401
from tests.autograde.reports.made import FIRST, SECOND
from tests.autograde.reports.reading import Report

STUDENTS = 24


@dataclass
class Drawn:
    """A class that was drawn and marked."""

    out: Path
    handed: list[Handed]
    rows: list[dict[str, str]]

    @property
    def report(self) -> Report:
        return Report(self.out / "report.html")

    def damaged(self, *damages: str) -> int:
        return sum(one.damage in damages for one in self.handed)

    def of(self, **values: str) -> list[dict[str, str]]:
        return [row for row in self.rows if values.items() <= row.items()]

    def share(self, rows: list[dict[str, str]]) -> float:
        return sum(float(row["score"]) for row in rows) / sum(
            float(row["max_score"]) for row in rows
        )

    def mistakes(self) -> Counter[tuple[str, str, str]]:
        keys = ("assignment", "exercise", "mistake")
        return Counter(tuple(row[key] for key in keys) for row in self.rows if row["mistake"])


def break_first_function(path: Path) -> None:
    """Let the first function that was handed in stop with an error."""
    notebook = nbformat.read(path, 4)
    cells = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")]
    source = cells[0].source
    cells[0].source = re.sub("^(def .*:)$", r"\1\n    raise ValueError", source, flags=re.M)
    assert cells[0].source != source
    nbformat.write(notebook, path)


@pytest.fixture(scope="session")
def drawn(tmp_path_factory):
    """Two dozen drawn students, one file in four damaged; one hands in a chapter, one nothing."""
    folder = tmp_path_factory.mktemp("drawn")
    rng = np.random.default_rng(11)
    handed = list(draw_class(STUDENTS, (FIRST, SECOND), rng, damaged=0.25))
    handed = [one for one in handed if (one.student, one.assignment) != ("s00003", SECOND)]
    for one in handed:
        write_handed(one, folder / "submitted")
    (folder / "submitted" / "nobody").mkdir()
    whole = next(one for one in handed if one.assignment == FIRST and not one.damage)
    break_first_function(folder / "submitted" / whole.student / FIRST / f"{FIRST}.ipynb")
    secret = folder / "secret"
    secret.write_bytes(b"a secret for tests")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(secret))
        order = Order(folder / "submitted", folder / "out", (FIRST, SECOND), Limits(), workers=2)
        summary = grade_class(order, lambda done, total: None, lambda sentence: None)
    assert not summary.faults
    with (folder / "out" / "grades.csv").open(newline="", encoding="utf-8") as file:
        return Drawn(folder / "out", handed, list(csv.DictReader(file)))
