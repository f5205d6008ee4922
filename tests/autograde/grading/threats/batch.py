"""A class in which nearly everyone attacks, or has had an accident."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat

from autograde.grading.grade import Order, Summary, grade_class
from autograde.grading.recording.grades import Grade, read_csv
from autograde.grading.work import Limits

from .attacks import PERCEPTRON, RIGHT, notebook, with_one

LIMITS = Limits(case_seconds=1.0, memory_mb=400)
FILE = f"{PERCEPTRON}.ipynb"
NASTY = "</script><script>alert(1)</script>\x1b[31m\u202e\x00\ud800=cmd()"
NAMES = {
    "formula": '=HYPERLINK("x","y")',
    "markup": "<img src=x onerror=alert(1)>",
    "turned": "s\u202egnp.exe",
    "dash": "-rf",
    "spaces": "  María José  ",
    "dots": "...",
    "line": "a\nb",
    "escape": "\x1b[2J",
    "long": "x" * 200,
    "quotes": "a\"b'c,d;e",
    "bytes": "a\udcff",
    "braces": "{0}{secret}%s$(id)`id`",
}
RAISES = f"def perceptron(x, w, b):\n    raise ValueError({NASTY!r})"


def text_of(**named) -> str:
    """Return a notebook as it lies in a file."""
    return nbformat.writes(notebook(**named))


def write_class(folder: Path) -> None:
    """Write what everyone hands in; the name of the folder says what is the matter."""

    def put(student: str, content: str | bytes, name: str = FILE) -> Path:
        path = folder / student / PERCEPTRON / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        path.write_bytes(data)
        return path

    right = text_of()
    for name in NAMES.values():
        put(name, right)
    put("honest", right)
    put("modules beside it", right)
    for module in ("neurona.py", "numpy.py", "sitecustomize.py", "usercustomize.py"):
        put("modules beside it", "raise SystemExit", module)
    put("raises markup", text_of(answers=with_one("perceptron", RAISES)))
    put("markup in a cell", text_of(before=f"raise ValueError({NASTY!r})\n# </pre>{NASTY[:30]}"))
    put("kills", text_of(after="import os\nos._exit(3)"))
    put("not json", "{'cells'")
    put("empty", "")
    put("truncated", right[: len(right) * 3 // 4])
    put("windows", right.replace("\n", "\r\n"))
    put("byte-order mark", b"\xef\xbb\xbf" + right.encode())
    put("utf-16", right.encode("utf-16"))
    put("another name", right, f"{PERCEPTRON} (1).ipynb")
    put("another ending", right, f"{FILE}.txt")
    (folder / "nothing").mkdir()
    (folder / "a folder" / PERCEPTRON / FILE).mkdir(parents=True)
    link = put("a link", "")
    link.unlink()
    link.symlink_to(folder / "honest" / PERCEPTRON / FILE)
    (folder / "a link to a folder").symlink_to(folder / "honest")
    put("deep", '{"cells":' + "[" * 100_000)
    put("huge number", right.replace('"nbformat": 4', '"nbformat": ' + "4" * 5000))
    noisy = nbformat.reads(right, as_version=4)
    made = json.loads(nbformat.writes(noisy))
    for cell in made["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 4_000_000}]
    put("outputs", json.dumps(made))
    made = json.loads(right)
    made["metadata"] = {"kernelspec": {"name": "julia"}, "colab": {"provenance": []}}
    for cell in made["cells"]:
        cell.pop("id", None)
        cell["metadata"] = {"id": "x", "executionInfo": {"user": {"displayName": "M"}}}
    put("colab", json.dumps(made))
    made["nbformat_minor"] = 99
    put("newer", json.dumps(made))
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": []}
    cells = [
        {"cell_type": "code", "language": "python", "input": source, "outputs": [], "metadata": {}}
        for source in ("import numpy as np", *RIGHT.values())
    ]
    put("older", json.dumps({**old, "worksheets": [{"cells": cells, "metadata": {}}]}))


FULL_MARKS = {
    *NAMES.values(),
    *("honest", "modules beside it", "markup in a cell", "kills", "windows", "byte-order mark"),
    *("utf-16", "another name", "another ending", "huge number", "outputs", "colab", "newer"),
    "older",
}
UNREADABLE = {"not json", "empty", "deep"}
NOT_FOLLOWED = {"a folder", "a link", "a link to a folder"}


def grade(submitted: Path, out: Path) -> tuple[Summary, list[str]]:
    """Mark it, and return what the instructor is told, too."""
    said: list[str] = []
    order = Order(submitted, out, (PERCEPTRON,), LIMITS, workers=2)
    return grade_class(order, lambda done, total: None, said.append), said


def grades(out: Path) -> dict[str, list[Grade]]:
    """Read grades.csv, by student."""
    found: dict[str, list[Grade]] = {}
    for row in read_csv(out / "grades.csv"):
        found.setdefault(row.student, []).append(row)
    return found
