"""What marking costs: our engine, stock ``nbgrader autograde``, and a bare fork.

All three get the same classes of chapters 01 and 08, one class after the other. Our engine marks
all of it, start and gradebook included; nbgrader, whose cost grows with each notebook, marks a
sample, and what it costs to start is not held against it. Forks run the cells of that same sample.
"""

from __future__ import annotations

import io
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from autograde.build.course import own_course
from autograde.examples.crowd import Handed, draw_class, write_handed
from autograde.grading.reading import read_notebook
from benchmarks.processor_time import Cost, cost_of_command, cost_of_fork

RESULTS = Path(__file__).parent / "results" / "marking.json"
ASSIGNMENTS = ("01_perceptron", "08_dropout")
STUDENTS = 100
SAMPLE = 5  # students whose notebooks stock nbgrader marks, and forks run
PAIRS = 5
WORKERS = 2
TIMES_CHEAPER_WANTED = 20.0
BARE_FORK_WANTED = 2.0
EVERY_CELL, OUR_CELLS = "every cell", "cells that we run"
PROGRAMS = Path(sys.executable).parent

_STOCK_CONFIG = """
from autograde.grading.settings import configure, find_own_programs
from autograde.grading.stock_steps import configure_stock_execution

find_own_programs()
configure(get_config())
configure_stock_execution(get_config())
"""

Row = dict[str, Any]


def main() -> int:
    """Measure, print, keep the raw figures, and say whether the budgets are kept."""
    rows = []
    _warm_up()
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(PAIRS):
            rows.append(_measure(number, Path(scratch) / str(number)))
            _print_row(rows[-1])
    figures = summarize(rows)
    about = {
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "students": STUDENTS,
        "workers": WORKERS,
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(
        json.dumps({"about": about, "figures": figures, "pairs": rows}, indent=1) + "\n"
    )
    return report(figures)


def _measure(number: int, folder: Path) -> Row:
    """Mark one class both ways; seconds for one submission."""
    handed = list(draw_class(STUDENTS, ASSIGNMENTS, np.random.default_rng(number)))
    for one in handed:
        write_handed(one, folder / "all")
    ours = _ours(folder)
    first, *others = sorted({one.student for one in handed})[:SAMPLE]
    course = _StockCourse(folder / "stock")
    single = course.mark([one for one in handed if one.student == first])
    more = course.mark([one for one in handed if one.student in others])
    extra = (len(others) - 1) * len(ASSIGNMENTS)
    stock = Cost((more.cpu - single.cpu) / extra, (more.wall - single.wall) / extra)
    each = Cost(ours.cpu / len(handed), ours.wall / len(handed))
    sample = [one for one in handed if one.student in (first, *others)]
    return {"ours": asdict(each), "stock": asdict(stock), "forks": _measure_forks(sample)}


def _ours(folder: Path) -> Cost:
    command = [PROGRAMS / "autograde", "grade", folder / "all", "--to", folder / "graded"]
    return cost_of_command([*command, "--workers", str(WORKERS)], folder, _environment(folder))


class _StockCourse:
    """A course for nbgrader as it comes, with assignments already generated."""

    def __init__(self, root: Path) -> None:
        self._folder = root / "autograde"
        self._folder.mkdir(parents=True)
        (root / "solutions").mkdir()
        os.symlink(own_course().root / "solutions/notebooks", root / "solutions/notebooks")
        (self._folder / "nbgrader_config.py").write_text(_STOCK_CONFIG)
        for assignment in ASSIGNMENTS:
            self._run("generate_assignment", assignment)

    def mark(self, handed: Sequence[Handed]) -> Cost:
        """Mark notebooks, one chapter after the other."""
        submitted = self._folder / "submitted"
        shutil.rmtree(submitted, ignore_errors=True)
        for one in handed:
            write_handed(one, submitted)
        costs = [self._run("autograde", assignment) for assignment in ASSIGNMENTS]
        return Cost(sum(cost.cpu for cost in costs), sum(cost.wall for cost in costs))

    def _run(self, *command: str) -> Cost:
        environment = _environment(self._folder)
        return cost_of_command([PROGRAMS / "nbgrader", *command], self._folder, environment)


def _environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "HOME": str(folder),
        "NEURONA_COURSE_SECRET": str(folder.parent / "secret"),
        "OPENBLAS_NUM_THREADS": "1",
    }


