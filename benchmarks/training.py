"""What training costs: our network, PyTorch eager, and a plain loop over examples.

All take the same steps: a 784-30-10 network of sigmoid neurons, the quadratic cost, mini-batches
of 10, the same start and the same examples in the same order, on one thread. In one precision
they therefore end on the same weights, up to rounding, and that is checked. PyTorch also runs in
its own habitual precision, which halves what it has to move. What counts is processor time,
because other programs on the machine do not add to it; the time on the clock is kept beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
from threadpoolctl import threadpool_info, threadpool_limits

from neurona.data import digits, mnist
from neurona.network import Network, shuffled
from tests.real_data import MNIST10K

RESULTS = Path(__file__).parent / "results" / "training.json"
HIDDEN = 30
BATCH = 10
LEARNING_RATE = 3.0
EPOCHS = 5
PAIRS = 7
SAME_WEIGHTS = 1e-6
SAME_ACCURACY = 0.005
WANTED = {"PyTorch": 2.0, "loop over examples": 5.0}

Array = np.ndarray
Weights = list[Array]
Spent = dict[str, float]
Trained = tuple[Spent, Weights, Weights]
"""Seconds, weights and biases."""


@dataclass(frozen=True)
class Task:
    """What all contestants learn.

    Attributes
    ----------
    name : str
        Of the data.
    X, Y : arrays of shape (n, n_in) and (n, 10)
        To learn from.
    X_new, Y_new : arrays of shape (m, n_in) and (m, 10)
        Held out.
    epochs : int
        How often they see every example.
    """

    name: str
    X: Array
    Y: Array
    X_new: Array
    Y_new: Array
    epochs: int

    def start(self, seed: int) -> Network:
        """Return the untrained network of a seed."""
        sizes = (self.X.shape[1], HIDDEN, self.Y.shape[1])
        return Network(sizes, np.random.default_rng([seed, 0]))

    def rng(self, seed: int) -> np.random.Generator:
        """Return what shuffles the examples."""
        return np.random.default_rng([seed, 1])

    def batches(self, seed: int) -> Iterator[Array]:
        """Yield the examples' numbers, a mini-batch at a time, epoch after epoch."""
        rng = self.rng(seed)
        for _ in range(self.epochs):
            order = rng.permutation(len(self.X))
            for start in range(0, len(order), BATCH):
                yield order[start : start + BATCH]

    def accuracy(self, weights: Weights, biases: Weights) -> float:
        """Return which fraction of the held-out examples such a network gets right."""
        network = self.start(0)
        network.weights, network.biases = weights, biases
        return network.measure(self.X_new, self.Y_new)[1]


def now() -> Spent:
    """Return the seconds that processor and clock have counted."""
    return {"processor": time.process_time(), "clock": time.perf_counter()}


def since(begun: Spent) -> Spent:
    """Return the seconds that have gone by."""
    return {kind: seconds - begun[kind] for kind, seconds in now().items()}


def ours(task: Task, seed: int) -> Trained:
    """Train with the course's own network."""
    network, rng = task.start(seed), task.rng(seed)
    begun = now()
    for _ in range(task.epochs):
        for X, Y in shuffled(task.X, task.Y, BATCH, rng):
            network.learn(X, Y, rng, lr=LEARNING_RATE)
    return since(begun), network.weights, network.biases


def pytorch(task: Task, seed: int, dtype: torch.dtype) -> Trained:
    """Train as PyTorch is used, with everything in memory and no loader in between."""
    start = task.start(seed)
    layers = [torch.nn.Linear(W.shape[1], W.shape[0], dtype=dtype) for W in start.weights]
    with torch.no_grad():
        for layer, W, b in zip(layers, start.weights, start.biases, strict=True):
            layer.weight.copy_(torch.from_numpy(W))
            layer.bias.copy_(torch.from_numpy(b))
    model = torch.nn.Sequential(layers[0], torch.nn.Sigmoid(), layers[1], torch.nn.Sigmoid())
    optimizer = torch.optim.SGD(model.parameters(), LEARNING_RATE)
    X, Y = (torch.from_numpy(array).to(dtype) for array in (task.X, task.Y))
    batches = [torch.from_numpy(rows) for rows in task.batches(seed)]
    begun = now()
    for rows in batches:
        optimizer.zero_grad()
        errors = torch.nn.functional.mse_loss(model(X[rows]), Y[rows], reduction="sum")
        (errors / (2 * len(rows))).backward()
        optimizer.step()
    spent = since(begun)
    return (
        spent,
        [layer.weight.detach().double().numpy() for layer in layers],
        [layer.bias.detach().double().numpy() for layer in layers],
    )


def loop(task: Task, seed: int) -> Trained:
    """Train with backpropagation for one example at a time, as it is first explained."""
    start = task.start(seed)
    weights, biases = start.weights, start.biases
    batches = list(task.batches(seed))
    begun = now()
    for rows in batches:
        dWs = [np.zeros_like(W) for W in weights]
        dbs = [np.zeros_like(b) for b in biases]
        for row in rows:
            activations = [task.X[row]]
            for W, b in zip(weights, biases, strict=True):
                activations.append(1 / (1 + np.exp(-(W @ activations[-1] + b))))
            delta = activations[-1] - task.Y[row]
            for layer in reversed(range(len(weights))):
                delta *= activations[layer + 1] * (1 - activations[layer + 1])
                dWs[layer] += np.outer(delta, activations[layer])
                dbs[layer] += delta
                delta = weights[layer].T @ delta if layer else delta
        for layer, (dW, db) in enumerate(zip(dWs, dbs, strict=True)):
            weights[layer] -= LEARNING_RATE / len(rows) * dW
            biases[layer] -= LEARNING_RATE / len(rows) * db
    return since(begun), weights, biases


