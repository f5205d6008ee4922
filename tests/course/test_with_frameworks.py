"""Chapter 10 in a notebook that has PyTorch and Keras: what they are asked is answered there."""

from __future__ import annotations

import sys
from pathlib import Path

import keras
import pytest
import torch

from tests.course.offline import Run, run_offline
from tests.notebooks import StudentNotebook, grade_id, is_check

CHAPTER = "10_pytorch_and_keras"


def run(language: str, folder: Path, answered: bool) -> Run:
    notebook = StudentNotebook(language, CHAPTER)
    cells = notebook.read()
    answers = notebook.solutions() if answered else {}
    for cell in cells.cells:
        cell.source = answers.get(grade_id(cell), cell.source)
    return run_offline(cells, Path(sys.executable), folder)


def said(done: Run) -> str:
    return "".join(output.text for _cell, output in done.outputs("stream"))


@pytest.mark.slow
def test_untouched_it_runs_through_and_asks_for_nothing(tmp_path: Path) -> None:
    done = run("en", tmp_path, answered=False)
    checks = [grade_id(cell) for cell in done.notebook.cells if is_check(cell)]
    assert [grade_id(cell) for cell, _error in done.outputs("error")] == checks
    told = said(done)
    assert f"PyTorch {torch.__version__} is installed." in told
    assert f"Keras {keras.__version__} is installed." in told
    assert "Not installed" not in told
    assert "drop_rate: drop_rate is not written yet." in told
    assert [out.text for _cell, out in done.outputs("stream") if out.name == "stderr"] == []
    assert done.attempts == ""


@pytest.mark.slow
def test_answered_the_libraries_themselves_agree(tmp_path: Path) -> None:
    done = run("es", tmp_path, answered=True)
    assert done.outputs("error") == []
    told = said(done)
    assert "to_state_dict: las mismas salidas y los mismos gradientes en PyTorch" in told
    assert "weight_decay: un paso de torch.optim.SGD y uno nuestro llegan a los mismos" in told
    assert told.count("y nosotros también") == 2
    assert "drop_rate: para conservar el 80%, PyTorch apaga el 20%" in told
