"""How long all notebooks of a language take, top to bottom, and a notebook's first cell by itself.

The solved notebooks run in two processes, each in a kernel of its own. The first cell of a
student's notebook, which makes the course's tools ready, runs in a fresh kernel that has all
libraries but not `neurona`, as on Colab: it unpacks the copy that it carries.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from autograde.build.course import own_course

RESULTS = Path(__file__).parent / "results" / "notebooks.json"
PROCESSES = 2
SECONDS_WANTED = 60.0
SETUP_SECONDS_WANTED = 2.0
_TIMEOUT = 300

Row = dict[str, Any]


class NoNeuronaError(Exception):
    """A kernel that should have to unpack the course has it installed."""


def main() -> int:
    """Measure, print, keep the raw figures, and say whether the budgets are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    root = own_course().root
    languages: dict[str, Row] = {}
    for folder in sorted((root / "solutions" / "notebooks").iterdir()):
        solved, handed_out = folder, root / "course" / folder.name
        languages[folder.name] = row = measure(_notebooks(solved), _notebooks(handed_out))
        print(f"{folder.name}: {row['seconds']:.1f} s, first cells at most {_slowest(row):.2f} s")
        for name, seconds in row["notebooks"].items():
            print(f"  {name:24} {seconds:5.1f} s, first cell {row['first cells'][name]:.2f} s")
    about = {
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "processes": PROCESSES,
    }
    record = {"about": about, "languages": languages}
    asked.results.write_text(json.dumps(record, indent=1) + "\n")
    missed = problems(languages)
    print("\n".join(missed) or "Both budgets are kept.")
    return 1 if missed else 0


def measure(solved: Sequence[Path], handed_out: Sequence[Path]) -> Row:
    """Run the notebooks of one language.

    Parameters
    ----------
    solved : list of Path
        Are run from top to bottom.
    handed_out : list of Path
        Of these, the first cell.

    Raises
    ------
    CellExecutionError
        If a cell fails.
    """
    begun = time.perf_counter()
    with ProcessPoolExecutor(PROCESSES) as pool:
        notebooks = dict(pool.map(_run, solved))
    together = time.perf_counter() - begun
    return {
        "seconds": together,
        "notebooks": notebooks,
        "first cells": {path.stem: first_cell_seconds(path) for path in handed_out},
    }


def problems(languages: dict[str, Row]) -> list[str]:
    """Say which budgets are not kept.

    Parameters
    ----------
    languages : dict
        By language, what `measure` gave.
    """
    missed = [
        f"wanted: {SECONDS_WANTED:g} s for all notebooks of {language!r}; {row['seconds']:.1f} s"
        for language, row in languages.items()
        if row["seconds"] > SECONDS_WANTED
    ]
    missed += [
        f"wanted: {SETUP_SECONDS_WANTED:g} s for the first cell of {name}, {language!r}; "
        f"{seconds:.2f} s"
        for language, row in languages.items()
        for name, seconds in row["first cells"].items()
        if seconds > SETUP_SECONDS_WANTED
    ]
    return missed


def _notebooks(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*.ipynb"))


def _slowest(row: Row) -> float:
    return max(row["first cells"].values())


def _run(notebook: Path) -> tuple[str, float]:
    """Run a notebook where it may write what it likes; return its name, and seconds."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(notebook, folder)
        begun = time.perf_counter()
        client = NotebookClient(
            nbformat.read(copy, as_version=4),
            km=AsyncKernelManager(**_sockets(folder)),
            timeout=_TIMEOUT,
            resources={"metadata": {"path": folder}},
        )
        client.execute(cleanup_kc=True)
        return notebook.stem, time.perf_counter() - begun


class _BareKernelManager(AsyncKernelManager):  # type: ignore[misc]
    """Starts a kernel that has this interpreter's libraries, but none of its own projects."""

    @property
    def kernel_spec(self) -> KernelSpec:
        return KernelSpec(
            # Without `site` nothing reads the file that leads to the course.
            argv=[sys.executable, "-S", "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            env={"PYTHONPATH": sysconfig.get_path("purelib")},
            language="python",
        )


def first_cell_seconds(notebook: Path) -> float:
    """Time the first cell of a notebook in a fresh kernel.

    Parameters
    ----------
    notebook : Path
        As it is handed out.

    Raises
    ------
    NoNeuronaError
        If the cell did not have to unpack anything.
    """
    cells: Iterable[Any] = nbformat.read(notebook, as_version=4).cells
    first = next(cell for cell in cells if cell.cell_type == "code")
    asks = new_code_cell("print(neurona.__file__)")
    times: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            new_notebook(cells=[first, asks]),
            km=_BareKernelManager(**_sockets(folder)),
            timeout=_TIMEOUT,
            resources={"metadata": {"path": folder}},
            on_cell_execute=lambda cell_index, **_: times.update({cell_index: -_now()}),
            on_cell_executed=lambda cell_index, **_: times.update(
                {cell_index: times[cell_index] + _now()}
            ),
        )
        client.execute(cleanup_kc=True)
    where = Path(asks.outputs[0].text.strip())
    if where.is_relative_to(own_course().root):
        raise NoNeuronaError(f"the kernel found {where}")
    return times[0]


def _sockets(folder: str) -> dict[str, str]:
    """Let messages travel through files in a folder: nobody else can read them there."""
    return {"transport": "ipc", "ip": f"{folder}/kernel"}


def _now() -> float:
    return time.perf_counter()


if __name__ == "__main__":
    sys.exit(main())
