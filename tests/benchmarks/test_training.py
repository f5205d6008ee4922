"""The training benchmark compares like with like; how fast is for `make bench` to tell."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks import training
from benchmarks.training import CONTESTANTS, EXACT, Task
from neurona.data import digits


@pytest.fixture(scope="module")
def task() -> Task:
    data = digits(train=95)  # the last mini-batch is a short one
    rows, unseen = data.train, data.test
    return Task("some digits", data.X[rows], data.Y[rows], data.X[unseen], data.Y[unseen], 40)


@pytest.fixture(scope="module")
def row(task: Task) -> dict:
    with training.one_thread():
        return training.measure(task, 3)


def test_all_end_on_the_same_weights(row: dict) -> None:
    apart = row["largest difference of weights"]
    assert all(apart[name] < 1e-12 for name in EXACT)
    assert 0 < apart["PyTorch, float32"] < 1e-4


def test_all_have_learned_something(row: dict) -> None:
    assert len(set(row["accuracy"].values())) == 1
    assert row["accuracy"]["ours"] > 0.5


def test_a_contestant_that_does_something_else_is_found_out(
    task: Task, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lazy(task: Task, seed: int) -> training.Trained:
        network = task.start(seed)
        return training.since(training.now()), network.weights, network.biases

    monkeypatch.setitem(CONTESTANTS, "loop over examples", lazy)
    with training.one_thread():
        rows = [training.measure(task, 0)]
    assert training.report(rows, training.summarize(rows)) == 1
    said = capsys.readouterr().out
    assert "wanted: the same weights" in said
    assert "wanted: the same accuracy" in said


@pytest.mark.parametrize(("times", "status"), [(10.0, 0), (1.5, 1)])
def test_it_judges_the_median_of_pairs(times: float, status: int) -> None:
    def spent(factor: float) -> dict[str, dict[str, float]]:
        ours = {"processor": 2.0, "clock": 2.0}
        other = {kind: factor * seconds for kind, seconds in ours.items()}
        return {name: ours if name == "ours" else other for name in CONTESTANTS}

    rows = [
        {
            "seconds": spent(factor),
            "accuracy": dict.fromkeys(CONTESTANTS, 0.9),
            "largest difference of weights": dict.fromkeys(CONTESTANTS, 0.0),
        }
        for factor in (times, 0.1, 100.0)
    ]
    figures = training.summarize(rows)
    assert figures["PyTorch"]["times ours"] == times
    assert training.report(rows, figures) == status


def test_without_the_digits_it_says_so_and_takes_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(training, "MNIST10K", tmp_path / "mnist10k.npz")
    task = training.choose_task(1)
    assert f"There is no {tmp_path / 'mnist10k.npz'}" in capsys.readouterr().out
    assert task.X.shape == (1200, 64)
    assert np.array_equal(task.Y.sum(axis=1), np.ones(1200))
