"""Print every phrase of the course that holds a number, and the test that proves it.

``python -m tests.course.list_claims [CHAPTER …]``
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from autograde.build.course import name_of
from tests.autograde.suite.every import CHAPTERS


def main(wanted: list[str]) -> None:
    """Print a table for each chapter."""
    for chapter in wanted or CHAPTERS:
        print(f"\n## {chapter}\n\n| the text says | proved by |\n|---|---|")
        for phrase, test in _proofs(name_of(chapter)).items():
            print(f"| {_in_one_line(phrase)} | {test or 'not computed'} |")


def _proofs(name: str) -> dict[str, str]:
    """Import all tests that prove something of a chapter, and return what they prove."""
    for path in sorted(Path(__file__).parent.glob(f"test_*_{name}.py")):
        importlib.import_module(f"tests.course.{path.stem}")
    module = sys.modules[f"tests.course.test_numbers_{name}"]
    proofs: dict[str, str] = module.claims.proofs
    return {phrase: test.removeprefix("tests.course.") for phrase, test in proofs.items()}


def _in_one_line(phrase: str) -> str:
    return " ".join(phrase.split()).replace("|", "\\|")


if __name__ == "__main__":
    main(sys.argv[1:])
