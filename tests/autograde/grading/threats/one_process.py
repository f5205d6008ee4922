"""What the grader does not do: run the checks where the student's code has run.

Each attack on points is tried here too, where it has to succeed: else it would show nothing when
it fails elsewhere. Started as a program, it reads a notebook's code a line and forks for each.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import subprocess
import sys
import tempfile

# How a check cell of nbgrader's kind can look; `cases` and `points_for` are the grader's.
STYLES = {
    "points": "points_for('perceptron')",
    "close": (
        "import numpy as np\n"
        "for args, wanted in cases('perceptron'):\n"
        "    np.testing.assert_allclose(perceptron(*args), wanted)"
    ),
    "equal": "for args, wanted in cases('perceptron'):\n    assert perceptron(*args) == wanted",
    "array_equal": (
        "import numpy as np\n"
        "for args, wanted in cases('perceptron'):\n"
        "    assert np.array_equal(perceptron(*args), wanted)"
    ),
    "allclose": (
        "import numpy as np\n"
        "for args, wanted in cases('perceptron'):\n"
        "    assert np.allclose(perceptron(*args), wanted)"
    ),
    "literal": "import numpy as np\nassert perceptron(np.ones(2), np.ones(2), -1.5) == 1",
    "skipped": "assert perceptron(1, 2, 3) == 4",
    "once": "import numpy as np\nassert perceptron(np.ones(2), np.ones(2), -1.5) == 1",
    "update": (
        "import numpy as np\n"
        "for args, (w, b) in cases('update'):\n"
        "    got = update(*args)\n"
        "    np.testing.assert_allclose(got[0], w)\n"
        "    np.testing.assert_allclose(got[1], b)"
    ),
}


class OneProcess:
    """A process that forks for each notebook."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def earns(self, codes: list[str], style: str) -> float:
        """Return the share of points that a notebook gets; tagged to be skipped, it has them."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([codes, style]) + "\n")
        self._process.stdin.flush()
        return float(json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """End it."""
        self._process.communicate(timeout=10)


def _serve() -> None:
    from autograde.suite import load_chapter

    exercises = load_chapter("01_perceptron").exercises
    hidden = {name: one.with_hidden_cases(b"hidden") for name, one in exercises.items()}
    from IPython.core.interactiveshell import InteractiveShell

    for line in sys.stdin:
        codes, style = json.loads(line)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
                share = _judge(InteractiveShell.instance(), hidden, codes, style)
            os.write(writing, json.dumps(share).encode())
            os._exit(0)
        os.close(writing)
        os.waitpid(child, 0)
        print(os.read(reading, 100).decode() or "0", flush=True)
        os.close(reading)


def _judge(shell, hidden, codes, style):
    shown = []
    shell.display_trap.hook = shown.append
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    shell.user_ns.update(
        cases=lambda name: [
            ([_copy(arg) for arg in args], outcome.value)
            for case, seen in zip(hidden[name].cases, hidden[name].expected, strict=True)
            for args, outcome in zip(case.calls, seen, strict=True)
        ],
        points_for=lambda name: _points_for(hidden[name], shell.user_ns[name]),
    )
    for code in codes:
        shell.run_cell(code, store_history=True)
    del shown[:]
    if style == "skipped":  # as the student's tag wants it
        return 1.0
    done = shell.run_cell(STYLES[style], store_history=True)
    numbers = [value for value in shown if isinstance(value, (int, float))]
    if numbers:
        return min(float(numbers[0]) / hidden["perceptron"].points, 1.0)
    return float(done.success)


def _points_for(exercise, function):
    observe = importlib.import_module("neurona.checks.observe")
    diagnose = importlib.import_module("neurona.checks.diagnose")
    observations = [observe.observe(function, case) for case in exercise.cases]
    verdict = diagnose.judge(exercise, observations)
    return sum(diagnose.points_earned(exercise, verdict).values())


def _copy(value):
    return value.copy() if hasattr(value, "copy") else value


if __name__ == "__main__":
    _serve()