CONTESTANTS: dict[str, Callable[[Task, int], Trained]] = {
    "ours": ours,
    "PyTorch": lambda task, seed: pytorch(task, seed, torch.float64),
    "PyTorch, float32": lambda task, seed: pytorch(task, seed, torch.float32),
    "loop over examples": loop,
}
EXACT = ("PyTorch", "loop over examples")


def main() -> int:
    """Measure, print, keep the raw figures, and say whether the budgets are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=PAIRS, help="of each contestant with ours")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    options = parser.parse_args()
    task = choose_task(options.epochs)
    with one_thread():
        for train in CONTESTANTS.values():  # what is only slow the first time
            train(Task("", task.X[:200], task.Y[:200], task.X_new, task.Y_new, 1), 0)
        rows = [measure(task, seed) for seed in range(options.pairs)]
        threads = {pool["internal_api"]: pool["num_threads"] for pool in threadpool_info()}
        threads["torch"] = torch.get_num_threads()
    figures = summarize(rows)
    save(task, rows, figures, threads)
    return report(rows, figures)


@contextmanager
def one_thread() -> Iterator[None]:
    """Let NumPy and PyTorch compute on one thread each."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with threadpool_limits(1):
            yield
    finally:
        torch.set_num_threads(before)


def choose_task(epochs: int) -> Task:
    """Return MNIST's digits, or the bundled ones where they are not there."""
    if MNIST10K.is_file():
        data, name = mnist(MNIST10K), MNIST10K.name
    else:
        print(f"There is no {MNIST10K}, so this is about scikit-learn's digits of 8×8 pixels.")
        data, name = digits(), "digits of 8×8 pixels"
    parts = (data.X[data.train], data.Y[data.train], data.X[data.test], data.Y[data.test])
    return Task(name, *parts, epochs)


def measure(task: Task, seed: int) -> dict[str, Any]:
    """Train each contestant once, in turn, and compare what came of it."""
    seconds, accuracy, apart = {}, {}, {}
    trained: dict[str, Trained] = {}
    names = list(CONTESTANTS)
    for name in names[seed % len(names) :] + names[: seed % len(names)]:
        trained[name] = CONTESTANTS[name](task, seed)
    for name in names:
        seconds[name], *found = trained[name]
        accuracy[name] = task.accuracy(*found)
        apart[name] = max(
            float(np.max(np.abs(one - other)))
            for mine, others in zip(trained["ours"][1:], found, strict=True)
            for one, other in zip(mine, others, strict=True)
        )
    print("  ".join(f"{name} {seconds[name]['processor']:.3f} s" for name in names), flush=True)
    return {"seconds": seconds, "accuracy": accuracy, "largest difference of weights": apart}


def summarize(rows: Sequence[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Return each contestant's medians, and how many times what ours takes, pair by pair."""

    def middle(name: str, kind: str, divided: bool) -> float:
        taken = [row["seconds"] for row in rows]
        return statistics.median(
            each[name][kind] / (each["ours"][kind] if divided else 1.0) for each in taken
        )

    return {
        name: {
            "seconds": middle(name, "processor", divided=False),
            "times ours": middle(name, "processor", divided=True),
            "times ours by the clock": middle(name, "clock", divided=True),
            "accuracy": statistics.median(row["accuracy"][name] for row in rows),
        }
        for name in CONTESTANTS
    }


def save(
    task: Task, rows: Sequence[dict[str, Any]], figures: dict[str, Any], threads: dict[str, int]
) -> None:
    """Write every single figure beside the summary, and what they were measured on."""
    about = {
        "data": task.name,
        "examples": len(task.X),
        "held out": len(task.X_new),
        "epochs": task.epochs,
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "threads": threads,
        **{name: version(name) for name in ("numpy", "torch")},
    }
    RESULTS.parent.mkdir(exist_ok=True)
    content = {"about": about, "figures": figures, "pairs": list(rows)}
    RESULTS.write_text(json.dumps(content, indent=1) + "\n")


def report(rows: Sequence[dict[str, Any]], figures: dict[str, dict[str, float]]) -> int:
    """Print the table, and tell what is not as wanted."""
    for name, each in figures.items():
        print(
            f"{name:20} {each['seconds']:8.3f} s {each['times ours']:7.2f} times ours"
            f" ({each['times ours by the clock']:.2f} by the clock)"
            f" {each['accuracy']:8.2%} of held-out digits right"
        )
    missed = [
        f"wanted: {times:g} times faster than {name}"
        for name, times in WANTED.items()
        if figures[name]["times ours"] < times
    ]
    for row in rows:
        differences, accuracy = row["largest difference of weights"], row["accuracy"]
        if any(differences[name] > SAME_WEIGHTS for name in EXACT):
            missed.append(f"wanted: the same weights, not {differences}")
        if max(accuracy.values()) - min(accuracy.values()) > SAME_ACCURACY:
            missed.append(f"wanted: the same accuracy, not {accuracy}")
    print("\n".join(missed) or "Both budgets are kept, with the same weights.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
