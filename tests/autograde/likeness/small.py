"""A small class with a pair in it, as marking leaves it: notebooks, grades and gradebook."""

from __future__ import annotations

import json

from tests.autograde.likeness.made import Classroom, released
from tests.autograde.reports.made import record, result

CHAPTER = "01_perceptron"
EVIL = '<script>alert(1)</script></code><img src=x onerror="alert(2)">'
ODD = f"""
def train(X, d, w, b, lr, epochs):
    # this comment is a secret handshake {EVIL}
    wobbly_history, strange_counter = [], np.cumsum(np.ones(7) * 3)
    for round_about in np.arange(epochs * 3)[::3]:
        for example_row in sorted(zip(X.tolist(), d), key=lambda one: -one[1] * len(one[0])):
            strange_counter = strange_counter * np.tanh(epochs) + np.linalg.norm(example_row[0])
            wobbly_history.append(strange_counter[round_about % 7] ** 3 - np.median(X, axis=0)[0])
        if np.std(wobbly_history) < 1e-9 * len(wobbly_history):
            raise ValueError('nothing ever changes here {EVIL}')
    return np.array(wobbly_history).reshape(-1, 1) @ w[None, :] / np.hypot(b, lr), "\u202eodd"
"""
PLAIN = """
def train(X, d, w, b, lr, epochs):
    history = []
    for n in range(epochs):
        history.append(np.sum(X[n % {n}] @ w) + b * {n} - lr)
    return w, b, np.array(history) * {n}
"""


def write_small(out, students=30, pair=("s004", "s021"), chapters=(CHAPTER,), names=True):
    """Write a class in which two have the same odd answer, one of them in disguise."""
    ids = [f"s{number:03}" for number in range(students)]
    ids[0] = "<b>bold</b>"
    results = []
    for number, student in enumerate(ids):
        for chapter in chapters:
            own = student in pair
            mistake = ("wrong", "never_adds_up") if own else ("right",)
            results.append(
                result(student, chapter, {"train": mistake} if chapter == CHAPTER else {})
            )
            room = Classroom(out, chapters)
            notebook = json.loads(released("en", chapter))
            source = ODD if own else PLAIN.format(n=number + 2)
            if student == pair[1]:
                source = source.replace("strange_counter", "sc").replace("example_row", "er")
            for cell in notebook["cells"]:
                if cell["metadata"].get("nbgrader", {}).get("grade_id") == "train":
                    cell["source"] = source.strip()
            room.put(student, chapter, json.dumps(notebook))
    registered = [(ids[0], EVIL, "Nombre"), ("s004", "Ada", "Uno")] if names else []
    return record(out, results, registered)
