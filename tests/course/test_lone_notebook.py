"""A student's notebook needs nothing but itself: not the repository, not a network, not pip."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from tests.course.offline import Run, run_offline
from tests.environments import ALL as ENVIRONMENTS
from tests.environments import COLAB, Environment
from tests.notebooks import ALL, StudentNotebook, grade_id, is_check

pytestmark = pytest.mark.environment

Say = Callable[[str], None]
WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture(scope="module", params=ENVIRONMENTS, ids=lambda environment: environment.name)
def environment(request: pytest.FixtureRequest, say: Say) -> Environment:
    request.param.make(say)
    return request.param


@pytest.fixture(scope="module", params=ALL, ids=str)
def notebook(request: pytest.FixtureRequest) -> StudentNotebook:
    return request.param


@pytest.fixture(scope="module")
def run(
    notebook: StudentNotebook,
    environment: Environment,
    tmp_path_factory: pytest.TempPathFactory,
    say: Say,
) -> Run:
    """The notebook as handed out, alone in an empty folder, after Run All."""
    return run_alone(notebook, environment, tmp_path_factory.mktemp("alone"), say, {})


def run_alone(
    notebook: StudentNotebook,
    environment: Environment,
    folder: Path,
    say: Say,
    answers: dict[str, str],
) -> Run:
    """Copy a notebook into a folder, write answers into it, and run it there."""
    copy = Path(shutil.copy(notebook.path, folder))
    cells = nbformat.read(copy, as_version=4)
    for cell in cells.cells:
        cell.source = answers.get(grade_id(cell), cell.source)
    done = run_offline(cells, environment.python, folder)
    first = min(done.seconds)
    say(f"\n{notebook} in {environment.name}: first cell {done.seconds[first]:.2f} s")
    return done


def test_environment_has_no_neurona(environment: Environment) -> None:
    found = subprocess.run(
        [environment.python, "-c", "import neurona"], capture_output=True, text=True, cwd="/"
    )
    assert "No module named 'neurona'" in found.stderr


def test_network_is_really_cut_off(environment: Environment, tmp_path: Path) -> None:
    cell = nbformat.v4.new_code_cell(
        "import socket\n"
        "for address in ('127.0.0.1', '192.0.2.1'):\n"
        "    try:\n"
        "        socket.create_connection((address, 9), timeout=1)\n"
        "    except OSError as error:\n"
        "        print(error)\n"
    )
    probe = run_offline(nbformat.v4.new_notebook(cells=[cell]), environment.python, tmp_path)
    assert len(probe.attempts.splitlines()) == 2
    assert probe.outputs("stream")[0][1].text.count("no network here") == 2


def test_no_network_is_wanted(run: Run) -> None:
    assert run.attempts == ""


def test_only_untouched_checks_complain_and_in_one_line(run: Run) -> None:
    complaints = run.outputs("error")
    checks = [cell for cell in run.notebook.cells if is_check(cell)]
    assert [grade_id(cell) for cell, _ in complaints] == [grade_id(cell) for cell in checks]
    for _, output in complaints:
        assert output.ename == "NotRightYet"
        assert len("\n".join(output.traceback).splitlines()) == 1


def test_nothing_is_written_to_standard_error(run: Run) -> None:
    streams = run.outputs("stream")
    assert [output.text for _, output in streams if output.name == "stderr"] == []


def test_panels_are_displayed_live_and_still(run: Run) -> None:
    shown = {
        cell.source.strip(): output.data
        for cell, output in run.outputs("display_data")
        if WIDGET in output.data
    }
    for name in ("opening", "closing"):
        (data,) = [data for source, data in shown.items() if f".{name}(" in source]
        assert {WIDGET, "image/png", "text/plain"} <= set(data)


def test_answered_notebook_passes_every_check(
    notebook: StudentNotebook, tmp_path: Path, say: Say
) -> None:
    COLAB.make(say)
    run = run_alone(notebook, COLAB, tmp_path, say, notebook.solutions())
    assert run.outputs("error") == []
    assert run.attempts == ""