def _measure_forks(handed: Sequence[Handed]) -> dict[str, list[Row]]:
    """Run the cells of notebooks in bare forks of an interpreter that is as warm as ours."""
    every, needed = [], []
    for one in handed:
        notebook = json.loads(one.text)
        reading = read_notebook(notebook, one.assignment)
        every.append(asdict(cost_of_fork(lambda n=notebook: _run_all(_sources(n)))))
        needed.append(
            asdict(cost_of_fork(lambda r=reading: _run_all(cell.source for cell in r.cells)))
        )
    return {EVERY_CELL: every, OUR_CELLS: needed}


def _warm_up() -> None:
    import ipywidgets  # noqa: F401
    import matplotlib.figure  # noqa: F401
    import scipy.special  # noqa: F401
    from IPython.core.interactiveshell import InteractiveShell

    from neurona import check, panels, plots  # noqa: F401

    shell = InteractiveShell.instance()
    shell.history_manager.enabled = False


def _sources(notebook: Any) -> Iterator[str]:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            yield "".join(cell["source"])


def _run_all(sources: Iterator[str]) -> None:
    """Run cells as IPython does, and drop what they show."""
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        for source in sources:
            shell.run_cell(source)


def summarize(rows: Sequence[Row]) -> dict[str, float]:
    """Return medians over all pairs, of seconds and of what is measured against what.

    Parameters
    ----------
    rows : list of dict
        The pairs.
    """

    def ratio(what: str) -> float:
        return statistics.median(row["stock"][what] / row["ours"][what] for row in rows)

    def against_fork(kind: str) -> float:
        return statistics.median(
            row["ours"]["cpu"] / statistics.mean(each["cpu"] for each in row["forks"][kind])
            for row in rows
        )

    return {
        "our CPU seconds": statistics.median(row["ours"]["cpu"] for row in rows),
        "stock CPU seconds": statistics.median(row["stock"]["cpu"] for row in rows),
        "times cheaper": ratio("cpu"),
        "times faster": ratio("wall"),
        **{f"against a bare fork, {kind}": against_fork(kind) for kind in (EVERY_CELL, OUR_CELLS)},
    }


def _print_row(row: Row) -> None:
    print(
        f"ours {row['ours']['cpu']:.3f} CPU s, {row['ours']['wall']:.3f} s a submission; "
        f"stock {row['stock']['cpu']:.2f} CPU s, {row['stock']['wall']:.2f} s",
        flush=True,
    )


def report(figures: dict[str, float]) -> int:
    """Print the figures, and which budgets they miss; return the exit status.

    Parameters
    ----------
    figures : dict
        From `summarize`.
    """
    for name, figure in figures.items():
        print(f"{name}: {figure:.3g}")
    missed = []
    if figures["times cheaper"] < TIMES_CHEAPER_WANTED:
        missed.append(f"wanted: {TIMES_CHEAPER_WANTED:g} times cheaper than stock nbgrader")
    if figures[f"against a bare fork, {EVERY_CELL}"] > BARE_FORK_WANTED:
        missed.append(f"wanted: {BARE_FORK_WANTED:g} times a bare fork at most")
    print("\n".join(missed) or "Both budgets are kept.")
    return 1 if missed else 0


if __name__ == "__main__":
    if shutil.which("bwrap") is None:
        print("bubblewrap's own package is not installed; the one from PyPI is used, if any.")
    sys.exit(main())
